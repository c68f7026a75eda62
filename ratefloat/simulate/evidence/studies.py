"""The studies of experience rating and of reporting, as a table."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from ratefloat.simulate.evidence.degrees import degrees

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "id", "source", "setting", "channel", "effect_low", "effect_high", "rho_low", "rho_central", "rho_high",
    "rho_before", "rho_how", "fitted", "mark", "result", "note",
)


def studies() -> pd.DataFrame:
    """One row a study; numbers only where the paper gives one that is known.

    `effect_low` and `effect_high` are the change of the log frequency when experience rating is added. `rho_low`,
    `rho_central`, `rho_high` is the degree of experience rating that was added, on top of `rho_before`; `rho_how`
    says whether it is computed from the plan's rule, so by definition, or assumed. `channel` is what was counted:
    "fatalities" cannot be hidden, "claims" are true cases times their reporting. `fitted` studies enter `fit`.
    Standard errors were found for none of the fitted ones.

    >>> table = studies().set_index("id")
    >>> float(table.loc["degroot_koning_2016", "effect_low"]), table.loc["ruser_1985", "result"][:20]
    (-0.068, 'benefit effect on in')
    """
    import pandas as pd

    known = degrees().set_index("id").to_dict("index")
    rows = []
    for study in _read():
        effect, degree = study.get("effect_log", (None, None)), known.get(study["id"], {})
        rows.append(
            study
            | {"effect_low": effect[0], "effect_high": effect[1], "fitted": study.get("fitted", False)}
            | {f"rho_{name}": degree.get(name) for name in ("low", "central", "high", "before", "how")}
        )
    numbers = ["effect_low", "effect_high", "rho_low", "rho_central", "rho_high", "rho_before"]
    return pd.DataFrame(rows)[list(COLUMNS)].astype(dict.fromkeys(numbers, "float64"))


@cache
def _read() -> tuple[dict[str, Any], ...]:
    file = resources.files("ratefloat.simulate.evidence").joinpath("data", "studies.json")
    return tuple(json.loads(file.read_text(encoding="utf-8"))["studies"])

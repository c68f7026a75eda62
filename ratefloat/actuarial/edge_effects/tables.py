"""Measured edges as frames, one row an edge or more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ratefloat.actuarial.edge_effects.measured import Measured

if TYPE_CHECKING:
    import pandas as pd

EFFECT = (
    "indicator", "edge", "change", "bandwidth", "employers_cheaper", "employers_dearer", "cases_cheaper",
    "cases_dearer", "frequency", "per_1000", "jump", "error", "low", "high", "p", "detectable", "rate_jump",
    "rate_error", "elasticity", "elasticity_error",
)
DENSITY = ("indicator", "edge", "density_jump", "error", "p", "nearest_cheaper", "nearest_dearer", "p_sides")
BALANCE = ("indicator", "edge", "of", "jump", "error", "p")


def effect_table(found: Sequence[Measured]) -> pd.DataFrame:
    """Jumps in frequency and rate, with their errors."""
    import pandas as pd

    rows = []
    for one in found:
        jump, elasticity = one.outcome, one.elasticity if one.edge.values else None
        rows.append((
            one.edge.indicator, one.edge.text, one.edge.change, jump.bandwidth, *jump.rows, *one.cases,
            1000 * one.frequency, 1000 * one.frequency * np.expm1(jump.value), jump.value, jump.error,
            *jump.interval, jump.p, jump.detectable, one.rate.value, one.rate.error,
            *((np.nan, np.nan) if elasticity is None else (elasticity.value, elasticity.error)),
        ))
    return pd.DataFrame(rows, columns=list(EFFECT))


def density_table(found: Sequence[Measured]) -> pd.DataFrame:
    """The bunching tests of the edges that have enough employers for them."""
    import pandas as pd

    rows = [
        (
            one.edge.indicator, one.edge.text, tests.density.value, tests.density.error, tests.density.p,
            tests.before, tests.beyond, tests.p_sides,
        )
        for one in found if (tests := one.density) is not None
    ]
    return pd.DataFrame(rows, columns=list(DENSITY))


def balance_table(found: Sequence[Measured]) -> pd.DataFrame:
    """Jumps in what the rate can not have moved, one row an edge and covariate."""
    import pandas as pd

    rows = [
        (one.edge.indicator, one.edge.text, name, jump.value, jump.error, jump.p)
        for one in found for name, jump in one.balance.items()
    ]
    return pd.DataFrame(rows, columns=list(BALANCE))

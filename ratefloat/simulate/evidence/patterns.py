"""Patterns that studies saw, made again by the behaviour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np

from ratefloat.actuarial.cell import RiskCell
from ratefloat.actuarial.severities import Outcome
from ratefloat.simulate.behaviour.hiding import Hiding
from ratefloat.simulate.behaviour.prevention import Prevention
from ratefloat.simulate.evidence.degrees import linear
from ratefloat.simulate.evidence.setting import answer, drawn, setting

if TYPE_CHECKING:
    import pandas as pd

NETHERLANDS_RHO = 0.4
"""Assumed; `degrees` reaches from 0.22 at the cap to 0.91 below it."""
LIGHT = (
    Outcome(name="medical only", probability="7/10", amount=1),
    Outcome(name="lost time", probability="3/10", amount=10),
)
"""No lost time and lost time; shares and costs of an illustration, signs do not rest on them."""


@dataclass(frozen=True)
class Netherlands:
    """Experience rating taken away, and awareness: changes of the log frequency.

    `removal` is the rise two years after small employers lost their rating, low, central and high over the
    evidence; `before_notice` and `after_notice` are the effect on introduction, and of the first dearer premium.
    """

    removal: tuple[float, float, float]
    before_notice: float
    after_notice: float


def netherlands(*, aware: float = 0.1, rho: float = NETHERLANDS_RHO, years: int = 2, seed: int = 7) -> Netherlands:
    """The Dutch reforms: rating removed for small employers, and its effect before and after a premium notice.

    Args:
        aware: share of employers who knew the rule before they were charged; the study found little of it.
        rho: degree of experience rating that was added or removed.
        years: in which the removal had worked.

    >>> found = netherlands()
    >>> found.removal[1] > 0 > found.before_notice > found.after_notice
    True
    """
    prevention = Prevention()
    gone, came = setting(0.0, before=rho), setting(rho, relative=(1.0, 1.5))
    rises = []
    for values in [prevention.central(), *drawn(prevention, sets=256, seed=seed)]:
        found = answer(prevention, gone, values)
        rises.append(float(found.target[0, 0]) * (1 - (1 - found.speed) ** years))
    low, high = np.quantile(rises[1:], [0.05, 0.95])
    found = answer(prevention, came)
    first = aware * found.target[0, 0]
    later = aware * found.target[0, 1] + (1 - aware) * found.unaware[0, 1]
    return Netherlands((float(low), rises[0], float(high)), float(first), float(later - first))


def ontario(*, rho: float = 0.5) -> pd.DataFrame:
    """Reported cases by kind when only recording answers, and when only prevention does: changes of the log.

    Under recording alone (`Hiding(relabelled=1)`) lost time falls, no lost time rises and the total stays; under
    prevention alone all fall alike.

    >>> ontario().round(3).set_index("answer")["total"].to_dict()
    {'recording': 0.0, 'prevention': -0.162}
    """
    import pandas as pd

    rows = []
    for name, behaviour in {"recording": Hiding(relabelled=1), "prevention": Prevention()}.items():
        before, after = (answer(behaviour, setting(degree, outcomes=LIGHT), outcomes=LIGHT) for degree in (0.0, rho))
        counts = []
        for found in (before, after):
            true = np.array([float(outcome.probability) for outcome in LIGHT]) * exp(found.target[0, 0])
            reported, relabelled = true * found.report[0, 0], true * found.report[0, 0] * found.relabel[0, 0]
            light, lost = reported[0] + relabelled.sum(), reported[1] - relabelled[1]
            counts.append((lost, light, lost + light))
        change = [log(new / old) + 0.0 for old, new in zip(*counts, strict=True)]
        rows.append({"answer": name, **dict(zip(("lost time", "no lost time", "total"), change, strict=True))})
    return pd.DataFrame(rows)


def notices(*, window: int = 3, years: int = 12, ends: int = 5, rho: float = NETHERLANDS_RHO) -> pd.DataFrame:
    """The answer to a scheme by year, if refunds come in the same year and if premiums follow a window.

    A refund is known at once. A premium after a window of `window` years carries 1 / window more of the incentive
    each year after the start, and less each year after the scheme ends: employers who answer to notices follow that.
    Money that comes later is worth less. Both move by the same partial adjustment; columns are changes of the log
    frequency.

    >>> frame = notices().set_index("year")
    >>> bool((frame.loc[:4, "same year"] < frame.loc[:4, "window"]).all())
    True
    """
    import pandas as pd

    at_once = answer(Prevention(), setting(rho))
    later = answer(Prevention(), setting(linear(rho, 1.0, years=range(1, window + 1))))
    rows, refund, premium = [], 0.0, 0.0
    for year in range(years):
        running = year < ends
        seen = sum(0 <= year - lag < ends for lag in range(1, window + 1)) / window
        refund += at_once.speed * (float(at_once.target[0, 0]) * running - refund)
        premium += later.speed * (float(later.target[0, 0]) * seen - premium)
        rows.append({"year": year, "same year": refund, "window": premium})
    return pd.DataFrame(rows)


def by_size(
    plan: str = "cn-shenzhen-2018", *, heads: Sequence[int] = (5, 20, 50, 200, 500, 2000), on: str = "2020-01-01"
) -> pd.DataFrame:
    """Degree of experience rating by size of the employer: of a shipped plan in bands, and of a linear plan.

    The employer is of class 5 with a wage of 90,000, 5 cases per 1000 heads, each costing 8,000 or, three times in
    ten, 80,000: its ratio of benefits to premium lies between two edges, so that a large employer, whose ratio is
    no matter of luck, is left on its band. A large employer whose ratio lies at an edge would be rated in full.
    The linear plan has the credibility E / (E + 1,000,000) on three years of expected loss E, without caps.

    >>> by_size(heads=(5, 200, 5000)).round(2)["bands"].tolist()
    [0.17, 0.55, 0.04]
    """
    import pandas as pd

    from ratefloat.actuarial.incentives import incentive
    from ratefloat.actuarial.severities import severity
    from ratefloat.plans import load_plan

    law = severity({"8000": "70%", "80000": "30%"})
    cells = [RiskCell(risk_class=5, heads=size, wage="90000", frequency="5‰", severity=law) for size in heads]
    bands = incentive(load_plan(plan), cells, on=on, by="size").frame["per_yuan"]
    expected = [3 * float(cell.cases) * cell.mean_cost for cell in cells]
    return pd.DataFrame({
        "heads": list(heads), "bands": bands.to_numpy(),
        "linear": [linear(loss / (loss + 1_000_000), 1.0) for loss in expected],
    })

"""What a policy reads of all employers together, as it stands at the first review: averages of peers, the fund."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ratefloat.numeric.keyed import LANES
from ratefloat.simulate.engine.answer import Answer
from ratefloat.simulate.engine.courses import Courses
from ratefloat.simulate.engine.exposure import exposure
from ratefloat.simulate.engine.luck import Luck, Rows
from ratefloat.simulate.engine.plan import Plan
from ratefloat.simulate.engine.sums import Sums

BEFORE = 1


def typical(plan: Plan, usual: Answer, seed: int) -> dict[str, Mapping[str, Fraction]]:
    """Averages of peers and months of the fund at the first review, drawn once; empty where neither is read.

    Args:
        usual: what employers do while nothing is charged for a case.
    """
    if not plan.coupled:
        return {}
    portfolio, lanes = plan.portfolio, LANES
    rows = Rows(portfolio, slice(0, len(portfolio)), 0, lanes, seed)
    years = {t: exposure(portfolio, t) for t in range(-max(plan.back, BEFORE), 1)}
    luck = Luck(portfolio)
    courses = Courses(plan, usual, rows, years, luck, Sums(plan, luck, years, lanes, 1, BEFORE))
    for t, year in years.items():
        courses.year(t, luck.cases(rows, year, t, most=usual.most))
    tenths = courses.sums.fund_tenths(0, 0.0)
    months = Fraction(int(tenths.sum()), 10 * len(tenths))
    return {**plan.averages, **{name: {"": months} for name in plan.funds}}

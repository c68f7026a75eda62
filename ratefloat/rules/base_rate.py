"""From the factor to the rate: times the base rate of the employer's class, area and day."""

from __future__ import annotations

from typing import Any, ClassVar

from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.rule import Rule
from ratefloat.rules.values import Values


class BaseRate(Rule):
    """The factor times the base rate; standing first, the base rate itself."""

    kind: ClassVar[str] = "base_rate"
    takes: ClassVar[tuple[Stage | None, ...]] = (None, "factor")
    gives: ClassVar[Stage | None] = "rate"
    converts: ClassVar[bool] = True

    def apply(self, value: Values | None, rows: Rows) -> Values:
        factor = value if value is not None else Values.constant(1, rows.n)
        rows.keep("factor", factor)
        rate = factor.combine(rows.base_rates(), lambda f, base: f * base)
        return rows.at("rate").settle(self, None, rate)

    def words(self, lang: str, stage: str) -> str:
        return "乘以行业基准费率" if lang == "zh" else "times the base rate"


def base_rate(*, clause: Any = None) -> BaseRate:
    """The factor times the base rate of the employer's class, area and day.

    >>> base_rate()
    base_rate()
    """
    return BaseRate(clause=clause)

"""Multiply the factor or the rate."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

from ratefloat.rules.amount import AmountRule
from ratefloat.rules.rows import Stage
from ratefloat.units import percent_text


class Times(AmountRule):
    """The value times a number."""

    kind: ClassVar[str] = "times"
    takes: ClassVar[tuple[Stage | None, ...]] = ("factor", "rate")

    def combine(self, value: Fraction, number: Fraction) -> Fraction:
        return value * number

    def words(self, lang: str, stage: str) -> str:
        number = percent_text(self.by) if isinstance(self.by, Fraction) else repr(self.by)
        return f"乘以{number}" if lang == "zh" else f"times {number}"


def times(by: Any, *, clause: Any = None) -> Times:
    """The factor or the rate times a number.

    >>> times("85%", clause="art. 11")
    times('85%', clause='art. 11')
    """
    return Times(by=by, clause=clause)

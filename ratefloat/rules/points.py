"""Points of payroll added to the rate."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

from ratefloat.rules.amount import AmountRule
from ratefloat.rules.rows import Stage
from ratefloat.rules.words import signed_points


class AddPoints(AmountRule):
    """The rate plus (or minus) points of payroll."""

    kind: ClassVar[str] = "add_points"
    takes: ClassVar[tuple[Stage | None, ...]] = ("rate",)

    def combine(self, value: Fraction, number: Fraction) -> Fraction:
        return value + number

    def words(self, lang: str, stage: str) -> str:
        return signed_points(self.by, lang) if isinstance(self.by, Fraction) else repr(self.by)


def add_points(by: Any, *, clause: Any = None) -> AddPoints:
    """Points of payroll added to the rate; "-0.03%" takes three hundredths of a point off.

    >>> add_points("-0.03%", clause="art. 8")
    add_points('-0.03%', clause='art. 8')
    """
    return AddPoints(by=by, clause=clause)

"""Bounds: never below, never above a number, in the unit of their place in the pipeline."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

from ratefloat.rules.amount import AmountRule


class AtLeast(AmountRule):
    """Raises a smaller value to the bound."""

    kind: ClassVar[str] = "at_least"
    english: ClassVar[str] = "at least {}"
    chinese: ClassVar[str] = "至少{}"

    def combine(self, value: Fraction, number: Fraction) -> Fraction:
        return max(value, number)


class AtMost(AmountRule):
    """Lowers a greater value to the bound."""

    kind: ClassVar[str] = "at_most"
    english: ClassVar[str] = "at most {}"
    chinese: ClassVar[str] = "至多{}"

    def combine(self, value: Fraction, number: Fraction) -> Fraction:
        return min(value, number)


def at_least(by: Any, *, clause: Any = None) -> AtLeast:
    """A lower bound on the step, factor or rate.

    >>> at_least(+1, clause="art. 6")
    at_least(1, clause='art. 6')
    """
    return AtLeast(by=by, clause=clause)


def at_most(by: Any, *, clause: Any = None) -> AtMost:
    """An upper bound on the step, factor or rate.

    >>> at_most("4%", clause="art. 9")
    at_most('4%', clause='art. 9')
    """
    return AtMost(by=by, clause=clause)

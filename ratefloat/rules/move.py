"""Move up or down the ladder by steps."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

from ratefloat.rules.amount import AmountRule
from ratefloat.rules.rows import Stage


class Move(AmountRule):
    """So many steps up (positive) or down (negative) from where the value is."""

    kind: ClassVar[str] = "move"
    takes: ClassVar[tuple[Stage | None, ...]] = ("step",)
    english: ClassVar[str] = "{}"
    chinese: ClassVar[str] = "{}"

    def combine(self, value: Fraction, number: Fraction) -> Fraction:
        return value + number


def move(by: Any, *, clause: Any = None) -> Move:
    """So many steps up (positive) or down (negative).

    >>> move(-2, clause="art. 8")
    move(-2, clause='art. 8')
    """
    return Move(by=by, clause=clause)

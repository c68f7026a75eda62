"""Intervals as a notice writes them, each end open or closed: "(50%, 100%]", "[2, 4)", "0"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from ratefloat.errors import DefinitionError
from ratefloat.units import decimal_text, exact, percent_text

_SHAPE = re.compile(r"^\s*([\[(])\s*([^,]+)\s*,\s*([^,]+?)\s*([\])])\s*$")
_ENDLESS = {"inf", "+inf", "infinity", "∞"}


@dataclass(frozen=True)
class Interval:
    """All numbers between two ends; `high` is None where there is no upper end."""

    low: Fraction
    high: Fraction | None
    low_closed: bool = True
    high_closed: bool = False

    @classmethod
    def parse(cls, text: Any) -> Interval:
        """The interval that a text names; a lone number is the isolated point.

        >>> Interval.parse("(50%, 100%]").holds(Fraction(1, 2)), Interval.parse("0").holds(Fraction(0))
        (False, True)
        """
        match = _SHAPE.match(text) if isinstance(text, str) else None
        if match is None:
            point = exact(text, what="interval")
            return cls(point, point, True, True)
        opening, low, high, closing = match.groups()
        top = None if high.strip().lower() in _ENDLESS else exact(high, what="upper end")
        made = cls(exact(low, what="lower end"), top, opening == "[", closing == "]" and top is not None)
        if made.empty:
            raise DefinitionError(f"interval {text!r}: empty; expected a lower end below the upper", interval=text)
        return made

    @property
    def empty(self) -> bool:
        """Whether no number lies in the interval."""
        if self.high is None or self.low < self.high:
            return False
        return self.low > self.high or not (self.low_closed and self.high_closed)

    @property
    def start(self) -> tuple[Fraction, int]:
        """Where the interval begins, in order: (edge, 0) just before it, (edge, 1) just after."""
        return (self.low, 0 if self.low_closed else 1)

    @property
    def stop(self) -> tuple[Fraction, int] | None:
        """Where it ends, in the same order; None without an upper end."""
        return None if self.high is None else (self.high, 1 if self.high_closed else 0)

    def holds(self, number: Fraction) -> bool:
        """Whether a number lies in the interval."""
        above = number >= self.low if self.low_closed else number > self.low
        return above and (self.high is None or number < self.high or (self.high_closed and number == self.high))

    def text(self, unit: str = "%") -> str:
        """The interval in the notation that `parse` reads, numbers in a unit ("%", "‰" or "")."""
        low = number_text(self.low, unit)
        if self.high is None:
            return f"{'[' if self.low_closed else '('}{low}, inf)"
        if self.low == self.high:
            return low
        opening, closing = "[" if self.low_closed else "(", "]" if self.high_closed else ")"
        return f"{opening}{low}, {number_text(self.high, unit)}{closing}"

    def __str__(self) -> str:
        return self.text()


def number_text(value: Fraction, unit: str) -> str:
    """A number in its unit: "%", "‰" or "" (zero needs no unit)."""
    if value == 0:
        return "0"
    if unit == "%":
        return percent_text(value)
    if unit == "‰":
        return f"{decimal_text(value * 1000)}‰"
    return decimal_text(value)


def between(start: tuple[Fraction, int], stop: tuple[Fraction, int] | None) -> Interval:
    """The interval between two places of the order that `start` and `stop` speak of."""
    if stop is None:
        return Interval(start[0], None, start[1] == 0, False)
    return Interval(start[0], stop[0], start[1] == 0, stop[1] == 1)


def gaps(intervals: list[Interval], *, first: tuple[Fraction, int] = (Fraction(0), 0)) -> list[Interval]:
    """What a list of intervals leaves uncovered from a start upwards.

    >>> [str(g) for g in gaps([Interval.parse("[0, 100%)"), Interval.parse("(100%, inf)")])]
    ['100%']
    """
    found, reached = [], first
    for interval in sorted(intervals, key=lambda i: i.start):
        if interval.start > reached:
            found.append(between(reached, interval.start))
        if interval.stop is None:
            return found
        reached = max(reached, interval.stop)
    found.append(between(reached, None))
    return found


def overlaps(intervals: list[Interval]) -> list[tuple[Interval, Interval]]:
    """Neighbouring pairs of a list that share a number."""
    ordered = sorted(intervals, key=lambda i: i.start)
    return [(a, b) for a, b in pairwise(ordered) if a.stop is None or a.stop > b.start]

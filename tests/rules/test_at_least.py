"""A lower bound, in the unit of its place."""

from __future__ import annotations

from fractions import Fraction

from ratefloat.rules import at_least
from rules.bench import applied


def test_it_raises_what_is_below() -> None:
    found = applied(at_least(1), [0, 1, 2])
    assert (found.values, found.told) == ([1, 1, 2], [["changed", "no effect", "no effect"]])
    assert applied(at_least("0.5%"), ["0.4%", "0.6%"], "rate").values == [Fraction(5, 1000), Fraction(6, 1000)]

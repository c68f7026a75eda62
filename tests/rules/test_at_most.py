"""An upper bound, in the unit of its place."""

from __future__ import annotations

from fractions import Fraction

from ratefloat.rules import at_most
from rules.bench import applied


def test_it_lowers_what_is_above() -> None:
    found = applied(at_most(1), [0, 1, 2])
    assert (found.values, found.told) == ([0, 1, 1], [["no effect", "no effect", "changed"]])
    assert applied(at_most("150%"), ["200%"], "factor").values == [Fraction(3, 2)]

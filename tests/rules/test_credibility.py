"""Credibility by hand."""

from __future__ import annotations

from fractions import Fraction

from ratefloat.rules import credibility
from rules.bench import applied


def test_between_one_and_the_own_record() -> None:
    rule = credibility("loss_ratio", "deaths", expected="50%", k=3, no_premium="90%")
    # Weight 1 of 1 + 3: a quarter of the way from 1 to 100 % / 50 % = 2.
    found = applied(rule, [1, 1, 1], "factor", loss_ratio=[(1, 1), (0, 5), (4, 0)], deaths=[1, 3, 9])
    assert found.values == [Fraction("1.25"), Fraction("0.5"), Fraction("0.9")]

"""Steps as points added to the base rate."""

from __future__ import annotations

from fractions import Fraction

from ratefloat.rules import points_ladder
from rules.bench import applied


def test_points_by_class_on_the_base_rate() -> None:
    rule = points_ladder({"1": {0: "0", 1: "0.05%"}, "2-4": {-1: "-0.1%", 0: "0", 1: "0.1%"}})
    found = applied(rule, [1, 1, -1, 0], risk_class=[1, 2, 3, 4])
    assert found.values == [Fraction("0.0025"), Fraction("0.0053"), Fraction("0.008"), Fraction("0.019")]
    assert found.told == [["no effect"] * 4]
    assert applied(rule, [-1], risk_class=[1]).refused != [None]

"""A greatest rate for some classes each."""

from __future__ import annotations

from fractions import Fraction

from ratefloat.rules import cap_by_class
from rules.bench import applied


def test_classes_without_a_bound_are_free() -> None:
    found = applied(cap_by_class({"2, 4": "1%"}), ["3%"] * 4, "rate", risk_class=[1, 2, 3, 4])
    assert found.values == [Fraction("0.03"), Fraction("0.01"), Fraction("0.03"), Fraction("0.01")]

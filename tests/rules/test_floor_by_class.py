"""A least rate for some classes each."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import floor_by_class
from rules.bench import applied


def test_classes_without_a_bound_are_free() -> None:
    found = applied(floor_by_class({"1-2": "0.5%", 3: "1%"}), ["0.1%"] * 4, "rate", risk_class=[1, 2, 3, 4])
    assert found.values == [Fraction("0.005"), Fraction("0.005"), Fraction("0.01"), Fraction("0.001")]


def test_all_classes() -> None:
    assert applied(floor_by_class({"all": "0.5%"}), ["0.1%"], "rate", risk_class=[4]).values == [Fraction("0.005")]


@pytest.mark.parametrize("rates", [{"1-3": "1%", "2": "2%"}, {"all": "1%", "2": "2%"}])
def test_one_bound_a_class(rates: dict[str, str]) -> None:
    with pytest.raises(DefinitionError, match="floor_by_class: a class has two bounds; expected one rate"):
        floor_by_class(rates)

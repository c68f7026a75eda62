"""The base rate of a class as floor for everybody."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import base_rate, floor_rate
from rules.bench import applied, policy_of


def test_for_every_class() -> None:
    found = applied(floor_rate(of_class=1), ["0.1%", "0.3%"], "rate", risk_class=[4, 4])
    assert (found.values, found.told) == ([Fraction("0.002"), Fraction("0.003")], [["changed", "no effect"]])


def test_a_class_outside_the_base_table_is_refused_when_the_policy_is_built() -> None:
    with pytest.raises(DefinitionError, match=r"class 9: not in the base table; expected one of \[1, 2, 3, 4\]"):
        policy_of(base_rate() >> floor_rate(of_class=9))

"""A fixed value."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import move, set_to
from rules.bench import applied, policy_of


def test_it_replaces_the_value_and_has_an_effect_only_where_it_differs() -> None:
    found = applied(set_to(1), [-2, 1])
    assert (found.values, found.told) == ([1, 1], [["changed", "no effect"]])
    assert applied(set_to("0.9%"), ["1%"], "rate").values == [Fraction(9, 1000)]


def test_it_can_not_stand_first_and_takes_no_float() -> None:
    with pytest.raises(DefinitionError, match="set_to: can not stand first; start with start_from_base"):
        policy_of(set_to(0) >> move(1))
    with pytest.raises(DefinitionError, match=r"0.9 is a float; expected an exact number"):
        set_to(0.9)

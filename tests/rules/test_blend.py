"""A weighted mean."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import blend, set_to
from rules.bench import applied, by_steps


def test_weight_times_the_first_and_the_rest_times_the_second() -> None:
    rule = blend(set_to("80%"), set_to("120%"), weight="25%", clause="art. 3")
    found = applied(rule, [1], "factor")
    assert found.values == [Fraction("1.1")]
    assert found.told == [["changed"], ["changed"], ["changed"]]


def test_what_is_refused() -> None:
    with pytest.raises(DefinitionError, match="blend: weight 2; expected 0 to 1"):
        blend(set_to(1), set_to(2), weight=2)


def test_a_step_between_two_rungs_is_not_on_the_ladder() -> None:
    policy = by_steps(blend(set_to(1), set_to(0), weight="50%"))
    with pytest.raises(LookupError, match="the step is not on the ladder"):
        policy.decide(on="2023-01-01", risk_class=1)

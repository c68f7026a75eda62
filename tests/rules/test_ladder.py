"""Steps as factors."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ratefloat.errors import DefinitionError, UncoveredError
from ratefloat.rules import base_rate, ladder, set_to, start_from_base
from rules.bench import applied, policy_of

BY_CLASS = {"1": {0: "100%", 1: "150%"}, "2-3": {-1: "50%", 0: "100%"}, "5, 7": {0: "100%"}}


def test_one_ladder_for_all_classes_never_a_reason() -> None:
    found = applied(ladder({-1: "80%", 0: "100%", 1: "120%"}), [-1, 0, 1])
    assert (found.values, found.told) == ([Fraction(4, 5), 1, Fraction(6, 5)], [["no effect"] * 3])
    assert found.log.kept["step"].numbers() == [-1, 0, 1]


def test_a_ladder_of_each_class() -> None:
    found = applied(ladder(BY_CLASS), [1, -1, 0, -1, 1, 0], risk_class=[1, 2, 3, 1, 3, 4])
    assert found.values[:3] == [Fraction(3, 2), Fraction(1, 2), 1]
    assert [reason is None for reason in found.refused] == [True, True, True, False, False, False]


def test_a_step_off_the_ladder_is_refused_by_name() -> None:
    policy = policy_of(start_from_base() >> set_to(2) >> ladder({0: "100%"}, clause="art. 9") >> base_rate())
    with pytest.raises(UncoveredError, match=r"the step is not on the ladder \(ladder \(art. 9\)\)"):
        policy.decide(on="2023-01-01", risk_class=1)


def test_a_broken_step_is_no_step() -> None:
    assert applied(ladder({0: "100%"}), ["0.5"]).refused != [None]


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ({}, "no steps for classes all"),
        ({"1": {}, "2": {0: "1"}}, "no steps for classes 1"),
        ({"1-3": {0: "100%"}, "2": {0: "100%"}}, "class 2 has two ladders; expected one"),
        ({"all": {0: "100%"}, "2": {0: "50%"}}, "a ladder of all classes beside others; expected one or the other"),
        ({"3-1": {0: "100%"}}, 'classes \'3-1\': expected such as "1", "2-8" or "2, 3"'),
        ({"one": {0: "100%"}}, "classes 'one': expected such as"),
        ({0: 1.2}, "1.2 is a float"),
        ({0.5: "120%"}, "step: 0.5 is a float"),
        ({"1/2": "120%"}, "step '1/2': no whole step"),
    ],
)
def test_what_is_refused(steps: dict[object, object], message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        ladder(steps)


def test_one_ladder_in_a_policy() -> None:
    with pytest.raises(DefinitionError, match="ladder can not follow ladder: ladder: expected step before it"):
        start_from_base() >> ladder({0: "100%"}) >> ladder({0: "100%"})

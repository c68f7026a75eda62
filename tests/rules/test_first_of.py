"""The first case that applies."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import base_rate, first_of, indicator, move, set_to, start_from_base, stay_on_ladder, times
from rules.bench import LADDER, applied, policy_of

MANY, ANY = indicator("deaths") >= 3, indicator("deaths") >= 1


def test_order_decides() -> None:
    found = applied(first_of(set_to(2).when(MANY), move(1).when(ANY), otherwise=move(-1)), [0, 0, 0], deaths=[3, 1, 0])
    assert found.values == [2, 1, -1]
    assert found.told == [
        ["changed", "not applicable", "not applicable"],
        ["not applicable", "changed", "not applicable"],
        ["not applicable", "not applicable", "changed"],
    ]


def test_standing_first_a_fixed_value_is_a_step() -> None:
    policy = policy_of(first_of(set_to(2).when(ANY), otherwise=set_to(0)) >> LADDER >> base_rate())
    assert [policy.decide(on="2023-01-01", risk_class=1, deaths=n).step for n in (0, 1)] == [0, 2]


def test_without_otherwise_the_rest_is_refused() -> None:
    found = applied(first_of(set_to(2).when(MANY), clause="art. 4"), [0, 0], deaths=[3, 0])
    assert found.refused == [None, "none of the cases applies and nothing is said otherwise (first_of (art. 4))"]


def test_a_case_may_go_to_the_rate_by_a_way_of_its_own() -> None:
    ways = first_of((times("85%") >> base_rate()).when(ANY), otherwise=base_rate())
    policy = policy_of(start_from_base() >> move(1) >> LADDER >> ways)
    alive, dead = (policy.decide(on="2023-01-01", risk_class=1, deaths=n) for n in (0, 1))
    assert (alive.factor, alive.rate) == (Fraction("1.2"), Fraction("0.0024"))
    assert (dead.factor, dead.rate) == (Fraction("1.02"), Fraction("0.00204"))


def test_step_and_factor_are_those_of_the_case_that_was_taken() -> None:
    five = first_of(set_to(5).when(ANY), otherwise=set_to(-5))
    floated = five >> stay_on_ladder() >> LADDER >> base_rate()
    policy = policy_of(first_of(floated.when(ANY), otherwise=base_rate()))
    alive, dead = (policy.decide(on="2023-01-01", risk_class=1, deaths=n) for n in (0, 1))
    assert (dead.step, dead.factor, dead.rate) == (2, Fraction("1.5"), Fraction("0.003"))
    assert (alive.step, alive.factor, alive.rate) == (0, 1, Fraction("0.002"))


def test_what_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"first_of: set_to has no condition; expected rule.when\(condition\)"):
        first_of(set_to(1))
    with pytest.raises(DefinitionError, match="first_of: cases give factor and rate; expected one unit"):
        LADDER >> first_of(times("85%").when(ANY), otherwise=base_rate())

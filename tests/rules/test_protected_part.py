"""A part of the rate that does not float."""

from __future__ import annotations

from fractions import Fraction

from ratefloat.rules import protected_part
from rules.bench import applied, by_steps, policy_of


def test_only_the_rest_floats() -> None:
    assert applied(protected_part("0.06%"), ["140%"], "factor", risk_class=[3]).values == [Fraction("0.01236")]


def test_a_part_above_one_percent_is_a_policy_too() -> None:
    rules = by_steps().rule.rules[:-1]  # type: ignore[union-attr]
    policy = policy_of(rules[0] >> rules[1] >> protected_part("1.5%"))
    assert policy.decide(on="2023-01-01", risk_class=4).rate == Fraction("0.019")

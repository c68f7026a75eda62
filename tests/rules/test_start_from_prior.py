"""Everybody starts at the step in force."""

from __future__ import annotations

from ratefloat.rules import base_rate, start_from_prior
from rules.bench import LADDER, applied, policy_of


def test_the_step_in_force_is_an_effect_where_it_is_not_the_base() -> None:
    found = applied(start_from_prior(), prior_step=[-1, 0, 2])
    assert (found.values, found.told) == ([-1, 0, 2], [["changed", "no effect", "changed"]])


def test_a_new_employer_starts_at_the_base_step() -> None:
    policy = policy_of(start_from_prior() >> LADDER >> base_rate())
    assert policy.decide(on="2023-01-01", risk_class=1).step == 0
    assert policy.decide(on="2023-01-01", risk_class=1, prior_step=-2).step == -2

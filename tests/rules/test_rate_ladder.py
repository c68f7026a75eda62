"""Steps as absolute rates."""

from __future__ import annotations

from fractions import Fraction

from ratefloat.rules import indicator, rate_ladder, set_to, start_from_base
from rules.bench import applied, policy_of

RATES = {"1-2": {0: "1%", 1: "1.5%"}, "3-4": {0: "2%", 1: "2.85%"}}


def test_the_printed_rate_of_class_and_step() -> None:
    found = applied(rate_ladder(RATES), [1, 0, 1], risk_class=[1, 3, 4])
    assert found.values == [Fraction("0.015"), Fraction("0.02"), Fraction("0.0285")]


def test_there_is_a_step_but_no_factor() -> None:
    rule = start_from_base() >> set_to(1).when(indicator("arrears")) >> rate_ladder(RATES)
    made = policy_of(rule).decide(on="2023-01-01", risk_class=4, arrears=True)
    assert (made.step, made.factor, made.rate) == (1, None, Fraction("0.0285"))

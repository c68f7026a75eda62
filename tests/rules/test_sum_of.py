"""Movements added."""

from __future__ import annotations

from fractions import Fraction

from ratefloat.rules import bands, base_rate, indicator, move, set_to, sum_of, times
from rules.bench import applied, policy_of


def test_each_movement_is_measured_from_the_common_start() -> None:
    assert applied(sum_of(move(1), move(-2)), [0, 2]).values == [-1, 1]
    assert applied(sum_of(set_to(2), move(1)), [1]).values == [3]
    assert applied(sum_of(times("80%"), times("110%")), ["200%"], "factor").values == [Fraction("1.8")]


def test_a_rule_that_does_not_apply_adds_nothing() -> None:
    rule = sum_of(move(1).when(indicator("arrears")), move(-1))
    assert applied(rule, [0, 0], arrears=[True, False]).values == [0, -1]


def test_standing_first_factors_are_measured_from_one() -> None:
    table = bands("deaths", {"0": "90%", "[1, inf)": "130%"}, of="factor")
    other = bands("insured_months", {"[0, 24)": "100%", "[24, inf)": "95%"}, of="factor")
    policy = policy_of(sum_of(table, other) >> base_rate())
    assert policy.decide(on="2023-01-01", risk_class=1, deaths=0, insured_months=60).factor == Fraction("0.85")
    assert policy.decide(on="2023-01-01", risk_class=1, deaths=1, insured_months=60).factor == Fraction("1.25")

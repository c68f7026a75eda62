"""A temporary cut that names what it cuts."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import add_points, base_rate, move, phase_cut
from rules.bench import LADDER, applied, by_steps, policy_of


def test_off_the_floated_rate() -> None:
    assert applied(phase_cut("20%"), ["1%"], "rate").values == [Fraction("0.008")]


def test_off_the_base_rate_before_it_was_floated() -> None:
    # 0.9 % x 120 % + 0.1 points = 1.18 %; a cut of 20 % of the base takes 0.9 % x 120 % x 20 % = 0.216 points off.
    rules = by_steps(move(1)).rule.rules  # type: ignore[union-attr]
    made = rules[0]
    for rule in (*rules[1:], add_points("0.1%"), phase_cut("20%", of="base rate")):
        made = made >> rule
    assert policy_of(made).decide(on="2023-01-01", risk_class=3).rate == Fraction("0.00964")


def test_off_the_rate_in_force_on_a_day_so_that_cuts_do_not_compound() -> None:
    cut = phase_cut("50%", of="rate in force on 2018-04-30")
    policy = policy_of(base_rate() >> phase_cut("20%") >> cut)
    made = policy.decide(on="2023-01-01", risk_class=3, **{"rate_in_force.2018-04-30": "0.8%"})
    assert made.rate == Fraction("0.004")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"by": "120%"}, "cut of 120%; expected 0 to 100%"),
        ({"by": "20%", "of": "rate"}, "cuts 'rate'; expected 'floated rate', 'base rate' or 'rate in force on"),
        ({"by": "20%", "of": "rate in force on 2018-02-30"}, "date '2018-02-30': not a calendar day"),
        ({"by": 0.2}, "0.2 is a float"),
    ],
)
def test_what_is_refused(fields: dict[str, object], message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        phase_cut(**fields)  # type: ignore[arg-type]


def test_only_rates() -> None:
    with pytest.raises(DefinitionError, match="expected rate before it, found factor"):
        LADDER >> phase_cut("20%")

"""From the factor to the rate."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import bands, base_rate
from rules.bench import applied, by_steps, policy_of


def test_factor_times_the_base_rate_of_the_class() -> None:
    found = applied(base_rate(), ["120%", "50%"], "factor", risk_class=[2, 4])
    assert found.values == [Fraction("0.00516"), Fraction("0.0095")]
    assert found.told == [["no effect", "no effect"]]


def test_standing_first_it_is_the_base_rate_itself() -> None:
    made = policy_of(base_rate()).decide(on="2023-01-01", risk_class=3)
    assert (made.step, made.factor, made.rate, made.clauses) == (None, 1, Fraction("0.009"), ())


def test_without_a_base_table_it_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"base_rate without a base table; expected base=..."):
        by_steps(base=None)


def test_a_policy_ends_in_a_rate() -> None:
    with pytest.raises(DefinitionError, match=r"ends in a step \(bands\); expected a rate; end with ladder"):
        policy_of(bands("deaths", {"[0, inf)": 0}))

"""The window of whatever policy a condition stands in."""

from __future__ import annotations

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.periods import Window
from ratefloat.rules import indicator, set_to, window
from rules.bench import by_steps


def test_years_of_a_window_that_is_no_whole_number_of_them() -> None:
    rule = set_to(2).when(indicator("insured_months") == window.years)
    with pytest.raises(DefinitionError, match=r"window.years: the window has 30 months; expected whole years"):
        by_steps(rule, window=Window(months=30))


def test_months_and_whole_years() -> None:
    for months, whole_years in ((24, 2), (36, 3)):
        policy = by_steps(
            set_to(1).when(indicator("insured_months") == window.months),
            set_to(2).when(indicator("insured_months") == window.years), window=Window(months=months),
        )
        given = (months, whole_years, whole_years + 1)
        found = [policy.decide(on="2023-01-01", risk_class=1, insured_months=n).step for n in given]
        assert found == [1, 2, 0]

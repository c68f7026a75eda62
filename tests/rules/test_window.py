"""The window of whatever policy a condition stands in."""

from __future__ import annotations

from ratefloat.periods import Window
from ratefloat.rules import indicator, set_to, window
from rules.bench import by_steps


def test_months_and_whole_years() -> None:
    for months, whole_years in ((24, 2), (36, 3), (30, 2)):
        policy = by_steps(
            set_to(1).when(indicator("insured_months") == window.months),
            set_to(2).when(indicator("insured_months") == window.years), window=Window(months=months),
        )
        given = (months, whole_years, whole_years + 1)
        found = [policy.decide(on="2023-01-01", risk_class=1, insured_months=n).step for n in given]
        assert found == [1, 2, 0]

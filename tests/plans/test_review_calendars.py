"""Review calendars of present-day rounds: which months count, and for which months the rates run."""

from __future__ import annotations

from fractions import Fraction

import pytest

from plans.filled import complete
from ratefloat.errors import UncoveredError
from ratefloat.periods import day
from ratefloat.plans import load_plan
from ratefloat.policy.rate import review_dates

CALENDARS = [
    ("cn-hubei-2021", "2026-03-01", "2022-01-01/2025-01-01", "2025-07-01/2028-07-01"),
    ("cn-jiangsu-2023", "2026-03-01", "2022-10-01/2024-10-01", "2025-01-01/2027-01-01"),
    ("cn-anhui-2024", "2026-12-31", "2022-10-01/2024-10-01", "2025-01-01/2027-01-01"),
    ("cn-dongyang-2021", "2021-06-01", "2019-12-01/2020-12-01", "2021-01-01/2022-01-01"),
]


@pytest.mark.parametrize(("id", "on", "window", "runs"), CALENDARS)
def test_window_and_rating_period(id: str, on: str, window: str, runs: str) -> None:
    dates = review_dates(complete(id), day(on))
    assert (str(dates.window), str(dates.period)) == (window, runs)


@pytest.mark.parametrize("id", ["cn-hubei-2021", "cn-jiangsu-2023", "cn-anhui-2024"])
def test_thresholds_are_the_agency_s(id: str) -> None:
    assert {hole.hole for hole in load_plan(id).holes} >= {"floating articles", "indicators"}
    assert complete(id).decide(on="2026-01-01", risk_class=4, loss_ratio="0").step == -2
    with pytest.raises(UncoveredError, match="not in force"):
        complete(id).decide(on="2024-12-31", risk_class=4, loss_ratio="0")


@pytest.mark.parametrize(
    ("x", "factor"), [("79.99%", "4/5"), ("80%", "1"), ("120%", "1"), ("120.01%", "6/5"), ("0", "4/5"), ("999%", "6/5")]
)
def test_dongyang_moves_one_step_at_most(x: str, factor: str) -> None:
    policy = complete("cn-dongyang-2021")
    assert policy.decide(on="2021-06-01", risk_class=4, loss_ratio=x).factor == Fraction(factor)
    assert policy.decide(on="2021-06-01", risk_class=1, loss_ratio=x).factor == max(1, Fraction(factor))

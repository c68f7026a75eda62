"""The chain of a policy against histories drawn claim by claim and rated by `rate_frame`, in every step and year."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from actuarial.laws import ON, cell, lagged_streak, limited, rule_a, rule_b
from actuarial.simulated import Simulation
from plans.filled import complete
from policy.conftest import city_policy

import ratefloat as rf
from ratefloat.actuarial import RiskCell, chain, severity

YEARS, EMPLOYERS = 10, 20_000
CHINA = severity("china")
NO_FLAGS = {"arrears": False, "fraud": False, "concealment": False}
EVERY_YEAR = rf.Review(every_years=1, anchor="2016-01-01")
EVERY_SECOND = rf.Review(every_years=2, anchor="2016-01-01")


def china(risk_class: int, heads: int, frequency: str = "12‰") -> RiskCell:
    return cell(heads, risk_class=risk_class, frequency=frequency, law=CHINA)


CASES: dict[str, tuple[rf.FloatPolicy, RiskCell, str, dict[str, Any]]] = {
    "example city, two years, deaths": (city_policy(), china(5, 200), "2024-01-01", {"arrears": False}),
    "example city, small": (city_policy(), china(4, 8), "2024-01-01", {"arrears": False}),
    "no memory, three years": (rule_a(), cell(), ON, {}),
    "premium paid, no overlap": (rule_b(), cell(), ON, {}),
    "one step at most, overlap": (limited(), china(5, 100), ON, {}),
    "a year's lag": (limited(window=rf.Window(months=24, lag_months=12)), china(5, 60), ON, {}),
    "a year's lag and a streak": (lagged_streak(), china(5, 60), ON, {}),
    "premium paid, overlap": (rule_b(window=rf.Window(months=24), review=EVERY_YEAR), china(5, 120), ON, {}),
    "premium paid, every second year of three": (rule_b(review=EVERY_SECOND), china(5, 120), ON, {}),
    "Shenzhen": (complete("cn-shenzhen-2018"), china(4, 300), "2020-03-01", {}),
    "Fujian, frequency and premium paid": (complete("cn-fujian-2011"), china(2, 150), "2014-03-01", {}),
    "Shenyang": (complete("cn-shenyang-2020"), china(6, 60), "2022-01-01", NO_FLAGS),
    "Yantai": (complete("cn-yantai-2013"), china(2, 80), "2014-01-01", NO_FLAGS),
    "national frame, every year of two": (complete("cn-national-2015"), china(5, 50), "2018-01-01", {}),
    "Hainan, streaks of five years": (
        complete("cn-hainan-2016"), china(4, 30, "4‰"), "2017-01-01",
        NO_FLAGS | {"blacklist": False, "award": False, "years_over_since_award": 0},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_simulated_histories_agree_in_every_step_and_year(case: str) -> None:
    policy, employer, on, ready = CASES[case]
    given = {name: value for name, value in ready.items() if value is not False}
    made = chain(policy, employer, on=on, given=given)
    exact = made.transient(years=YEARS).to_numpy()
    simulated = Simulation(policy, employer, on=on, ready=ready, years=YEARS, employers=EMPLOYERS, seed=2)
    steps = [int(step) for step in made.labels]
    shares = np.asarray([simulated.shares(year, steps) for year in range(YEARS + 1)])
    assert shares.sum(axis=1) == pytest.approx(np.ones(YEARS + 1))
    error = np.sqrt(np.maximum(exact * (1 - exact), 1 / EMPLOYERS) / EMPLOYERS)
    assert np.abs(shares - exact).max(initial=0) > 0
    assert (np.abs(shares - exact) / error).max() < 3

"""One more case of a kind that hardly, or never, happens."""

from __future__ import annotations

import pytest
from actuarial.laws import ON, cell, lagged_streak, limited, rule_a, rule_b

import ratefloat as rf
from ratefloat.actuarial import incentive, severity

LAWS = {"window": rule_a(), "step": rule_b(), "overlap": limited(), "years alone": lagged_streak()}


@pytest.mark.parametrize("policy", LAWS.values(), ids=LAWS)
def test_a_share_of_nothing_is_the_limit_of_small_shares(policy: rf.FloatPolicy) -> None:
    """The incentive of a claim is continuous in its own share, so that share 0 is no case of its own."""
    # No sum of cases of 60,000 is one of 350,000, or one beside others.
    rare, never = {"60000": "99.9999%", "350000": "0.0001%"}, {"60000": "100%", "350000": "0%"}
    found = [
        incentive(policy, cell(law=severity(sizes)), on=ON).frame.set_index("outcome")["premium"]
        for sizes in (rare, never)
    ]
    assert found[1].to_list() == pytest.approx(found[0].to_list(), rel=2e-3)
    assert found[1]["350000"] > found[1]["60000"] > 0


@pytest.mark.parametrize("policy", LAWS.values(), ids=LAWS)
def test_an_employer_without_cases_is_the_limit_of_few(policy: rf.FloatPolicy) -> None:
    found = [
        incentive(policy, cell(50, frequency=frequency), on=ON).frame["premium"].to_list()
        for frequency in ("0.000001‰", "0")
    ]
    assert found[1] == pytest.approx(found[0], rel=1e-3, abs=0.01)
    assert min(found[1]) >= 0 and max(found[1]) > 0


def test_the_only_case_of_an_employer_without_cases_by_hand() -> None:
    """Nobody has cases: one of 1.15 million lifts the ratio above 180 % for three years, from 50 to 150 %."""
    frame = incentive(rule_a(), cell(50, frequency="0"), on=ON).frame.set_index("outcome")
    v = 1 / 1.04
    assert frame.loc["1150000", "premium"] == pytest.approx(49_500 * (v + v**2 + v**3), rel=1e-12)

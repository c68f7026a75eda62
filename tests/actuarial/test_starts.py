"""Where employers start: levels that are left at once or for ever, and chains that remember them."""

from __future__ import annotations

from math import exp

import pytest
from actuarial.laws import FIVE, ON, cell, law, linear

import ratefloat as rf
from ratefloat.actuarial import chain, incentive


@pytest.mark.parametrize("months", [12, 24])
def test_two_steps_that_nobody_leaves_have_no_one_law(months: int) -> None:
    seen, prior = rf.indicator("cases"), rf.indicator("prior_step")
    rule = (
        rf.start_from_prior() >> rf.move(1).when((seen >= 1) & (prior != -2))
        >> rf.move(-1).when((seen == 0) & (prior != 2)) >> rf.stay_on_ladder() >> rf.ladder(FIVE) >> rf.base_rate()
    )
    made = chain(law(rule, {"cases": rf.count("injury")}, window=rf.Window(months=months)), cell(50), on=ON)
    with pytest.raises(rf.DataError, match="closed sets of levels"):
        _ = made.stationary
    assert made.transient(years=300, start=2).iloc[-1][2] == pytest.approx(1)


def test_newcomers_have_ordinary_years_behind_them() -> None:
    """No case in three years halves the rate, any case adds a half: step 0 is that of newcomers alone."""
    cases = rf.bands("cases", {"[0, 0]": -2, "[1, inf)": 2})
    made = law(cases >> rf.ladder(FIVE) >> rf.base_rate(), {"cases": rf.count("injury")})
    found = chain(made, cell(50), on=ON)
    clean, v = exp(-1.8), 1 / 1.04
    assert found.transition.loc[0].to_list() == pytest.approx([clean, 0, 1 - clean])
    # One more case in the year matters three times, each time where the window would have been clean without.
    worth = clean * 49_500 * (v + v**2 + v**3)
    frame = incentive(made, cell(50), on=ON, by="step").frame.set_index("step")
    assert frame.loc[0, "premium"] == pytest.approx(worth)


def test_plans_without_steps_start_at_the_base_rate_or_say_how() -> None:
    doubled = rf.bands("cases", {"[0, 0]": 0, "[1, inf)": 1}) >> rf.ladder({0: "100%", 1: "200%"}) >> rf.base_rate()
    made = chain(law(doubled, {"cases": rf.count("injury")}), cell(50), on=ON)
    assert made.transient(years=0).loc[0, 0] == 1
    sloping = chain(linear(), cell(50), on=ON)
    with pytest.raises(rf.UncoveredError, match=r"expected start=.* rates are about"):
        sloping.transient(years=3)
    assert sloping.convergence(years=3, start=sloping.labels[0]).iloc[-1] == pytest.approx(0)

"""Shenzhen about 2013: two limits at once; and the printed rates of the rule before it."""

from __future__ import annotations

import pytest

from plans.filled import complete
from ratefloat.errors import UncoveredError
from ratefloat.history import cases
from ratefloat.plans import load_plan
from ratefloat.units import exact

# x, accident rate -> step; the cells above 150 % and beside (100, 150] are known, not seen.
CELLS = [
    ("10%", "5‰", -2), ("10%", "0‰", -2), ("10.01%", "2.01‰", -1), ("30%", "9‰", -1), ("30.01%", "2‰", 0),
    ("30.01%", "2.01‰", 1), ("100%", "2‰", 0), ("100%", "2.01‰", 1), ("100.01%", "2‰", 1), ("150%", "2‰", 1),
    ("150%", "2.01‰", 2), ("150.01%", "2‰", 2), ("150.01%", "2.01‰", 2),
]
# Printed in the notice of 2007, percent of wages: class -> steps -2 to +2.
PRINTED_2008 = {2: ("0.5", "0.8", "1.0", "1.2", "1.5"), 3: ("0.75", "1.2", "1.5", "1.8", "2.25")}
RATIOS = {-2: "0", -1: "50%", 0: "100%", 1: "150%", 2: "151%"}


@pytest.mark.parametrize("risk_class", [1, 2, 3])
@pytest.mark.parametrize(("x", "incidence", "step"), CELLS)
def test_both_limits(x: str, incidence: str, step: int, risk_class: int) -> None:
    decision = complete("cn-shenzhen-2013").decide(
        on="2013-06-01", risk_class=risk_class, loss_ratio=x, incidence=incidence
    )
    assert decision.step == step


def test_without_premium_or_heads() -> None:
    policy, given = complete("cn-shenzhen-2013"), {"on": "2013-06-01", "risk_class": 2}
    assert policy.decide(**given, loss_ratio=None, incidence=None).step == 0
    for x, incidence in (((1, 0), None), ("5%", None), ((1, 0), "1‰")):
        with pytest.raises(UncoveredError, match="no cell of the table covers these values"):
            policy.decide(**given, loss_ratio=x, incidence=incidence)


def test_the_same_causes_are_left_out_of_money_and_of_counts() -> None:
    looks = load_plan("cn-shenzhen-2013").indicator_map
    left_out = ("business_trip", "commuting", "epidemic_duty", "rescue", "sudden_death", "veteran_relapse")
    assert looks["loss_ratio"].numerator.without == left_out
    assert looks["incidence"].cases == cases("injury", without=left_out)
    assert looks["incidence"].month_averaged


@pytest.mark.parametrize(("risk_class", "step"), [(c, s) for c in PRINTED_2008 for s in RATIOS])
def test_printed_rates_of_2008(risk_class: int, step: int) -> None:
    decision = complete("cn-shenzhen-2008").decide(on="2010-01-01", risk_class=risk_class, loss_ratio=RATIOS[step])
    assert (decision.step, decision.rate) == (step, exact(f"{PRINTED_2008[risk_class][step + 2]}%"))


def test_rates_of_2008_leave_class_1_out() -> None:
    assert load_plan("cn-shenzhen-2008").classes == (2, 3)

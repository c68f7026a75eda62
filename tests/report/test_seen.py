"""What an explanation shows of an indicator: never a number on the other side of an edge."""

from __future__ import annotations

import pytest
from policy.conftest import city_policy

import ratefloat as rf


def said(lang: str = "en", **given: object) -> str:
    values = {"risk_class": 4, "deaths": 0, "insured_months": 60, "arrears": False, "loss_ratio": "62.4%"} | given
    return city_policy().decide(on="2024-01-01", **values).explain(lang).splitlines()[1]


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [
        ((500_001, 1_000_000), "loss ratio 50.0001%, within (50%, 100%]"),
        ((1, 10**9), "loss ratio 0.0000001%, within (0, 50%]"),
        ((2, 3), "loss ratio 66.67%, within (50%, 100%]"),
        ((10**15 + 1, 10**15), "loss ratio 100.0000000000001%, within (100%, 150%]"),
        ((0, 5), "loss ratio 0%"),
        (None, "loss ratio (no premium)"),
    ],
)
def test_a_ratio_is_shown_on_its_side_of_the_edge(ratio, shown):
    assert said(loss_ratio=ratio).startswith(shown)


def test_a_relative_indicator_shows_its_multiple():
    from datetime import date
    from fractions import Fraction

    import numpy as np

    from ratefloat.policy.decision import trace
    from ratefloat.rules.column import IntegerColumn, RatioColumn

    policy = city_policy()
    relative = policy.replace(
        indicators={"often": rf.relative(rf.frequency(rf.cases("injury")), to="book mean")},
        rule=rf.bands("often", {"no premium": 0, "[0, 1.5]": 0, "(1.5, inf)": 1})
        >> policy.rule.rules[5] >> rf.base_rate(),
    )
    one = np.asarray([1])
    columns = {
        "often": RatioColumn(one, np.asarray([20]), scale=[Fraction(1, 40)]),
        "risk_class": IntegerColumn(np.asarray([4])), "base_group": IntegerColumn(np.asarray([0])),
        "prior_step": IntegerColumn(np.asarray([0])),
    }
    base = {(0, c): Fraction(c, 100) for c in range(1, 9)}
    line = trace(relative, date(2024, 1, 1), columns, base).explain("en").splitlines()[1]
    assert line.startswith("often 2, within (1.5, inf)")


def test_money_is_shown_in_the_currency_of_the_book():
    policy = city_policy()
    by_money = policy.replace(
        indicators={"paid": rf.amount(rf.premium("paid"))},
        rule=rf.start_from_base() >> rf.move(1, clause="art. 2").when(rf.indicator("paid") < 5_000)
        >> policy.rule.rules[5] >> rf.base_rate(),
    )
    decision = by_money.decide(on="2024-01-01", risk_class=4, paid=2_400)
    assert "paid 24.00 yuan" in decision.explain("en")
    import dataclasses

    assert "paid 2400 yen" in dataclasses.replace(decision, currency="JPY").explain("en")

"""Tianjin 2012 (津人社局发〔2012〕42号): the next class after two years above 300 %, multiples of the city average.

The basic bands of the rule are in no source: those here are an illustration, and so are its base rates.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from ratefloat.history import benefits, cases, frequency, least, premium, ratio, relative
from ratefloat.periods import Review, Window
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules import (
    at_least,
    bands,
    base_rate,
    escalate_class,
    indicator,
    ladder,
    move,
    no_decrease,
    stay_on_ladder,
)
from ratefloat.rules.column import IntegerColumn, RatioColumn
from spike.batch import by_decide, by_kernel

X = ratio(benefits(), premium("paid"))
INCIDENCE = frequency(cases("injury", without=["old_injury"]), unit="%", minimum_heads=50)
POLICY = FloatPolicy(
    id="tianjin-spike", title="Tianjin 2012, bands an illustration", source="津人社局发〔2012〕42号",
    effective="2013-01-01/2015-10-01", review=Review(every_years=1, anchor="2013-01-01"), window=Window(months=12),
    base="cn-national-2003",
    indicators={
        "loss_ratio": X,
        "lower_of_two_years": least(X, years=2),
        "times_city_average": relative(INCIDENCE, to="book mean"),
    },
    class_rule=escalate_class(1, highest=3, clause="two years above 300 %").when(
        indicator("lower_of_two_years").has_value() & (indicator("lower_of_two_years") > "300%")
    ),
    rule=(
        bands(
            "loss_ratio",
            {"no premium": 0, "0": -2, "(0, 50%]": -1, "(50%, 100%]": 0, "(100%, 150%]": 1, "(150%, inf)": 2},
            clause="bands (an illustration)",
        )
        >> (at_least(-1, clause="3 x average") >> move(1, clause="3 x average") >> stay_on_ladder()).when(
            indicator("times_city_average").has_value() & (indicator("times_city_average") > 3)
        )
        >> no_decrease(clause="class 1").when(indicator("risk_class") == 1)
        >> ladder({-2: "50%", -1: "80%", 0: "100%", 1: "120%", 2: "150%"}, clause="notice 29")
        >> base_rate(clause="notice 29")
    ),
)


@pytest.mark.parametrize(
    ("x", "multiple", "step"),
    [
        # Above three times the average: down becomes base, base becomes 120, 120 becomes 150 %.
        ("0%", "3.01", 0), ("50%", "3.01", 0), ("100%", "3.01", 1), ("150%", "3.01", 2), ("151%", "3.01", 2),
        ("0%", "3", -2), ("50%", "3", -1), ("100%", "3", 0), ("150%", "0", 1), ("100%", None, 0),
    ],
)
def test_above_three_times_the_city_average(x: str, multiple: str | None, step: int) -> None:
    decision = POLICY.decide(
        on="2013-07-01", risk_class=2, loss_ratio=x, lower_of_two_years="0", times_city_average=multiple
    )
    assert decision.step == step


@pytest.mark.parametrize(
    ("risk_class", "lower", "rated", "rate"),
    [
        (2, "300%", 2, "3/200"), (2, "300.01%", 3, "3/100"), (1, "301%", 2, "3/200"), (3, "999%", 3, "3/100"),
        (2, None, 2, "3/200"),
    ],
)
def test_two_years_above_300_percent_rate_in_the_next_class(
    risk_class: int, lower: str | None, rated: int, rate: str
) -> None:
    decision = POLICY.decide(
        on="2013-07-01", risk_class=risk_class, loss_ratio="301%", lower_of_two_years=lower, times_city_average="1"
    )
    assert (decision.risk_class, decision.step, decision.rate) == (rated, 2, Fraction(rate))


def test_a_first_class_employer_that_is_escalated_is_rated_as_second_class() -> None:
    given = {"risk_class": 1, "lower_of_two_years": "301%", "times_city_average": "1"}
    assert POLICY.decide(on="2013-07-01", loss_ratio="40%", **given).step == -1


def test_a_ratio_to_the_average_compares_with_the_average_itself() -> None:
    # City average 1.5 %: three times is 4.5 %. Of 1000 head-years, 45 cases are on the edge, 46 above.
    average = Fraction(15, 1000)
    numerator, denominator = np.array([45, 46, 44, 0, 3]), np.array([1000, 1000, 1000, 0, 50])
    rows = [
        {
            "risk_class": 2, "loss_ratio": "60%", "lower_of_two_years": "0",
            "times_city_average": None if d == 0 else Fraction(int(n), int(d)) / average,
        }
        for n, d in zip(numerator, denominator, strict=True)
    ]
    n = len(rows)
    columns = {
        "risk_class": IntegerColumn(np.full(n, 2)), "base_group": IntegerColumn(np.zeros(n, dtype=np.int64)),
        "prior_step": IntegerColumn(np.zeros(n, dtype=np.int64)),
        "loss_ratio": RatioColumn(np.full(n, 60), np.full(n, 100)),
        "lower_of_two_years": RatioColumn(np.zeros(n, dtype=np.int64), np.ones(n, dtype=np.int64)),
        "times_city_average": RatioColumn(numerator, denominator, scale=[average]),
    }
    assert [result[1] for result in by_decide(POLICY, "2013-07-01", rows)] == [0, 1, 0, 0, 1]
    for limit in (65_536, 8):
        assert by_kernel(POLICY, "2013-07-01", columns, n, limit=limit) == by_decide(POLICY, "2013-07-01", rows)

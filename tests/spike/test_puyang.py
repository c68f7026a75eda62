"""Puyang 2016: points by class, a declared hole, caps and floors by class, three years without benefits.

The base rates 1.0 and 2.0 % of classes 2 and 3 are the national ones of 2003, which the vectors use.
"""

from __future__ import annotations

import pytest

from ratefloat.errors import UncoveredError
from ratefloat.history import benefits, premium, ratio, streak
from ratefloat.periods import Review, Window
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules import bands, cap_by_class, floor_by_class, indicator, points_ladder, set_to, times
from ratefloat.tables.base_rates import BaseRateTable
from ratefloat.units import exact

X = ratio(benefits(), premium("paid"))
POLICY = FloatPolicy(
    id="puyang-spike", title="Puyang 2016", source="濮阳市工伤保险浮动费率办法（2016年）",
    effective="2015-01-01/2015-10-01", review=Review(every_years=1, anchor="2015-01-01"), window=Window(months=12),
    base="cn-national-2003",
    indicators={"loss_ratio": X, "clean_years": streak(X, years=3)},
    rule=(
        bands(
            "loss_ratio",
            {
                "no premium": 0, "[0, 100%)": 0, "100%": None, "(100%, 200%]": 1, "(200%, 300%]": 2, "(300%, 400%]": 3,
                "(400%, 500%]": 4, "(500%, inf)": 5,
            },
            clause="steps",
        )
        >> set_to(0, clause="class 1").when(indicator("risk_class") == 1)
        >> points_ladder(
            {
                "1": {0: "0%"},
                "2": {0: "0%", 1: "0.1%", 2: "0.2%", 3: "0.3%", 4: "0.4%", 5: "0.5%"},
                "3": {0: "0%", 1: "0.2%", 2: "0.4%", 3: "0.6%", 4: "0.8%", 5: "1%"},
            },
            clause="notches",
        )
        >> cap_by_class({"2": "1.5%", "3": "3%"}, clause="caps")
        >> times("80%", clause="three years without benefits").when(indicator("clean_years") >= 3)
        >> floor_by_class({"2": "0.5%", "3": "1%"}, clause="floors")
    ),
)


@pytest.mark.parametrize(
    ("risk_class", "x", "clean", "rate"),
    [
        (2, "450%", 0, "1.4%"),  # D49
        (2, "501%", 0, "1.5%"),  # D50: equals the cap
        (2, "0%", 3, "0.8%"),  # D52
        (2, "0%", 2, "1%"), (2, "99.99%", 0, "1%"), (2, "100.01%", 0, "1.1%"), (2, "200%", 0, "1.1%"),
        (3, "500%", 0, "2.8%"), (3, "9999%", 0, "3%"), (3, "0%", 3, "1.6%"), (1, "9999%", 0, "0.5%"),
    ],
)
def test_rates(risk_class: int, x: str, clean: int, rate: str) -> None:
    decision = POLICY.decide(on="2015-06-01", risk_class=risk_class, loss_ratio=x, clean_years=clean)
    assert decision.rate == exact(rate)


def test_exactly_100_percent_is_a_hole_of_the_text() -> None:
    # D53: neither "below 100" nor "above 100".
    with pytest.raises(UncoveredError, match="loss_ratio: no row of the table covers this value"):
        POLICY.decide(on="2015-06-01", risk_class=2, loss_ratio="100%", clean_years=0)


def test_floors_by_class_hold() -> None:
    low = {1: "0.5%", 2: "0.6%", 3: "1.2%"}
    policy = POLICY.replace(base=BaseRateTable.single("low", low, effective="2015-01-01/", source="an illustration"))
    rates = [policy.decide(on="2015-06-01", risk_class=c, loss_ratio="0", clean_years=3).rate for c in (2, 3)]
    assert rates == [exact("0.5%"), exact("1%")]

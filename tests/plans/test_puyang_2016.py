"""Puyang 2016: notches in points by class, caps, and 20 % off after three clean years."""

from __future__ import annotations

import pytest

from plans.filled import complete, rates
from ratefloat.errors import UncoveredError
from ratefloat.plans import load_plan
from ratefloat.units import exact

CASES = [
    (2, "450%", 0, "1.4"), (2, "501%", 0, "1.5"), (2, "0", 3, "0.8"), (2, "0", 2, "1"), (2, "99.99%", 0, "1"),
    (2, "100.01%", 0, "1.1"), (2, "200%", 0, "1.1"), (2, "200.01%", 0, "1.2"), (2, "300.01%", 0, "1.3"),
    (3, "500%", 0, "2.8"), (3, "500.01%", 0, "3"), (3, "0", 3, "1.6"), (1, "9999%", 0, "0.5"), (1, "0", 3, "0.5"),
]


@pytest.mark.parametrize(("risk_class", "x", "clean", "rate"), CASES)
def test_rates(risk_class: int, x: str, clean: int, rate: str) -> None:
    decision = complete("cn-puyang-2016").decide(
        on="2017-06-01", risk_class=risk_class, loss_ratio=x, clean_years=clean
    )
    assert decision.rate == exact(f"{rate}%")


def test_exactly_100_percent_is_a_hole_of_the_text() -> None:
    with pytest.raises(UncoveredError, match="loss_ratio: no row of the table covers this value"):
        complete("cn-puyang-2016").decide(on="2017-06-01", risk_class=2, loss_ratio="100%", clean_years=0)


def test_floors_and_caps_hold_under_other_base_rates() -> None:
    plan = load_plan("cn-puyang-2016")
    low = plan.fill({"base table": rates("2017-01-01/", "0.5", "0.6", "1.2")})
    high = plan.fill({"base table": rates("2017-01-01/", "0.5", "1.2", "2.4")})
    clean = {"on": "2017-06-01", "loss_ratio": "0", "clean_years": 3}
    assert [low.decide(risk_class=c, **clean).rate for c in (2, 3)] == [exact("0.5%"), exact("1%")]
    dear = {"on": "2017-06-01", "loss_ratio": "9", "clean_years": 0}
    assert [high.decide(risk_class=c, **dear).rate for c in (2, 3)] == [exact("1.5%"), exact("3%")]

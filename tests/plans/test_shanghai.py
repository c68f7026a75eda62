"""Shanghai: five notches of half a point before October 2015, and the printed start of the eight classes."""

from __future__ import annotations

import pytest

from plans.filled import complete
from ratefloat.plans import load_plan
from ratefloat.units import exact

NOTCHES = [
    ("0", "0.5"), ("200%", "0.5"), ("200.01%", "1"), ("400%", "1"), ("400.01%", "1.5"), ("600%", "1.5"),
    ("600.01%", "2"), ("800%", "2"), ("800.01%", "2.5"), ("1000%", "2.5"), ("1000.01%", "3"), ("99999%", "3"),
]
# Printed, classes 1 to 8.
START = ("0.2", "0.32", "0.56", "0.72", "0.88", "1.04", "1.28", "1.52")


@pytest.mark.parametrize(("x", "rate"), NOTCHES)
def test_notches_before_2015(x: str, rate: str) -> None:
    assert load_plan("cn-shanghai-2004").decide(on="2014-06-01", risk_class=1, loss_ratio=x).rate == exact(f"{rate}%")


@pytest.mark.parametrize("x", ["0", "100%", "151%"])
@pytest.mark.parametrize(("risk_class", "rate"), list(enumerate(START, start=1)))
def test_start_of_the_eight_classes(risk_class: int, rate: str, x: str) -> None:
    decision = complete("cn-shanghai-2015").decide(on="2016-06-30", risk_class=risk_class, loss_ratio=x)
    assert decision.rate == exact(f"{rate}%")


def test_after_the_start_the_articles_decide() -> None:
    policy = complete("cn-shanghai-2015")
    decision = policy.decide(on="2016-07-01", risk_class=4, loss_ratio="151%")
    assert (decision.step, decision.rate) == (2, exact("1.35%"))
    assert str(decision.window) == "2015-01-01/2016-01-01"

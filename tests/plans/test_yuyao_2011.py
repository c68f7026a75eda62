"""Yuyao 2011: absolute rates, closed at the lower end, cut above 240 %."""

from __future__ import annotations

import pytest

from ratefloat.errors import UncoveredError
from ratefloat.plans import load_plan
from ratefloat.units import exact

CLASS_2 = [
    ("0", "1.1"), ("49.99%", "1.1"), ("50%", "1.3"), ("79.99%", "1.3"), ("80%", "1.5"), ("119.99%", "1.5"),
    ("120%", "1.9"), ("149.99%", "1.9"), ("150%", "2.3"), ("179.99%", "2.3"), ("180%", "2.7"), ("239.99%", "2.7"),
]


@pytest.mark.parametrize(("x", "rate"), CLASS_2)
def test_class_2(x: str, rate: str) -> None:
    decision = load_plan("cn-yuyao-2011").decide(on="2011-05-01", risk_class=2, loss_ratio=x)
    assert decision.rate == exact(f"{rate}%")
    assert str(decision.window) == "2010-01-01/2011-01-01"


@pytest.mark.parametrize(("risk_class", "rate"), [(1, "0.7%"), (4, "0.3%")])
def test_class_1_and_institutions_do_not_float(risk_class: int, rate: str) -> None:
    for x in ("0", "999%", None):
        decision = load_plan("cn-yuyao-2011").decide(on="2011-05-01", risk_class=risk_class, loss_ratio=x)
        assert decision.rate == exact(rate)


@pytest.mark.parametrize(("risk_class", "x"), [(2, "240%"), (3, "100%"), (5, "100%")])
def test_what_is_cut_in_the_text_is_refused(risk_class: int, x: str) -> None:
    with pytest.raises(UncoveredError, match="no row of the table covers this value"):
        load_plan("cn-yuyao-2011").decide(on="2011-05-01", risk_class=risk_class, loss_ratio=x)

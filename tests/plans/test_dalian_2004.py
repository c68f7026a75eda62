"""Dalian before 2015: an accident rate and a loss ratio, joined by AND and OR, in tenths of a point."""

from __future__ import annotations

from fractions import Fraction

import pytest

from plans.filled import complete
from ratefloat.errors import UncoveredError
from ratefloat.policy.decision import Decision

CASES = [
    ("0.4%", "40%", -1), ("0.9%", "101%", 1), ("1.1%", "99%", 1), ("0.6%", "60%", 0), ("0", "0", -2),
    ("0", "0.01%", -1), ("0.01%", "0", -1), ("0.41%", "40%", 0), ("0.4%", "40.01%", 0), ("1.01%", "100.01%", 2),
    ("0", "100.01%", 1), ("1.01%", "0", 1), ("0.99%", "100%", 0), ("1%", "99.99%", 0), ("1%", "100%", 0),
]


def decide(incidence: str | None, x: object, risk_class: int = 2) -> Decision:
    return complete("cn-dalian-2004").decide(
        on="2014-06-01", risk_class=risk_class, loss_ratio=x, incidence=incidence
    )


@pytest.mark.parametrize(("incidence", "x", "step"), CASES)
def test_steps_and_points(incidence: str, x: str, step: int) -> None:
    for risk_class, base in ((2, 10), (3, 20)):
        decision = decide(incidence, x, risk_class)
        assert (decision.step, decision.rate) == (step, Fraction(base + step, 1000))
    assert decide(incidence, x, 1).rate == Fraction(5, 1000)


@pytest.mark.parametrize(("incidence", "x"), [("1%", "100.01%"), ("1.01%", "100%"), (None, "5%"), ("0", (1, 0))])
def test_what_the_text_leaves_open(incidence: str | None, x: object) -> None:
    with pytest.raises(UncoveredError, match="no cell of the table covers these values"):
        decide(incidence, x)

"""Sanmenxia 2013: bands whose ends the text does not place, and the totals of the round."""

from __future__ import annotations

import re

import pytest

from plans.filled import complete
from ratefloat.errors import UncoveredError
from ratefloat.plans import load_plan

STEPS = [("0", -2), ("49.99%", -2), ("50.01%", -1), ("79.99%", -1), ("80.01%", 0), ("119.99%", 0), ("120.01%", 1),
         ("149.99%", 1), ("150.01%", 2)]


def step(x: str, risk_class: int = 2) -> object:
    return complete("cn-sanmenxia-2013").decide(on="2013-06-01", risk_class=risk_class, loss_ratio=x).step


@pytest.mark.parametrize(("x", "expected"), STEPS)
def test_steps(x: str, expected: int) -> None:
    assert step(x) == step(x, 3) == expected
    assert step(x, 1) == 0


@pytest.mark.parametrize("x", ["50%", "80%", "120%", "150%"])
def test_ends_that_the_text_does_not_place(x: str) -> None:
    with pytest.raises(UncoveredError, match="no row of the table covers this value"):
        step(x)


def test_the_round_of_2013_adds_up() -> None:
    told = dict(load_plan("cn-sanmenxia-2013").facts)["round of 2013"]
    numbers = [int(n.replace(" ", "")) for n in re.findall(r"\d+(?: \d{3})*", told)]
    floated, up, down, _, up2, down2, less, _, up3, down3, more, net = numbers
    assert (up2 + up3, down2 + down3, up + down, more - less) == (up, down, floated, net)

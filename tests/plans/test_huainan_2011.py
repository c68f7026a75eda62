"""Huainan 2011: 120 % belongs to the top row, 60 and 80 % to neither."""

from __future__ import annotations

import pytest

from plans.filled import complete
from ratefloat.errors import UncoveredError
from ratefloat.units import exact

BANDS = [
    ("0", "50%"), ("19.99%", "50%"), ("20%", "80%"), ("59.99%", "80%"), ("60.01%", "100%"), ("79.99%", "100%"),
    ("80.01%", "120%"), ("119.99%", "120%"), ("120%", "150%"), ("9999%", "150%"),
]


def factor(x: str | None, *, risk_class: int = 2, months: int = 12) -> object:
    policy = complete("cn-huainan-2011")
    return policy.decide(on="2012-06-01", risk_class=risk_class, loss_ratio=x, insured_months=months).factor


@pytest.mark.parametrize(("x", "expected"), BANDS)
def test_bands(x: str, expected: str) -> None:
    assert factor(x) == exact(expected)


@pytest.mark.parametrize("x", ["60%", "80%"])
def test_two_ends_belong_to_no_row(x: str) -> None:
    with pytest.raises(UncoveredError, match="loss_ratio: no row of the table covers this value"):
        factor(x)


def test_class_1_new_employers_and_no_premium_stay_at_the_base_rate() -> None:
    assert [factor("500%", risk_class=1), factor("500%", months=11), factor(None)] == [1, 1, 1]
    assert factor("0", risk_class=3, months=12) == exact("50%")

"""A parameter's range: its distribution, bounds and messages."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratefloat.errors import DataError, DefinitionError
from ratefloat.simulate.behaviour.parameter import Range, fixed

numbers = st.floats(-50, 50).map(lambda value: round(value, 3))


@given(st.lists(numbers, min_size=3, max_size=3), st.booleans())
def test_the_three_values_are_the_5_50_and_95_percent_points(three: list[float], falling: bool) -> None:
    known = Range(*sorted(three, reverse=falling))
    assert known.at([0.05, 0.5, 0.95]) == pytest.approx([known.low, known.central, known.high], rel=1e-9, abs=1e-9)
    values = known.at(np.linspace(0.001, 0.999, 99))
    steps = np.diff(values) * (-1 if falling else 1)
    assert (steps >= -1e-9).all()


def test_a_positive_range_is_lognormal_on_each_side() -> None:
    # z of 97.5 % is 1.959964, of 95 % 1.644854: the ratio 1.19157 is the power of high / central.
    assert Range(1, 2, 8).at(0.975) == pytest.approx(2 * 4**1.191574, rel=1e-5)
    assert Range(1, 2, 8).at(0.025) == pytest.approx(2 * 0.5**1.191574, rel=1e-5)
    assert Range(-8, -2, -1).at(0.025) == pytest.approx(-2 * 4**1.191574, rel=1e-5)


def test_a_share_inside_0_and_1_is_drawn_on_the_logit_scale() -> None:
    share = Range(0.1, 0.5, 0.9, least=0, most=1)
    odds = 9**1.191574
    assert share.at(0.975) == pytest.approx(odds / (1 + odds), rel=1e-5)
    assert share.at(1 - 1e-9) < 1


def test_values_are_cut_off_at_the_bounds() -> None:
    assert Range(1, 1.5, 3, least=1).at(0.001) == 1
    assert Range(0.95, 0.995, 1, least=0, most=1).at(0.999) == 1


def test_a_fixed_number_is_itself_at_every_quantile() -> None:
    assert set(fixed(0.3).at([0.001, 0.5, 0.999]).tolist()) == {0.3}


@pytest.mark.parametrize(
    ("three", "facts", "message"),
    [
        ((0.2, 0.1, 0.3), {}, "range 0.2, 0.1, 0.3: expected low, central and high in order"),
        ((0.2, math.nan, 0.3), {}, "expected finite numbers"),
        ((0.2, 0.5, 1.5), {"least": 0, "most": 1}, "range 0.2, 0.5, 1.5: expected values from 0 to 1"),
        ((1, 2, 3), {"mark": "sure"}, "mark 'sure'; expected one of S, K, C, U, given"),
        ((1, 2, 3), {"source": " "}, "no source; say where the numbers come from"),
    ],
)
def test_a_wrong_range_is_refused(three: tuple[float, float, float], facts: dict[str, object], message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        Range(*three, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("quantile", [0.0, 1.0, math.nan])
def test_a_quantile_lies_inside_0_and_1(quantile: float) -> None:
    with pytest.raises(DataError, match="expected numbers above 0 and below 1"):
        Range(1, 2, 3).at(quantile)

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratefloat.errors import DefinitionError
from ratefloat.numeric import ROUNDING_MODES, divide_rounded, round_fraction

AS_DECIMAL = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "up": ROUND_UP, "down": ROUND_DOWN}


def test_the_modes_are_these() -> None:
    assert tuple(AS_DECIMAL) == ROUNDING_MODES


@given(st.decimals(-1000, 1000, places=5), st.integers(0, 5), st.sampled_from(ROUNDING_MODES))
def test_agrees_with_decimal_arithmetic(value: Decimal, places: int, mode: str) -> None:
    step = Decimal(1).scaleb(-places)
    expected = Fraction(value.quantize(step, AS_DECIMAL[mode]))
    assert round_fraction(Fraction(value), Fraction(step), mode) == expected


@given(st.fractions(), st.fractions(min_value=Fraction(1, 10**9)), st.sampled_from(ROUNDING_MODES))
def test_is_a_multiple_of_the_step_less_than_one_step_away(
    value: Fraction, step: Fraction, mode: str
) -> None:
    rounded = round_fraction(value, step, mode)
    assert (rounded / step).denominator == 1
    assert abs(rounded - value) < step
    assert round_fraction(rounded, step, mode) == rounded
    assert round_fraction(-value, step, mode) == -rounded


@pytest.mark.parametrize(
    ("value", "step", "mode", "expected"),
    [
        ("1.005", "0.01", "half_up", "1.01"),
        ("1.005", "0.01", "half_even", "1"),
        ("1.015", "0.01", "half_even", "1.02"),
        ("-1.005", "0.01", "half_up", "-1.01"),
        ("1.0000001", "0.01", "up", "1.01"),
        ("1.0099999", "0.01", "down", "1"),
        ("0.0133", "0.0005", "half_up", "0.0135"),
        ("5/3", "1/3", "down", "5/3"),
        ("7", "5", "half_up", "5"),
        ("0", "0.01", "up", "0"),
    ],
)
def test_by_hand(value: str, step: str, mode: str, expected: str) -> None:
    assert round_fraction(Fraction(value), Fraction(step), mode) == Fraction(expected)


def test_divide_rounded_takes_integers_of_any_size() -> None:
    assert divide_rounded(10**60 + 5 * 10**29, 10**30, "half_up") == 10**30 + 1
    assert divide_rounded(10**60 + 5 * 10**29, 10**30, "half_even") == 10**30


def test_refusals() -> None:
    with pytest.raises(DefinitionError, match="step: 0; expected > 0"):
        round_fraction(Fraction(1), Fraction(0), "up")
    with pytest.raises(DefinitionError, match=r"value: 1\.005 is float"):
        round_fraction(1.005, Fraction(1, 100), "up")  # type: ignore[arg-type]
    with pytest.raises(DefinitionError, match="expected one of half_up, half_even, up, down"):
        round_fraction(Fraction(1), Fraction(1), "nearest")

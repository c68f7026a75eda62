from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratefloat.errors import DataError, DefinitionError
from ratefloat.numeric import ROUNDING_MODES, multiply_divide

LEAST, LARGEST = -(2**63), 2**63 - 1
values = st.one_of(st.integers(-20, 20), st.integers(LEAST, LARGEST), st.sampled_from([LEAST, LARGEST]))
numerators = st.one_of(st.integers(-20, 20), st.integers(-(2**31), 2**31), st.integers(-(2**200), 2**200))
denominators = st.one_of(
    st.integers(1, 20),
    st.just(10**8),
    st.integers(1, 2**50 + 3),
    st.integers(1, 2**66),
    st.integers(1, 2**200),
)
modes = st.sampled_from(ROUNDING_MODES)


def rounded(value: Fraction, mode: str) -> int:
    """Oracle: compares the two whole neighbours, unlike the library's offsets."""
    size = abs(value)
    low = size.numerator // size.denominator
    to_low, to_high = size - low, low + 1 - size
    if mode == "down" or to_low == 0:
        high = False
    elif mode == "up":
        high = True
    elif to_low == to_high:
        high = mode == "half_up" or low % 2 == 1
    else:
        high = to_high < to_low
    return (low + high) * (-1 if value < 0 else 1)


def expected(value: int, ratio: Fraction, mode: str) -> tuple[int, bool]:
    exact = rounded(value * ratio, mode)
    return (exact, False) if LEAST <= exact <= LARGEST else (0, True)


def check(rows: list[int], numerator: int, denominator: int, mode: str) -> None:
    products, overflow = multiply_divide(np.array(rows, np.int64), numerator, denominator, mode=mode)
    found = list(zip(products.tolist(), overflow.tolist(), strict=True))
    assert found == [expected(value, Fraction(numerator, denominator), mode) for value in rows]


@given(st.lists(values, max_size=12), numerators, denominators, modes)
def test_agrees_with_fractions(rows: list[int], numerator: int, denominator: int, mode: str) -> None:
    check(rows, numerator, denominator, mode)


@pytest.mark.parametrize("mode", ROUNDING_MODES)
def test_results_at_the_limit_of_int64(mode: str) -> None:
    # In float64 such a product may come out above 2^63 although it fits, and the reverse.
    for numerator, denominator in np.random.default_rng(3).integers(1, 2**50, (300, 2)).tolist():
        numerator += denominator
        last = 2**63 * denominator // numerator
        check([last - 1, last, last + 1, -last - 1, -last], numerator, denominator, mode)


@given(st.integers(1, 2**20), st.integers(1, 2**40), st.sampled_from([2, 10**8, 2**20, 3**20]), modes)
def test_exact_ties_and_their_neighbours(whole: int, factor: int, denominator: int, mode: str) -> None:
    # value x (2 whole + 1) / (2 denominator) with value a multiple of the denominator ends in one half.
    tie = denominator * (2 * factor + 1)
    if tie + 1 <= LARGEST:
        check([tie - 1, tie, tie + 1, -tie, 1 - tie, -1 - tie], 2 * whole + 1, 2 * denominator, mode)


@pytest.mark.parametrize("bits", [32, 49, 50, 51, 55, 60, 62, 63, 64])
def test_wide_denominators_with_products_over_all_of_int64(bits: int) -> None:
    draws = np.random.default_rng(bits)
    rows = draws.integers(LEAST, LARGEST, 40, endpoint=True).tolist()
    for _ in range(20):
        denominator = 2**bits - int(draws.integers(1, 2 ** (bits - 2)))
        check(rows, denominator - int(draws.integers(1, 2 ** (bits - 2))), denominator, "half_even")


@pytest.mark.parametrize(
    ("mode", "products"),
    [
        ("half_up", [0, 1, 2, 3, -1, -2, -3]),
        ("half_even", [0, 0, 2, 2, 0, -2, -2]),
        ("up", [1, 1, 2, 3, -1, -2, -3]),
        ("down", [0, 0, 1, 2, 0, -1, -2]),
    ],
)
def test_modes_by_hand(mode: str, products: list[int]) -> None:
    # Tenths: 0.4, 0.5, 1.5, 2.5 and their negatives.
    found, overflow = multiply_divide([4, 5, 15, 25, -5, -15, -25], 1, 10, mode=mode)
    assert found.tolist() == products
    assert not overflow.any()


def test_premium_of_a_payroll_beyond_the_64_bit_product() -> None:
    # 5,000 billion yuan at 0.70000001 %: the product with the numerator needs 90 bits.
    payroll = 5_000_000_000_000_00
    products, overflow = multiply_divide([payroll], 70_000_001, 10**10)
    assert products.tolist() == [3_500_000_050_000]
    assert overflow.tolist() == [False]


@pytest.mark.parametrize("denominator", [1, 10**8, 2**70 + 1])
def test_the_ends_of_int64_fit_and_one_more_does_not(denominator: int) -> None:
    ends = [LEAST, LARGEST]
    assert multiply_divide(ends, denominator, denominator)[0].tolist() == ends
    products, overflow = multiply_divide(ends, -denominator, denominator)
    assert products.tolist() == [0, -LARGEST]
    assert overflow.tolist() == [True, False]
    check([LEAST, LARGEST, 0, 1, -1], denominator + 1, denominator, "up")
    check([LEAST, LARGEST, 0, 1, -1], 2**300, denominator, "half_even")


def test_every_block_and_shape_and_read_only_input() -> None:
    rows = np.arange(2 * 65_536 + 10).reshape(2, -1)
    rows.setflags(write=False)
    products, overflow = multiply_divide(rows, 3, 2, mode="down")
    assert products.tolist() == [[k * 3 // 2 for k in row] for row in rows.tolist()]
    assert overflow.shape == rows.shape
    assert multiply_divide(rows[:, ::-2], 2, 1)[0].tolist() == [
        [2 * k for k in row] for row in rows[:, ::-2].tolist()
    ]
    assert multiply_divide([], 3, 2)[0].tolist() == []


def test_one_block_with_a_huge_row_gives_the_others_the_same_answer() -> None:
    rows = np.random.default_rng(7).integers(-(10**9), 10**9, 1_000)
    alone, _ = multiply_divide(rows, 1_234_567, 10**8)
    beside, _ = multiply_divide(np.append(rows, LARGEST), 1_234_567, 10**8)
    assert beside[:-1].tolist() == alone.tolist()


def test_refusals() -> None:
    with pytest.raises(DefinitionError, match="denominator: 0; expected > 0"):
        multiply_divide([1], 1, 0)
    with pytest.raises(DefinitionError, match=r"numerator: 0\.7 is float"):
        multiply_divide([1], 0.7, 100)  # type: ignore[arg-type]
    with pytest.raises(DefinitionError, match="rounding mode: 'nearest' unknown"):
        multiply_divide([1], 1, 1, mode="nearest")
    with pytest.raises(DataError, match="values: dtype float64"):
        multiply_divide([1.5], 1, 1)
    with pytest.raises(DataError, match="values: dtype uint64"):
        multiply_divide(np.array([2**63], np.uint64), 1, 1)

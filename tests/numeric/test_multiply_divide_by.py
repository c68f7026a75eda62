from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratefloat.errors import DataError, DefinitionError, ShapeError
from ratefloat.numeric import ROUNDING_MODES, multiply_divide_by, round_fraction

LEAST, LARGEST = -(2**63), 2**63 - 1
values = st.one_of(st.integers(-20, 20), st.integers(LEAST, LARGEST))
decimals = st.builds(Fraction, st.integers(-(2**40), 2**40), st.just(10**8))
any_ratio = st.builds(Fraction, st.integers(-(2**90), 2**90), st.integers(1, 2**90))
unlike = st.builds(Fraction, st.integers(0, 99), st.sampled_from([10**9 + 7, 10**9 + 9, 998_244_353]))
tables = st.one_of(*(st.lists(kind, min_size=1, max_size=6) for kind in (decimals, any_ratio, unlike)))


@given(tables, st.data(), st.sampled_from(ROUNDING_MODES))
def test_each_row_agrees_with_fractions(ratios: list[Fraction], data: st.DataObject, mode: str) -> None:
    rows = data.draw(st.lists(st.tuples(values, st.integers(0, len(ratios) - 1)), max_size=15))
    column, codes = (np.array([row[k] for row in rows], np.int64) for k in (0, 1))
    products, overflow = multiply_divide_by(column, codes, ratios, mode=mode)
    exact = [int(round_fraction(value * ratios[code], Fraction(1), mode)) for value, code in rows]
    fits = [LEAST <= product <= LARGEST for product in exact]
    assert overflow.tolist() == [not fit for fit in fits]
    assert products.tolist() == [product if fit else 0 for product, fit in zip(exact, fits, strict=True)]


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int32, np.int64])
def test_rates_by_code_by_hand(dtype: type[np.integer]) -> None:
    # 0.7 %, 1.3 % and 1.9 % of 12,345.67 yuan, in fen, half up.
    rates = [Fraction("0.007"), Fraction("0.013"), Fraction("0.019")]
    codes = np.array([2, 1, 0], dtype)
    codes.setflags(write=False)
    products, overflow = multiply_divide_by([1_234_567] * 3, codes, rates)
    assert products.tolist() == [23_457, 16_049, 8_642]
    assert not overflow.any()


def test_blocks_are_cut_alike_in_values_and_codes() -> None:
    rows = 65_536 + 5
    column, codes = np.full(rows, 100), np.arange(rows) % 3
    products, _ = multiply_divide_by(column, codes, [Fraction(1), Fraction(1, 2), Fraction(-2)])
    assert products.tolist() == [[100, 50, -200][k % 3] for k in range(rows)]


def test_a_shape_of_employers_and_years_is_kept() -> None:
    products, overflow = multiply_divide_by(
        [[10, 20], [30, LARGEST]], [[0, 1], [1, 1]], [Fraction(1), Fraction(2)]
    )
    assert products.tolist() == [[10, 40], [60, 0]]
    assert overflow.tolist() == [[False, False], [False, True]]


def test_no_rows_need_no_ratios() -> None:
    assert multiply_divide_by([], [], [])[0].tolist() == []


def test_refusals() -> None:
    half = [Fraction(1, 2)]
    with pytest.raises(DataError, match=r"codes: 2 of 3 rows \(rows 0, 2\) name no ratio; expected 0 to 0"):
        multiply_divide_by([1, 2, 3], [-1, 0, 1], half)
    with pytest.raises(DataError, match="codes: dtype float64"):
        multiply_divide_by([1], [0.0], half)
    with pytest.raises(ShapeError, match=r"shapes \(2,\) and \(1,\)"):
        multiply_divide_by([1, 2], [0], half)
    with pytest.raises(DefinitionError, match="ratio 0: 0.5 is float"):
        multiply_divide_by([1], [0], [0.5])  # type: ignore[list-item]
    with pytest.raises(DefinitionError, match="rounding mode"):
        multiply_divide_by([], [], [], mode="")

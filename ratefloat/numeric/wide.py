"""Products and sums of int64 money whose exact value may need more than 64 bits; nothing wraps."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from ratefloat.errors import DataError, DefinitionError, ShapeError, rows_text
from ratefloat.numeric.arrays import BoolArray, Int64Array, blocks, exact_fraction, int64_column
from ratefloat.numeric.quotients import Codes, Multipliers, multiply_block
from ratefloat.numeric.rounding import check_mode, divide_rounded


def multiply_divide(
    values: ArrayLike, numerator: int, denominator: int, *, mode: str = "half_up"
) -> tuple[Int64Array, BoolArray]:
    """Each value times numerator / denominator, rounded once, exactly.

    Args:
        values: int64, any sign and shape.
        numerator: any integer.
        denominator: > 0, any size.
        mode: half_up (ties away from zero), half_even, up (away from zero), down (toward zero).
    Returns:
        the products, int64, and a mask of the rows whose product does not fit int64; those hold 0.
    Raises:
        DataError: the values are not integers.
        DefinitionError: a denominator that is not positive, an inexact number, or an unknown mode.

    >>> multiply_divide([1_000, 150], 1, 100)
    (array([10,  2]), array([False, False]))
    """
    check_mode(mode)
    divisor = exact_fraction("denominator", denominator)
    if divisor <= 0:
        raise DefinitionError(f"denominator: {denominator}; expected > 0", denominator=denominator)
    ratio = exact_fraction("numerator", numerator) / divisor
    return _multiply(int64_column("values", values), None, [ratio], mode)


def multiply_divide_by(
    values: ArrayLike, codes: ArrayLike, ratios: Sequence[Fraction], *, mode: str = "half_up"
) -> tuple[Int64Array, BoolArray]:
    """Each value times the ratio that its code names, rounded once, exactly.

    Args:
        values: int64, any sign and shape.
        codes: integers in [0, len(ratios)), same shape.
        ratios: multipliers of any sign and size; a common denominator up to 2^50 (decimals of a rate
            always have one) takes the fast way.
        mode: as `multiply_divide`.
    Returns:
        the products, int64, and a mask of the rows whose product does not fit int64; those hold 0.
    Raises:
        DataError: values or codes are not integers, or a code names no ratio.
        ShapeError: values and codes differ in shape.
        DefinitionError: an inexact ratio or an unknown mode.

    >>> multiply_divide_by([1_000, 1_000], [1, 0], [Fraction("0.007"), Fraction("0.0105")])
    (array([11,  7]), array([False, False]))
    """
    check_mode(mode)
    exact = [exact_fraction(f"ratio {place}", ratio) for place, ratio in enumerate(ratios)]
    column, chosen = int64_column("values", values), _codes(codes, len(exact))
    if column.shape != chosen.shape:
        raise ShapeError(
            f"values and codes: shapes {column.shape} and {chosen.shape}; expected the same shape",
            values=column.shape,
            codes=chosen.shape,
        )
    return _multiply(column, chosen, exact, mode)


def exact_sum(values: ArrayLike) -> int:
    """The sum of integers as a Python int, which no total can overflow.

    Args:
        values: int64, any shape.
    Raises:
        DataError: the values are not integers.

    >>> exact_sum([2**63 - 1, 2**63 - 1])
    18446744073709551614
    """
    flat = int64_column("values", values).reshape(-1)
    total = 0
    for block in blocks(flat.size):
        part = flat[block]
        # Of 2^16 rows in a block, neither the upper nor the lower halves can overflow.
        total += (int((part >> 32).sum()) << 32) + int((part & 0xFFFF_FFFF).sum())
    return total


def _codes(codes: ArrayLike, known: int) -> Codes:
    chosen: Codes = np.asarray(codes)
    if chosen.size == 0:
        return chosen.astype(np.intp)
    if chosen.dtype.kind not in "iu":
        raise DataError(f"codes: dtype {chosen.dtype}; expected integers", dtype=str(chosen.dtype))
    if int(chosen.min()) < 0 or int(chosen.max()) >= known:
        rows = np.flatnonzero((chosen < 0) | (chosen >= known))
        raise DataError(
            f"codes: {rows_text(rows.tolist(), chosen.size)} name no ratio; expected 0 to {known - 1}",
            rows=rows,
            known=known,
        )
    return chosen


def _multiply(
    column: Int64Array, codes: Codes | None, ratios: Sequence[Fraction], mode: str
) -> tuple[Int64Array, BoolArray]:
    flat, flat_codes = column.reshape(-1), None if codes is None else codes.reshape(-1)
    products, overflow = np.empty(flat.size, np.int64), np.empty(flat.size, np.bool_)
    multipliers = Multipliers.over_common(ratios)
    for block in blocks(flat.size):
        part, chosen = flat[block], None if flat_codes is None else flat_codes[block]
        if multipliers is not None:
            products[block], overflow[block] = multiply_block(part, chosen, multipliers, mode)
        else:
            products[block], overflow[block] = _multiply_apart(part, chosen, ratios, mode)
    return products.reshape(column.shape), overflow.reshape(column.shape)


def _multiply_apart(
    values: Int64Array, codes: Codes | None, ratios: Sequence[Fraction], mode: str
) -> tuple[Int64Array, BoolArray]:
    """Products of a block whose ratios share no small denominator: one ratio after the other."""
    if codes is None:
        return _multiply_long(values, ratios[0], mode)
    products, overflow = np.empty(values.size, np.int64), np.empty(values.size, np.bool_)
    by_code = np.argsort(codes, kind="stable")
    for rows in np.split(by_code, np.flatnonzero(np.diff(codes[by_code])) + 1):
        ratio = ratios[int(codes[rows[0]])]
        alone = Multipliers.over_common([ratio])
        if alone is not None:
            products[rows], overflow[rows] = multiply_block(values[rows], None, alone, mode)
        else:
            products[rows], overflow[rows] = _multiply_long(values[rows], ratio, mode)
    return products, overflow


def _multiply_long(values: Int64Array, ratio: Fraction, mode: str) -> tuple[Int64Array, BoolArray]:
    """Products by a ratio whose denominator is too wide for the kernel, in Python integers."""
    exact = [divide_rounded(value * ratio.numerator, ratio.denominator, mode) for value in values.tolist()]
    overflow = np.array([not -(2**63) <= product < 2**63 for product in exact], np.bool_)
    products = [0 if wide else product for product, wide in zip(exact, overflow.tolist(), strict=True)]
    return np.array(products, np.int64), overflow

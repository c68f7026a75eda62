"""Exact comparison of ratios that are themselves columns: products beyond 64 bits, filtered in float64."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ratefloat.history.indicator import Terms
from ratefloat.history.table import Ints, Mask

# Each side is at most three products of integers that float64 holds to 2^-53, so 2^-48 covers all roundings.
_BAND = 2.0**-48


def product_less(left: Sequence[Ints | int], right: Sequence[Ints | int]) -> Mask:
    """Where one product of non-negative integers is less than another.

    >>> product_less([np.asarray([2**62, 3]), 4], [np.asarray([2**62, 4]), 4])
    array([False,  True])
    """
    first, second = np.broadcast_arrays(_float(left), _float(right))
    less = np.asarray(first < second)
    near = np.flatnonzero(np.abs(first - second) <= _BAND * np.maximum(first, second))
    for row in near.tolist():
        less[row] = _whole(left, row) < _whole(right, row)
    return less


def ratio_less(one: Terms, two: Terms) -> Mask:
    """Where one ratio is less than another; both have denominators."""
    assert one.denominator is not None
    assert two.denominator is not None
    tops = np.maximum(one.numerator, 0), np.maximum(two.numerator, 0)
    return product_less([tops[0], two.denominator], [tops[1], one.denominator])


def _float(factors: Sequence[Ints | int]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    product = np.ones(1)
    for factor in factors:
        product = product * (float(factor) if isinstance(factor, int) else factor.astype(np.float64))
    return product


def _whole(factors: Sequence[Ints | int], row: int) -> int:
    product = 1
    for factor in factors:
        product *= factor if isinstance(factor, int) else int(factor[row])
    return product

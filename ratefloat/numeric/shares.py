"""Splitting whole amounts by shares so that the parts add up to the whole: largest remainders."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import ArrayLike

from ratefloat.errors import DefinitionError, ShapeError
from ratefloat.numeric.arrays import Int64Array, blocks, exact_fraction, int64_column
from ratefloat.numeric.quotients import Multipliers, divide_wide


def largest_remainder(total: int, shares: Sequence[Fraction]) -> list[int]:
    """A whole amount split by shares, so that the parts sum to it.

    Each part is first cut to a whole number toward zero; the units left over go one each to the
    parts that lost most, the earlier part first where two lost the same.

    Args:
        total: any integer; a negative total splits like the positive one.
        shares: >= 0, sum exactly 1.
    Raises:
        DefinitionError: a share is negative or inexact, or the shares do not sum to 1.

    >>> largest_remainder(100, [Fraction(1, 3)] * 3)
    [34, 33, 33]
    """
    exact = _exact_shares(shares)
    whole = exact_fraction("total", total)
    if whole.denominator != 1:
        raise DefinitionError(f"total: {total}; expected a whole number of units", total=total)
    return _split(whole.numerator, exact)


def split_largest_remainder(totals: ArrayLike, shares: Sequence[Fraction]) -> Int64Array:
    """Each total split by the same shares, so that the parts of a row sum to its total.

    Args:
        totals: int64, any sign, shape (n,).
        shares: k of them, >= 0, sum exactly 1.
    Returns:
        int64, shape (n, k); each row as `largest_remainder` splits its total.
    Raises:
        DataError: the totals are not integers.
        ShapeError: the totals are not one column.
        DefinitionError: a share is negative or inexact, or the shares do not sum to 1.

    >>> split_largest_remainder([100, -5], [Fraction(1, 3)] * 3)
    array([[34, 33, 33],
           [-2, -2, -1]])
    """
    exact = _exact_shares(shares)
    column = int64_column("totals", totals)
    if column.ndim != 1:
        raise ShapeError(f"totals: shape {column.shape}; expected one column", totals=column.shape)
    parts = np.empty((column.size, len(exact)), np.int64)
    multipliers = Multipliers.over_common(exact)
    for block in blocks(column.size):
        if multipliers is not None:
            parts[block] = _split_block(column[block], multipliers)
        else:
            parts[block] = [_split(total, exact) for total in column[block].tolist()]
    return parts


def _exact_shares(shares: Sequence[Fraction]) -> list[Fraction]:
    exact = [exact_fraction(f"share {place}", share) for place, share in enumerate(shares)]
    for place, share in enumerate(exact):
        if share < 0:
            raise DefinitionError(f"share {place}: {share}; expected >= 0", place=place, share=share)
    total = sum(exact, Fraction(0))
    if total != 1:
        raise DefinitionError(f"shares: sum {total}; expected exactly 1; restate one of them", total=total)
    return exact


def _split(whole: int, shares: Sequence[Fraction]) -> list[int]:
    common = lcm(*(share.denominator for share in shares))
    cut = [divmod(abs(whole) * int(share * common), common) for share in shares]
    parts = [part for part, _ in cut]
    left_over = abs(whole) - sum(parts)
    by_loss = sorted(range(len(parts)), key=lambda place: -cut[place][1])
    for place in by_loss[:left_over]:
        parts[place] += 1
    return [-part for part in parts] if whole < 0 else parts


def _split_block(totals: Int64Array, by: Multipliers) -> Int64Array:
    sizes = np.abs(totals).view(np.uint64)[:, np.newaxis]
    parts, lost = divide_wide(sizes, by.low, by.near, by.denominator)
    left_over = sizes - parts.sum(axis=1, keepdims=True)
    by_loss = np.argsort(-lost, axis=1, kind="stable")
    first = np.arange(parts.shape[1], dtype=np.uint64) < left_over
    gains = np.empty(parts.shape, np.uint64)
    np.put_along_axis(gains, by_loss, first.astype(np.uint64), axis=1)
    signed = (parts + gains).view(np.int64)
    return np.where(totals[:, np.newaxis] < 0, -signed, signed)

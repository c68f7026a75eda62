"""Exact comparison of ratios relative to a value of their group, such as the mean of the industry.

The float64 filter of `compare` with one more division: the quotient of a row is divided by its group's value.
That adds two roundings (of the value and of the product with its inverse, three with the inverse itself) to the
six of `compare`, still below the 16 units of 2^-53 that the filter's limits leave; rows between the limits are
decided group by group in integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import ShapeError
from ratefloat.numeric.arrays import BLOCK_ROWS, blocks
from ratefloat.numeric.compare import Counts, count_cuts

_BAND = 2.0**-49


def count_cuts_by_group(
    numerator: NDArray[np.int64], denominator: NDArray[np.int64], cuts: Sequence[tuple[Fraction, bool]],
    groups: NDArray[np.integer], values: Sequence[Fraction],
) -> Counts:
    """How many cuts each ratio has passed, every edge times the value of the row's group.

    Args:
        numerator, denominator: as in `count_cuts`, one-dimensional.
        cuts: (edge, closed), ascending, as in `count_cuts`.
        groups: the number of each row's group, from 0.
        values: the value of each group, > 0.
    Returns:
        uint8 (uint16 above 255 cuts), one a row.
    Raises:
        ShapeError: groups and ratios differ in length.

    >>> n, d, g = np.array([3, 3]), np.array([10, 10]), np.array([0, 1])
    >>> count_cuts_by_group(n, d, [(Fraction(1), False)], g, [Fraction(1, 4), Fraction(1, 2)])
    array([1, 0], dtype=uint8)
    """
    if numerator.shape != groups.shape:
        raise ShapeError(f"groups: shape {groups.shape}; expected {numerator.shape}, one a row")
    edges, levels = [float(edge) for edge, _ in cuts], [float(value) for value in values]
    if any(not 2.0**-60 <= number <= 2.0**60 for number in (*edges, *levels)):
        return _by_group(numerator, denominator, cuts, (groups, values))
    counts = _zeros(len(numerator), len(cuts))
    inverse = 1 / np.asarray(levels)
    limits = [(edge * (1 - _BAND), edge * (1 + _BAND)) for edge in edges]
    quotient, passed = np.empty(BLOCK_ROWS), np.empty(BLOCK_ROWS, np.bool_)
    maybe = np.empty(BLOCK_ROWS, counts.dtype)
    with np.errstate(divide="ignore", invalid="ignore"):
        for block in blocks(len(numerator)):
            n, d, g, surely = numerator[block], denominator[block], groups[block], counts[block]
            size = n.size
            q, p, m = quotient[:size], passed[:size], maybe[:size]
            np.divide(n, d, out=q)
            np.multiply(q, np.take(inverse, g), out=q)
            m[...] = 0
            for low, high in limits:
                np.greater_equal(q, low, out=p)
                np.add(m, p.view(np.uint8), out=m)
                np.greater(q, high, out=p)
                np.add(surely, p.view(np.uint8), out=surely)
            near = np.flatnonzero((m != surely) | (d == 0))
            if near.size:
                surely[near] = _by_group(n[near], d[near], cuts, (g[near], values))
    return counts


def _by_group(
    n: NDArray[np.int64], d: NDArray[np.int64], cuts: Sequence[tuple[Fraction, bool]],
    grouping: tuple[NDArray[np.integer], Sequence[Fraction]],
) -> Counts:
    groups, values = grouping
    counts = _zeros(len(n), len(cuts))
    for group in np.unique(groups).tolist():
        rows = np.flatnonzero(groups == group)
        counts[rows] = count_cuts(n[rows], d[rows], [(edge * values[group], closed) for edge, closed in cuts])
    return counts


def _zeros(rows: int, cuts: int) -> Counts:
    return np.zeros(rows, np.uint8) if cuts <= 255 else np.zeros(rows, np.uint16)

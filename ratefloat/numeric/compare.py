"""Exact comparison of integer ratios with rational edges, at the speed of a float64 filter.

A ratio n/d of int64 columns is divided once in float64. Only rows that come within 2^-49 (relative)
of an edge could be wrong there, and those are decided in integers. With u = 2^-53:

* converting n and d (values above 2^53 lose bits) and dividing are three roundings, so the computed
  quotient is (n/d)(1 + a) with |a| <= 3u + O(u^2) < 4u; |n/d| lies in [2^-63, 2^63], so nothing
  underflows or overflows;
* the limits low = edge(1 - 16u) and high = edge(1 + 16u) are rounded twice, for the edge and the product;
* quotient > high gives n/d > edge(1 + 16u)(1 - u)^2/(1 + 4u) > edge, and quotient < low gives
  n/d < edge likewise: 2^-49 = 16u covers the 6u that can be lost;
* the rows between have |n/d - edge| < edge x 2^-48, as 16u + 2u + 4u + O(u^2) < 32u.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratefloat.errors import DataError, DefinitionError, ShapeError, rows_text
from ratefloat.numeric.arrays import BLOCK_ROWS, BoolArray, Int64Array, blocks, exact_fraction, int64_column

Counts = NDArray[np.uint8] | NDArray[np.uint16]

_BAND = 2.0**-49
# Below every positive ratio (>= 2^-63) and above zero: "quotient >= this" asks exactly whether n > 0.
_POSITIVE = 2.0**-70


@dataclass(frozen=True, slots=True)
class _Cut:
    """One cut: passed for certain above `high`, not passed below `low`, to be decided between."""

    edge: Fraction
    closed: bool
    low: float
    high: float


def ratio_above(numerator: ArrayLike, denominator: ArrayLike, edge: Fraction) -> BoolArray:
    """Where numerator / denominator > edge, exactly.

    Args:
        numerator: int64, >= 0.
        denominator: int64, >= 0, same shape; a row with 0 answers False.
        edge: >= 0, integers of any size.
    Raises:
        DataError, ShapeError, DefinitionError: see `count_cuts`.

    >>> ratio_above([1, 2, 2], [2, 4, 3], Fraction(1, 2))
    array([False, False,  True])
    """
    return count_cuts(numerator, denominator, [(edge, False)]).view(np.bool_)


def ratio_at_least(numerator: ArrayLike, denominator: ArrayLike, edge: Fraction) -> BoolArray:
    """Where numerator / denominator >= edge, exactly; arguments and errors as `ratio_above`.

    >>> ratio_at_least([1, 2, 1], [2, 4, 3], Fraction(1, 2))
    array([ True,  True, False])
    """
    return count_cuts(numerator, denominator, [(edge, True)]).view(np.bool_)


def count_cuts(
    numerator: ArrayLike,
    denominator: ArrayLike,
    cuts: Sequence[tuple[Fraction, bool]],
    *,
    out: Counts | None = None,
) -> Counts:
    """How many cuts each ratio has passed: the number of the band that it lies in.

    Args:
        numerator: int64, >= 0.
        denominator: int64, >= 0, same shape; a row with 0 has passed none.
        cuts: (edge, closed), ascending, closed before open at one edge; edge >= 0, integers of any
            size. A closed cut is passed when ratio >= edge, an open one when ratio > edge.
        out: where to write, shape of the columns; a new array by default.
    Returns:
        uint8, or uint16 above 255 cuts, shape of the columns.
    Raises:
        DataError: a column is not integer or has negative values.
        ShapeError: the columns, or `out`, differ in shape or dtype from what is expected.
        DefinitionError: an edge is negative or inexact, or the cuts are not ascending.

    >>> half, one = Fraction(1, 2), Fraction(1)
    >>> count_cuts([0, 1, 2, 3], [2, 2, 2, 2], [(half, True), (half, False), (one, False)])
    array([0, 1, 2, 3], dtype=uint8)
    """
    top, bottom = int64_column("numerator", numerator), int64_column("denominator", denominator)
    plan = _plan(cuts)
    if top.shape != bottom.shape:
        raise ShapeError(
            f"numerator and denominator: shapes {top.shape} and {bottom.shape}; expected the same shape",
            numerator=top.shape,
            denominator=bottom.shape,
        )
    counts = _output(top.shape, len(plan), out)
    if top.ndim == 1:
        _count(top, bottom, plan, counts)
    else:
        flat: Counts = np.empty(top.size, counts.dtype)
        _count(top.reshape(-1), bottom.reshape(-1), plan, flat)
        counts[...] = flat.reshape(top.shape)
    return counts


def _plan(cuts: Sequence[tuple[Fraction, bool]]) -> list[_Cut]:
    plan = [_cut(exact_fraction(f"edge {place}", edge), closed) for place, (edge, closed) in enumerate(cuts)]
    for place, (one, two) in enumerate(pairwise(plan)):
        if (one.edge, not one.closed) >= (two.edge, not two.closed):
            raise DefinitionError(
                f"cuts {place} and {place + 1}: edges {one.edge} and {two.edge} are not ascending; "
                "expected each cut once, sorted by edge, closed before open at one edge",
                place=place,
            )
    if len(plan) > np.iinfo(np.uint16).max:
        raise DefinitionError(f"cuts: {len(plan):,}; expected at most 65,535", cuts=len(plan))
    return plan


def _cut(edge: Fraction, closed: bool) -> _Cut:
    if edge < 0:
        raise DefinitionError(f"edge: {edge}; expected >= 0, a ratio of amounts is never below", edge=edge)
    if edge == 0 and closed:
        return _Cut(edge, closed, -1.0, -1.0)
    if edge < Fraction(1, 2**63):
        # No positive ratio is this small. Without this case every row without claims would count as near 0.
        return _Cut(edge, closed, _POSITIVE, _POSITIVE)
    if edge >= 2**63:
        return _Cut(edge, closed, np.inf, np.inf)
    return _Cut(edge, closed, float(edge) * (1 - _BAND), float(edge) * (1 + _BAND))


def _output(shape: tuple[int, ...], cuts: int, out: Counts | None) -> Counts:
    dtype = np.dtype(np.uint8 if cuts <= np.iinfo(np.uint8).max else np.uint16)
    if out is None:
        return np.empty(shape, dtype)
    if out.shape != shape or out.dtype != dtype:
        raise ShapeError(
            f"out: {out.dtype} of shape {out.shape}; expected {dtype} of shape {shape}",
            expected=shape,
            dtype=str(dtype),
        )
    return out


def _count(top: Int64Array, bottom: Int64Array, plan: list[_Cut], counts: Counts) -> None:
    rows = min(top.size, BLOCK_ROWS)
    quotient, passed, surely = np.empty(rows), np.empty(rows, np.bool_), np.empty(rows, counts.dtype)
    with np.errstate(divide="ignore", invalid="ignore"):
        for block in blocks(top.size):
            n, d, maybe = top[block], bottom[block], counts[block]
            least = n.min(), d.min()
            if min(least) < 0:
                _refuse_negative(top, bottom)
            size = n.size
            np.divide(n, d, out=quotient[:size])
            _filter(quotient[:size], plan, passed[:size], (maybe, surely[:size]))
            if least[1] == 0:
                without = d == 0
                maybe[without] = surely[:size][without] = 0
            if not np.array_equal(maybe, surely[:size]):
                near = np.flatnonzero(maybe != surely[:size])
                maybe[near] = _decide(n[near], d[near], plan, (maybe[near], surely[near]))


def _filter(
    quotient: NDArray[np.float64], plan: list[_Cut], passed: BoolArray, counts: tuple[Counts, Counts]
) -> None:
    """Count into (maybe, surely) the cuts that each quotient may have, and has for certain, passed."""
    maybe, surely = counts
    maybe[...] = 0
    surely[...] = 0
    ones = passed.view(np.uint8)
    for cut in plan:
        np.greater_equal(quotient, cut.low, out=passed)
        np.add(maybe, ones, out=maybe)
        np.greater(quotient, cut.high, out=passed)
        np.add(surely, ones, out=surely)


def _decide(n: Int64Array, d: Int64Array, plan: list[_Cut], counts: tuple[Counts, Counts]) -> Counts:
    """The exact counts of rows near an edge. Limits ascend, so the cuts in doubt are surely..maybe - 1."""
    maybe, surely = counts
    exact = surely.copy()
    for place in range(int(surely.min()), int(maybe.max())):
        rows = np.flatnonzero((surely <= place) & (place < maybe))
        if rows.size:
            exact[rows] += _passes(n[rows], d[rows], plan[place])
    return exact


def _passes(n: Int64Array, d: Int64Array, cut: _Cut) -> BoolArray:
    """Whether each ratio near the cut's edge p/q has passed it: the sign of n q - d p.

    Near an edge |n q - d p| = d q |n/d - p/q| < d p 2^-48. Where that is at most 2^63, the difference
    taken modulo 2^64 is the difference itself, though both products may be far wider.
    """
    p, q = cut.edge.numerator, cut.edge.denominator
    difference: NDArray[Any]
    if int(d.max()) * p <= 2**111:
        left = n.view(np.uint64) * np.uint64(q % 2**64)
        difference = (left - d.view(np.uint64) * np.uint64(p % 2**64)).view(np.int64)
    else:
        difference = n.astype(object) * q - d.astype(object) * p
    passed: BoolArray = np.asarray(difference >= 0 if cut.closed else difference > 0, np.bool_)
    return passed


def _refuse_negative(top: Int64Array, bottom: Int64Array) -> None:
    for name, column in (("numerator", top), ("denominator", bottom)):
        rows = np.flatnonzero(column < 0)
        if rows.size:
            raise DataError(
                f"{name}: {rows_text(rows.tolist(), column.size)} negative; expected >= 0",
                column=name,
                rows=rows,
            )

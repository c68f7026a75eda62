"""Markov chains of premium levels on plain arrays: stationary and transient laws, exact derivatives."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratefloat.errors import DataError, ShapeError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_TOLERANCE = 1e-9
_IMPOSSIBLE = 1e-280


def transition_matrix(transition: ArrayLike) -> FloatArray:
    """The checked probabilities of going from one level (row) to another (column), read-only.

    Args:
        transition: >= 0, each row sums to 1, shape (..., levels, levels).
    Raises:
        ShapeError: not square.
        DataError: a probability is negative or not a number, or a row does not sum to 1.

    >>> transition_matrix([[0.9, 0.1], [1, 0]])
    array([[0.9, 0.1],
           [1. , 0. ]])
    """
    matrix = np.array(transition, np.float64)
    if matrix.ndim < 2 or matrix.shape[-1] != matrix.shape[-2] or matrix.shape[-1] == 0:
        raise ShapeError(
            f"transition: shape {matrix.shape}; expected (levels, levels)", transition=matrix.shape
        )
    off = ~(np.abs(matrix.sum(axis=-1) - 1.0) <= _TOLERANCE)
    bad = off | ~(np.isfinite(matrix) & (matrix >= 0)).all(axis=-1)
    if bad.any():
        rows = np.argwhere(bad)[:3].tolist()
        raise DataError(
            f"transition: {int(bad.sum())} rows are no probabilities (first {rows}); "
            "expected numbers >= 0 that sum to 1 in every row",
            rows=rows,
        )
    matrix.setflags(write=False)
    return matrix


def slope_matrix(slope: ArrayLike, shape: tuple[int, ...]) -> FloatArray:
    """The checked derivative of a transition matrix: every row sums to 0, read-only.

    Raises:
        ShapeError: not of the transition matrix's shape.
        DataError: a derivative is not a number, or a row does not sum to 0.

    >>> slope_matrix([[-1, 1], [0, 0]], (2, 2))
    array([[-1.,  1.],
           [ 0.,  0.]])
    """
    matrix = np.array(slope, np.float64)
    if matrix.shape != shape:
        raise ShapeError(
            f"slope: shape {matrix.shape}; expected {shape}, as the transition", slope=matrix.shape
        )
    sizes = np.maximum(np.abs(matrix).sum(axis=-1), 1.0)
    if not (np.abs(matrix.sum(axis=-1)) <= _TOLERANCE * sizes).all():
        raise DataError("slope: a row does not sum to 0, as the derivative of a transition must")
    matrix.setflags(write=False)
    return matrix


def stationary_law(transition: ArrayLike) -> FloatArray:
    """The law of levels that one more year leaves unchanged.

    By elimination without subtraction, so that rare levels keep their digits.

    Args:
        transition: shape (..., levels, levels).
    Returns:
        shape (..., levels), each sums to 1; levels that are left for ever have probability 0.
    Raises:
        DataError: no law is alone in being stationary, because the chain has several closed sets of levels.
    Source: Grassmann, Taksar and Heyman 1985, Operations Research 33.

    >>> stationary_law([[0.75, 0.25], [0.5, 0.5]]).round(6)
    array([0.666667, 0.333333])
    """
    matrix = transition_matrix(transition)
    levels = matrix.shape[-1]
    # A chance this small never happens, and its inverse would overflow.
    flat = np.where(matrix < _IMPOSSIBLE, 0.0, matrix).reshape(-1, levels, levels)
    out = np.empty((len(flat), levels))
    # Which levels return depends only on which moves are possible: few patterns, many matrices.
    patterns: dict[bytes, list[int]] = {}
    for number, one in enumerate(flat > 0):
        patterns.setdefault(np.packbits(one).tobytes(), []).append(number)
    for chosen in patterns.values():
        numbers = np.array(chosen)
        first = _returning_level(flat[numbers[0]] > 0)
        order = np.concatenate([[first], np.delete(np.arange(levels), first)])
        out[np.ix_(numbers, order)] = _eliminated(flat[np.ix_(numbers, order, order)])
    return out.reshape(*matrix.shape[:-2], levels)


def stationary_slope(transition: ArrayLike, slope: ArrayLike) -> FloatArray:
    """The exact derivative of the stationary law: pi P' (I - P + 1 pi)^-1.

    Args:
        transition, slope: shape (..., levels, levels); the slope is the derivative of the transition.
    Returns:
        shape (..., levels), each sums to 0.
    Raises:
        DataError, ShapeError: as `stationary_law` and `slope_matrix`.
    Source: Schweitzer 1968, Journal of Applied Probability 5.

    >>> stationary_slope([[0.75, 0.25], [0.5, 0.5]], [[-1, 1], [0, 0]]).round(6)
    array([-0.888889,  0.888889])
    """
    matrix = transition_matrix(transition)
    steps = slope_matrix(slope, matrix.shape)
    law = stationary_law(matrix)
    system = np.eye(matrix.shape[-1]) - matrix + law[..., np.newaxis, :]
    pushed = law[..., np.newaxis, :] @ steps
    return np.asarray(np.linalg.solve(np.swapaxes(system, -1, -2), np.swapaxes(pushed, -1, -2))[..., 0])


def transient_laws(transition: ArrayLike, start: ArrayLike, *, years: int) -> FloatArray:
    """The law of levels after 0, 1, ... years.

    Args:
        transition: shape (..., levels, levels).
        start: the level at the beginning, or the law of levels, shape (levels,).
        years: >= 0.
    Returns:
        shape (..., years + 1, levels).
    Raises:
        DataError: the start is no level or law, or years are negative.

    >>> transient_laws([[0.75, 0.25], [0.5, 0.5]], 0, years=1)
    array([[1.  , 0.  ],
           [0.75, 0.25]])
    """
    matrix = transition_matrix(transition)
    if years < 0:
        raise DataError(f"years: {years}; expected >= 0", years=years)
    laws = np.empty((*matrix.shape[:-2], years + 1, matrix.shape[-1]))
    laws[..., 0, :] = start_law(start, matrix.shape[-1])
    for year in range(years):
        laws[..., year + 1, :] = (laws[..., year, np.newaxis, :] @ matrix)[..., 0, :]
    return laws


def start_law(start: ArrayLike, levels: int) -> FloatArray:
    """The law of levels that a start means: a level for sure, or the law itself, shape (levels,).

    Raises:
        DataError: no level of the scale, or no law.

    >>> start_law(1, 3)
    array([0., 1., 0.])
    """
    given = np.asarray(start)
    if given.ndim == 0 and given.dtype.kind in "iu" and 0 <= given < levels:
        return np.asarray(np.eye(levels)[given], np.float64)
    law = given.astype(np.float64)
    if law.shape != (levels,) or not (law >= 0).all() or abs(law.sum() - 1) > _TOLERANCE:
        raise DataError(
            f"start: {start!r}; expected a level from 0 to {levels - 1}, or {levels} probabilities",
            levels=levels,
        )
    return law


def present_values(transition: ArrayLike, amounts: ArrayLike, *, discount: float) -> FloatArray:
    """Present value of all future amounts by level: (I - v P)^-1 r, the first amount due now.

    Args:
        transition: shape (..., levels, levels).
        amounts: due each year by level, shape (..., levels).
        discount: v, the present value of 1 due a year later, in [0, 1).
    Returns:
        shape (..., levels).
    Raises:
        DataError: the discount is not in [0, 1): the sum would not be finite.

    >>> present_values([[1.0]], [2.0], discount=0.5)
    array([4.])
    """
    if not 0 <= discount < 1:
        raise DataError(f"discount: {discount}; expected v = 1 / (1 + i) in [0, 1)", discount=discount)
    matrix = transition_matrix(transition)
    due = np.asarray(amounts, np.float64)[..., np.newaxis]
    return np.asarray(np.linalg.solve(np.eye(matrix.shape[-1]) - discount * matrix, due)[..., 0])


def _returning_level(moves: NDArray[np.bool_]) -> int:
    """A level to which the chain comes back from everywhere."""
    from scipy.sparse.csgraph import connected_components

    count, parts = connected_components(moves, directed=True, connection="strong")
    leaves = moves & (parts[:, np.newaxis] != parts)
    closed = np.setdiff1d(np.arange(count), parts[leaves.any(axis=1)])
    if closed.size > 1:
        sets = [np.flatnonzero(parts == part).tolist() for part in closed]
        raise DataError(
            f"transition: {closed.size} closed sets of levels ({', '.join(str(each) for each in sets[:3])}), "
            "so where the chain ends depends on where it starts; use transient_laws from a start",
            closed=sets,
        )
    return int(np.flatnonzero(parts == closed[0])[0])


def _eliminated(matrices: FloatArray) -> FloatArray:
    """Stationary laws of a stack of chains whose first level is reached from every other."""
    work = matrices.copy()
    levels = work.shape[-1]
    for last in range(levels - 1, 0, -1):
        work[:, :last, last] /= work[:, last, :last].sum(axis=-1, keepdims=True)
        work[:, :last, :last] += work[:, :last, last, np.newaxis] * work[:, last, np.newaxis, :last]
    law = np.ones((len(work), levels))
    for level in range(1, levels):
        law[:, level] = np.einsum("ni,ni->n", law[:, :level], work[:, :level, level])
        # At extreme rates levels differ by more than a float holds: the likeliest so far is kept near 1.
        law[:, : level + 1] /= np.maximum(law[:, level], 1.0)[:, np.newaxis]
    return np.asarray(law / law.sum(axis=-1, keepdims=True), np.float64)

"""How well a rating plan tells good risks from bad, and whether its factors balance."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratefloat.errors import DataError, ShapeError, rows_text

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class QuantileTest:
    """Loss ratios of groups of risks ordered by their factor, the lowest factors first.

    Args:
        members: rows of each group, in order of their factor; rows of one factor may lie in several groups.
        parts: how much of each of these rows lies in the group, shapes as `members`.
        manual: losses per unit of premium before the factor, shape (groups,).
        modified: losses per unit of premium after the factor, shape (groups,).
        manual_all, modified_all: the same of all risks together.
    """

    members: tuple[IntArray, ...]
    parts: tuple[FloatArray, ...]
    manual: FloatArray
    modified: FloatArray
    manual_all: float
    modified_all: float

    @property
    def relative_manual(self) -> FloatArray:
        """Manual loss ratios against that of all risks; they should rise: the plan identifies bad risks."""
        return np.asarray(self.manual / self.manual_all, np.float64)

    @property
    def relative_modified(self) -> FloatArray:
        """Modified loss ratios against that of all risks; they should be 1: credibility is right."""
        return np.asarray(self.modified / self.modified_all, np.float64)

    @property
    def statistic(self) -> float:
        """Variance of the relative modified over that of the relative manual loss ratios; small is good.

        Raises:
            DataError: the manual loss ratios are all alike, so that there is nothing to explain.
        Source: Gillam 1992, Proceedings of the Casualty Actuarial Society 79.
        """
        before = float(np.var(self.relative_manual))
        if not before > 0:
            raise DataError("quantile test: manual loss ratios are all alike; there is nothing to explain")
        return float(np.var(self.relative_modified)) / before

    @property
    def lift(self) -> float:
        """Manual loss ratio of the top group against the bottom one; infinite if that has no losses."""
        if self.manual[0] == 0:
            return float("inf")
        return float(self.manual[-1] / self.manual[0])


@dataclass(frozen=True, eq=False)
class OrderedLorenz:
    """Share of losses against share of premium, risks ordered from the lowest relativity up.

    Risks with one factor, as all on one step have, are one point: nothing orders them among themselves.

    Args:
        premium: cumulative share of premium, from 0 to 1, shape (different factors + 1,).
        losses: cumulative share of losses, from 0 to 1, shape (different factors + 1,).
    """

    premium: FloatArray
    losses: FloatArray

    @property
    def gini(self) -> float:
        """Twice the area between the curve and the diagonal: 0 where the order says nothing.

        Source: Frees, Meyers and Cummings 2011, Journal of the American Statistical Association 106.
        """
        return float(1 - np.diff(self.premium) @ (self.losses[1:] + self.losses[:-1]))


@dataclass(frozen=True, eq=False)
class DorweilerTest:
    """The two sides of an experience-rating plan: does it find bad risks, and charge them enough.

    Args:
        identification: slope of the relative manual loss ratio by the relative factor; 1 where the
            factor is right, 0 where it tells nothing.
        equity: slope of the relative modified loss ratio by the relative factor; 0 where the factor is
            right, > 0 where credibility is too low, < 0 where it is too high.
        rising: manual loss ratios rise from every group to the next.
    """

    identification: float
    equity: float
    rising: bool


def quantile_test(
    expected: ArrayLike, factors: ArrayLike, losses: ArrayLike, *, groups: int = 5
) -> QuantileTest:
    """Loss ratios of equal-number groups of risks, ordered by factor: with five groups, the quintile test.

    Args:
        expected: expected losses or premium before the factor, > 0, shape (risks,).
        factors: experience modification of each risk, > 0, shape (risks,).
        losses: of the period that is rated, >= 0, shape (risks,).
        groups: number of groups, from 2 to the number of risks; the first take one more where they do not
            divide. Rows of one factor that meet an edge are spread over the groups in proportion.
    Raises:
        DataError: a number is out of range, there are no losses, or too few risks.
        ShapeError: the columns differ in length.
    Source: Gillam 1992, Proceedings of the Casualty Actuarial Society 79.

    >>> quantile_test([10, 10], [0.5, 1.5], [5, 15], groups=2).modified
    array([1., 1.])
    """
    premium, factor, loss = _columns(expected, factors, losses)
    if not 2 <= groups <= premium.size:
        raise DataError(
            f"groups: {groups} for {premium.size} risks; expected 2 to the number of risks", groups=groups
        )
    members, parts = _equal_groups(factor, groups)
    grouped = np.array([
        [part @ column[rows] for column in (loss, premium, premium * factor)]
        for rows, part in zip(members, parts, strict=True)
    ])
    total = grouped.sum(axis=0)
    return QuantileTest(
        members,
        parts,
        grouped[:, 0] / grouped[:, 1],
        grouped[:, 0] / grouped[:, 2],
        float(total[0] / total[1]),
        float(total[0] / total[2]),
    )


def ordered_lorenz(expected: ArrayLike, factors: ArrayLike, losses: ArrayLike) -> OrderedLorenz:
    """The ordered Lorenz curve of a plan: risks from the lowest factor up.

    Arguments and errors as `quantile_test`.

    >>> ordered_lorenz([10, 10], [0.5, 1.5], [5, 15]).gini
    0.25
    """
    premium, factor, loss = _columns(expected, factors, losses)
    _, block = np.unique(factor, return_inverse=True)
    sums = (np.bincount(block, weights=column) for column in (premium, loss))
    return OrderedLorenz(*(np.concatenate([[0.0], np.cumsum(column)]) / column.sum() for column in sums))


def off_balance(expected: ArrayLike, factors: ArrayLike) -> float:
    """Mean factor, weighted by expected losses: what the plan collects per unit of premium before it.

    Args:
        expected: expected losses or premium before the factor, > 0, shape (risks,).
        factors: > 0, shape (risks,).
    Raises:
        DataError: a number is out of range.
        ShapeError: the columns differ in length.

    >>> off_balance([10, 30], [1.2, 0.8])
    0.9
    """
    premium, factor, _ = _columns(expected, factors, None)
    return float(premium @ factor / premium.sum())


def normalised_factors(expected: ArrayLike, factors: ArrayLike) -> FloatArray:
    """The factors divided by the off-balance, so that the plan collects what it would without them.

    Arguments and errors as `off_balance`.

    >>> normalised_factors([10, 30], [1.2, 0.8]).round(6)
    array([1.333333, 0.888889])
    """
    return np.asarray(np.asarray(factors, np.float64) / off_balance(expected, factors), np.float64)


def squared_error(expected: ArrayLike, factors: ArrayLike, losses: ArrayLike) -> float:
    """Mean squared difference of losses from what the plan, balanced to them, would have charged.

    Arguments and errors as `quantile_test`; factors of 1 give the error without a plan.

    >>> squared_error([10, 10], [1, 1], [5, 15])
    25.0
    """
    premium, factor, loss = _columns(expected, factors, losses)
    return float(np.mean((loss - _balanced(premium * factor, loss)) ** 2))


def squared_error_ratio(expected: ArrayLike, factors: ArrayLike, losses: ArrayLike) -> float:
    """Squared error of loss ratios with the plan over that without it, weighted by exposure; small is good.

    Both are balanced to the losses. Arguments and errors as `quantile_test`.

    Raises:
        DataError: besides, all risks have one loss ratio, so that there is nothing to explain.

    >>> squared_error_ratio([10, 10], [0.75, 1.25], [5, 15])
    0.25
    """
    premium, factor, loss = _columns(expected, factors, losses)
    charged = (premium, premium * factor)
    before, after = (float(((loss - _balanced(each, loss)) ** 2 / premium).sum()) for each in charged)
    if not before > 0:
        raise DataError("loss ratios are all alike without the plan; there is nothing to explain")
    return after / before


def dorweiler_test(
    expected: ArrayLike, factors: ArrayLike, losses: ArrayLike, *, groups: int = 5
) -> DorweilerTest:
    """Whether manual loss ratios rise with the factor, and modified ones do not.

    Slopes over groups of equal number, weighted by expected losses. Arguments and errors as
    `quantile_test`.

    Raises:
        DataError: besides, all groups have one factor.
    Source: Dorweiler 1934, Proceedings of the Casualty Actuarial Society 21; the slopes put his two
        conditions into numbers.

    >>> dorweiler_test([10, 10], [0.5, 1.5], [5, 15], groups=2)
    DorweilerTest(identification=1.0, equity=0.0, rising=True)
    """
    premium, factor, _ = _columns(expected, factors, losses)
    test = quantile_test(premium, factor, losses, groups=groups)
    groups_of = list(zip(test.members, test.parts, strict=True))
    weights = np.array([part @ premium[rows] for rows, part in groups_of])
    charged = np.array([part @ (premium * factor)[rows] for rows, part in groups_of])
    means = charged / weights / off_balance(premium, factor)
    spread = means - weights @ means / weights.sum()
    square = float(weights @ spread**2)
    if not square > 0:
        raise DataError("factors: all groups have one mean factor; there is no slope by it")
    identification, equity = (
        float(weights * spread @ ratios) / square for ratios in (test.relative_manual, test.relative_modified)
    )
    return DorweilerTest(identification, equity, bool((np.diff(test.manual) > 0).all()))


def _equal_groups(factor: FloatArray, groups: int) -> tuple[tuple[IntArray, ...], tuple[FloatArray, ...]]:
    """Rows in order of factor, and the part of each that lies in each group of equal number."""
    order = np.argsort(factor, kind="stable")
    _, block, counts = np.unique(factor[order], return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    edges = np.cumsum([0, *(len(rows) for rows in np.array_split(order, groups))])
    found = []
    for start, end in pairwise(edges):
        inside = np.minimum(last, end) - np.maximum(last - counts, start)
        part = (np.maximum(inside, 0) / counts)[block]
        found.append((order[part > 0], part[part > 0]))
    return tuple(rows for rows, _ in found), tuple(part for _, part in found)


def _balanced(charged: FloatArray, losses: FloatArray) -> FloatArray:
    return np.asarray(charged * losses.sum() / charged.sum(), np.float64)


def _columns(
    expected: ArrayLike, factors: ArrayLike, losses: ArrayLike | None
) -> tuple[FloatArray, FloatArray, FloatArray]:
    premium, factor = np.asarray(expected, np.float64), np.asarray(factors, np.float64)
    loss = np.ones(premium.shape) if losses is None else np.asarray(losses, np.float64)
    if premium.ndim != 1 or not premium.shape == factor.shape == loss.shape or premium.size == 0:
        raise ShapeError(
            f"plan: expected {premium.shape}, factors {factor.shape}, losses {loss.shape}; "
            "expected columns of one length, at least one risk",
            expected=premium.shape,
            factors=factor.shape,
            losses=loss.shape,
        )
    for name, column, open_below in (
        ("expected", premium, True),
        ("factors", factor, True),
        ("losses", loss, False),
    ):
        bad = ~np.isfinite(column) | ((column <= 0) if open_below else (column < 0))
        if bad.any():
            rows = np.flatnonzero(bad).tolist()
            raise DataError(
                f"{name}: {rows_text(rows, column.size)} out of range; expected finite and "
                f"{'> 0' if open_below else '>= 0'}",
                name=name,
                rows=rows,
            )
    if not loss.sum() > 0:
        raise DataError("losses: all 0; expected a period with losses to judge a plan by")
    return premium, factor, loss

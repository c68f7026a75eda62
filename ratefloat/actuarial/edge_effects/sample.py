"""The employers of one or more reviews: where they stood, what they were charged, and what happened afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log

import numpy as np

from ratefloat.actuarial.edge_effects.edges import Edge
from ratefloat.actuarial.edge_effects.places import Floats, Ints, Mask
from ratefloat.errors import DataError
from ratefloat.history.channels import head_months, payroll
from ratefloat.history.channels.cases import Cases
from ratefloat.history.filled import Channels
from ratefloat.history.observed import observed
from ratefloat.periods import Span, first_day, month_of
from ratefloat.policy.rating import Rating
from ratefloat.rules.column import Column, IntegerColumn, RatioColumn


@dataclass(frozen=True, eq=False)
class Sample:
    """Rated employers with what is known of them, one row an employer and review.

    Args:
        employer: row in the book.
        followed: whether the employer was insured in the follow-up.
        expected: cases by the heads of the follow-up at the frequency of the class; 0 where not followed.
        level: logarithm of the rate over the base rate of the class, or of the rate itself without a base.
        before: heads, and wage a head and month in minor units, in the window; not a number where unknown.
        logs: logarithm of each indicator; not a number where it has no value, minus infinity at zero.
        beyond: for each edge, whether the employer stands above it, exactly.
    """

    employer: Ints
    followed: Mask
    cases: Floats
    head_years: Floats
    expected: Floats
    level: Floats
    before: Mapping[str, Floats]
    logs: Mapping[str, Floats]
    columns: tuple[Mapping[str, Column], ...]

    def beyond(self, edge: Edge) -> Mask:
        """Which rows stand above an edge, compared exactly."""
        parts = [columns[edge.indicator] for columns in self.columns]
        return np.concatenate([part.at_least(edge.at) if edge.closed else part.above(edge.at) for part in parts])


def sample_of(ratings: Sequence[Rating], edges: Sequence[Edge], of: Cases, years: int) -> Sample:
    """The sample of some reviews of one book.

    Raises:
        DataError: the book does not observe the follow-up, or lacks a column for it.
    """
    names = sorted({edge.indicator for edge in edges})
    parts = [_review(rating, names, of, years) for rating in ratings]

    def joined(name: str) -> Floats:
        return np.concatenate([getattr(part, name) for part in parts])

    return Sample(
        joined("employer").astype(np.intp), joined("followed").astype(np.bool_), joined("cases"),
        joined("head_years"), joined("expected"), joined("level"),
        {name: np.concatenate([part.before[name] for part in parts]) for name in parts[0].before},
        {name: np.concatenate([part.logs[name] for part in parts]) for name in names},
        tuple(part.columns[0] for part in parts),
    )


def _review(rating: Rating, names: Sequence[str], of: Cases, years: int) -> Sample:
    if not rating.rated.any():
        reason = next(iter(rating.refusals.values()), "the book is empty")
        raise DataError(f"review of {rating.dates.period.start}: nobody is rated ({reason}); expected rated employers")
    start = month_of(rating.dates.period.start)
    after, window = Span(start, start + 12 * years), rating.dates.window
    rows = np.flatnonzero(rating.rated & _observed(rating, after))
    filled = Channels.fill(
        rating.book, [(of, after), (head_months(), after), (head_months(), window), (payroll(), window)],
        on=rating.dates.period.start,
    )
    (cases, lost), (heads, gaps) = filled.total(of, after), filled.total(head_months(), after)
    rows = rows[~np.isin(rows, [*lost, *gaps])]
    followed = heads[rows] > 0
    if not followed.any():
        reason = next(iter({**lost, **gaps}.values()), f"no head-months in {after}")
        raise DataError(
            f"follow-up {after}: no rated employer with heads ({reason}); expected exposure up to "
            f"{first_day(after.end)}; choose an earlier review or fewer follow_years",
        )
    if not cases[rows][followed].any():
        raise DataError(f"follow-up {after}: none of {of!r}; expected some, else there is nothing to compare")
    classes = rating.classes[rows]
    head_years = heads[rows] / 12
    frequency = np.zeros(int(classes.max()) + 1)
    totals = np.bincount(classes, head_years), np.bincount(classes, cases[rows] * followed)
    np.divide(totals[1], totals[0], out=frequency, where=totals[0] > 0)
    columns = {name: rating.columns[name].take(rows) for name in names}
    months, _ = filled.total(head_months(), window)
    wages, _ = filled.total(payroll(), window)
    before = {
        "heads before": _log(months[rows] / window.months),
        "wage before": _log(wages[rows] / np.maximum(months[rows], 1)),
    }
    return Sample(
        rows, followed, cases[rows].astype(np.float64), head_years, head_years * frequency[classes],
        _levels(rating, rows), before, {name: _logs(column) for name, column in columns.items()}, (columns,),
    )


def _observed(rating: Rating, after: Span) -> Mask:
    """Which employers' claims are known to the end of the follow-up."""
    claims, wanted = observed(rating.book, "claims"), first_day(after.end)
    known = ~claims.lacks(after, rating.book.tables["employers"].days("participation")) & ~claims.contested
    ends = claims.end[rating.rated].max() if claims.declared else np.datetime64(first_day(rating.book.span().end))
    if not known[rating.rated].any() or (not claims.declared and ends < np.datetime64(wanted)):
        raise DataError(
            f"follow-up {after}: the book observes claims and exposure up to {ends}; expected them up to {wanted}; "
            f"choose an earlier review or fewer follow_years",
            observed=str(ends), expected=str(wanted),
        )
    return np.asarray(known)


def _levels(rating: Rating, rows: Ints) -> Floats:
    """The logarithm of what the float rule did to each rate."""
    rates = [float(outcome[3] or 0) for outcome in rating.outcomes.states]
    base = {key: float(value) for key, value in rating.base.items()}
    groups, classes = rating.base_group[rows].tolist(), rating.classes[rows].tolist()
    known = [base.get(key, 0.0) or 1.0 for key in zip(groups, classes, strict=True)]
    return _log(np.asarray(rates)[rating.outcomes.state[rows]] / np.asarray(known))


def _logs(column: Column) -> Floats:
    """The logarithm of an indicator; its exact sides come from comparisons, never from this."""
    if isinstance(column, RatioColumn):
        groups = np.zeros(len(column), dtype=np.int64) if column.groups is None else column.groups
        scale = np.asarray([float(value) for value in column.scale or (Fraction(1),)])
        value = column.numerator / np.maximum(column.denominator, 1) / scale[groups]
        return np.where(column.has_value(), _log(value), np.nan)
    if isinstance(column, IntegerColumn):
        return _log(column.values.astype(np.float64))
    return np.asarray([log(value) if value > 0 else -np.inf for value in column.numbers().numbers()])


def _log(values: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log(values))

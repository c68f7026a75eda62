"""Sums per employer and twelve-month period, in exact integers, block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ratefloat.history.table import Ints, Mask
from ratefloat.numeric.arrays import blocks
from ratefloat.periods import Span, first_day

Days = NDArray[np.datetime64]

Reasons = dict[int, dict[int, str]]
"""Row -> period -> why its records there can not be added up."""


@dataclass(frozen=True)
class Grid:
    """One channel of a book: `periods[p, i]` is employer i in period p, the oldest period first.

    Periods are twelve months counted back from the end of the span; a first one may be shorter.
    `reasons` tell why the records of an employer can not be added up, by row and period: a year that can not be
    known does not cost the others.
    """

    span: Span
    periods: Ints
    reasons: Reasons = field(default_factory=dict)

    @property
    def refused(self) -> dict[int, str]:
        """Why the records of an employer can not be added up over the whole span."""
        return self.refused_within(0, len(self.periods))

    def refused_within(self, first: int, after: int) -> dict[int, str]:
        """The same over periods `first` up to, not including, `after`."""
        found = {}
        for row, by_period in self.reasons.items():
            reason = next((reason for period, reason in by_period.items() if first <= period < after), None)
            if reason is not None:
                found[row] = reason
        return found

    @classmethod
    def empty(cls, span: Span, rows: int) -> Grid:
        """A grid of zeros."""
        return cls(span, np.zeros((span.years, rows), dtype=np.int64))


def note(reasons: Reasons, row: int, periods: Iterable[int], reason: str) -> None:
    """Add a reason for some periods of a row; the first one of a period stays."""
    of_row = reasons.setdefault(row, {})
    for period in periods:
        of_row.setdefault(period, reason)


def note_heir(reasons: Reasons, heir: int, of_giver: Mapping[int, str]) -> None:
    """Give an heir the reasons of its predecessor."""
    for period, reason in of_giver.items():
        note(reasons, heir, (period,), f"predecessor: {reason}")


def edges(span: Span) -> Ints:
    """The first days of the periods of a span, and the day after its end, as days since 1970.

    >>> [str(day) for day in edges(Span(2022 * 12, 2024 * 12)).astype("datetime64[D]")]
    ['2022-01-01', '2023-01-01', '2024-01-01']
    """
    starts = [max(span.start, span.end - 12 * back) for back in range(span.years, -1, -1)]
    return np.asarray([np.datetime64(first_day(month), "D") for month in starts]).astype(np.int64)


def bucket(days: Days, bounds: Ints) -> NDArray[np.intp]:
    """The period of each day: 0 before the span (or no day), 1 to P within, P + 1 after."""
    moments = days.view(np.int64)
    found = np.zeros(len(moments), dtype=np.intp)
    for bound in bounds:
        found += moments >= bound
    return found


@dataclass(frozen=True)
class Entries:
    """Records to be added up: whose they are, when they fall, and what each adds."""

    owners: NDArray[np.int32]
    days: Days
    amounts: Callable[[slice], Ints]
    kept: Callable[[slice], Mask | None]


def add_up(entries: Entries, span: Span, rows: int, *, what: str) -> Grid:
    """The sums of records by employer and period; sums that do not fit are refused, never wrapped."""
    grid, bounds = Grid.empty(span, rows), edges(span)
    flat = grid.periods.reshape(-1)
    largest = 0
    for block in blocks(len(entries.owners)):
        place, amounts = _block(entries, block, bounds, rows)
        if len(amounts):
            largest += len(amounts) * max(abs(int(amounts.min())), abs(int(amounts.max())))
            np.add.at(flat, place, amounts)
    if largest >= _most(span):
        refuse_beyond(entries, grid, what=what)
    return grid


def _block(entries: Entries, block: slice, bounds: Ints, rows: int) -> tuple[NDArray[np.intp], Ints]:
    owners = entries.owners[block]
    place = bucket(entries.days[block], bounds)
    inside = (place > 0) & (place < len(bounds)) & (owners >= 0)
    kept = entries.kept(block)
    if kept is not None:
        inside &= kept
    place -= 1
    place *= rows
    place += owners
    amounts = entries.amounts(block)
    return (place, amounts) if inside.all() else (place[inside], amounts[inside])


def _most(span: Span) -> int:
    return 2**62 // max(span.years, 1)


def refuse_beyond(entries: Entries, grid: Grid, *, what: str) -> None:
    """Find the employers whose sums might have wrapped, by adding up magnitudes in float64."""
    bounds, rows = edges(grid.span), len(grid.periods[0])
    sums = np.zeros((len(grid.periods), rows))
    for block in blocks(len(entries.owners)):
        place, amounts = _block(entries, block, bounds, rows)
        np.add.at(sums.reshape(-1), place, np.abs(amounts.astype(np.float64)))
    for row in np.flatnonzero((sums >= _most(grid.span)).any(axis=0)).tolist():
        reason = f"{what}: sum beyond 64 bits; expected amounts in the currency's main unit"
        note(grid.reasons, row, range(len(grid.periods)), reason)
        grid.periods[:, row] = 0

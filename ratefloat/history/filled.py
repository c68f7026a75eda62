"""Filled channels: what indicators read, whether it came from a book, a simulator or another engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import ShapeError, UncoveredError
from ratefloat.history.book import Book
from ratefloat.history.channels.base import BaseLookup, Channel, Filling
from ratefloat.history.grid import Grid
from ratefloat.history.succession import Succession
from ratefloat.history.table import Ints
from ratefloat.periods import Span

Request = tuple[Channel, Span]
"""A channel over a span, as an indicator asks for it."""


@dataclass(frozen=True)
class Channels:
    """Channels with their sums per employer and twelve-month period."""

    grids: Mapping[Request, Grid]
    rows: int

    @classmethod
    def fill(
        cls, book: Book, requests: Iterable[Request], *, base: BaseLookup | None = None, on: date | None = None
    ) -> Channels:
        """The channels of a book over the spans asked for, with the successions up to a day carried over.

        Args:
            on: the start of the review; without it all successions count.
        Raises:
            DataError: a channel needs a column or a base table that is not there.
        """
        succession = Succession.of(book.tables["employers"], book.ids, on=on)
        grids = {
            (channel, span): succession.carry(channel.fill(Filling(book, span, succession, base)), channel)
            for channel, span in merged(requests)
        }
        return cls(grids, len(book))

    @classmethod
    def from_arrays(cls, arrays: Mapping[Channel, Ints], *, ends: int) -> Channels:
        """Channels from ready sums.

        Args:
            arrays: int64 of shape (periods, employers), the oldest twelve-month period first.
            ends: number of the month in which all end (exclusive); see `ratefloat.periods.month_of`.
        Raises:
            ShapeError: the arrays hold different numbers of employers.
        """
        widths = {array.shape[1] for array in arrays.values()}
        if len(widths) > 1:
            raise ShapeError(f"channels: {sorted(widths)} employers; expected one number for all")
        spans = {channel: Span(ends - 12 * len(array), ends) for channel, array in arrays.items()}
        grids = {(channel, spans[channel]): Grid(spans[channel], array) for channel, array in arrays.items()}
        return cls(grids, widths.pop() if widths else 0)

    def total(self, channel: Channel, span: Span) -> tuple[Ints, Mapping[int, str]]:
        """The sum of a channel over a span (or what it makes of years that do not add up), and rows without one."""
        sums, refused = self.years(channel, span)
        return channel.over_years(sums), refused

    def years(self, channel: Channel, span: Span) -> tuple[Ints, Mapping[int, str]]:
        """The sums of a channel over the periods of a span, shape (periods, rows), and rows that can not be summed.

        Raises:
            UncoveredError: the channel is not filled over that span.
        """
        exact = self.grids.get((channel, span))
        if exact is not None:
            return exact.periods, exact.refused
        for (filled, over), grid in self.grids.items():
            if filled == channel and channel.adds_over_years and _within(span, over):
                last = len(grid.periods) - (over.end - span.end) // 12
                return grid.periods[last - span.years : last], grid.refused_within(last - span.years, last)
        raise UncoveredError(f"{channel!r}: not filled over {span}; expected it among the filled channels")


class YearColumns(Channels):
    """Channels whose sums lie in separate columns, one a year; totals are added up without copying the years."""

    def __init__(self, columns: Mapping[Channel, Sequence[NDArray[np.integer]]], *, ends: int) -> None:
        rows = {len(year) for years in columns.values() for year in years}
        if len(rows) > 1:
            raise ShapeError(f"channels: {sorted(rows)} employers; expected one number for all")
        super().__init__({}, rows.pop() if rows else 0)
        object.__setattr__(self, "columns", columns)
        object.__setattr__(self, "ends", ends)

    columns: Mapping[Channel, Sequence[NDArray[np.integer]]]
    ends: int

    def _chosen(self, channel: Channel, span: Span) -> Sequence[NDArray[np.integer]]:
        years = self.columns.get(channel, ())
        last = len(years) - (self.ends - span.end) // 12
        if span.months % 12 or (self.ends - span.end) % 12 or last - span.years < 0 or span.end > self.ends:
            raise UncoveredError(f"{channel!r}: no columns over {span}; expected one for each year")
        return years[last - span.years : last]

    def years(self, channel: Channel, span: Span) -> tuple[Ints, Mapping[int, str]]:
        return np.stack(self._chosen(channel, span)).astype(np.int64, copy=False), {}

    def total(self, channel: Channel, span: Span) -> tuple[Ints, Mapping[int, str]]:
        years = self._chosen(channel, span)
        if not channel.adds_over_years:
            return super().total(channel, span)
        total = np.add(years[0], years[1], dtype=np.int64) if len(years) > 1 else years[0].astype(np.int64)
        for year in years[2:]:
            np.add(total, year, out=total)
        return total, {}


def merged(requests: Iterable[Request]) -> list[Request]:
    """The fewest fillings that serve all requests: whole years that end in one month are filled together."""
    found: dict[tuple[Channel, object], Span] = {}
    for channel, span in requests:
        whole = channel.adds_over_years and span.months % 12 == 0
        key = (channel, span.end % 12 if whole else (span.start, span.end))
        other = found.get(key, span)
        found[key] = Span(min(span.start, other.start), max(span.end, other.end))
    return [(channel, span) for (channel, _), span in found.items()]


def _within(span: Span, filled: Span) -> bool:
    return (
        span.months % 12 == 0 and (filled.end - span.end) % 12 == 0
        and filled.start <= span.start and span.end <= filled.end and filled.months % 12 == 0
    )


def no_rows(request: Request) -> Ints:
    """The sums of no employer at all."""
    return np.zeros((request[1].years, 0), dtype=np.int64)

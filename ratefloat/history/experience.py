"""The experience of a book for one review: what indicators read, and which employers can not be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ratefloat.errors import DataError
from ratefloat.history.book import Book
from ratefloat.history.channels.base import BaseLookup, Channel
from ratefloat.history.checks import STATED_TWICE
from ratefloat.history.dates import Dates
from ratefloat.history.decisions import Memory
from ratefloat.history.filled import Channels, Request, no_rows
from ratefloat.history.grid import Days
from ratefloat.history.observed import Observed, observed
from ratefloat.history.succession import Succession
from ratefloat.history.table import Ints, Mask
from ratefloat.periods import Span
from ratefloat.rules.column import Column

if TYPE_CHECKING:
    from ratefloat.history.indicator import Indicator

Peers = Mapping[str, Mapping[str, Fraction]]
"""Indicator -> group -> peer value; the group of a whole book is ""."""


@dataclass
class Experience:
    """What the indicators of one review read.

    `refused` grows while indicators are read: row -> why the employer can not be rated.
    """

    channels: Channels
    dates: Dates
    records: Book | None = None
    given_peers: Peers | None = None
    base: BaseLookup | None = None
    states: Mapping[str, Column] | None = None
    """Ready columns beside sums, where there are no records."""
    refused: dict[int, str] = field(default_factory=dict)
    peers: dict[str, dict[str, Fraction]] = field(default_factory=dict)
    _observed: dict[str, Observed] = field(default_factory=dict)
    _totals: dict[Request, tuple[Ints, Mapping[int, str]]] = field(default_factory=dict)
    _concerned: Mask | None = None

    @property
    def rows(self) -> int:
        """The number of employers."""
        return self.channels.rows

    @property
    def book(self) -> Book:
        """The records themselves, for indicators that are not made of sums."""
        if self.records is None:
            raise DataError("this indicator reads records, and only sums were given; expected a book, or its column")
        return self.records

    @cached_property
    def participation(self) -> Days:
        """The day on which each employer, or the first of its predecessors, came in."""
        days = self.book.tables["employers"].days("participation").copy()
        for giver in self.succession.order:
            for heir, _ in self.succession.heirs[giver]:
                days[heir] = np.fmin(days[heir], days[giver])
        return days

    @cached_property
    def succession(self) -> Succession:
        """Who has taken over whose record by the start of the review."""
        return Succession.of(self.book.tables["employers"], self.book.ids, on=self.dates.period.start)

    @cached_property
    def memory(self) -> Memory:
        """The decisions of each employer, and of those whose continuation it is."""
        return Memory.of(self.book.tables["decisions"], self.succession)

    def years(self, channel: Channel, span: Span) -> Ints:
        """The sums of a channel over the periods of a span, shape (periods, rows)."""
        sums, refused = self.channels.years(channel, span)
        self._refuse(refused)
        return sums

    def total(self, channel: Channel, span: Span) -> Ints:
        """The sum of a channel over a span; employers for whom a part of it was not observed are refused."""
        if (channel, span) not in self._totals:
            self._totals[channel, span] = self.channels.total(channel, span)
        total, refused = self._totals[channel, span]
        self._refuse(refused)
        self.require(channel.source, span)
        return total

    def observed(self, source: str) -> Observed:
        """What was observed of a source."""
        if source not in self._observed:
            self._observed[source] = observed(self.book, source)
        known = self._observed[source]
        self.refuse(known.contested, f"observed: {source} stated twice for one area; {STATED_TWICE}")
        return known

    def require(self, source: str, span: Span) -> None:
        """Refuse employers for whom a source is stated not to cover a span."""
        if self.records is None or not len(self.records.tables["observed"]):
            return
        known = self.observed(source)
        if known.declared:
            lacking = known.lacks(span, self.participation)
            self.refuse(lacking, f"{source}: not observed over all of {span}; expected records of every month")

    def refuse(self, rows: Mask, reason: str) -> None:
        """Refuse the employers of a mask."""
        self._refuse(dict.fromkeys(np.flatnonzero(rows).tolist(), reason))

    @contextmanager
    def concerning(self, rows: Mask) -> Iterator[None]:
        """Read something that matters for some rows only: the others are not refused for it."""
        before, self._concerned = self._concerned, rows
        try:
            yield
        finally:
            self._concerned = before

    def _refuse(self, reasons: Mapping[int, str]) -> None:
        for row, reason in reasons.items():
            if self._concerned is None or self._concerned[row]:
                self.refused.setdefault(row, reason)


@dataclass
class _Asking(Experience):
    """An experience of nobody that notes what is asked for."""

    asked: list[Request] = field(default_factory=list)

    def years(self, channel: Channel, span: Span) -> Ints:
        self.asked.append((channel, span))
        return no_rows((channel, span))

    def total(self, channel: Channel, span: Span) -> Ints:
        return channel.over_years(self.years(channel, span))


def asked_for(indicators: Iterable[Indicator], dates: Dates) -> list[Request]:
    """The channels, and the spans of them, that indicators read for a review: found by asking them on nobody."""
    return list(_asked_for(tuple(indicators), dates))


@lru_cache(maxsize=64)
def _asked_for(indicators: tuple[Indicator, ...], dates: Dates) -> tuple[Request, ...]:
    asking = _Asking(Channels({}, 0), dates, Book.empty())
    for indicator in indicators:
        indicator.column("", asking)
    return tuple(dict.fromkeys(asking.asked))

"""Flags as spans: who has one on a day, at any time in a window, or all through it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ratefloat.history.dates import Dates, Day
from ratefloat.history.experience import Experience
from ratefloat.history.grid import Days
from ratefloat.history.observed import ALWAYS, NEVER_ENDS
from ratefloat.history.table import Mask
from ratefloat.periods import Span, Window, first_day, month_of

When = Literal["on date", "any in window", "all through window"]
"""When a flag counts."""

Rows = NDArray[np.intp]


class Moment:
    """The day or the window for which a flag is asked."""

    def __init__(self, dates: Dates, when: When, *, day: Day = "review", window: Window | None = None) -> None:
        self.when = when
        moment = dates.day(day)
        self.span = Span(month_of(moment), month_of(moment) + 1) if when == "on date" else dates.span(window)
        self.first = np.datetime64(moment if when == "on date" else first_day(self.span.start))
        self.after = self.first + 1 if when == "on date" else np.datetime64(first_day(self.span.end))

    @property
    def text(self) -> str:
        """The window, or the time up to the day, for messages."""
        return f"the time up to {self.first}" if self.when == "on date" else str(self.span)


@dataclass(frozen=True)
class Spans:
    """Half-open spans of days, each of one employer (its row in the book)."""

    owners: NDArray[np.integer[Any]]
    start: Days
    end: Days

    @classmethod
    def none(cls) -> Spans:
        """No span."""
        return cls(np.zeros(0, dtype=np.int32), *(np.zeros(0, dtype="datetime64[D]") for _ in range(2)))

    def of(self, rows: Mask) -> Spans:
        """A choice of spans."""
        return Spans(self.owners[rows], self.start[rows], self.end[rows])

    def owned_by(self, owner: int) -> Spans:
        """The same spans, all of one employer."""
        return Spans(np.full_like(self.owners, owner), self.start, self.end)

    def joined(self, other: Spans) -> Spans:
        """These spans and others."""
        pairs = ((self.owners, other.owners), (self.start, other.start), (self.end, other.end))
        return Spans(*(np.concatenate(pair) for pair in pairs))

    def without(self, lifted: Spans) -> Spans:
        """What is left of these spans outside others of the same employer."""
        touched = np.isin(self.owners, lifted.owners)
        left = self.of(~touched)
        for owner in np.unique(self.owners[touched]).tolist():
            own = self.of(self.owners == owner)
            over = lifted.of(lifted.owners == owner)
            for start, end in zip(over.start, over.end, strict=True):
                before = Spans(own.owners, own.start, np.minimum(own.end, start))
                after = Spans(own.owners, np.maximum(own.start, end), own.end)
                own = before.of(before.start < before.end).joined(after.of(after.start < after.end))
            left = left.joined(own)
        return left


def rows_of(experience: Experience, flag: str) -> Rows:
    """The records that set a flag; level 0 means that it does not stand."""
    flags = experience.book.tables["flags"]
    return np.flatnonzero(flags.words("flag").is_in((flag,)) & (flags.numbers("level") != 0))


def lifted_rows(experience: Experience, flag: str) -> Rows:
    """The records that say that a flag does not stand."""
    flags = experience.book.tables["flags"]
    return np.flatnonzero(flags.words("flag").is_in((flag,)) & (flags.numbers("level") == 0))


def spans_of(experience: Experience, rows: Rows) -> Spans:
    """Some flag records as spans; an empty end is open."""
    flags = experience.book.tables["flags"]
    end = flags.days("end")[rows]
    return Spans(flags.owners()[rows], flags.days("start")[rows], np.where(np.isnat(end), NEVER_ENDS, end))


def standing(experience: Experience, rows: Rows, moment: Moment) -> Mask:
    """Which employers have one of some flag records at a moment."""
    experience.require("flags", moment.span)
    return lasting(spans_of(experience, rows), moment, experience.rows)


def lasting(spans: Spans, moment: Moment, rows: int) -> Mask:
    """Which of so many employers have a span at a moment, or spans without a gap all through it."""
    if moment.when == "all through window":
        return _all_through(spans, moment, rows)
    found = np.zeros(rows, dtype=np.bool_)
    found[spans.owners[(spans.start < moment.after) & (spans.end > moment.first)]] = True
    return found


def _all_through(spans: Spans, moment: Moment, rows: int) -> Mask:
    """Which employers have spans that leave no gap from the first to the last day of a moment."""
    found = np.zeros(rows, dtype=np.bool_)
    order = np.lexsort((spans.start, spans.owners))
    owners, start, end = spans.owners[order], spans.start[order], spans.end[order]
    first = np.append(True, owners[1:] != owners[:-1]) if len(owners) else np.zeros(0, dtype=np.bool_)
    reached = np.full(rows, moment.first, dtype="datetime64[D]")
    # Rank by rank: the first span of every employer, then the second, so that each step is one vector.
    rank = np.arange(len(owners)) - np.maximum.accumulate(np.where(first, np.arange(len(owners)), 0))
    for number in range(int(rank.max()) + 1 if len(rank) else 0):
        at = rank == number
        who = owners[at]
        joins = start[at] <= reached[who]
        reached[who] = np.where(joins, np.maximum(reached[who], end[at]), reached[who])
    found[np.unique(owners)] = True
    return found & (reached >= moment.after)


def last_start(experience: Experience, flag: str) -> Days:
    """The last day on which a flag began for each employer before the review; the end of time without one."""
    spans = spans_of(experience, rows_of(experience, flag))
    known = spans.of(spans.start < np.datetime64(experience.dates.period.start))
    last = np.full(experience.rows, ALWAYS, dtype="datetime64[D]")
    np.maximum.at(last, known.owners, known.start)
    return np.where(last == ALWAYS, NEVER_ENDS, last)

"""Flags as spans: who has one on a day, at any time in a window, or all through it."""

from __future__ import annotations

from typing import Literal

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


def rows_of(experience: Experience, flag: str) -> Rows:
    """The records of a flag."""
    return np.flatnonzero(experience.book.tables["flags"].words("flag").is_in((flag,)))


def spans_of(experience: Experience, rows: Rows) -> tuple[Days, Days]:
    """Start and end of some flag records; an empty end is open."""
    flags = experience.book.tables["flags"]
    end = flags.days("end")[rows]
    return flags.days("start")[rows], np.where(np.isnat(end), NEVER_ENDS, end)


def standing(experience: Experience, rows: Rows, moment: Moment) -> Mask:
    """Which employers have one of some flag records at a moment."""
    experience.require("flags", moment.span)
    owners = experience.book.tables["flags"].owners()[rows]
    start, end = spans_of(experience, rows)
    if moment.when == "all through window":
        return _all_through(owners, start, end, moment, experience.rows)
    found = np.zeros(experience.rows, dtype=np.bool_)
    found[owners[(start < moment.after) & (end > moment.first)]] = True
    return found


def _all_through(owners: NDArray[np.int32], start: Days, end: Days, moment: Moment, rows: int) -> Mask:
    """Which employers have spans that leave no gap from the first to the last day of a moment."""
    found = np.zeros(rows, dtype=np.bool_)
    order = np.lexsort((start, owners))
    owners, start, end = owners[order], start[order], end[order]
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
    rows = rows_of(experience, flag)
    start, _ = spans_of(experience, rows)
    owners = experience.book.tables["flags"].owners()[rows]
    known = start < np.datetime64(experience.dates.period.start)
    last = np.full(experience.rows, ALWAYS, dtype="datetime64[D]")
    np.maximum.at(last, owners[known], start[known])
    return np.where(last == ALWAYS, NEVER_ENDS, last)

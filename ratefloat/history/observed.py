"""What was observed: before a source begins, a clean record is unknown, not clean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ratefloat.history.book import Book
from ratefloat.history.checks import contested
from ratefloat.history.grid import Days
from ratefloat.history.table import Mask
from ratefloat.periods import Span, first_day

ALWAYS = np.datetime64("0001-01-01")
NEVER_ENDS = np.datetime64("9999-12-31")


@dataclass(frozen=True)
class Observed:
    """The days from which and up to which a source covers each employer."""

    start: Days
    end: Days
    declared: bool
    contested: Mask
    """Employers whose span is stated twice."""

    def lacks(self, span: Span, participation: Days) -> Mask:
        """Employers for which a part of a span is unknown; before its participation nothing is to be known."""
        joined = np.where(np.isnat(participation), ALWAYS, participation)
        first = np.maximum(np.datetime64(first_day(span.start)), joined)
        last = np.datetime64(first_day(span.end))
        return np.asarray((first < last) & ((first < self.start) | (last > self.end)))


def observed(book: Book, source: str) -> Observed:
    """The observed span of a source: as stated for the area, else for all, else that of the book's exposure.

    Flags and decisions that nobody has stated a span for are taken as known always.
    """
    found = book.remembered.get(f"observed {source}")
    if found is None:
        found = book.remembered.setdefault(f"observed {source}", _observed(book, source))
    return found  # type: ignore[no-any-return]


def _observed(book: Book, source: str) -> Observed:
    table = book.tables["observed"]
    rows = np.flatnonzero(table.words("source").is_in((source,))) if len(table) else np.zeros(0, dtype=np.intp)
    start, end = _default(book, source)
    starts = np.full(len(book), start, dtype="datetime64[D]")
    ends = np.full(len(book), end, dtype="datetime64[D]")
    unclear = np.zeros(len(book), dtype=np.bool_)
    if not len(rows):
        return Observed(starts, ends, False, unclear)
    twice = contested(table)
    areas = book.tables["employers"].words("area").texts()
    stated = table.words("area").texts()
    for row in sorted(rows.tolist(), key=lambda row: stated[row] != ""):
        of = areas == stated[row] if stated[row] else np.ones(len(book), dtype=np.bool_)
        starts[of], ends[of], unclear[of] = table.days("start")[row], table.days("end")[row], twice[row]
    return Observed(starts, ends, len(rows) > 0, unclear)


def _default(book: Book, source: str) -> tuple[np.datetime64, np.datetime64]:
    if source in ("flags", "decisions") or not len(book.tables["exposure"]):
        return ALWAYS, NEVER_ENDS
    return np.datetime64(first_day(book.span().start)), NEVER_ENDS

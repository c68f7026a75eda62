"""The months that a witness lives in, cut wherever a window, a year or a base table begins or ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ratefloat.history.dates import Dates
from ratefloat.history.filled import Request
from ratefloat.history.indicator import years_of
from ratefloat.periods import FAR, Span, first_day, month_of
from ratefloat.policy.base import Spec, tables_of


@dataclass(frozen=True)
class Timeline:
    """Segments of months in order, and a day before all of them.

    Records that lie within one segment count in the same windows and years, whatever their day.
    """

    dates: Dates
    segments: tuple[Span, ...]

    @classmethod
    def of(cls, dates: Dates, requests: Iterable[Request], base: Spec | None) -> Timeline:
        """The segments for the channels that a policy reads."""
        start = month_of(dates.period.start)
        spans = [span for _, span in requests] + [Span(start - 12, start)]
        cuts = {month for span in spans for year in years_of(span) for month in (max(year.start, span.start), year.end)}
        inside = range(min(cuts), max(cuts))
        if base is not None:
            days = (d for table in tables_of(base).values() for row in table.rows for d in _ends(row.effective))
            cuts |= {month_of(moment) for moment in days if month_of(moment) in inside}
        ordered = sorted(cuts)
        return cls(dates, tuple(Span(a, b) for a, b in pairwise(ordered)))

    @property
    def start(self) -> int:
        """The first month."""
        return self.segments[0].start

    @property
    def before(self) -> date:
        """A day long before anything is looked at."""
        return first_day(self.start - 24)

    def day_in(self, segment: int) -> date:
        """A day in the first month of a segment."""
        return first_day(self.segments[segment].start).replace(day=15)


def _ends(period: object) -> tuple[date, ...]:
    start, end = period.start, period.end  # type: ignore[attr-defined]
    return tuple(moment for moment in (start, end) if moment != FAR and moment.year > 1)

"""The days of one review, from which every indicator takes its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from ratefloat.periods import Period, Span, Window

Day = Literal["review", "fixed", "on"]
"""Which day picks a state: the start of the review period, the day the review was fixed, the day of rating."""


@dataclass(frozen=True)
class Dates:
    """The day a rate is asked for, the review period that holds it, the day it was fixed, and the window."""

    on: date
    period: Period
    fixed_on: date
    window: Span

    def day(self, name: Day) -> date:
        """The day of a name.

        >>> review = Period(date(2024, 1, 1), date(2026, 1, 1))
        >>> dates = Dates(date(2025, 5, 1), review, date(2023, 12, 1), Window(months=24).before(review.start))
        >>> str(dates.day("review")), str(dates.day("fixed"))
        ('2024-01-01', '2023-12-01')
        """
        return {"review": self.period.start, "fixed": self.fixed_on, "on": self.on}[name]

    def span(self, window: Window | None) -> Span:
        """The span of an indicator's own window, or of the policy's."""
        return self.window if window is None else window.before(self.period.start)

"""Half-open periods, experience windows and review cycles, in whole months where law counts months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from pydantic import GetCoreSchemaHandler, field_validator
from pydantic_core import core_schema

from ratefloat.definition import Definition
from ratefloat.errors import DefinitionError, UncoveredError

FAR = date(9999, 12, 31)
"""The end of a period that has no end yet."""


def day(value: date | str) -> date:
    """A calendar day from ISO text or a date.

    >>> day("2024-01-01")
    datetime.date(2024, 1, 1)
    """
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise DefinitionError(
            f"date {value!r}: not a calendar day; expected YYYY-MM-DD", value=value
        ) from None


def month_of(moment: date) -> int:
    """The number of a month since year 0: 12 x year + month - 1.

    >>> month_of(date(2024, 1, 31)) - month_of(date(2023, 12, 1))
    1
    """
    return moment.year * 12 + moment.month - 1


def first_day(month: int) -> date:
    """The first day of a numbered month.

    >>> first_day(month_of(date(2024, 2, 29)))
    datetime.date(2024, 2, 1)
    """
    return date(month // 12, month % 12 + 1, 1)


@dataclass(frozen=True, order=True)
class Period:
    """Days from `start` up to, not including, `end`; written "2022-01-01/2027-01-01", or "2022-01-01/"."""

    start: date
    end: date = FAR

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise DefinitionError(
                f"period {self.start}/{self.end}: ends before it starts; expected start < end (half-open)",
                start=self.start, end=self.end,
            )

    @classmethod
    def parse(cls, value: Period | str) -> Period:
        """A period from its text.

        >>> Period.parse("2022-01-01/2027-01-01").contains(date(2027, 1, 1))
        False
        """
        if isinstance(value, Period):
            return value
        if not isinstance(value, str) or value.count("/") != 1:
            raise DefinitionError(f"period {value!r}: expected start/end, such as 2022-01-01/2027-01-01", value=value)
        start, end = value.split("/")
        return cls(day(start), day(end) if end else FAR)

    def contains(self, moment: date) -> bool:
        """Whether a day lies in the period."""
        return self.start <= moment < self.end

    def overlaps(self, other: Period) -> bool:
        """Whether two periods share a day."""
        return self.start < other.end and other.start < self.end

    @property
    def last_day(self) -> date:
        """The last day that belongs to the period."""
        return self.end - timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.start}/{'' if self.end == FAR else self.end}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse,
            serialization=core_schema.plain_serializer_function_ser_schema(str),
            json_schema_input_schema=core_schema.str_schema(),
        )


@dataclass(frozen=True)
class Span:
    """Whole months from `start` up to, not including, `end`, as numbers of `month_of`."""

    start: int
    end: int

    @property
    def months(self) -> int:
        """Length in months."""
        return self.end - self.start

    @property
    def years(self) -> int:
        """Number of twelve-month periods, counted back from the end; a shorter first one counts."""
        return -(-self.months // 12)

    @property
    def period(self) -> Period:
        """The same span in days."""
        return Period(first_day(self.start), first_day(self.end))

    def longer(self, months: int) -> Span:
        """The span of another length that ends with this one."""
        return Span(self.end - months, self.end)

    def earlier(self, months: int) -> Span:
        """The span of this length, moved back."""
        return Span(self.start - months, self.end - months)

    def __str__(self) -> str:
        return f"{first_day(self.start)}/{first_day(self.end)}"


class Window(Definition):
    """The experience period of a policy: so many months, ending on a calendar day before the review starts.

    `ends` is month and day ("12-31"); without it the window ends on the eve of the review.
    `lag_months` is the least time between the end of the window and the start of the review.
    Windows begin and end with calendar months.

    >>> str(Window(months=24).before(date(2024, 1, 1)))
    '2022-01-01/2024-01-01'
    >>> str(Window(months=36, ends="03-31", lag_months=12).before(date(2004, 4, 1)))
    '2000-04-01/2003-04-01'
    """

    months: int
    ends: str | None = None
    lag_months: int = 0

    @field_validator("months", "lag_months")
    @classmethod
    def _not_negative(cls, value: int) -> int:
        if value < 0:
            raise DefinitionError(f"window: {value} months; expected 0 or more")
        return value

    @field_validator("ends")
    @classmethod
    def _month_end(cls, value: str | None) -> str | None:
        if value is not None and (day(f"2023-{value}") + timedelta(days=1)).day != 1:
            raise DefinitionError(f"window ends {value!r}: not the end of a month; expected such as 12-31 or 06-30")
        return value

    def before(self, review_start: date) -> Span:
        """The window that counts for a review starting on a day."""
        end = month_of(review_start) - self.lag_months
        if self.ends is not None:
            end -= (end - int(self.ends[:2])) % 12
        return Span(end - self.months, end)


class Review(Definition):
    """The cycle of reviews: every so many years from an anchor; the rate of one review runs through its period.

    `fixed_months_before` says how long before its start a review was fixed (states and flags may be read then).

    >>> str(Review(every_years=2, anchor="2022-01-01").period(date(2025, 6, 30)))
    '2024-01-01/2026-01-01'
    """

    every_years: int
    anchor: date
    fixed_months_before: int = 0
    prolonged: tuple[Period, ...] = ()

    @field_validator("every_years")
    @classmethod
    def _positive(cls, value: int) -> int:
        if not 1 <= value <= 10:
            raise DefinitionError(f"review every {value} years; expected 1 to 10 (laws use 1 to 3)")
        return value

    @field_validator("anchor")
    @classmethod
    def _month_start(cls, value: date) -> date:
        if value.day != 1:
            raise DefinitionError(f"review anchor {value}: not the first of a month; expected one, rates run by month")
        return value

    @field_validator("prolonged")
    @classmethod
    def _in_order(cls, value: tuple[Period, ...]) -> tuple[Period, ...]:
        for one, two in pairwise(value):
            if two.start < one.end:
                raise DefinitionError(f"prolonged cycles {one} and {two}: overlap; expected one after the other")
        return value

    def model_post_init(self, context: Any) -> None:
        first = self.anchor
        for longer in self.prolonged:
            if longer.start < first or self._regular(first, longer.start).start != longer.start:
                raise DefinitionError(
                    f"prolonged cycle {longer}: does not start with a cycle; expected the start of a cycle from {first}"
                )
            first = longer.end

    def period(self, on: date) -> Period:
        """The review period that contains a day; a prolonged cycle is given whole in `prolonged`."""
        if on < self.anchor:
            raise UncoveredError(
                f"date {on}: before the first review on {self.anchor}; expected a date from then on",
                date=on, anchor=self.anchor,
            )
        first = self.anchor
        for longer in self.prolonged:
            if longer.contains(on):
                return longer
            if longer.end <= on:
                first = longer.end
        return self._regular(first, on)

    def fixed_on(self, period: Period) -> date:
        """The day on which the review of a period was fixed."""
        return first_day(month_of(period.start) - self.fixed_months_before)

    def _regular(self, first: date, on: date) -> Period:
        """The period of plain cycles counted from a day."""
        cycles = (month_of(on) - month_of(first)) // (12 * self.every_years)
        start = first.replace(year=first.year + cycles * self.every_years)
        return Period(start, start.replace(year=start.year + self.every_years))

    def starts(self, span: Period) -> Iterator[date]:
        """The starts of all reviews within a period."""
        moment = self.period(max(span.start, self.anchor)).start
        while moment < span.end:
            if moment >= span.start:
                yield moment
            moment = self.period(moment).end

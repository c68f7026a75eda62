"""The state of the fund: months of reserve in the area of an employer."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import AfterValidator

from ratefloat.errors import DefinitionError
from ratefloat.history.checks import STATED_TWICE, contested
from ratefloat.history.experience import Experience
from ratefloat.history.indicator import Indicator
from ratefloat.periods import day
from ratefloat.rules.column import Column, RatioColumn
from ratefloat.rules.domain import Domain, Ratio


def _moment(value: str | None) -> str | None:
    if value is not None:
        try:
            day(value if len(value) > 5 else f"2023-{value}")
        except DefinitionError:
            raise DefinitionError(
                f"date {value!r}; expected month and day, such as 12-31, or a day such as 2022-12-31"
            ) from None
    return value


class FundMonths(Indicator):
    """Months of benefits that the fund holds in reserve, as last known on a day: tenths of a month, exact.

    `date` is one day for good, or the last such month and day before the review starts; without it the start of
    the review.
    """

    kind: ClassVar[str] = "fund months"

    date: Annotated[str | None, AfterValidator(_moment)] = None

    @property
    def moves(self) -> bool:
        """Whether it is measured anew for each review."""
        return self.date is None or len(self.date) <= 5

    def domain(self) -> Domain:
        return Ratio("")

    def column(self, name: str, experience: Experience) -> Column:
        fund = experience.book.tables["fund"]
        moment = self._day(experience.dates.period.start)
        areas = experience.book.tables["employers"].words("area").texts()
        stated = fund.words("area").texts()
        months = np.full(experience.rows, -1, dtype=np.int64)
        twice, unclear = contested(fund), np.zeros(experience.rows, dtype=np.bool_)
        rows = np.flatnonzero(fund.days("date") <= np.datetime64(moment))
        for row in sorted(rows.tolist(), key=lambda row: (stated[row] != "", fund.days("date")[row])):
            of = areas == stated[row] if stated[row] else np.ones(experience.rows, dtype=np.bool_)
            months[of], unclear[of] = fund.numbers("reserve_months")[row], twice[row]
        experience.refuse(unclear, f"{name}: fund of one area and day stated twice; {STATED_TWICE}")
        experience.refuse(months < 0, f"{name}: no fund record up to {moment}; expected one of the area or of all")
        return RatioColumn(np.maximum(months, 0), np.full(experience.rows, 10, dtype=np.int64))

    def _day(self, start: datetime.date) -> datetime.date:
        if self.date is None:
            return start
        if not self.moves:
            return day(self.date)
        this_year = day(f"{start.year}-{self.date}")
        return this_year if this_year < start else day(f"{start.year - 1}-{self.date}")


def fund_months(*, date: str | None = None, label: Any = None) -> FundMonths:
    """Months of reserve in the fund.

    Args:
        date: month and day of the balance that counts, such as "12-31", or one day, such as "2022-12-31" for a
            cut that is measured once; by default the start of the review.

    >>> fund_months(date="12-31")
    fund months(date='12-31')
    """
    return FundMonths(date=date, label=label)

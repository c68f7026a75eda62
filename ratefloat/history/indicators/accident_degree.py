"""The accident degree of an employer: its heads times the floating part of its base rate."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np

from ratefloat.errors import UncoveredError
from ratefloat.history.channels.exposure import head_months
from ratefloat.history.experience import Experience
from ratefloat.history.indicator import Indicator, years_of
from ratefloat.history.table import Ints, Mask
from ratefloat.periods import Span, Window, first_day
from ratefloat.rules.column import Column, RatioColumn
from ratefloat.rules.domain import Domain, Ratio
from ratefloat.units import RATE_UNIT, Percent


class AccidentDegree(Indicator):
    """Average heads x (base rate - part that does not float), the least of the latest years.

    Each year has its own heads and the base rate of its first day; where one of these rates is not known there is
    no value. Japan asks for 0.4 in every one of three years.
    """

    kind: ClassVar[str] = "accident degree"

    less: Percent = Fraction(0)
    years: int = 3

    def domain(self) -> Domain:
        return Ratio("")

    def column(self, name: str, experience: Experience) -> Column:
        end = experience.dates.span(self.window).end
        known: Mask = np.ones(experience.rows, dtype=np.bool_)
        least = np.full(experience.rows, np.iinfo(np.int64).max, dtype=np.int64)
        for year in years_of(Span(end - 12 * self.years, end)):
            heads = experience.total(head_months(), year)
            rates = self._rates(experience, first_day(year.start))
            known &= rates >= 0
            least = np.minimum(least, heads * np.maximum(rates, 0))
        return RatioColumn(np.where(known, least, 0), np.where(known, 12 * RATE_UNIT, 0))

    def _rates(self, experience: Experience, moment: date) -> Ints:
        """The floating part of each employer's base rate in 1e-8; -1 where there is none."""
        employers = experience.book.tables["employers"]
        classes, areas, tiers = employers.numbers("risk_class"), employers.words("area"), employers.words("tier")
        rates = np.full(experience.rows, -1, dtype=np.int64)
        for area, tier in np.unique(np.stack([areas.codes, tiers.codes], axis=1), axis=0).tolist():
            of: Mask = (areas.codes == area) & (tiers.codes == tier)
            try:
                found = experience.base(moment, areas.word(area), tiers.word(tier)) if experience.base else {}
            except UncoveredError:
                continue
            for number, rate in found.items():
                rates[of & (classes == number)] = int(max(rate - self.less, Fraction(0)) * RATE_UNIT)
        return rates


def accident_degree(
    *, less: Any = 0, years: int = 3, window: Window | None = None, label: Any = None
) -> AccidentDegree:
    """Average heads times the floating part of the base rate, the least of some years.

    Source: Japan, Premium Collection Act art. 12(3): 20 to 99 workers enter the merit system from 0.4 on.

    >>> accident_degree(less="0.6‰")
    accident degree(less=Fraction(3, 5000))
    """
    return AccidentDegree(less=less, years=years, window=window, label=label)

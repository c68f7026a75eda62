"""Streaks: how many of the latest years were clean, one after the other."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from ratefloat.errors import DefinitionError
from ratefloat.history.channels.base import Channel
from ratefloat.history.experience import Experience
from ratefloat.history.facts import Fact, Over, bounds
from ratefloat.history.indicator import AnyMeasure, Indicator, Measure, years_of
from ratefloat.history.indicators.count import amount
from ratefloat.history.table import Ints, Mask
from ratefloat.periods import Span, Window
from ratefloat.rules.column import Column, IntegerColumn
from ratefloat.rules.domain import Cell, Domain, Integer


class Streak(Indicator):
    """The number of latest twelve-month periods in a row in which a measure was zero, at most `years`.

    A period without insurance ends the streak. A period that was not observed makes it unknown: the employer
    is refused, unless the streak had ended before.
    """

    kind: ClassVar[str] = "streak"

    of: AnyMeasure
    years: int

    def domain(self) -> Domain:
        return Integer(0, self.years)

    @property
    def reads(self) -> tuple[Channel, ...]:
        return self.of.reads

    def facts(self, cell: Cell, window: Window) -> tuple[Fact, ...]:
        clean, _ = bounds(cell)
        if not clean:
            return ()
        over = Over.of(self.window or window, months=12 * clean)
        return tuple(
            Fact(channel, over, high=0, yearly=True) if channel == self.of.top else Fact(channel, over, low=clean)
            for channel in self.reads
        )

    def column(self, name: str, experience: Experience) -> Column:
        end = experience.dates.span(self.window).end
        alive = np.ones(experience.rows, dtype=np.bool_)
        length: Ints = np.zeros(experience.rows, dtype=np.int64)
        for year in years_of(Span(end - 12 * self.years, end)):
            alive &= experience.years(self.of.top, year).sum(axis=0) == 0
            unknown = alive & self._unobserved(experience, year)
            reason = f"{name}: the streak reaches into {year}, which was not observed; expected records from then on"
            experience.refuse(unknown, reason)
            alive &= self.of.insured(experience, year)
            length += alive
        return IntegerColumn(length)

    def _unobserved(self, experience: Experience, year: Span) -> Mask:
        if experience.records is None:
            return np.zeros(experience.rows, dtype=np.bool_)
        sources = {self.of.top.source, "premium" if self.of.bottom is None else self.of.bottom.source}
        lacking = [experience.observed(source).lacks(year, experience.participation) for source in sorted(sources)]
        return np.asarray(np.any(lacking, axis=0))


def streak(of: Measure | Channel, *, years: int, window: Window | None = None, label: Any = None) -> Streak:
    """Clean years in a row up to the end of the window.

    Args:
        of: the measure or channel that must be zero.
        years: how many years are looked at; a longer streak counts as so many.

    Source: Hainan 2016, five consecutive years without benefits; Ordos, three accident-free years.

    >>> from ratefloat.history.channels import cases
    >>> streak(cases("injury"), years=3)
    streak(of=amount(of=cases()), years=3)
    """
    if years < 1:
        raise DefinitionError(f"streak over {years} years; expected 1 or more")
    return Streak(of=amount(of) if isinstance(of, Channel) else of, years=years, window=window, label=label)

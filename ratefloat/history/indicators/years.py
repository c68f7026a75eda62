"""Years of a certain kind among the latest ones, and the least and greatest year."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar, Literal

import numpy as np

from ratefloat.errors import DefinitionError
from ratefloat.history.channels.base import Channel
from ratefloat.history.experience import Experience
from ratefloat.history.facts import Fact, Over, bounds
from ratefloat.history.indicator import AnyMeasure, Indicator, Measure, Terms, years_of
from ratefloat.history.indicators.count import amount
from ratefloat.history.indicators.exact import ratio_less
from ratefloat.history.table import Ints, Mask
from ratefloat.periods import Span, Window
from ratefloat.rules.column import Column, IntegerColumn
from ratefloat.rules.domain import Cell, Domain, Integer
from ratefloat.units import Number


class YearsWith(Indicator):
    """How many of the latest `within` twelve-month periods had a measure above an edge.

    With `since`, only periods that end after the last start of that flag count.
    """

    kind: ClassVar[str] = "years with"

    of: AnyMeasure
    above: Number = Fraction(0)
    within: int
    since: str | None = None

    def model_post_init(self, context: Any) -> None:
        if self.above < 0 or self.within < 1:
            raise DefinitionError(f"years above {self.above} within {self.within}; expected >= 0 and 1 or more years")

    def domain(self) -> Domain:
        return Integer(0, self.within)

    @property
    def reads(self) -> tuple[Channel, ...]:
        return (self.of.top,)

    def facts(self, cell: Cell, window: Window) -> tuple[Fact, ...]:
        low, high = bounds(cell)
        top, over = self.of.top, Over.of(self.window or window, months=12 * self.within)
        if not top.only_grows:
            return ()
        none = high == 0 and self.above == 0 and self.since is None and self.of.bottom is None
        return (Fact(top, over, low=low), *((Fact(top, over, high=0),) if none else ()))

    def column(self, name: str, experience: Experience) -> Column:
        end = experience.dates.span(self.window).end
        found: Ints = np.zeros(experience.rows, dtype=np.int64)
        for year in years_of(Span(end - 12 * self.within, end)):
            counts = self._after(experience, year)
            with experience.concerning(counts):
                terms = self.of.terms(experience, year)
                found += self.of.column_of(name, experience, terms).above(self.above) & counts
        return IntegerColumn(found)

    def _after(self, experience: Experience, year: Span) -> Mask:
        if self.since is None:
            return np.ones(experience.rows, dtype=np.bool_)
        from ratefloat.history.indicators.flags import last_start

        return np.asarray(last_start(experience, self.since) < np.datetime64(year.period.end))


class ExtremeYear(Indicator):
    """The least or greatest of the latest twelve-month periods; years without insurance are passed over."""

    kind: ClassVar[str] = "extreme year"

    of: AnyMeasure
    which: Literal["least", "greatest"]
    years: int

    def domain(self) -> Domain:
        return self.of.domain()

    def column(self, name: str, experience: Experience) -> Column:
        end = experience.dates.span(self.window).end
        years = [self.of.terms(experience, year) for year in years_of(Span(end - 12 * self.years, end))]
        best = years[0]
        for other in years[1:]:
            best = self._better(best, other)
        return self.of.column_of(name, experience, best)

    def _better(self, one: Terms, two: Terms) -> Terms:
        if one.denominator is None or two.denominator is None:
            choose = np.minimum if self.which == "least" else np.maximum
            return Terms(choose(one.numerator, two.numerator), None)
        first, second = (two, one) if self.which == "least" else (one, two)
        less = ratio_less(first, second)
        take = (two.denominator > 0) & (less | (one.denominator == 0))
        return Terms(
            np.where(take, two.numerator, one.numerator), np.where(take, two.denominator, one.denominator)
        )


def years_with(
    of: Measure | Channel, *, within: int, above: Any = 0, since: str | None = None, window: Window | None = None,
    label: Any = None,
) -> YearsWith:
    """Years among the latest in which a measure was above an edge.

    Source: Tianjin 2012, two consecutive years above 300 % (within=2, two of them); Hainan 2016, the first time
    above 200 % since an award.

    >>> from ratefloat.history.channels import cases
    >>> years_with(cases("death"), within=3)
    years with(of=amount(of=cases(of='death')), within=3)
    """
    return YearsWith(of=_measure(of), above=above, within=within, since=since, window=window, label=label)


def least(of: Measure | Channel, *, years: int, window: Window | None = None, label: Any = None) -> ExtremeYear:
    """The least of the latest years, such as the heads that each of three years must reach (Japan).

    >>> from ratefloat.history.channels import head_months
    >>> least(head_months(), years=3).years
    3
    """
    return ExtremeYear(of=_measure(of), which="least", years=years, window=window, label=label)


def greatest(of: Measure | Channel, *, years: int, window: Window | None = None, label: Any = None) -> ExtremeYear:
    """The greatest of the latest years.

    >>> from ratefloat.history.channels import cases
    >>> greatest(cases("death"), years=3).which
    'greatest'
    """
    return ExtremeYear(of=_measure(of), which="greatest", years=years, window=window, label=label)


def _measure(of: Measure | Channel) -> Measure:
    return amount(of) if isinstance(of, Channel) else of

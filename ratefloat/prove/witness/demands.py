"""What a case asks of sums: for each kind of indicator, the ranges that its numerators must lie in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import singledispatch
from itertools import combinations, islice
from math import ceil, floor
from typing import Protocol

from ratefloat.history.dates import Dates
from ratefloat.history.facts import bounds
from ratefloat.history.indicator import Indicator, Measure, years_of
from ratefloat.history.indicators.count import amount
from ratefloat.history.indicators.streak import Streak
from ratefloat.history.indicators.trend import Trend
from ratefloat.history.indicators.years import ExtremeYear, YearsWith
from ratefloat.periods import Span
from ratefloat.rules.domain import Cell
from ratefloat.rules.interval import Interval

Form = tuple[Measure, Span]
"""The numerator of a measure over a span."""
Ranges = dict[Form, tuple[int, int | None]]
"""The least and greatest value of some forms; None: without end."""
MOST = 6
"""How many ways of choosing years are tried."""
OLD = (100, 1_000_000)
"""Numerators that a window before may have, so that a trend can be told."""


class Known(Protocol):
    """What is known of an employer before its claims: its exposure, and its flags."""

    @property
    def dates(self) -> Dates:
        """The days of the review."""

    def bottom(self, measure: Measure, span: Span) -> int | None:
        """The denominator of a measure; None where it has none."""

    def top(self, measure: Measure, span: Span) -> int | None:
        """The numerator, if it is one of exposure; None if claims make it."""

    def lies(self, indicator: Indicator, cell: Cell) -> bool:
        """Whether an indicator of another kind lies in a cell while there are no claims."""

    def insured(self, measure: Measure, span: Span) -> bool:
        """Whether the employer is insured in a span, as the measure sees it."""

    def flag_start(self, name: str) -> date | None:
        """The last start of a flag before the review."""


@singledispatch
def demands(indicator: Indicator, cell: Cell, known: Known) -> Iterator[Ranges]:
    """The ways in which an indicator can lie in a cell, as ranges of forms; none where it can not.

    A kind that is not known here is taken to look at exposure alone; the proof by rating shows whether it does.
    """
    if known.lies(indicator, cell):
        yield {}


@demands.register
def _measure(indicator: Measure, cell: Cell, known: Known) -> Iterator[Ranges]:
    yield from _within(indicator, known.dates.span(indicator.window), cell, known)


def _within(measure: Measure, span: Span, cell: Cell, known: Known) -> Iterator[Ranges]:
    bottom = known.bottom(measure, span)
    if cell.interval is None:
        if bottom == 0:
            yield from _fits(measure, span, (1, None) if cell.sample[0] else (0, 0), known)
        return
    if bottom == 0:
        return
    limits = bounds(cell) if bottom is None else _scaled(cell.interval, Fraction(bottom))
    if limits[1] is None or limits[0] <= limits[1]:
        yield from _fits(measure, span, limits, known)


def _fits(measure: Measure, span: Span, limits: tuple[int, int | None], known: Known) -> Iterator[Ranges]:
    top = known.top(measure, span)
    if top is None:
        yield {(measure, span): (max(limits[0], 0), limits[1])}
    elif limits[0] <= top and (limits[1] is None or top <= limits[1]):
        yield {}


def _scaled(interval: Interval, by: Fraction) -> tuple[int, int | None]:
    """The whole numbers that lie in an interval once they are divided by a number."""
    low = interval.low * by
    first = ceil(low) if interval.low_closed else floor(low) + 1
    if interval.high is None:
        return first, None
    high = interval.high * by
    return first, floor(high) if interval.high_closed else ceil(high) - 1


@demands.register
def _streak(indicator: Streak, cell: Cell, known: Known) -> Iterator[Ranges]:
    end = known.dates.span(indicator.window).end
    years = years_of(Span(end - 12 * indicator.years, end))
    measure = amount(indicator.of.top)
    low, high = bounds(cell)
    for clean in range(min(high if high is not None else indicator.years, indicator.years), low - 1, -1):
        if not all(known.insured(indicator.of, year) for year in years[:clean]):
            continue
        made: Ranges = {(measure, year): (0, 0) for year in years[:clean]}
        if clean < indicator.years:
            if not known.insured(indicator.of, years[clean]):
                yield made
            made = {**made, (measure, years[clean]): (1, None)}
        yield made


@demands.register
def _years_with(indicator: YearsWith, cell: Cell, known: Known) -> Iterator[Ranges]:
    end = known.dates.span(indicator.window).end
    years = years_of(Span(end - 12 * indicator.within, end))
    if indicator.since is not None:
        start = known.flag_start(indicator.since)
        years = [year for year in years if start is not None and start < year.period.end]
    low, high = bounds(cell)
    for count in range(low, min(len(years), len(years) if high is None else high) + 1):
        for chosen in islice(combinations(years, count), MOST):
            made: Ranges = {}
            if all(_edge(indicator, year, year in chosen, (known, made)) for year in years):
                yield made


def _edge(indicator: YearsWith, year: Span, over: bool, into: tuple[Known, Ranges]) -> bool:
    """Ask a year to lie above the edge, or not; False where it can not."""
    known, made = into
    bottom = known.bottom(indicator.of, year)
    edge = floor(indicator.above * (1 if bottom is None else bottom))
    if over and bottom == 0:
        return False
    if bottom != 0:
        made[indicator.of, year] = (edge + 1, None) if over else (0, edge)
    return True


@demands.register
def _extreme(indicator: ExtremeYear, cell: Cell, known: Known) -> Iterator[Ranges]:
    end = known.dates.span(indicator.window).end
    made: Ranges = {}
    for year in years_of(Span(end - 12 * indicator.years, end)):
        ways = list(_within(indicator.of, year, cell, known))
        if not ways:
            return
        made |= ways[0]
    yield made


@demands.register
def _trend(indicator: Trend, cell: Cell, known: Known) -> Iterator[Ranges]:
    new = known.dates.span(indicator.window)
    old = new.earlier(new.months)
    over, under = (known.bottom(indicator.of, span) for span in (new, old))
    if over == 0 or under == 0:
        # Without insurance in one of the windows there is no trend, whatever was paid.
        if cell.interval is None and not cell.sample[0]:
            yield {}
        return
    if cell.interval is None:
        yield {(indicator.of, old): (0, 0), (indicator.of, new): (1, None) if cell.sample[0] else (0, 0)}
        return
    for before in OLD:
        scale = Fraction(before) * (over or 1) / (under or 1)
        low, high = _scaled(cell.interval, scale)
        if high is None or low <= high:
            yield {(indicator.of, old): (before, before), (indicator.of, new): (low, high)}


def joined(ways: Mapping[str, list[Ranges]], *, most: int = 40) -> Iterator[Ranges]:
    """The ways of several indicators together, at most so many; ranges of one form are intersected."""
    names = sorted(ways, key=lambda name: len(ways[name]))
    yield from islice(_joined([ways[name] for name in names], {}), most)


def _joined(rest: list[list[Ranges]], so_far: Ranges) -> Iterator[Ranges]:
    if not rest:
        yield so_far
        return
    for way in rest[0]:
        merged = _meet(so_far, way)
        if merged is not None:
            yield from _joined(rest[1:], merged)


def _meet(one: Ranges, two: Ranges) -> Ranges | None:
    made = dict(one)
    for form, (low, high) in two.items():
        low0, high0 = made.get(form, (0, None))
        least = max(low, low0)
        most = high if high0 is None else high0 if high is None else min(high, high0)
        if most is not None and least > most:
            return None
        made[form] = (least, most)
    return made


def tightened(first: Ranges, second: Ranges, movable: frozenset[Form]) -> Ranges | None:
    """The first ranges, narrowed so that the second can still be reached by adding to movable forms alone.

    None where that is impossible: a form that can not move must lie in both ranges, and nothing ever falls.
    """
    made = dict(first)
    for form, (low, high) in second.items():
        low0, high0 = made.get(form, (0, None))
        least = low0 if form in movable else max(low, low0)
        most = high if high0 is None else high0 if high is None else min(high, high0)
        if most is not None and least > most:
            return None
        made[form] = (least, most)
    return made

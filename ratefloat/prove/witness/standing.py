"""What stands on record besides exposure and claims: flags, decisions, words and the fund, as a case asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import Any

import numpy as np

from ratefloat.history.indicator import Indicator
from ratefloat.history.indicators.flags import Category, Flag, Level
from ratefloat.history.indicators.fund import FundMonths
from ratefloat.history.indicators.since import YearsSince
from ratefloat.history.indicators.years import YearsWith
from ratefloat.history.observed import NEVER_ENDS
from ratefloat.history.standing import Moment
from ratefloat.periods import first_day, month_of
from ratefloat.prove.witness.timeline import Timeline
from ratefloat.rules.domain import Cell
from ratefloat.units import decimal_text

Span = tuple[str, int | None, date, date | None]
"""One flag record: name, level, start and end."""
KINDS = (Flag, Level, Category, FundMonths, YearsSince)
"""Indicators that are not made of sums."""
BUILT_IN = ("risk_class", "base_group", "prior_step")


@dataclass(frozen=True)
class Standing:
    """Records of one employer: flags as (name, level, start, end), decisions as (start, end, step, privileges)."""

    flags: tuple[Span, ...] = ()
    decisions: tuple[tuple[date, date, int, str], ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    fund: tuple[tuple[date, str], ...] = ()

    def flag_start(self, name: str, timeline: Timeline) -> date | None:
        """The last day before the review on which a flag began."""
        days = [start for flag, _, start, _ in self.flags if flag == name]
        known = [start for start in days if start < timeline.dates.period.start]
        return max(known, default=None)

    def frames(self, id: str) -> dict[str, list[dict[str, Any]]]:
        """The rows of an employer in the tables of a book."""
        flags = [
            {"employer": id, "flag": name, "level": "" if level is None else level, "start": start.isoformat(),
             "end": "" if end is None else end.isoformat()}
            for name, level, start, end in self.flags
        ]
        decisions = [
            {"employer": id, "review_start": start.isoformat(), "start": start.isoformat(), "end": end.isoformat(),
             "step": step, "factor": "100%", "privileges": privileges}
            for start, end, step, privileges in self.decisions
        ]
        fund = [{"area": "", "date": moment.isoformat(), "reserve_months": months} for moment, months in self.fund]
        return {"flags": flags, "decisions": decisions, "fund": fund}


def standings(
    indicators: Mapping[str, Indicator], cells: Mapping[str, Cell], timeline: Timeline
) -> Iterator[Standing]:
    """The records that a case may stand on, likely ones first; those that do not fit are left to the proof."""
    words, fund = {}, []
    for name, made in indicators.items():
        if isinstance(made, Category) and name in cells:
            words[made.name] = str(cells[name].sample)
        if isinstance(made, FundMonths) and name in cells:
            fund += [(made._day(timeline.dates.period.start), _tenths(cells[name]))]
    decided = _decisions(indicators, cells, timeline)
    for flags in _flags(indicators, cells, timeline):
        yield Standing(flags, decided, words, tuple(fund))


def _tenths(cell: Cell) -> str:
    interval = cell.interval
    if interval is None:
        return "0"
    low = interval.low * 10
    tenths = ceil(low) if interval.low_closed else floor(low) + 1
    return decimal_text(Fraction(tenths, 10))


def _flags(
    indicators: Mapping[str, Indicator], cells: Mapping[str, Cell], timeline: Timeline
) -> Iterator[tuple[Span, ...]]:
    """Every combination of spans of the flags that a case speaks of."""
    asked = {name: made for name, made in indicators.items() if isinstance(made, Flag | Level) and name in cells}
    since = {made.since for made in indicators.values() if isinstance(made, YearsWith) and made.since}
    names = list(dict.fromkeys([*(made.name for made in asked.values()), *sorted(since)]))
    choices = []
    for flag in names:
        wants = [(made, cells[name].sample) for name, made in asked.items() if made.name == flag]
        choices.append(_spans(flag, wants, timeline, since=flag in since))
    for chosen in product(*choices):
        yield tuple(span for span in chosen if span is not None)


def _spans(flag: str, wants: list[tuple[Flag | Level, Any]], timeline: Timeline, *, since: bool) -> list[Span | None]:
    """The spans of one flag, or none at all, that give each indicator of it the value that is wanted."""
    levels = [int(sample) for made, sample in wants if isinstance(made, Level) and sample]
    level = levels[0] if levels else None
    review, window = timeline.dates.period.start, first_day(timeline.dates.window.start)
    starts = [timeline.before]
    if since:
        starts += [first_day(month) for month in range(timeline.dates.window.end - 12, timeline.start, -12)]
    spans: list[Span | None] = [None, *((flag, level, start, None) for start in [*starts, review])]
    spans += [(flag, level, start, start + timedelta(days=32)) for start in (window, timeline.before)]
    end = first_day(timeline.dates.window.end)
    spans += [(flag, level, timeline.before, end), (flag, level, window + timedelta(days=32), None)]
    fitting = [span for span in spans if all(_stands(made, span, timeline) == sample for made, sample in wants)]
    return fitting if since else fitting[:1]


def _stands(made: Flag | Level, span: Span | None, timeline: Timeline) -> int:
    """The value of a flag or level whose only record is one span."""
    if span is None:
        return 0
    moment = Moment(timeline.dates, made.when, day=made.day, window=made.window)
    start, end = np.datetime64(span[2]), NEVER_ENDS if span[3] is None else np.datetime64(span[3])
    if made.when == "all through window":
        holds = start <= moment.first and end >= moment.after
    else:
        holds = start < moment.after and end > moment.first
    return int(holds) * (span[1] or 0 if isinstance(made, Level) else 1)


def _decisions(
    indicators: Mapping[str, Indicator], cells: Mapping[str, Cell], timeline: Timeline
) -> tuple[tuple[date, date, int, str], ...]:
    """One decision a year before the review, so that the last one, events and privileges are as the case says."""
    prior = int(cells["prior_step"].sample) if "prior_step" in cells else 0
    used = {n.partition(".")[2]: int(c.sample) for n, c in cells.items() if n.startswith("privilege_used.")}
    since = [(m, int(cells[n].sample)) for n, m in indicators.items() if isinstance(m, YearsSince) and n in cells]
    far = max([made.within for made, _ in since] + list(used.values()) + [0]) + 1
    if not (prior or used or since):
        return ()
    steps = _steps(prior, since, far)
    start = timeline.dates.period.start
    made = []
    for back in range(far, 0, -1):
        names = ";".join(name for name, times in used.items() if back <= times)
        made.append((_years_back(start, back), _years_back(start, back - 1), steps[back], names))
    if steps[1] != prior:
        # The event lies within the last year: the decision that is in force began half a year ago.
        first, _, step, names = made.pop()
        lately = first_day(month_of(start) - 6)
        made += [(first, lately, step, names), (lately, start, prior, "")]
    return tuple(made)


def _steps(prior: int, since: list[tuple[YearsSince, int]], far: int) -> dict[int, int]:
    """The step in each year back: constant but for the events that the case tells of."""
    steps = dict.fromkeys(range(1, far + 1), prior)
    for made, years in since:
        if years < made.within:
            change = 1 if made.event == "increase" else -1
            for back in range(years + 1, far + 1):
                steps[back] -= change
    return steps


def _years_back(moment: date, years: int) -> date:
    return moment.replace(year=moment.year - years)

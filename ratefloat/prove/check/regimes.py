"""The days on which a policy changes by itself: a rule begins or ends, a base table takes over from another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ratefloat.errors import RatefloatError
from ratefloat.history.channels.premium import Premium
from ratefloat.history.evaluate import channel_requests
from ratefloat.history.indicator import Indicator
from ratefloat.periods import FAR, Period, first_day
from ratefloat.policy.base import rates_on, tables_of
from ratefloat.policy.rate import review_dates
from ratefloat.prove.witness.areas import places_of, rates_by_place

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy

YEARS = 12
"""How many years after the start of a regime a day for witnesses is looked for."""


@dataclass(frozen=True)
class Regime:
    """A stretch of days on which a policy is one table; `on` is the day that is looked at."""

    period: Period
    on: date


def regimes(policy: FloatPolicy, on: date | None) -> list[Regime]:
    """The stretches in which different rules or base rates are in force; with a day, only the one that holds it."""
    cuts = sorted({policy.effective.start, *(d for d in _cuts(policy) if policy.effective.contains(d))})
    spans = [Period(a, b) for a, b in zip(cuts, [*cuts[1:], policy.effective.end], strict=True)]
    if on is not None:
        return [Regime(span, on) for span in spans if span.contains(on)]
    found: dict[object, Regime] = {}
    for span in spans:
        if _reviewed(policy, span.start):
            found.setdefault(_state(policy, span.start), Regime(span, span.start))
    return list(found.values())


def _reviewed(policy: FloatPolicy, moment: date) -> bool:
    return moment >= policy.structure.review.anchor


def _cuts(policy: FloatPolicy) -> Iterator[date]:
    structure = policy.structure
    yield structure.review.anchor
    for rule in structure.periods:
        yield from (rule.period.start, rule.period.end)
    if structure.base is not None:
        for table in tables_of(structure.base).values():
            for row in table.rows:
                yield from (row.effective.start, row.effective.end)


def _state(policy: FloatPolicy, moment: date) -> object:
    active = tuple(rule.period.contains(moment) for rule in policy.structure.periods)
    rates = tuple((place, *sorted(rates.items())) for place, rates in rates_by_place(policy, moment).items())
    return active, rates


def day_for_witnesses(policy: FloatPolicy, regime: Regime) -> date:
    """The day on which witnesses are rated: the first review whose past has the base rates that the policy reads."""
    if _known(policy, regime.on):
        return regime.on
    stop = min(regime.period.end, FAR)
    for year in range(1, YEARS + 1):
        moment = regime.on.replace(year=regime.on.year + year)
        if moment < stop and _known(policy, moment):
            return moment
    return regime.on


def _known(policy: FloatPolicy, moment: date) -> bool:
    """Whether premium at the base rate can be told for all months that are looked at."""
    spec = policy.structure.base
    own = {name: made for name, made in policy.indicator_map.items() if isinstance(made, Indicator)}
    requests = channel_requests(own, review_dates(policy, moment))
    months = {
        month for channel, span in requests if isinstance(channel, Premium) and channel.basis == "at base rate"
        for month in (span.start, span.end - 1)
    }
    if spec is None or not months:
        return True
    area, tier = next(iter(rates_by_place(policy, moment)), places_of(policy)[0])
    try:
        for month in months:
            rates_on(spec, first_day(month), area, tier)
    except RatefloatError:
        return False
    return True

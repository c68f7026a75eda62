"""A book as it stood on a day, and what it already tells of a later review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ratefloat.history.book import Book
from ratefloat.history.channels.base import Channel
from ratefloat.history.channels.benefits import Benefits
from ratefloat.history.channels.cases import Cases
from ratefloat.history.dates import Dates
from ratefloat.history.evaluate import evaluate
from ratefloat.history.filled import Channels
from ratefloat.history.schema import ITEMS
from ratefloat.history.state import rates_before
from ratefloat.history.table import Table
from ratefloat.periods import Span, first_day, month_of
from ratefloat.policy.rate import base_lookup
from ratefloat.rules.column import IntegerColumn
from ratefloat.simulate.backtesting.delays import Profiles, lump_money
from ratefloat.simulate.engine.luck import Luck
from ratefloat.simulate.engine.plan import Plan
from ratefloat.simulate.portfolio.portfolio import Portfolio
from ratefloat.simulate.response import kind_of

if TYPE_CHECKING:
    import pandas as pd

    from ratefloat.policy.document import FloatPolicy

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
NEVER = 10**6
Sums = Mapping[tuple[Channel, int], tuple[Ints, Mask]]
"""By channel and year of the run: sums of each employer of a portfolio, and for whom they are known."""


def book_before(book: Book, day: date) -> Book:
    """The book as known on a day, without exposure, cases, payments and grades from that day on."""
    known, iso = book.as_known_on(day), day.isoformat()
    exposure, claims = known.frame("exposure"), known.frame("claims")
    starts = _text(exposure, "start")
    starts = starts.where(starts != "", _text(exposure, "month") + "-01")
    later = _text(claims, "recognised_on") >= iso
    # A case that is paid later stands in the book already, without a payment.
    unpaid = _text(claims, "paid_on") >= iso
    money = [name for name in ("paid_on", *ITEMS, "recovery", "red_entry") if name in claims]
    claims = claims.assign(**{name: _text(claims, name).where(~unpaid, "") for name in money})
    again = unpaid & claims["claim"].isin(claims.loc[~unpaid, "claim"])
    later |= again | (unpaid & claims["claim"].where(unpaid).duplicated())
    assessed = _text(claims, "assessed_on")
    if "grade" in claims:
        claims = claims.assign(grade=_text(claims, "grade").where(assessed < iso, ""))
    if "assessed_on" in claims:
        claims = claims.assign(assessed_on=assessed.where(assessed < iso, ""))
    return known.replace(exposure=exposure[starts < iso], claims=claims[~later])


def without_uncounted(book: Book, policy: FloatPolicy) -> Book:
    """The book without cases of causes that the policy's benefits (or, without such, its cases) never count."""
    channels = [channel for made in policy.indicator_map.values() for channel in _channels(made)]
    money = [channel for channel in channels if isinstance(channel, Benefits)]
    read: Sequence[Benefits | Cases] = money or [channel for channel in channels if isinstance(channel, Cases)]
    if not read:
        return book
    out = set.intersection(*(set(channel.without) for channel in read))
    claims = book.frame("claims")
    return book.replace(claims=claims[~claims["cause"].isin(sorted(out))]) if out else book


def _channels(made: object) -> list[Channel]:
    """The channels that an indicator names in its fields, at any depth."""
    found = []
    for value in getattr(made, "__dict__", {}).values():
        if isinstance(value, Channel):
            found.append(value)
        elif hasattr(value, "__dict__"):
            found += _channels(value)
    return found


@dataclass(frozen=True, eq=False)
class OpenCases:
    """Cases recognised before the day, one entry each: the employer's place in a portfolio, the year, the outcome,
    and whether anything but pensions has been paid. `profiles` tell how late cases were paid, see `Profiles`."""

    employer: Ints
    year: Ints
    outcome: NDArray[np.int8]
    paid: Mask
    profiles: Profiles | None


def known_sums(book: Book, plan: Plan, row: Ints, horizon: int) -> Sums:
    """What the book already tells of the window of the review of year `horizon`, in years that are over by year 0.

    Args:
        row: the place in the book of each employer of the portfolio.
    """
    reading = plan.reading
    day = month_of(reading.dates.period.start) - 12 * horizon
    found: dict[tuple[Channel, int], tuple[Ints, Mask]] = {}
    for channel, last in plan.spans.items():
        for age in range(1, last + 1):
            span = Span(reading.ends - 12 * age, reading.ends - 12 * (age - 1))
            if span.end > day:
                continue
            filled = Channels.fill(book, [(channel, span)], on=reading.dates.on, base=base_lookup(plan.policy, None))
            sums, refused = filled.years(channel, span)
            known = np.ones(len(book), dtype=np.bool_)
            known[list(refused)] = False
            found[channel, horizon - reading.lag - age] = sums.sum(axis=0)[row], known[row]
    return found


def open_cases(book: Book, day: date, row: Ints, portfolio: Portfolio) -> OpenCases:
    """The cases of a book, for which something may still be paid, and how late they were paid."""
    claims, names = book.tables["claims"], tuple(outcome.name for outcome in portfolio.severities[0].outcomes)
    place = np.full(len(book) + 1, -1, dtype=np.int64)
    place[row] = np.arange(len(row))
    owner = place[claims.owners("bearer")]
    happened, paid = (_years(claims.days(name), day) for name in ("recognised_on", "paid_on"))
    money = lump_money(book)
    of, last = _claims(claims)
    settled = np.bincount(of, weights=money) > 0
    began = _years(np.asarray([first_day(book.span().start)], dtype="datetime64[D]"), day)[0]
    # Cases older than the records have had their lumps before these begin.
    old, past = happened[last] < began, happened[last] < 0
    watched = np.where(past & ~old, -happened[last], 0)
    grades, death = claims.numbers("grade")[last].tolist(), claims.mask("death")[last].tolist()
    words = [
        "death" if dead else f"grade {grade}" if 1 <= grade <= 10 else "no grade"
        for grade, dead in zip(grades, death, strict=True)
    ]
    outcome = np.asarray([names.index(word) for word in words], dtype=np.int8)
    ours = np.maximum(owner[last], 0)
    cost = Luck(portfolio).cost(portfolio.severity_of[ours], outcome, portfolio.wage[ours])
    kinds = np.asarray([kind_of(each) for each in portfolio.severities[0].outcomes], dtype=np.int64)[outcome]
    known = np.where(paid < 0, money, 0)
    usable = (owner[last] >= 0) & past
    return OpenCases(
        owner[last][usable], happened[last][usable], outcome[usable], (settled | old)[usable],
        Profiles.of((of, paid - happened, known), np.where(owner[last] >= 0, watched, 0), cost, kinds),
    )


def _claims(claims: Table) -> tuple[Ints, Ints]:
    """The claim of each record, and the last record of each claim."""
    names, of = np.unique(claims.words("claim").codes, return_inverse=True)
    last = np.zeros(len(names), dtype=np.int64)
    np.maximum.at(last, of, np.arange(len(of)))
    return of.astype(np.int64), last


def _years(days: NDArray[np.datetime64], day: date) -> Ints:
    """The year of the run of each day; far ahead where there is none."""
    months = days.astype("datetime64[M]").astype(np.int64) + 1970 * 12
    return np.where(np.isnat(days), NEVER, (months - month_of(day)) // 12)


def levels_in_force(book: Book, dates: Dates, row: Ints) -> tuple[Ints, list[Fraction]]:
    """Step and rate decided at the last review on record, 0 where none is; of the employers of a portfolio."""
    states = evaluate({}, ["prior_step"], book, dates)
    steps, rates = states.columns["prior_step"], rates_before(book, dates)
    assert isinstance(steps, IntegerColumn)
    numbers = rates.numbers()
    return steps.values[row].astype(np.int64), [numbers[at] for at in row.tolist()]


def _text(frame: pd.DataFrame, name: str) -> pd.Series[str]:
    import pandas as pd

    if name not in frame:
        return pd.Series([""] * len(frame), index=frame.index, dtype=str)
    return frame[name].fillna("").astype(str)

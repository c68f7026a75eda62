"""Drawn futures of a book: the levels that a review may give, from what was known before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.credibility import PoissonGammaFit
from ratefloat.actuarial.desk import Level
from ratefloat.history.channels.base import Channel
from ratefloat.numeric.keyed import LANES
from ratefloat.simulate.backtesting.before import OpenCases, Sums
from ratefloat.simulate.backtesting.delays import Delayed
from ratefloat.simulate.engine.course import Crowd
from ratefloat.simulate.engine.exposure import exposure
from ratefloat.simulate.engine.ledger import Reported
from ratefloat.simulate.engine.luck import Luck, Rows
from ratefloat.simulate.engine.plan import Plan
from ratefloat.simulate.portfolio.booked import PRIOR_CASES
from ratefloat.simulate.portfolio.portfolio import Portfolio
from ratefloat.simulate.portfolio.records import Records
from ratefloat.simulate.portfolio.risk import gamma_paths
from ratefloat.simulate.watched import happened, still, window

Ints = NDArray[np.int64]


@dataclass(eq=False)
class Known(Crowd):
    """A course whose past is on record: sums of years before 0 are the book's, wherever it has them."""

    record: Sums = field(default_factory=dict)

    def _sums(self, channel: Channel, year: int, some: Ints, place: NDArray[np.int32]) -> Ints:
        drawn = super()._sums(channel, year, some, place)
        if (channel, year) not in self.record:
            return drawn
        sums, known = self.record[channel, year]
        at = self.employer[some]
        return np.where(known[at], sums[at], drawn)


@dataclass(frozen=True, eq=False)
class Past:
    """What is known on day 0: window sums, open cases, and where it is on record the level in force."""

    record: Sums
    cases: OpenCases
    levels: tuple[Level | None, ...] | None
    """None: not on record, so that the policy's own review of day 0 decides."""


def futures(plan: Plan, past: Past, horizon: int, seed: int) -> tuple[Ints, tuple[Level, ...]]:
    """The level of each employer from the review of year `horizon` on, shape (LANES, employers), and the levels."""
    portfolio, luck = plan.portfolio, Luck(plan.portfolio)
    rows = Rows(portfolio, slice(0, len(portfolio)), 0, LANES, seed)
    back = min(window(plan, 0)[0], 0)
    exposures = {t: exposure(portfolio, t) for t in range(back, horizon + 1)}
    employer = np.repeat(np.arange(len(portfolio)), LANES)
    newcomers = plan.newcomers()
    level = np.asarray([newcomers[c] for c in portfolio.risk_class.tolist()])[employer]
    ledger = Delayed(portfolio, profiles=past.cases.profiles, rng=np.random.default_rng([seed, 2]))
    course = Known(
        plan, still(plan), exposures, ledger, employer, group=np.arange(len(rows)) % LANES,
        target=portfolio.cell_of[employer].astype(np.int64), level=level, log=np.zeros(len(rows)),
        record=past.record,
    )
    _take_open(ledger, luck, past.cases)
    if past.levels is not None:
        own = [
            newcomers[c] if known is None else plan.number(c, known)
            for c, known in zip(portfolio.risk_class.tolist(), past.levels, strict=True)
        ]
        course.level = np.asarray(own)[employer]
    for t in range(back, horizon):
        # A review on record is not held again.
        if t or past.levels is None:
            course.begin(t)
        elif plan.reads_paid:
            course.charged[t] = course.level
        if t >= 0:
            course.ledger.add(t, happened(luck.cases(rows, exposures[t], t), portfolio.envelope))
    course.begin(horizon)
    return course.level.reshape(-1, LANES).T, tuple(plan.levels)


def _take_open(ledger: Delayed, luck: Luck, cases: OpenCases) -> None:
    """The cases on record, in every lane."""
    portfolio = ledger.portfolio
    for year in np.unique(cases.year).tolist():
        among = np.flatnonzero(cases.year == year)
        at, outcome = np.repeat(cases.employer[among], LANES), np.repeat(cases.outcome[among], LANES)
        law, wage = portfolio.severity_of[at], portfolio.wage[at]
        member = at * LANES + np.tile(np.arange(LANES), len(among))
        order = np.argsort(member, kind="stable")
        found = Reported(
            member[order], np.arange(len(at)), outcome[order], law[order], luck.cost(law, outcome, wage)[order],
            wage[order],
        )
        ledger.add_known(int(year), found, np.repeat(cases.paid[among], LANES)[order])


def redrawn(portfolio: Portfolio, records: Records, fit: PoissonGammaFit, draws: int, seed: int) -> Iterator[Portfolio]:
    """The portfolio with the unknown drawn anew each time: each employer's risk, and the hazard of each class."""
    rng = np.random.default_rng(seed)
    classes, at = np.unique(records.risk_class, return_inverse=True)
    seen = np.bincount(at, weights=records.cases, minlength=len(classes)) + PRIOR_CASES
    for _ in range(draws):
        hazard = portfolio.hazard * (rng.standard_gamma(seen) / seen)[at]
        risk = np.ones_like(portfolio.risk)
        if np.isfinite(fit.shape):
            start = rng.standard_gamma(fit.shape + fit.counts) / (fit.shape + fit.expected)
            ahead = gamma_paths(
                rng, (portfolio.horizon, len(portfolio)), heterogeneity=fit.shape, persistence=1.0, start=start
            )
            risk = np.concatenate([np.tile(ahead[:1], (portfolio.history, 1)), ahead])
        yield portfolio.replace(hazard=hazard, risk=risk)

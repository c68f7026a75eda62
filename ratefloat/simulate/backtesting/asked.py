"""What a backtest was asked, and the book as it stood at the review before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.desk import Level
from ratefloat.errors import DataError
from ratefloat.history.book import Book
from ratefloat.periods import first_day, month_of
from ratefloat.policy.document import FloatPolicy
from ratefloat.policy.rate import review_dates
from ratefloat.simulate.backtesting.before import (
    book_before,
    known_sums,
    levels_in_force,
    open_cases,
    without_uncounted,
)
from ratefloat.simulate.backtesting.drawn import Past, redrawn
from ratefloat.simulate.backtesting.payrolls import Payrolls
from ratefloat.simulate.engine.plan import Plan
from ratefloat.simulate.portfolio.booked import class_rates, relative_risks
from ratefloat.simulate.portfolio.portfolio import Portfolio
from ratefloat.simulate.portfolio.records import Records, read
from ratefloat.simulate.terms import Terms

Ints = NDArray[np.int64]
EXPERIENCE = 4
"""The most years of cases before the day that count."""
HISTORY = 12


@dataclass(frozen=True, eq=False)
class Asked:
    """What was asked, and the book as it stood at the review before."""

    policy: FloatPolicy
    on: date
    day: date
    horizon: int
    known: Book
    counted: Book
    records: Records
    experience: int
    seed: int
    terms: Terms

    @classmethod
    def of(cls, policy: FloatPolicy, book: Book, on: date | str, *, seed: int, terms: Terms) -> Asked:
        policy.require_complete()
        moment = policy.require_in_force(on)
        horizon = policy.structure.review.every_years
        start = month_of(policy.structure.review.period(moment).start)
        before = first_day(start - 12 * horizon)
        years = (month_of(before) - book.span().start) // 12
        if years < 1:
            raise DataError(
                f"backtest: records from {first_day(book.span().start)} on; expected at least a year before {before}, "
                f"the review before {moment}", date=before,
            )
        known = book_before(book, before)
        counted, experience = without_uncounted(known, policy), min(years, EXPERIENCE)
        records = read(counted, before, experience=experience, area=None)
        return cls(policy, moment, before, horizon, known, counted, records, experience, seed, terms)

    @property
    def row(self) -> Ints:
        """The place of each employer in the known book."""
        return self.records.row

    @cached_property
    def payrolls(self) -> Payrolls:
        """Payrolls before the day, and how they have changed."""
        return Payrolls.of(self.known, self.day, self.row)

    def plans(self, draws: int) -> list[Plan]:
        """The policy over the portfolio, with the unknown drawn anew each time."""
        portfolio = Portfolio.from_book(
            self.counted, on=self.day, seed=self.seed, experience=self.experience, years=self.horizon + 1,
            history=HISTORY, reporting=1, wage_growth=self.payrolls.growth,
        )
        fit = relative_risks(self.records, class_rates(self.records))
        return [
            Plan.of(self.policy, each, self.on, self.terms.given)
            for each in redrawn(portfolio, self.records, fit, draws, self.seed)
        ]

    def past(self, plan: Plan) -> Past:
        """What was known."""
        return Past(
            known_sums(self.known, plan, self.row, self.horizon),
            open_cases(self.counted, self.day, self.row, plan.portfolio), self._levels(plan),
        )

    def _levels(self, plan: Plan) -> tuple[Level | None, ...] | None:
        """The levels in force; None where the policy's own review of the day is to decide."""
        if len(self.known.tables["decisions"]):
            steps, rates = levels_in_force(self.known, review_dates(self.policy, self.on), self.row)
            has_steps = plan.labels[0].step is not None
            return tuple(
                Level(step if has_steps else None, rate) if rate else None
                for step, rate in zip(steps.tolist(), rates, strict=True)
            )
        return None if self.policy.effective.contains(self.day) else (None,) * len(self.row)

    def notes(self) -> tuple[str, ...]:
        """What the prediction rests on."""
        return (
            f"cases of {self.experience} years before {self.day}",
            f"payrolls grew by {self.payrolls.growth:.1%} in the year before",
            "employers read before and insured all through and rated now, for whom no flag of the policy stands",
            "each employer keeps its heads and its risk; shares of outcomes are held at their estimate",
            "nothing happens to all employers at once, so that totals move more than the draws say",
        )

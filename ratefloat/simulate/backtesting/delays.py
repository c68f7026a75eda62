"""When cases are paid for: as late as one of the book's own cases was, and pensions year by year."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ratefloat.history.book import Book
from ratefloat.history.channels.base import Channel
from ratefloat.history.channels.benefits import Benefits
from ratefloat.history.schema import ITEMS
from ratefloat.simulate.engine.ledger import Ledger, Reported, limited
from ratefloat.simulate.response import kind_of

Ints = NDArray[np.int64]
FloatArray = NDArray[np.float64]
Mask = NDArray[np.bool_]
YEARLY = ("disability_pension", "nursing", "survivors")
"""Items that are paid year after year."""
LEAST = 30
"""With fewer cases to learn from, the payment pattern of the portfolio counts."""
FEW = 10
"""With fewer of a kind, cases of all kinds count for it."""


def lump_money(book: Book) -> Ints:
    """What each record of a claim paid at once, minor units."""
    claims = book.tables["claims"]
    items = [item for item in ITEMS if item in claims.given and item not in YEARLY]
    found = np.zeros(len(claims), dtype=np.int64)
    for item in items:
        found += claims.numbers(item)
    return found


@dataclass(frozen=True, eq=False)
class Profiles:
    """How cases of the book were paid: the money of each year after the case as a share of what the law of one case
    says of it, shape (cases, years), and the kind of each case (its place among `KINDS`)."""

    shares: FloatArray
    kind: Ints

    @classmethod
    def of(cls, payments: tuple[Ints, Ints, Ints], watched: Ints, cost: Ints, kind: Ints) -> Self | None:
        """The profiles of cases that were paid and watched for two years or more; None where there are too few.

        What came later than a case was watched is not in its profile.

        Args:
            payments: of each the number of its case, the years from the case to it, and its amount.
            watched: for how many years each case has been watched, shape (cases,).
            cost: what the law of one case says of it, likewise.
        """
        case, passed, money = payments
        usable = (money > 0) & (passed >= 0) & (watched[case] >= 2) & (passed < watched[case])
        table = np.zeros((len(watched), max(int(passed[usable].max(initial=0)) + 1, 2)))
        np.add.at(table, (case[usable], passed[usable]), money[usable].astype(np.float64))
        paid = (table.sum(axis=1) > 0) & (cost > 0)
        if paid.sum() < LEAST:
            return None
        return cls(table[paid] / cost[paid, None], kind[paid])

    def drawn(self, rng: np.random.Generator, kind: Ints, paid: Mask | None = None, passed: int = 0) -> Ints:
        """A profile for each of some cases: of one of its kind, that had or had not been paid by now.

        Args:
            paid: whether each case has been paid in the years `passed`; None for cases to come.
        """
        by_now = self.shares[:, :passed].sum(axis=1) > 0
        status = np.zeros(len(kind), dtype=bool) if paid is None else paid
        chosen = np.zeros(len(kind), dtype=np.int64)
        for one in np.unique(kind).tolist():
            for state in (True, False):
                among = np.flatnonzero((kind == one) & (status == state))
                like = self.kind == one if (self.kind == one).sum() >= FEW else np.ones(len(self.kind), dtype=bool)
                fitting = np.flatnonzero(like & (by_now == state)) if paid is not None else np.flatnonzero(like)
                chosen[among] = rng.choice(fitting if len(fitting) else np.flatnonzero(like), len(among))
        return chosen


@dataclass
class Delayed(Ledger):
    """A ledger in which each case is paid as one of the book's was; pensions follow."""

    profiles: Profiles | None = None
    rng: np.random.Generator = field(default_factory=lambda: np.random.default_rng(0))
    like: dict[int, Ints] = field(default_factory=dict)

    def add(self, year: int, reported: Reported) -> None:
        super().add(year, reported)
        if self.profiles is not None:
            self.like[year] = self.profiles.drawn(self.rng, self._kinds(reported))

    def add_known(self, year: int, reported: Reported, paid: Mask) -> None:
        """Take in cases of a past year, of which it is known whether they have been paid."""
        super().add(year, reported)
        if self.profiles is not None:
            self.like[year] = self.profiles.drawn(self.rng, self._kinds(reported), paid, -year)

    def _kinds(self, reported: Reported) -> Ints:
        outcomes = self.portfolio.severities[0].outcomes
        return np.asarray([kind_of(outcome) for outcome in outcomes], dtype=np.int64)[reported.outcome]

    def sums(self, channel: Channel, year: int, place: NDArray[np.int32], count: int) -> Ints:
        if not isinstance(channel, Benefits) or self.profiles is None:
            return super().sums(channel, year, place, count)
        total = np.zeros(count + 1, dtype=np.float64)
        shares, left = self.pension, 1 - self.portfolio.payment.mortality
        for then, reported in self.years.items():
            passed = year - then
            if passed < 0 or not len(reported):
                continue
            amount = np.zeros(len(reported))
            if passed < self.profiles.shares.shape[1]:
                amount += np.rint(limited(channel, reported.cost) * self.profiles.shares[self.like[then], passed])
            if passed and shares.any():
                amount += np.rint(shares[reported.outcome] * left ** (passed - 1) * reported.wage)
            total += np.bincount(place[reported.member], weights=amount, minlength=count + 1)
        return total[:count].astype(np.int64)

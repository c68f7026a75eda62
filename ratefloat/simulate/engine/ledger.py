"""The reported cases of a run by year, and what they add to each channel of a policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.lattice import case_marks
from ratefloat.actuarial.severities import MINOR
from ratefloat.history.channels.base import Channel
from ratefloat.history.channels.benefits import Benefits
from ratefloat.history.channels.cases import AccidentDeaths
from ratefloat.simulate.portfolio.portfolio import Payment, Portfolio

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Reported:
    """The cases of one year that the agency knows, one entry a person; money in minor units."""

    member: Ints
    accident: Ints
    outcome: NDArray[np.int8]
    law: NDArray[np.int8]
    cost: Ints
    wage: Ints

    def __len__(self) -> int:
        return len(self.member)

    def of(self, member: Ints) -> Reported:
        """The same cases, of members with other numbers."""
        return replace(self, member=member)

    def only(self, which: NDArray[np.bool_]) -> Reported:
        """Some of the cases."""
        return Reported(
            self.member[which], self.accident[which], self.outcome[which], self.law[which], self.cost[which],
            self.wage[which],
        )


@dataclass(frozen=True)
class Cash:
    """When a case is paid for, as whole amounts by years passed; pensions are raised by `growth` each year."""

    payment: Payment
    growth: float = 0.0

    @property
    def reach(self) -> int:
        """For how many years after the case anything is paid; pensions run on."""
        return len(self.payment.pattern) - 1

    @property
    def pays_pensions(self) -> bool:
        """Whether any outcome has a pension."""
        return any(self.payment.pension)

    @property
    def at_once(self) -> bool:
        """Whether all is paid in the year of the case."""
        return self.reach == 0 and not self.pays_pensions

    def paid(self, cost: Ints, reported: Reported, passed: int) -> Ints:
        """What is paid for cases so many years after them: shares of the cost, and the pension of the year."""
        if self.at_once:
            return cost if passed == 0 else np.zeros_like(cost)
        # Cumulative shares are rounded, so that the years add up to the cost.
        due = np.cumsum(self.payment.pattern)
        found = np.zeros_like(cost)
        if passed <= self.reach:
            before = np.rint(cost * due[passed - 1]) if passed else 0.0
            until = cost if passed == self.reach else np.rint(cost * due[passed])
            found += np.asarray(until - before).astype(np.int64)
        if passed and self.pays_pensions:
            left = (1 - self.payment.mortality) ** (passed - 1) * (1 + self.growth) ** passed
            share = np.asarray(self.payment.pension)[reported.outcome] * left
            found += np.rint(share * reported.wage).astype(np.int64)
        return found


@dataclass
class Ledger:
    """Reported cases by year, of the members of one course."""

    portfolio: Portfolio
    years: dict[int, Reported] = field(default_factory=dict)
    pensioners: dict[int, Reported] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cash = Cash(self.portfolio.payment, self.portfolio.wage_growth)
        self.pension = np.asarray(self.portfolio.payment.pension or (0.0,))

    def add(self, year: int, reported: Reported) -> None:
        """Take in the cases of a year."""
        self.years[year] = reported
        if self.pension.any():
            self.pensioners[year] = reported.only(self.pension[reported.outcome] > 0)

    def payees(self, year: int) -> list[tuple[Reported, int]]:
        """The cases for which anything is paid in a year, and the years that have passed."""
        found = []
        for then, reported in self.years.items():
            who = reported if 0 <= year - then <= self.cash.reach else self.pensioners.get(then)
            if then <= year and who is not None and len(who):
                found.append((who, year - then))
        return found

    def members_with_cases(self, channels: Sequence[Channel], years: Sequence[int], members: int) -> Ints:
        """The members, out of so many, of whom any channel may be above zero in some years, in order."""
        seen = [self.years[year].member for year in years if year in self.years]
        if any(isinstance(channel, Benefits) for channel in channels) and not self.cash.at_once:
            seen += [reported.member for year in years for reported, _ in self.payees(year)]
        marked = np.zeros(members, dtype=np.bool_)
        for each in seen:
            marked[each] = True
        return np.flatnonzero(marked)

    def sums(self, channel: Channel, year: int, place: NDArray[np.int32], count: int) -> Ints:
        """The sum of a channel in a year of `count` chosen members.

        Args:
            place: of every member, its place among those chosen, or `count` where it is not.
        """
        if isinstance(channel, Benefits):
            total = np.zeros(count + 1, dtype=np.int64)
            for reported, passed in self.payees(year):
                amount = self.cash.paid(limited(channel, reported.cost), reported, passed)
                total += _added(place[reported.member], amount, count)
            return total[:count]
        then = self.years.get(year)
        if then is None or not len(then):
            return np.zeros(count, dtype=np.int64)
        marks = self._marks(channel, then)
        if isinstance(channel, AccidentDeaths):
            return _most(place, then, marks, count)
        return _added(place[then.member], marks, count)[:count]

    def _marks(self, channel: Channel, reported: Reported) -> Ints:
        tables = [np.asarray(case_marks(channel, law.outcomes)) for law in self.portfolio.severities]
        return np.asarray(np.stack(tables)[reported.law, reported.outcome])


def limited(channel: Benefits, cost: Ints) -> Ints:
    """The costs that count for a channel with a limit a case."""
    limit = channel.per_claim_at_most if channel.per_claim_at_most is not None else channel.per_accident_at_most
    return cost if limit is None else np.minimum(cost, int(limit * MINOR))


def _added(place: NDArray[np.integer], amount: Ints, count: int) -> Ints:
    return np.asarray(np.bincount(place, weights=amount, minlength=count + 1)).astype(np.int64)


def _most(place: NDArray[np.int32], reported: Reported, marks: Ints, count: int) -> Ints:
    """The greatest number of marked persons in one accident."""
    found = np.zeros(count + 1, dtype=np.int64)
    if len(reported):
        _, first, number = np.unique(reported.accident, return_index=True, return_inverse=True)
        deaths = np.bincount(number, weights=marks).astype(np.int64)
        np.maximum.at(found, place[reported.member[first]], deaths)
    return found[:count]

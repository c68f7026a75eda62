"""The exact law of a policy that looks only at the sums of one window, whatever was before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.desk import REFUSED, Desk, Level, Years, with_newcomers
from ratefloat.actuarial.kept import reachable
from ratefloat.actuarial.lattice import Lattice
from ratefloat.actuarial.markov import Discount, Law, refuse_uncovered

FloatArray = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class WindowLaw(Law):
    """Levels by the experience of `years` years; two reviews share the years that both windows hold."""

    lattice: Lattice
    levels: tuple[Level, ...]
    of_experience: Ints
    cases: float
    years: int
    cycle: int
    lag: int

    @classmethod
    def of(cls, lattice: Lattice) -> WindowLaw:
        """The law of a policy that has no memory beside its window."""
        reading = lattice.measures.reading
        desk = Desk(reading)
        ages, everybody = max(reading.reach, 1), np.arange(lattice.size)
        first = min((request.first for request in reading.claims), default=1)
        nothing = np.zeros(lattice.size, dtype=np.int64)
        claims = [everybody if age == first else nothing for age in range(1, ages + 1)]
        found = desk.decide(lattice.tables, Years(claims, [nothing] * ages, nothing))
        levels = with_newcomers(reading, desk.levels)
        place = {level: number for number, level in enumerate(levels)}
        rank = np.asarray([*(place[level] for level in desk.levels), REFUSED])
        last = max((request.last for request in reading.claims), default=first - 1)
        made = cls(
            lattice, levels, rank[found], float(reading.cell.cases),
            last - first + 1, reading.cycle, reading.lag + first - 1,
        )
        refuse_uncovered(reading, made.of_experience[reachable(lattice, made.law) > 0])
        return made

    @property
    def years_drawn(self) -> int:
        return self.years

    def at(self, cases: float) -> WindowLaw:
        return replace(self, cases=cases)

    @cached_property
    def law(self) -> FloatArray:
        """The law of the experience of a window."""
        return self.lattice.law(self.cases * self.years)

    @cached_property
    def stationary(self) -> FloatArray:
        return self._by_level(self.law)

    @cached_property
    def slope(self) -> FloatArray:
        chances = [float(o.probability) for o in self.lattice.measures.reading.cell.severity.outcomes]
        return self.years * self._by_level(np.asarray(chances) @ self.lattice.one_more(self.law))

    def _by_level(self, law: FloatArray) -> FloatArray:
        return np.asarray(np.bincount(self.of_experience, weights=law, minlength=len(self.levels)), np.float64)

    @cached_property
    def transition(self) -> FloatArray:
        common, reached = self._shared(self.cycle)
        return self._given_level((reached * common[:, None]).T, reached, self.stationary)

    def _shared(self, years: int) -> tuple[FloatArray, FloatArray]:
        """The law of what two windows share that lie some years apart, and of the level that each leads to.

        Shapes (shared,) and (shared, levels), over those shared experiences that can happen.
        """
        if years >= self.years:
            return np.ones(1), self.stationary[None, :]
        common, own = self.lattice.law(self.cases * (self.years - years)), self.lattice.law(self.cases * years)
        places, added = np.flatnonzero(common), np.flatnonzero(own)
        count = len(self.levels)
        reached = np.zeros((len(places), count))
        for some, levels in self._sums(places, added):
            flat = levels + count * np.arange(len(levels))[:, None]
            weights = np.broadcast_to(own[added], levels.shape).reshape(-1)
            found = np.bincount(flat.reshape(-1), weights=weights, minlength=len(levels) * count)
            reached[some] = found.reshape(-1, count)
        return common[places], reached

    def _sums(self, places: Ints, added: Ints) -> Iterator[tuple[slice, Ints]]:
        """The levels of sums of experiences, some rows at a time, shape (rows, added)."""
        for start in range(0, len(places), 256):
            some = slice(start, start + 256)
            yield some, self.of_experience[self.lattice.sums(places[some], added)]

    def transient(self, start: int, reviews: int) -> FloatArray:
        # The years before the start were ordinary ones, so that the first review already has the lasting law.
        laws = np.tile(self.stationary, (reviews + 1, 1))
        laws[0] = np.eye(len(self.levels))[start]
        return laws

    def one_more_case(self, premiums: FloatArray, discount: Discount) -> FloatArray:
        found = np.zeros((len(self.levels), len(self.lattice.measures.costs)))
        for n in range(self.lag + self.years):
            weight = np.mean([self._annuity(age, n, discount) for age in range(1, self.cycle + 1)])
            if weight:
                found += weight * self._gain(premiums, (n + 1) * self.cycle)
        return found

    def _gain(self, premiums: FloatArray, years: int) -> FloatArray:
        """What a case adds to the yearly premium of a window that ends some years after that of the level in force."""
        if years >= self.years:
            change = self.lattice.one_more(self.law) @ premiums[self.of_experience]
            return np.tile(change, (len(self.levels), 1))
        common, reached = self._shared(years)
        law = self.lattice.law(self.cases * (self.years - years))
        changes = self.lattice.one_more(self.lattice.law(self.cases * years))
        added = np.flatnonzero(changes.any(axis=0))
        gains = np.concatenate([
            premiums[levels] @ changes[:, added].T for _, levels in self._sums(np.flatnonzero(law), added)
        ])
        usual = self.lattice.one_more(self.law) @ premiums[self.of_experience]
        return self._given_level((reached * common[:, None]).T, gains, usual)

    def _given_level(self, joint: FloatArray, values: FloatArray, usual: FloatArray) -> FloatArray:
        """The mean of values over what windows share, by level in force, from the joint law of both.

        No record leads to the level of newcomers: behind them lie ordinary years, so that theirs is the usual mean.
        """
        shares = joint.sum(axis=1, keepdims=True)
        return np.where(shares > 0, joint @ values / np.where(shares > 0, shares, 1), usual)

    def one_more_on_average(self, premiums: FloatArray, discount: Discount) -> FloatArray:
        change = self.lattice.one_more(self.law) @ premiums[self.of_experience]
        ages, reviews = range(1, self.cycle + 1), range(self.lag + self.years)
        return np.asarray(change * np.mean([sum(self._annuity(age, n, discount) for n in reviews) for age in ages]))

    def _annuity(self, age: int, n: int, discount: Discount) -> float:
        """Present value of 1 a year under the n-th review from now, where it counts a case of an age at the next."""
        if not self.lag < age + n * self.cycle <= self.lag + self.years:
            return 0.0
        start = self.cycle if discount.valued == "period start" else age
        return sum(discount.v ** (start + n * self.cycle + k) for k in range(self.cycle))

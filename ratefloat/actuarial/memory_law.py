"""The exact law of a policy with a memory: the level in force, and the years that the next window will hold again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.ages import Ages
from ratefloat.actuarial.desk import Level
from ratefloat.actuarial.kept import reachable
from ratefloat.actuarial.lattice import Lattice
from ratefloat.actuarial.markov import Discount, Law
from ratefloat.actuarial.moves import Moves
from ratefloat.actuarial.scales.markov import stationary_law
from ratefloat.errors import DataError

FloatArray = NDArray[np.float64]
Ints = NDArray[np.int64]
SETTLED = 1e-11
"""What a review still changes when a law has settled; running sums round at about 2e-13."""
APART = 1e-6
"""By how much two settled laws differ only where the chain remembers its start for ever."""
MOST_REVIEWS = 20_000


@dataclass(frozen=True, eq=False)
class MemoryLaw(Law):
    """A chain over (classes of the old years, level); each review adds the experience of the new years.

    The level is the last part of a state's number, the oldest year the part before. A year is `unit` calendar
    years long, and `new` years hold all of the `cycle` calendar years that anything is read of; they end `gap`
    calendar years before the review.
    """

    lattice: Lattice
    levels: tuple[Level, ...]
    ages: Ages
    moves: Moves
    new: int
    old: tuple[int, ...]
    cases: float
    unit: int
    cycle: int
    gap: int

    @property
    def kept(self) -> int:
        kept = len(self.ages.support)
        return kept if kept < np.count_nonzero(reachable(self.lattice, self.law)) else self.lattice.size

    @property
    def years_drawn(self) -> int:
        return self.unit

    def at(self, cases: float) -> MemoryLaw:
        return replace(self, cases=cases)

    @cached_property
    def law(self) -> FloatArray:
        """The law of the experience of one year."""
        return self.lattice.law(self.cases * self.unit)

    @cached_property
    def _classes(self) -> tuple[Ints, ...]:
        return tuple(self.ages.new(age)[0] for age in range(1, self.new + 1))

    def _new_years(self, laws: list[FloatArray]) -> FloatArray:
        """The joint law of the new years, from the law of each, latest first."""
        joint = np.ones(1)
        for classes, law in zip(self._classes, laws, strict=True):
            by_class = np.bincount(classes, weights=self.ages.by_place(law))
            joint = (joint[:, None] * by_class).reshape(-1)
        return joint

    @cached_property
    def _usual(self) -> FloatArray:
        return self._new_years([self.law] * self.new)

    @cached_property
    def _change(self) -> FloatArray:
        """The derivative of the joint law of the new years by the expected cases of a calendar year."""
        chances = [float(o.probability) for o in self.lattice.measures.reading.cell.severity.outcomes]
        slope = self.unit * (np.asarray(chances) @ self.lattice.one_more(self.law))
        return np.asarray(sum(
            self._new_years([slope if other == age else self.law for other in range(self.new)])
            for age in range(self.new)
        ))

    @cached_property
    def _history(self) -> FloatArray:
        """The law of the old years under ordinary luck, charged at each level, shape (levels, histories)."""
        levels = range(len(self.levels))
        found, usual = np.ones((len(levels), 1)), self.ages.by_place(self.law)
        for number, count in enumerate(self.old):
            age = self.new + 1 + number
            law = np.zeros((len(levels), count))
            for level in levels:
                classes = self.ages.of_new(age, np.arange(len(self.ages.support)), level)
                law[level] = np.bincount(classes, weights=usual, minlength=count)
            found = (found[:, :, None] * law[:, None, :]).reshape(len(levels), -1)
        return found

    def _begin(self, level: int) -> FloatArray:
        state = np.zeros((prod(self.old), len(self.levels)))
        state[:, level] = self._history[level]
        return state.reshape(-1)

    def _by_level(self, law: FloatArray) -> FloatArray:
        return np.asarray(law.reshape(-1, len(self.levels)).sum(axis=0))

    def transient(self, start: int, reviews: int) -> FloatArray:
        law = self._begin(start)
        laws = [self._by_level(law)]
        for _ in range(reviews):
            law = self.moves.forward(law, self._usual)
            laws.append(self._by_level(law))
        return np.asarray(laws)

    @cached_property
    def _lasting(self) -> FloatArray:
        """The stationary law of all states."""
        if not self.old:
            return stationary_law(self.transition)
        lowest, *others = [self._settled(level) for level in sorted({0, self._usual_start, len(self.levels) - 1})]
        if any(np.abs(self._by_level(other - lowest)).sum() > APART for other in others):
            raise DataError(
                "chain: several closed sets of levels, so where it ends depends on where it starts; use transient "
                "from a start",
            )
        return lowest

    def _settled(self, level: int) -> FloatArray:
        """The law of all states long after everybody was on one level."""
        law = self._begin(level)
        for _ in range(MOST_REVIEWS):
            moved = self.moves.forward(law, self._usual)
            if np.abs(moved - law).sum() < SETTLED / 10:
                return np.asarray(moved / moved.sum())
            law = moved
        raise DataError(f"chain: not settled after {MOST_REVIEWS:,} reviews; expected a law that forgets its start")

    @property
    def _usual_start(self) -> int:
        return min(range(len(self.levels)), key=lambda number: abs(self.levels[number].step or 0))

    @property
    def stationary(self) -> FloatArray:
        return self._by_level(self._lasting)

    @cached_property
    def slope(self) -> FloatArray:
        pushed = self.moves.forward(self._lasting, self._change)
        total = pushed
        for _ in range(MOST_REVIEWS):
            pushed = self.moves.forward(pushed, self._usual)
            if np.abs(pushed).sum() < SETTLED * max(np.abs(total).sum(), 1e-300):
                break
            total = total + pushed
        return self._by_level(total)

    @cached_property
    def _given(self) -> FloatArray:
        """The lasting law of the old years at each level, shape (levels, histories)."""
        if not self.old:
            return self._history
        law = self._lasting.reshape(-1, len(self.levels)).T
        shares = law.sum(axis=1, keepdims=True)
        # A level that is left for ever has no lasting history: then the years before were ordinary ones.
        return np.where(shares > 0, law / np.where(shares > 0, shares, 1), self._history)

    @cached_property
    def transition(self) -> FloatArray:
        found = np.zeros((len(self.levels), len(self.levels)))
        for level in range(len(self.levels)):
            law = np.zeros((self._given.shape[1], len(self.levels)))
            law[:, level] = self._given[level]
            found[level] = np.maximum(self._by_level(self.moves.forward(law.reshape(-1), self._usual)), 0.0)
        return np.asarray(found / found.sum(axis=1, keepdims=True))

    def one_more_case(self, premiums: FloatArray, discount: Discount) -> FloatArray:
        worth = self._worth(premiums, discount.v)
        changes = self.lattice.one_more(self.law)
        found = np.zeros((len(self.levels), len(changes)))
        for age in range(self.new):
            pays = discount.v ** self.cycle if discount.valued == "period start" else self._waits(age, discount.v)
            for number, change in enumerate(changes):
                moved = self._new_years([change if other == age else self.law for other in range(self.new)])
                gain = self.moves.backward(worth, moved).reshape(-1, len(self.levels))
                found[:, number] += pays * self.unit / self.cycle * (self._given * gain.T).sum(axis=1)
        return found

    def _waits(self, age: int, v: float) -> float:
        """What 1 at the review is worth in the year of the case, on average over the years of a unit."""
        return float(np.mean([v ** (self.gap + age * self.unit + back + 1) for back in range(self.unit)]))

    def _worth(self, premiums: FloatArray, v: float) -> FloatArray:
        """Present value at a review of all later premiums, by state, but for a constant that all share."""
        period = sum(v**year for year in range(self.cycle)) * premiums
        own = np.tile(period, prod(self.old))
        worth = change = own - own.mean()
        for _ in range(MOST_REVIEWS):
            change = v**self.cycle * self.moves.backward(change, self._usual)
            change = change - change.mean()
            worth = worth + change
            if np.abs(change).max() <= SETTLED * max(np.abs(own).max(), 1e-300):
                return np.asarray(worth)
        raise DataError(f"chain: values not settled after {MOST_REVIEWS:,} reviews; expected a greater discount")

"""The exact law of a policy that looks only at the sums of one window, whatever was before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.desk import Desk, Level, Years
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
        order = sorted(range(len(desk.levels)), key=lambda number: desk.levels[number])
        rank = np.append(np.argsort(order), -1)
        last = max((request.last for request in reading.claims), default=first - 1)
        made = cls(
            lattice, tuple(desk.levels[number] for number in order), rank[found], float(reading.cell.cases),
            last - first + 1, reading.cycle, reading.lag + first - 1,
        )
        refuse_uncovered(reading, made.of_experience[made.law > 0])
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
        shared = max(self.years - self.cycle, 0)
        if not shared:
            return np.tile(self.stationary, (len(self.levels), 1))
        common, own = self.lattice.law(self.cases * shared), self.lattice.law(self.cases * self.cycle)
        places, added = np.flatnonzero(common), np.flatnonzero(own)
        reached = np.zeros((len(places), len(self.levels)))
        for start in range(0, len(places), 256):
            some = places[start : start + 256]
            levels = self.of_experience[self.lattice.sums(some, added)]
            flat = levels + len(self.levels) * np.arange(len(some))[:, None]
            weights = np.broadcast_to(own[added], levels.shape)
            reached[start : start + len(some)] = np.bincount(
                flat.reshape(-1), weights=weights.reshape(-1), minlength=len(some) * len(self.levels)
            ).reshape(len(some), -1)
        joint = (reached * common[places, None]).T @ reached
        return np.asarray(joint / np.maximum(joint.sum(axis=1, keepdims=True), 1e-300))

    def transient(self, start: int, reviews: int) -> FloatArray:
        # The years before the start were ordinary ones, so that the first review already has the lasting law.
        laws = np.tile(self.stationary, (reviews + 1, 1))
        laws[0] = np.eye(len(self.levels))[start]
        return laws

    def one_more_case(self, premiums: FloatArray, discount: Discount) -> FloatArray:
        changes = self.lattice.one_more(self.law) @ premiums[self.of_experience]
        worth = [self._annuity(age, discount) for age in range(1, self.cycle + 1)]
        return np.tile(changes * np.mean(worth), (len(self.levels), 1))

    def _annuity(self, age: int, discount: Discount) -> float:
        """Present value of 1 a year in all years whose rate a case counts for, by its age at the next review."""
        reviews = [n for n in range(self.lag + self.years) if self.lag < age + n * self.cycle <= self.lag + self.years]
        start = self.cycle if discount.valued == "period start" else age
        return sum(discount.v ** (start + n * self.cycle + k) for n in reviews for k in range(self.cycle))

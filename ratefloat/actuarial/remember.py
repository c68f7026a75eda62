"""Building the chain of a policy with a memory: which states there are, and where each experience leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import prod

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.ages import Ages
from ratefloat.actuarial.desk import Desk, Level, Years
from ratefloat.actuarial.kept import Kept
from ratefloat.actuarial.lattice import Lattice
from ratefloat.actuarial.markov import refuse_uncovered
from ratefloat.actuarial.memory_law import MemoryLaw
from ratefloat.actuarial.moves import Moves
from ratefloat.actuarial.reading import Reading
from ratefloat.actuarial.solvable import Unsolvable, refuse_endless

Ints = NDArray[np.int64]
BLOCK = 1 << 20
LIMIT = 40_000_000
"""The most pairs of a state and new experiences; more do not fit into memory."""
COMFORTABLE = 1_500_000
"""The most pairs that are taken where no lattice was asked for."""


@dataclass(frozen=True)
class Overlap:
    """The years from `first` to `last`, by age at the end of the window, that luck or past rates are read of.

    `whole` windows do not overlap and are read as sums: each is one unit of experience.
    """

    first: int
    last: int
    whole: bool

    @classmethod
    def of(cls, reading: Reading) -> Overlap:
        """What the windows of a policy share."""
        read = (*reading.claims, *reading.paid)
        last = max((request.last for request in read), default=1)
        first = min((request.first for request in read), default=1)
        return cls(first, last, reading.additive and reading.lag + last <= reading.cycle)


class Plan:
    """The sizes of a chain on one lattice: classes of the old years, levels, and classes of the new years."""

    def __init__(self, reading: Reading, lattice: Lattice, levels: Sequence[Level], most: int) -> None:
        self.reading, self.lattice, self.most = reading, lattice, most
        self.desk = Desk(reading)
        for level in levels:
            self.desk.number(level)
        self.levels = len(self.desk.levels)
        overlap = Overlap.of(reading)
        self.first, self.span, self.whole = overlap.first, overlap.last, overlap.whole
        self.unit = self.span - self.first + 1 if self.whole else 1
        self.reach = 1 if self.whole else reading.lag + self.span
        self.new = 1 if self.whole else min(reading.cycle, self.reach)
        law = lattice.law(float(reading.cell.cases) * self.unit)
        self.kept = Kept.of(lattice, law, lattice.size if self.whole else most)
        self.support = self.kept.support
        self.ages = self._ages()
        self.old = tuple(self.ages.count(age) for age in range(self.new + 1, self.reach + 1))
        self.fresh = tuple(len(self.ages.new(age)[1]) for age in range(1, self.new + 1))

    def _ages(self) -> Ages:
        if self.whole:
            everything = np.arange(len(self.support))
            return Ages(self.kept.places, self.support, 1, (everything,), (everything,))
        read = Ages.for_(self.desk, self.lattice, self.kept, self.span)
        # The whole years between window and review are kept for the windows to come.
        lag = self.reading.lag
        return replace(read, of=(read.of[0],) * lag + read.of, pick=(read.pick[0],) * lag + read.pick)

    @property
    def pairs(self) -> int:
        """States times new experiences."""
        return prod(self.old) * self.levels * prod(self.fresh)

    def law(self) -> MemoryLaw:
        """The chain itself; new levels that turn up are followed until none does.

        Raises:
            Unsolvable: the chain does not fit into memory.
        """
        if self.pairs > LIMIT:
            raise Unsolvable(
                f"policy {self.reading.policy.id}: {self.pairs:,} pairs of a state and a new experience, as its "
                f"windows overlap; expected at most {LIMIT:,}; take a coarser lattice", pairs=self.pairs,
            )
        reached = self._reached()
        refuse_endless(self.reading, len(self.desk.levels))
        if len(self.desk.levels) > self.levels:
            return Plan(self.reading, self.lattice, sorted(self.desk.levels), self.most).law()
        refuse_uncovered(self.reading, reached)
        reading = self.reading
        return MemoryLaw(
            self.lattice, tuple(self.desk.levels), self.ages, self._moves(reached), self.new, self.old,
            float(reading.cell.cases), self.unit, reading.cycle,
            reading.lag + self.first - 1 if self.whole else 0,
        )

    def _grid(self) -> tuple[list[Ints], Ints, list[Ints]]:
        """Class of each old year, level, and class of each new year, shaped to be broadcast against each other."""
        sizes = (*self.old, self.levels, *self.fresh)
        axes = [
            np.arange(size).reshape([-1 if axis == own else 1 for axis in range(len(sizes))])
            for own, size in enumerate(sizes)
        ]
        return axes[: len(self.old)], axes[len(self.old)], axes[len(self.old) + 1 :]

    def _year(self, age: int) -> tuple[Ints, Ints]:
        """Experience and level charged of the year of an age, for every pair, ready to be broadcast."""
        old, level, new = self._grid()
        if age > self.new:
            classes = old[age - self.new - 1]
            return self.ages.experience(age, classes), self.ages.level(age, classes)
        picked = self.ages.new(age)[1]
        return np.asarray(self.support[picked[new[age - 1]]]), level

    def _moves(self, reached: Ints) -> Moves:
        old, level, new = self._grid()
        state: Ints = np.zeros((1,) * reached.ndim, dtype=np.int64)
        for age in range(1, len(self.old) + 1):
            later = age + self.new
            if age <= self.new:
                classes = self.ages.of_new(later, self.ages.new(age)[1][new[age - 1]], level)
            else:
                classes = self.ages.older(age, later, old[age - self.new - 1])
            state = state * self.ages.count(later) + classes
        others, oldest = prod(self.old[:-1]), self.old[-1] if self.old else 1
        levels, fresh = self.levels, prod(self.fresh)
        # The oldest year is forgotten, so that nothing of the next state depends on it.
        kept = (*self.old[:-1], *((1,) if self.old else ()), levels, *self.fresh)
        target = np.broadcast_to((state * levels).astype(np.int32), kept).reshape(others, 1, levels, fresh)
        return Moves.of(reached.reshape(others, oldest, levels, fresh), target)

    def _reached(self) -> Ints:
        """The level that every pair leads to, shape (old years..., levels, new years...)."""
        shape = (*self.old, self.levels, *self.fresh)
        if self.reading.additive:
            return np.broadcast_to(self._reached_by_sums(), shape)
        years = [self._year(age) for age in range(self.reading.lag + 1, self.reach + 1)]
        claims = [np.broadcast_to(claim, shape).reshape(-1) for claim, _ in years]
        charged = [np.broadcast_to(level, shape).reshape(-1) for _, level in years]
        prior = np.broadcast_to(self._grid()[1], shape).reshape(-1)
        return self._decided(claims, charged, prior).reshape(shape)

    def _reached_by_sums(self) -> Ints:
        """The same where only sums over one window count: each sum is decided once."""
        levels, everybody = self.levels, np.arange(self.lattice.size)
        ages = range(self.reading.lag + self.first, self.reading.lag + self.span + 1) if not self.whole else range(1, 2)
        total = self._summed([self._year(age)[0] for age in ages])
        paid = [age for age in ages if age > self.new] if self.reading.paid else []
        shape = (self.lattice.size, *[levels] * len(paid), levels)
        places = [place.reshape(-1) for place in np.indices(shape, dtype=np.int64)]
        nothing = np.zeros(len(places[0]), dtype=np.int64)
        span = range(1, max(self.reading.reach, 1) + 1)
        claims = [everybody[places[0]] if age == self.first else nothing for age in span]
        kept = {age - self.reading.lag: places[1 + number] for number, age in enumerate(paid)}
        table = self._decided(claims, [kept.get(age, places[-1]) for age in span], places[-1]).reshape(shape)
        # Flat places and short numbers: this is by far the largest array of a chain.
        place = total
        for level in (*(self._year(age)[1] for age in paid), self._grid()[1]):
            place = place * np.int32(levels) + level.astype(np.int32)
        return np.take(table.astype(np.int16).reshape(-1), place)

    def _summed(self, years: Sequence[Ints]) -> NDArray[np.int32]:
        """The experience of several years together."""
        total: NDArray[np.int32] = np.zeros((1,), dtype=np.int32)
        parts = [np.unravel_index(year, self.lattice.shape) for year in years]
        for axis, size in enumerate(self.lattice.shape):
            added = parts[0][axis].astype(np.int32)
            for part in parts[1:]:
                added = added + part[axis].astype(np.int32)
            total = total * np.int32(size) + np.minimum(added, np.int32(size - 1))
        return total

    def _decided(self, claims: Sequence[Ints], charged: Sequence[Ints], prior: Ints) -> Ints:
        found = np.empty(len(prior), dtype=np.int64)
        for start in range(0, len(prior), BLOCK):
            some = slice(start, start + BLOCK)
            years = Years([c[some] for c in claims], [c[some] for c in charged], prior[some])
            found[some] = self.desk.decide(self.lattice.tables, years)
        return found

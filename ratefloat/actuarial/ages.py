"""What has to be remembered of a year as it grows older: all that it held, or only what a policy still asks of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.desk import Desk, Years
from ratefloat.actuarial.kept import Kept
from ratefloat.actuarial.lattice import Lattice

FloatArray = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Ages:
    """Classes of years by age: `of[a - 1]` numbers the class of (experience, level charged), `pick[a - 1]` one of each.

    A pair is `experience place x charged + level`; experiences are places in `support`, and `places` has the
    place of every experience of the lattice. Where a policy reads no premium paid, `charged` is 1 and every
    level counts as 0. Classes only get coarser with age.
    """

    places: Ints
    support: Ints
    charged: int
    of: tuple[Ints, ...]
    pick: tuple[Ints, ...]

    @classmethod
    def for_(cls, desk: Desk, lattice: Lattice, kept: Kept, reach: int) -> Ages:
        """The coarsest classes for which the policy decides alike, as far as that can be told.

        A year that is added up with others is remembered whole; one that is looked at alone, as streaks and
        years above an edge are, only by what the policy can tell apart of it.
        """
        support, charged = kept.support, len(desk.levels) if desk.reading.paid else 1
        pairs = len(support) * charged
        of: list[Ints] = []
        so_far = np.zeros(pairs, dtype=np.int64)
        for age in range(reach, 0, -1):
            so_far = _joined(so_far, _asked(desk, lattice, (support, charged), age))
            of.append(so_far)
        of.reverse()
        pick = tuple(np.unique(classes, return_index=True)[1] for classes in of)
        return cls(kept.places, support, charged, tuple(of), pick)

    def by_place(self, law: FloatArray) -> FloatArray:
        """A law of the lattice's experiences, or a change of one, by place."""
        return np.asarray(np.bincount(self.places, weights=law, minlength=len(self.support)), np.float64)

    def count(self, age: int) -> int:
        """The number of classes of a year."""
        return len(self.pick[age - 1])

    def experience(self, age: int, classes: Ints) -> Ints:
        """An experience of each class."""
        return np.asarray(self.support[self.pick[age - 1][classes] // self.charged])

    def level(self, age: int, classes: Ints) -> Ints:
        """The level at which a year of each class was charged."""
        return np.asarray(self.pick[age - 1][classes] % self.charged)

    def older(self, age: int, to: int, classes: Ints) -> Ints:
        """The class of a year when it has grown from one age to another."""
        return np.asarray(self.of[to - 1][self.pick[age - 1][classes]])

    def new(self, age: int) -> tuple[Ints, Ints]:
        """Classes of experiences alone, alike at every level, and one experience place of each."""
        by_place = self.of[age - 1].reshape(len(self.support), self.charged)
        _, picked, classes = np.unique(by_place, axis=0, return_index=True, return_inverse=True)
        return np.asarray(classes.reshape(-1), np.int64), np.asarray(picked, np.int64)

    def of_new(self, age: int, places: Ints, level: Ints | int) -> Ints:
        """The class at an age of years with some experience places, charged at some levels."""
        pair: Ints = np.asarray(places * self.charged + (level if self.charged > 1 else 0))
        return np.asarray(self.of[age - 1][pair])


def _joined(one: Ints, two: Ints) -> Ints:
    both = one * (int(two.max(initial=0)) + 1) + two
    return np.asarray(np.unique(both, return_inverse=True)[1].reshape(-1), np.int64)


def _asked(desk: Desk, lattice: Lattice, pairs: tuple[Ints, int], age: int) -> Ints:
    reading = desk.reading
    read = [r for r in (*reading.claims, *reading.paid) if age in r.ages]
    support, charged = pairs
    n = len(support) * charged
    if not read:
        return np.zeros(n, dtype=np.int64)
    if any(len(request.ages) > 1 for request in read) or not desk.finite:
        return np.arange(n)
    nothing = np.zeros(n, dtype=np.int64)
    place = np.arange(n)
    years = Years(
        [support[place // charged] if other == age else nothing for other in range(1, reading.reach + 1)],
        [place % charged if other == age else nothing for other in range(1, reading.reach + 1)], nothing,
    )
    digits = desk.digits(lattice.tables, years, frozenset(request.indicator for request in read))
    return np.asarray(np.unique(digits, axis=0, return_inverse=True)[1].reshape(-1), np.int64)

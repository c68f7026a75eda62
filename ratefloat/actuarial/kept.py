"""Which experiences of a year are kept apart where there are too many: likely ones whole, rare ones in groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.lattice import Lattice

FloatArray = NDArray[np.float64]
Ints = NDArray[np.int64]
RARE = 1e-5
"""The weight of experiences that nobody has, against those that one more case leads to them from."""


@dataclass(frozen=True, eq=False)
class Kept:
    """The experiences that stand for all: `support` are their numbers, `places` that of each experience's group."""

    support: Ints
    places: Ints

    @classmethod
    def of(cls, lattice: Lattice, law: FloatArray, most: int) -> Kept:
        """About so many experiences: neighbours in money with the same counts share their mean.

        Groups hold like sums of the cube roots of probabilities, which makes the mean square error of the money
        least; a sum as likely as a whole group stays alone, and so do nothing and the last cell.
        """
        law = reachable(lattice, law)
        found = np.flatnonzero(law)
        if len(found) <= most:
            return cls(found, _places(lattice, found, np.arange(len(found))))
        money, counts = np.divmod(found, lattice.size // lattice.cells)
        order = np.lexsort((money, counts))
        groups = _groups(money[order], counts[order], law[found[order]], (lattice.cells, most))
        size = int(groups[-1]) + 1
        weight = np.bincount(groups, weights=law[found[order]], minlength=size)
        mean = np.bincount(groups, weights=law[found[order]] * money[order], minlength=size) / weight
        first = np.flatnonzero(np.diff(groups, prepend=-1))
        support = np.rint(mean).astype(np.int64) * (lattice.size // lattice.cells) + counts[order][first]
        return cls(support, _places(lattice, found[order], groups))


def reachable(lattice: Lattice, law: FloatArray) -> FloatArray:
    """A law that also has weight, a little, where one more case of any outcome leads, shape (size,).

    An outcome with share 0, or a cell without cases, still asks what one case would change.
    """
    further = np.maximum(lattice.one_more(law) + law, 0.0).max(axis=0, initial=0.0)
    return np.asarray(np.where(law > 0, law, RARE * further))


def _places(lattice: Lattice, experiences: Ints, places: Ints) -> Ints:
    """The place of every experience; those that can not happen stand anywhere."""
    found = np.zeros(lattice.size, dtype=np.int64)
    found[experiences] = places
    return found


def _groups(money: Ints, counts: Ints, law: FloatArray, sizes: tuple[int, int]) -> Ints:
    cells, most = sizes
    weight = np.cbrt(law)
    alone = (money == 0) | (money == cells - 1)
    other = np.diff(counts, prepend=counts[0]) != 0
    free = max(most - int((alone | other).sum()), 1)
    share = weight[~alone].sum() / free
    alone |= weight > share
    # Likely sums are taken out, so that the others share what is left of the places.
    free = max(most - int((alone | other).sum()), 1)
    share = max(weight[~alone].sum() / free, 1e-300)
    within = np.floor(np.cumsum(np.where(alone, 0.0, weight)) / share)
    starts = other | alone | (np.diff(within, prepend=within[0]) > 0)
    starts[1:] |= alone[:-1]
    starts[0] = True
    return np.asarray(np.cumsum(starts) - 1)

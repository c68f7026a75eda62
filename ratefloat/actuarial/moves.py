"""Where a review leads from every state, stored by the sums of luck at which the answer changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Moves:
    """A linear map of laws of states, for any law of the new years.

    The oldest year is forgotten at the review, so that its experiences only have to be counted up: along them
    the level reached changes at few places, and probabilities between two places are differences of a running
    sum. `source` is a place in the running sums, `target` a state, `new` an experience of the new years.

    The states have the shape (other old years, oldest year, levels).
    """

    shape: tuple[int, int, int]
    source: Ints
    target: Ints
    new: Ints
    sign: FloatArray

    @classmethod
    def of(cls, reached: NDArray[np.integer], target: NDArray[np.integer]) -> Moves:
        """The moves to some levels.

        Args:
            reached: level, shape (others, oldest, levels, new experiences).
            target: state of level 0 that each leads to, shape (others, 1, levels, new experiences).
        """
        others, oldest, levels, new = reached.shape
        shape = (others, oldest, levels)
        changes = np.nonzero(reached[:, 1:] != reached[:, :-1])
        other, place, level, fresh = changes
        to = target[other, 0, level, fresh]
        before = (other * (oldest + 1) + place + 1) * levels + level
        ends = np.indices((others, levels, new)).reshape(3, -1)
        last = (ends[0] * (oldest + 1) + oldest) * levels + ends[1]
        return cls(
            shape, np.concatenate([before, before, last]),
            np.concatenate([
                to + reached[other, place, level, fresh], to + reached[other, place + 1, level, fresh],
                target[ends[0], 0, ends[1], ends[2]] + reached[ends[0], -1, ends[1], ends[2]],
            ]),
            np.concatenate([fresh, fresh, ends[2]]),
            np.concatenate([np.ones(len(to)), -np.ones(len(to)), np.ones(ends.shape[1])]),
        )

    def forward(self, law: FloatArray, new_years: FloatArray) -> FloatArray:
        """The law of states after a review, from that before and the law of the new years."""
        others, oldest, levels = self.shape
        sums = np.zeros((others, oldest + 1, levels))
        np.cumsum(law.reshape(self.shape), axis=1, out=sums[:, 1:])
        weights = sums.reshape(-1)[self.source] * self.sign * new_years[self.new]
        return np.asarray(np.bincount(self.target, weights=weights, minlength=law.size), np.float64)

    def backward(self, worth: FloatArray, new_years: FloatArray) -> FloatArray:
        """The expected worth of the state after a review, by the state before."""
        others, oldest, levels = self.shape
        weights = worth[self.target] * self.sign * new_years[self.new]
        by_place = np.bincount(self.source, weights=weights, minlength=others * (oldest + 1) * levels)
        by_place = by_place.reshape(others, oldest + 1, levels)[:, :0:-1]
        return np.asarray(np.cumsum(by_place, axis=1)[:, ::-1].reshape(-1))

"""Random draws for the example city: one named stream each, the same on every machine."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from typing import Any


class Draw:
    """A stream of draws that depends on its name alone, so that a change for one employer moves no other.

    Only the uniform numbers of the standard library are used, which it promises to keep from version to version.
    """

    def __init__(self, *name: object) -> None:
        self._uniform = random.Random("/".join(map(str, name))).random

    def happens(self, chance: float) -> bool:
        """Whether something of a given chance happens."""
        return self._uniform() < chance

    def whole(self, least: int, greatest: int) -> int:
        """A whole number, all equally likely."""
        return least + int(self._uniform() * (greatest - least + 1))

    def one_of(self, weights: Mapping[Any, float]) -> Any:
        """A key, as likely as its weight."""
        rest = self._uniform() * sum(weights.values())
        for key, weight in weights.items():
            rest -= weight
            if rest < 0:
                return key
        return key

    def normal(self) -> float:
        """A standard normal number (Box and Muller)."""
        return math.sqrt(2 * self._exponential()) * math.cos(2 * math.pi * self._uniform())

    def spread(self, median: float, sigma: float) -> float:
        """A lognormal number."""
        return median * math.exp(sigma * self.normal())

    def gamma(self, shape: float) -> float:
        """A gamma number of mean 1; the shape is a whole number of halves."""
        halves = round(2 * shape)
        total = sum(self._exponential() for _ in range(halves // 2)) + halves % 2 * self.normal() ** 2 / 2
        return total / shape

    def poisson(self, mean: float) -> int:
        """A Poisson number: arrivals within a time of `mean`."""
        count, reached = 0, self._exponential()
        while reached < mean:
            count, reached = count + 1, reached + self._exponential()
        return count

    def _exponential(self) -> float:
        return -math.log(1 - self._uniform())

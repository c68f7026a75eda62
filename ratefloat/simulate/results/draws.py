"""A figure with all that is known of its error and its range."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
RANGE = (0.05, 0.5, 0.95)


@dataclass(frozen=True, eq=False)
class Draws:
    """A figure: its value, the same without each replicate in turn, and with each set of parameters.

    `value` has some shape (cells), `without` (replicates, cells), `sets` (evidence sets, cells). The Monte Carlo
    error is the jackknife's over replicates; for a mean it is the usual standard error.
    """

    value: FloatArray
    without: FloatArray
    sets: FloatArray

    def with_(self, function: Callable[..., FloatArray], *others: Draws) -> Draws:
        """The figure that an elementwise function makes of this and others, on the same luck."""
        every = (self, *others)
        with np.errstate(divide="ignore", invalid="ignore"):
            return Draws(
                function(*(one.value for one in every)), function(*(one.without for one in every)),
                function(*(one.sets for one in every)),
            )

    def at(self, place: tuple[int | slice, ...]) -> Draws:
        """Some of the cells."""
        return Draws(self.value[place], self.without[(slice(None), *place)], self.sets[(slice(None), *place)])

    @property
    def error(self) -> FloatArray:
        """Monte Carlo standard error, shape (cells); nan with fewer than two replicates."""
        n = len(self.without)
        if n < 2:
            return np.full(np.shape(self.value), np.nan)
        spread = self.without - self.without.mean(axis=0)
        # Figures that are the same without any replicate have no error; rounding of their mean is none.
        still = (self.without == self.without[0]).all(axis=0)
        return np.asarray(np.where(still, 0.0, np.sqrt((n - 1) / n * (spread**2).sum(axis=0))))

    @property
    def range(self) -> FloatArray:
        """5, 50 and 95 % over the evidence sets, shape (3, cells); nan without sets."""
        if not len(self.sets):
            return np.full((3, *np.shape(self.value)), np.nan)
        return np.asarray(np.quantile(self.sets, RANGE, axis=0))


def draws(
    statistic: Callable[..., FloatArray], central: list[FloatArray], evidence: list[FloatArray], head: int
) -> Draws:
    """The figure that a statistic makes of the means of additive parts.

    `central` parts have replicates on axis 0, `evidence` parts sets, each already a mean over `head` replicates.
    A set differs from the central run by what it changes on the same luck: it is placed at the central value plus
    its figure less the central figure of the first `head` replicates.
    """
    n = len(central[0])
    means = [part.mean(axis=0) for part in central]
    value = statistic(*means)
    without = [(n * mean - part) / (n - 1) for mean, part in zip(means, central, strict=True)] if n > 1 else central
    sets = statistic(*evidence)
    if n >= head > 0:
        sets = value + (sets - statistic(*(part[:head].mean(axis=0) for part in central)))
    return Draws(value, statistic(*without), sets)

"""Poisson-gamma: claim counts with exposure, exact credibility, and the law of the next count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ratefloat.actuarial.credibility.cells import Floats, refuse
from ratefloat.actuarial.credibility.counts import Counts, maximum_likelihood, moments, moments_known
from ratefloat.actuarial.credibility.poisson_gamma_fit import PoissonGammaFit
from ratefloat.actuarial.credibility.predictive import PredictiveCounts
from ratefloat.errors import DataError, DefinitionError

_ESTIMATORS = ("moments", "maximum likelihood")


@dataclass(frozen=True)
class PoissonGamma:
    """Counts given Theta are Poisson(frequency x exposure x Theta); Theta is gamma(shape, shape), mean 1.

    Args:
        frequency: expected claims per unit of exposure, > 0.
        shape: of Theta, the credibility constant in expected claims; infinite where all risks are alike.
    """

    frequency: float
    shape: float

    def __post_init__(self) -> None:
        if not (0 < self.frequency < np.inf and self.shape > 0):
            raise DefinitionError(f"{self!r}: expected a finite frequency above 0 and a shape above 0")

    def z(self, exposure: ArrayLike) -> Floats:
        """Credibility Lambda / (Lambda + shape) of an exposure, Lambda = frequency x exposure."""
        expected = self.frequency * _exposure(exposure)
        return np.zeros(expected.shape) if np.isinf(self.shape) else expected / (expected + self.shape)

    def relativity(self, counts: ArrayLike, exposure: ArrayLike) -> Floats:
        """E[Theta | counts] = (shape + counts) / (shape + Lambda).

        >>> PoissonGamma(frequency=0.1409, shape=1.065).relativity([0, 1], 1).round(3)
        array([0.883, 1.712])
        """
        expected = self.frequency * _exposure(exposure)
        counted = _counts(counts)
        if np.isinf(self.shape):
            return np.ones(np.broadcast_shapes(counted.shape, expected.shape))
        return np.asarray((self.shape + counted) / (self.shape + expected))

    def premium(self, counts: ArrayLike, exposure: ArrayLike) -> Floats:
        """Expected claims per unit of exposure after a record."""
        return self.frequency * self.relativity(counts, exposure)

    def predictive(self, counts: ArrayLike, exposure: ArrayLike, *, ahead: ArrayLike) -> PredictiveCounts:
        """The law of the next count on an exposure ahead, after a record: negative binomial."""
        mean = self.premium(counts, exposure) * _exposure(ahead)
        return PredictiveCounts(mean, np.broadcast_to(self.shape + _counts(counts), mean.shape))


def poisson_gamma(
    counts: ArrayLike,
    exposure: ArrayLike,
    *,
    risk: ArrayLike | None = None,
    estimator: Literal["moments", "maximum likelihood"] = "moments",
    frequency: float | None = None,
) -> PoissonGammaFit:
    """The Poisson-gamma model with exposure; one period a risk is enough, because Poisson states the variance within.

    Args:
        counts: claims of each cell, whole numbers >= 0; one row a cell, or a matrix of risks x periods; NaN
            where a cell is missing.
        exposure: of each cell, >= 0 (heads, payroll, or expected claims with frequency=1).
        risk: id of each row's risk; in a column without ids each row is a risk of its own.
        estimator: "moments" (the collective is credibility-weighted) or "maximum likelihood"; both are balanced.
        frequency: claims per unit of exposure where it is known beforehand; by default it is estimated.
    Raises:
        DataError: counts that are no whole numbers, claims without exposure, fewer than two risks.
    Source: Denuit, Maréchal, Pitrebois and Walhin, Actuarial Modelling of Claim Counts (2007), chapter 3.

    >>> fit = poisson_gamma([0, 1, 2, 3], [1571, 271, 32, 9], risk=[1, 2, 3, 4])
    >>> round(fit.balance, 12)
    1.0
    """
    if estimator not in _ESTIMATORS:
        raise DefinitionError(f"estimator {estimator!r}; expected one of {', '.join(_ESTIMATORS)}")
    if frequency is not None and not 0 < frequency < np.inf:
        raise DefinitionError(f"frequency {frequency!r}; expected above 0 and finite")
    data = Counts.of(counts, exposure, risk)
    if len(data.seen) < 2:
        raise DataError("poisson_gamma: 1 risk with exposure; expected at least 2", risks=1)
    if estimator == "maximum likelihood":
        found = maximum_likelihood(data, frequency)
    else:
        found = moments(data) if frequency is None else moments_known(data, frequency)
    return PoissonGammaFit(data.risks, data.counts, data.exposure, *found)


def _exposure(exposure: ArrayLike) -> Floats:
    given = np.asarray(exposure, dtype=np.float64)
    refuse(~(np.isfinite(given) & (given >= 0)).reshape(-1), "exposure: {} negative or not finite; expected >= 0")
    return given


def _counts(counts: ArrayLike) -> Floats:
    given = np.asarray(counts, dtype=np.float64)
    refuse(~(np.isfinite(given) & (given >= 0)).reshape(-1), "counts: {} negative or not finite; expected >= 0")
    return given

"""The law of a risk's next claim count: negative binomial, Poisson where all risks are alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ratefloat.actuarial.credibility.cells import Floats, refuse


@dataclass(frozen=True, eq=False)
class PredictiveCounts:
    """Negative binomial laws, one for each risk: mean and shape, arrays of one shape; infinite shape is Poisson."""

    mean: Floats
    shape: Floats

    @property
    def variance(self) -> Floats:
        """mean + mean^2 / shape."""
        return np.asarray(self.mean + self.mean**2 / self.shape)

    def probability(self, count: ArrayLike) -> Floats:
        """The chance of exactly so many claims.

        Args:
            count: whole numbers >= 0 that broadcast against the risks: one for all, one for each, or (m, 1)
                for m counts of each.

        >>> law = PredictiveCounts(np.array([0.5]), np.array([2.0]))
        >>> law.probability([[0], [1], [2]]).round(4).tolist()
        [[0.64], [0.256], [0.0768]]
        """
        from scipy.special import betaln, gammaln, xlog1py, xlogy

        n = _whole(count)
        mean = np.asarray(self.mean, dtype=np.float64)
        alike = np.isinf(self.shape)
        shape = np.where(alike, 1.0, self.shape)
        # Gamma(shape + n) / (Gamma(shape) n!) by the beta function: the difference of gammas cancels at large shapes.
        ways = np.where(n > 0, -betaln(shape, np.maximum(n, 1)) - np.log(np.maximum(n, 1)), 0.0)
        mixed = ways - xlog1py(shape, mean / shape) + xlogy(n, mean / (shape + mean))
        poisson = xlogy(n, mean) - mean - gammaln(n + 1)
        return np.asarray(np.exp(np.where(alike, poisson, mixed)))

    def at_most(self, count: ArrayLike) -> Floats:
        """The chance of no more than so many claims."""
        from scipy.special import betaincc, pdtr

        n = _whole(count)
        mean = np.asarray(self.mean, dtype=np.float64)
        alike = np.isinf(self.shape)
        shape = np.where(alike, 1.0, self.shape)
        return np.asarray(np.where(alike, pdtr(n, mean), betaincc(n + 1, shape, mean / (shape + mean))))


def _whole(count: ArrayLike) -> Floats:
    n = np.asarray(count, dtype=np.float64)
    refuse(~((n >= 0) & (n == np.floor(n)) & np.isfinite(n)).reshape(-1), "count: {} no whole number >= 0")
    return n

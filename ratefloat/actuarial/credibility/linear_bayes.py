"""Linear Bayes: the best linear premium when prior mean and variances are known, not estimated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ratefloat.actuarial.credibility.between import credibility
from ratefloat.actuarial.credibility.cells import Cells, Floats, mean_of
from ratefloat.actuarial.credibility.fit import CredibilityFit
from ratefloat.errors import DefinitionError


@dataclass(frozen=True)
class LinearBayes:
    """A prior by its first two moments; the named priors are conjugate, where the linear premium is exact.

    Args:
        collective: E[m(Theta)].
        within: E[variance of one period of weight 1 given Theta], > 0.
        between: Var[m(Theta)], >= 0.
    """

    collective: float
    within: float
    between: float

    def __post_init__(self) -> None:
        if not (np.isfinite(self.collective) and 0 <= self.between < np.inf and 0 < self.within < np.inf):
            raise DefinitionError(f"{self!r}: expected a finite collective, within > 0 and between >= 0")

    @property
    def k(self) -> float:
        """The weight at which a risk is half credible."""
        return self.within / self.between if self.between else np.inf

    def z(self, weight: ArrayLike) -> Floats:
        """weight / (weight + k), in the shape of the weight."""
        given = np.asarray(weight, dtype=np.float64)
        return credibility(given.reshape(-1), self.between, self.within).reshape(given.shape)

    def rate(
        self, values: ArrayLike, weights: ArrayLike | None = None, *, risk: ArrayLike | None = None
    ) -> CredibilityFit:
        """The premium of each risk from its experience.

        Args:
            values: one row a cell, or a matrix of risks x periods; NaN where missing.
            weights: exposure of each cell; None: each weighs 1.
            risk: id of each row's risk; a matrix may do without.

        >>> LinearBayes.poisson_gamma(shape=3, rate=3).rate([[5, 3, 0, 1, 1]]).premiums
        array([1.625])
        """
        cells = Cells.of(values, weights, risk)
        totals = cells.sum(cells.weights)
        means = mean_of(cells.sum(cells.weights * cells.values), totals)
        return CredibilityFit(
            model="linear Bayes", risks=cells.risks, weights=totals, individual=means, z=self.z(totals),
            collective=self.collective, within=self.within, between=self.between,
        )

    @classmethod
    def poisson_gamma(cls, *, shape: float, rate: float) -> LinearBayes:
        """Counts given Theta are Poisson(Theta); Theta is gamma with mean shape / rate."""
        _above(0, shape=shape, rate=rate)
        return cls(shape / rate, shape / rate, shape / rate**2)

    @classmethod
    def bernoulli_beta(cls, *, a: float, b: float) -> LinearBayes:
        """Events given Theta happen with probability Theta; Theta is beta(a, b)."""
        return cls.binomial_beta(a=a, b=b, trials=1)

    @classmethod
    def binomial_beta(cls, *, a: float, b: float, trials: int) -> LinearBayes:
        """Counts given Theta are binomial(trials, Theta); Theta is beta(a, b)."""
        _above(0, a=a, b=b, trials=trials)
        mixed = a * b / ((a + b) * (a + b + 1))
        return cls(trials * a / (a + b), trials * mixed, trials**2 * mixed / (a + b))

    @classmethod
    def geometric_beta(cls, *, a: float, b: float) -> LinearBayes:
        """Failures before the first success of probability Theta; Theta is beta(a, b), a > 2."""
        return cls.negative_binomial_beta(a=a, b=b, size=1)

    @classmethod
    def negative_binomial_beta(cls, *, a: float, b: float, size: float) -> LinearBayes:
        """Failures before success number `size`, of probability Theta; Theta is beta(a, b), a > 2."""
        _above(0, b=b, size=size)
        _above(2, a=a)
        within = size * b * (a + b - 1) / ((a - 1) * (a - 2))
        return cls(size * b / (a - 1), within, size * within / (a - 1))

    @classmethod
    def exponential_gamma(cls, *, shape: float, rate: float) -> LinearBayes:
        """Amounts given Theta are exponential with mean 1 / Theta; Theta is gamma, shape > 2."""
        return cls.gamma_gamma(shape=shape, rate=rate, size_shape=1)

    @classmethod
    def gamma_gamma(cls, *, shape: float, rate: float, size_shape: float) -> LinearBayes:
        """Amounts given Theta are gamma(size_shape, Theta); Theta is gamma, shape > 2."""
        _above(0, rate=rate, size_shape=size_shape)
        _above(2, shape=shape)
        mean = size_shape * rate / (shape - 1)
        return cls(mean, mean * rate / (shape - 2), mean**2 / (shape - 2))

    @classmethod
    def normal_normal(cls, *, mean: float, sd: float, sd_within: float) -> LinearBayes:
        """Amounts given Theta are normal(Theta, sd_within); Theta is normal(mean, sd)."""
        _above(0, sd=sd, sd_within=sd_within)
        return cls(mean, sd_within**2, sd**2)


def _above(bound: float, **numbers: float) -> None:
    for name, number in numbers.items():
        if not bound < number < np.inf:
            raise DefinitionError(f"{name} {number!r}; expected above {bound} and finite", **{name: number})

"""Laws of the number of claims in a window: Poisson, binomial, negative binomial, mixed Poisson, tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratefloat.errors import DataError, ShapeError

FloatArray = NDArray[np.float64]
ComplexArray = NDArray[np.complex128]


class CountLaw(Protocol):
    """The law of a number of claims, for one risk or for several at once (risks on the leading axis)."""

    @property
    def mean(self) -> FloatArray:
        """Expected number of claims, shape () or (risks,)."""

    @property
    def variance(self) -> FloatArray:
        """Variance of the number of claims, shape () or (risks,)."""

    def probabilities(self, cap: int) -> FloatArray:
        """Probability of 0, 1, ..., cap claims, shape (..., cap + 1); what lies beyond is left out."""

    def generating(self, z: ComplexArray) -> ComplexArray:
        """Generating function E[z^N], shape (..., points)."""


@dataclass(frozen=True, eq=False, init=False)
class Poisson:
    """Poisson number of claims.

    Args:
        rate: expected number in the window (hazard x head-years), >= 0, shape () or (risks,).
    Raises:
        DataError: a rate is negative or not finite.

    >>> Poisson(0.5).probabilities(2).round(6)
    array([0.606531, 0.303265, 0.075816])
    """

    rate: FloatArray

    def __init__(self, rate: ArrayLike) -> None:
        object.__setattr__(self, "rate", parameter("rate", rate, least=0.0))

    @property
    def mean(self) -> FloatArray:
        return self.rate

    @property
    def variance(self) -> FloatArray:
        return self.rate

    def probabilities(self, cap: int) -> FloatArray:
        from scipy.special import gammaln, xlogy

        counts = np.arange(cap + 1.0)
        rate = self.rate[..., np.newaxis]
        # xlogy takes 0 log 0 as 0: a rate of zero is a sure 0, not a NaN.
        return np.exp(xlogy(counts, rate) - rate - gammaln(counts + 1))

    def generating(self, z: ComplexArray) -> ComplexArray:
        return np.exp(self.rate[..., np.newaxis] * (z - 1.0))


@dataclass(frozen=True, eq=False, init=False)
class Binomial:
    """Number of injured among a fixed number of workers, each injured at most once.

    Args:
        trials: workers, a whole number >= 0.
        chance: of one worker, in [0, 1], shape () or (risks,).
    Raises:
        DataError: trials are not a whole number >= 0, or a chance lies outside [0, 1].

    >>> Binomial(2, 0.25).probabilities(3)
    array([0.5625, 0.375 , 0.0625, 0.    ])
    """

    trials: int
    chance: FloatArray

    def __init__(self, trials: int, chance: ArrayLike) -> None:
        if int(trials) != trials or trials < 0:
            raise DataError(f"trials: {trials}; expected a whole number >= 0", trials=trials)
        object.__setattr__(self, "trials", int(trials))
        object.__setattr__(self, "chance", parameter("chance", chance, least=0.0, greatest=1.0))

    @property
    def mean(self) -> FloatArray:
        return np.asarray(self.trials * self.chance, np.float64)

    @property
    def variance(self) -> FloatArray:
        return np.asarray(self.mean * (1.0 - self.chance), np.float64)

    def probabilities(self, cap: int) -> FloatArray:
        from scipy.special import gammaln, xlog1py, xlogy

        counts = np.arange(min(cap, self.trials) + 1.0)
        rest = self.trials - counts
        chance = self.chance[..., np.newaxis]
        ways = gammaln(self.trials + 1.0) - gammaln(counts + 1) - gammaln(rest + 1)
        found = np.exp(ways + xlogy(counts, chance) + xlog1py(rest, -chance))
        padding = [(0, 0)] * (found.ndim - 1) + [(0, max(0, cap - self.trials))]
        return np.asarray(np.pad(found, padding), np.float64)

    def generating(self, z: ComplexArray) -> ComplexArray:
        chance = self.chance[..., np.newaxis]
        return np.asarray((1.0 + chance * (z - 1.0)) ** self.trials, np.complex128)


@dataclass(frozen=True, eq=False, init=False)
class NegativeBinomial:
    """Poisson number of claims whose rate is gamma distributed over like employers.

    Args:
        rate: expected number of claims, >= 0, shape () or (risks,).
        size: shape of the gamma, > 0; the smaller, the more employers differ.
    Raises:
        DataError: a rate is negative, a size not positive, or either not finite.

    >>> NegativeBinomial(2.0, size=4.0).variance
    array(3.)
    """

    rate: FloatArray
    size: FloatArray

    def __init__(self, rate: ArrayLike, size: ArrayLike) -> None:
        shape = parameter("size", size, least=0.0)
        if (shape == 0).any():
            raise DataError("size: 0; expected > 0, the shape of the gamma over employers", size=0.0)
        means, shapes = np.broadcast_arrays(parameter("rate", rate, least=0.0), shape)
        object.__setattr__(self, "rate", means)
        object.__setattr__(self, "size", shapes)

    @property
    def mean(self) -> FloatArray:
        return self.rate

    @property
    def variance(self) -> FloatArray:
        return np.asarray(self.rate * (1.0 + self.rate / self.size), np.float64)

    def probabilities(self, cap: int) -> FloatArray:
        counts = np.arange(1.0, cap + 1.0)
        size, mean = self.size[..., np.newaxis], self.rate[..., np.newaxis]
        # By the ratios of neighbours: at large sizes the gammas of the closed form would cancel.
        with np.errstate(divide="ignore"):
            ratios = np.log((size + counts - 1) / (size + mean) * mean / counts)
        start = -size * np.log1p(mean / size)
        logs = np.concatenate([np.zeros(start.shape), np.cumsum(ratios, axis=-1)], axis=-1)
        return np.asarray(np.exp(start + logs), np.float64)

    def generating(self, z: ComplexArray) -> ComplexArray:
        size, mean = self.size[..., np.newaxis], self.rate[..., np.newaxis]
        return np.asarray((1.0 - mean / size * (z - 1.0)) ** -size, np.complex128)


@dataclass(frozen=True, eq=False, init=False)
class MixedPoisson:
    """Poisson number of claims whose rate is one of finitely many (a quadrature of any mixing law).

    Args:
        rates: of the points, >= 0, shape (points,) or (risks, points).
        weights: of the points, >= 0, sum 1, shape (points,).
    Raises:
        DataError: a rate or weight is negative or not finite, or the weights do not sum to 1.

    >>> MixedPoisson([0.0, 1.0], [0.5, 0.5]).mean
    array(0.5)
    """

    rates: FloatArray
    weights: FloatArray

    def __init__(self, rates: ArrayLike, weights: ArrayLike) -> None:
        points = parameter("rates", rates, least=0.0)
        shares = parameter("weights", weights, least=0.0)
        if points.ndim < 1 or points.shape[-1:] != shares.shape:
            raise ShapeError(
                f"weights: shape {shares.shape}; expected one weight per point of rates {points.shape}",
                weights=shares.shape,
                rates=points.shape,
            )
        if abs(shares.sum() - 1.0) > 1e-9:
            raise DataError(f"weights: sum {shares.sum()}; expected 1", total=float(shares.sum()))
        object.__setattr__(self, "rates", points)
        object.__setattr__(self, "weights", shares)

    @property
    def mean(self) -> FloatArray:
        return np.asarray(self.rates @ self.weights, np.float64)

    @property
    def variance(self) -> FloatArray:
        spread = (self.rates - self.mean[..., np.newaxis]) ** 2
        return np.asarray(self.mean + spread @ self.weights, np.float64)

    def probabilities(self, cap: int) -> FloatArray:
        points = Poisson(self.rates).probabilities(cap)
        return np.asarray(np.einsum("...pn,p->...n", points, self.weights), np.float64)

    def generating(self, z: ComplexArray) -> ComplexArray:
        points = Poisson(self.rates).generating(z)
        return np.asarray(np.einsum("...pz,p->...z", points, self.weights), np.complex128)


@dataclass(frozen=True, eq=False, init=False)
class CountTable:
    """A law of the number of claims given as its probabilities.

    Args:
        table: probability of 0, 1, ... claims, >= 0, sum at most 1, shape (..., counts).
    Raises:
        DataError: a probability is negative or not finite, or they sum to more than 1.

    >>> CountTable([0.5, 0.25, 0.25]).mean
    array(0.75)
    """

    table: FloatArray

    def __init__(self, table: ArrayLike) -> None:
        chances = parameter("table", table, least=0.0)
        if chances.ndim < 1 or (chances.sum(axis=-1) > 1 + 1e-9).any():
            raise DataError("table: sums to more than 1; expected the probabilities of 0, 1, ... claims")
        object.__setattr__(self, "table", chances)

    @property
    def mean(self) -> FloatArray:
        return np.asarray(self.table @ np.arange(self.table.shape[-1]), np.float64)

    @property
    def variance(self) -> FloatArray:
        squares = self.table @ np.arange(self.table.shape[-1]) ** 2
        return np.asarray(squares - self.mean**2, np.float64)

    def probabilities(self, cap: int) -> FloatArray:
        table = self.table[..., : cap + 1]
        padding = [(0, 0)] * (table.ndim - 1) + [(0, cap + 1 - table.shape[-1])]
        return np.asarray(np.pad(table, padding), np.float64)

    def generating(self, z: ComplexArray) -> ComplexArray:
        powers = z[np.newaxis, :] ** np.arange(self.table.shape[-1])[:, np.newaxis]
        return np.asarray(self.table @ powers, np.complex128)


def parameter(name: str, value: ArrayLike, *, least: float, greatest: float = np.inf) -> FloatArray:
    """The value as a read-only float array within its bounds.

    Raises:
        DataError: an element is outside the bounds, infinite or not a number.

    >>> parameter("rate", [0.5, 1], least=0.0)
    array([0.5, 1. ])
    """
    array = np.array(value, np.float64)
    bad = ~(np.isfinite(array) & (array >= least) & (array <= greatest))
    if bad.any():
        places = np.argwhere(bad)[:3].tolist()
        upper = "finite" if greatest == np.inf else f"<= {greatest:g}"
        raise DataError(
            f"{name}: {int(bad.sum())} of {array.size} outside its range (first at {places}); "
            f"expected >= {least:g} and {upper}",
            name=name,
            places=places,
        )
    array.setflags(write=False)
    return array

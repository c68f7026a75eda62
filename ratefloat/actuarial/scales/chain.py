"""The chain of a premium scale for one risk, and the measures by which scales are compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratefloat.actuarial.scales.markov import (
    present_values,
    slope_matrix,
    stationary_law,
    stationary_slope,
    transient_laws,
    transition_matrix,
)
from ratefloat.errors import DataError, ShapeError

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False, init=False)
class Chain:
    """The levels that one risk goes through year after year, and what each level charges.

    Args:
        transition: probability of going from a level (row) to another, shape (levels, levels).
        values: what a level charges: percent, factor or premium, shape (levels,).
        slope: derivative of the transition by the claim rate; needed for elasticity and efficiency only.
        rate: claim rate at which both stand, >= 0; needed for the same.
    Raises:
        DataError: the matrices are no transition and slope, or a value or the rate is not a finite number.
        ShapeError: shapes do not match.

    >>> chain = Chain([[0.75, 0.25], [0.5, 0.5]], [0.8, 1.2])
    >>> round(chain.mean_level(), 6)
    0.933333
    """

    transition: FloatArray
    values: FloatArray
    slope: FloatArray | None
    rate: float | None

    def __init__(
        self,
        transition: ArrayLike,
        values: ArrayLike,
        *,
        slope: ArrayLike | None = None,
        rate: float | None = None,
    ) -> None:
        matrix = transition_matrix(transition)
        if matrix.ndim != 2:
            raise ShapeError(f"transition: shape {matrix.shape}; expected one chain", transition=matrix.shape)
        charged = np.array(values, np.float64)
        if charged.shape != matrix.shape[:1]:
            raise ShapeError(
                f"values: shape {charged.shape}; expected ({len(matrix)},)", values=charged.shape
            )
        if not np.isfinite(charged).all() or (rate is not None and not 0 <= rate < np.inf):
            raise DataError(
                "chain: a value or the rate is not a finite number; expected values, and a rate >= 0"
            )
        charged.setflags(write=False)
        object.__setattr__(self, "transition", matrix)
        object.__setattr__(self, "values", charged)
        object.__setattr__(self, "slope", None if slope is None else slope_matrix(slope, matrix.shape))
        object.__setattr__(self, "rate", rate)

    def stationary(self) -> FloatArray:
        """Law of levels in the long run, shape (levels,); refused where it depends on the start."""
        return stationary_law(self.transition)

    def transient(self, start: ArrayLike, *, years: int) -> FloatArray:
        """Law of levels after 0, 1, ... years from a level or a law, shape (years + 1, levels)."""
        return transient_laws(self.transition, start, years=years)

    def total_variation(self, start: ArrayLike, *, years: int) -> FloatArray:
        """How far the law is from the long run after 0, 1, ... years: sum of |difference|, 0 to 2.

        Source: Denuit et al. 2007, Actuarial Modelling of Claim Counts, chapter 8.
        """
        return np.asarray(np.abs(self.transient(start, years=years) - self.stationary()).sum(axis=1))

    def mean_level(self) -> float:
        """What the risk is charged on average in the long run, in the unit of the values."""
        return float(self.stationary() @ self.values)

    def relative_stationary_level(self) -> float:
        """Relative stationary average level: where the mean lies between the least and the greatest value.

        Raises:
            DataError: all levels charge the same.
        Source: Lemaire 1995, Bonus-Malus Systems in Automobile Insurance.
        """
        least, greatest = float(self.values.min()), float(self.values.max())
        if least == greatest:
            raise DataError("values: all alike; a relative level needs a least and a greatest", value=least)
        return (self.mean_level() - least) / (greatest - least)

    def coefficient_of_variation(self) -> float:
        """Standard deviation of what the risk is charged in the long run, relative to its mean.

        Raises:
            DataError: the mean is not positive.
        """
        law = self.stationary()
        mean = self._positive(float(law @ self.values))
        return float(np.sqrt(law @ (self.values - mean) ** 2)) / mean

    def elasticity(self) -> float:
        """Loimaranta's efficiency: percent by which the mean level rises per percent of claim rate.

        Exact, by the derivative of the stationary law.

        Raises:
            DataError: the chain has no slope or rate, or its mean level is not positive.
        Source: Loimaranta 1972, ASTIN Bulletin 6.

        >>> chain = Chain([[0.9, 0.1], [0.9, 0.1]], [1.0, 2.0], slope=[[-1, 1], [-1, 1]], rate=0.1)
        >>> round(chain.elasticity(), 6)
        0.090909
        """
        slope, rate = self._sloped()
        change = float(stationary_slope(self.transition, slope) @ self.values)
        return rate * change / self._positive(self.mean_level())

    def present_values(self, *, discount: float) -> FloatArray:
        """Present value of all that the risk will be charged, by present level, shape (levels,)."""
        return present_values(self.transition, self.values, discount=discount)

    def present_value_slopes(self, *, discount: float) -> FloatArray:
        """Derivative of the present values by a lasting change of the claim rate, shape (levels,)."""
        slope, _ = self._sloped()
        pushed = discount * slope @ self.present_values(discount=discount)
        return present_values(self.transition, pushed, discount=discount)

    def transient_efficiency(self, *, discount: float) -> FloatArray:
        """De Pril's efficiency: elasticity of the present value of premiums, by present level.

        Raises:
            DataError: the chain has no slope or rate, or a present value is not positive.
        Source: De Pril 1978, ASTIN Bulletin 10.
        """
        _, rate = self._sloped()
        worth = self.present_values(discount=discount)
        self._positive(float(worth.min()))
        return np.asarray(rate * self.present_value_slopes(discount=discount) / worth, np.float64)

    def _sloped(self) -> tuple[FloatArray, float]:
        if self.slope is None or self.rate is None:
            raise DataError(
                "chain: built without slope and rate; give both to ask how it answers to the rate"
            )
        return self.slope, self.rate

    def _positive(self, mean: float) -> float:
        if not mean > 0:
            raise DataError(f"mean: {mean}; expected values whose mean is > 0 to measure against", mean=mean)
        return mean

"""Limited fluctuation: how many claims make an experience fully credible, and the square-root rule below it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ratefloat.actuarial.credibility.cells import Floats
from ratefloat.errors import DataError, DefinitionError


@dataclass(frozen=True)
class LimitedFluctuation:
    """A standard of full credibility.

    Args:
        quantile: the normal quantile of (1 + probability) / 2; 1.645 where a text rounds it so.
        tolerance: the accepted relative error, above 0.
        dispersion: variance over mean of the claim count; 1 for Poisson.
        severity_cv: coefficient of variation of a claim's size; 0 where only counts are rated.
    """

    quantile: float
    tolerance: float
    dispersion: float = 1.0
    severity_cv: float = 0.0

    def __post_init__(self) -> None:
        if not (self.quantile > 0 and self.tolerance > 0):
            raise DefinitionError(f"{self!r}: expected quantile and tolerance above 0")
        if not (self.dispersion >= 0 and self.severity_cv >= 0 and self.dispersion + self.severity_cv > 0):
            raise DefinitionError(f"{self!r}: expected dispersion and severity_cv >= 0, not both 0")

    @property
    def full_claims(self) -> float:
        """The expected number of claims for full credibility."""
        return (self.quantile / self.tolerance) ** 2 * (self.dispersion + self.severity_cv**2)

    def z(self, claims: ArrayLike) -> Floats:
        """min(1, sqrt(claims / full_claims)), in the shape of the claims.

        Raises:
            DataError: claims that are negative or not finite.
        """
        counted = np.asarray(claims, dtype=np.float64)
        if not (np.isfinite(counted).all() and (counted >= 0).all()):
            raise DataError("claims: negative or not finite; expected numbers >= 0")
        return np.minimum(1.0, np.sqrt(counted / self.full_claims))

    def premium(self, observed: ArrayLike, expected: ArrayLike, *, claims: ArrayLike) -> Floats:
        """Z x observed + (1 - Z) x expected."""
        prior = np.asarray(expected, dtype=np.float64)
        return prior + self.z(claims) * (np.asarray(observed, dtype=np.float64) - prior)


def limited_fluctuation(
    probability: float = 0.90, tolerance: float = 0.05, *, dispersion: float = 1.0, severity_cv: float = 0.0
) -> LimitedFluctuation:
    """The standard by which the experience is within `tolerance` of its mean with a given probability.

    Raises:
        DefinitionError: a probability outside 0 to 1, or another number out of range.
    Source: Longley-Cook (1962); Klugman, Panjer and Willmot, Loss Models.

    >>> standard = limited_fluctuation(0.90, 0.05)
    >>> round(standard.full_claims, 3), standard.z([0, 500, 2000]).round(6)
    (1082.217, array([0.      , 0.679716, 1.      ]))
    """
    if not 0 < probability < 1:
        raise DefinitionError(f"probability {probability!r}; expected above 0 and below 1")
    from scipy.special import ndtri

    return LimitedFluctuation(float(ndtri((1 + probability) / 2)), tolerance, dispersion, severity_cv)

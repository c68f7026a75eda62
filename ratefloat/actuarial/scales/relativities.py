"""Relativities: what each level of a scale should charge, given who ends up there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratefloat.errors import DataError, ShapeError
from ratefloat.numeric.counts import parameter
from ratefloat.numeric.gamma import gamma_panels

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False, init=False)
class Portfolio:
    """Employers by a priori rate and hidden relative hazard, as weighted points.

    Args:
        rates: a priori claim rate of each point, > 0, shape (points,).
        theta: hidden hazard relative to it, >= 0, mean 1 over the portfolio, shape (points,).
        weights: share of employers, >= 0, sum 1, shape (points,).
    Raises:
        DataError: a rate is not positive, a hazard or weight negative, or the weights do not sum to 1.
        ShapeError: the three do not have the same points.
    """

    rates: FloatArray
    theta: FloatArray
    weights: FloatArray

    def __init__(self, rates: ArrayLike, theta: ArrayLike, weights: ArrayLike) -> None:
        prior = parameter("rates", rates, least=0.0)
        hidden, share = parameter("theta", theta, least=0.0), parameter("weights", weights, least=0.0)
        if prior.ndim != 1 or not prior.shape == hidden.shape == share.shape:
            raise ShapeError(
                f"portfolio: rates {prior.shape}, theta {hidden.shape}, weights {share.shape}; "
                "expected (points,) each",
                rates=prior.shape,
                theta=hidden.shape,
                weights=share.shape,
            )
        if (prior == 0).any() or abs(share.sum() - 1) > 1e-9:
            raise DataError(
                f"portfolio: least rate {prior.min(initial=0.0)}, weights sum {share.sum()}; "
                "expected rates > 0 and a sum of 1; leave out classes without claims"
            )
        object.__setattr__(self, "rates", prior)
        object.__setattr__(self, "theta", hidden)
        object.__setattr__(self, "weights", share)

    @property
    def hazards(self) -> FloatArray:
        """Claim rate of each point, shape (points,)."""
        return np.asarray(self.rates * self.theta, np.float64)


def gamma_portfolio(rates: ArrayLike, shares: ArrayLike, *, size: float) -> Portfolio:
    """A portfolio of a priori classes whose employers differ by a gamma of mean 1.

    Args:
        rates: a priori claim rate of each class, > 0, shape (classes,); one class means no a priori rating.
        shares: of employers in each class, sum 1, shape (classes,).
        size: shape of the gamma, > 0; its variance is 1 / size.
    Returns:
        192 points for each class, class after class.
    Raises:
        DataError, ShapeError: as `Portfolio`; or the size is not positive.

    >>> employers = gamma_portfolio([0.1474], [1.0], size=0.889)
    >>> round(float(employers.weights @ employers.hazards), 6)
    0.1474
    """
    prior, share = np.atleast_1d(np.asarray(rates, np.float64)), np.atleast_1d(np.asarray(shares, np.float64))
    if prior.shape != share.shape:
        raise ShapeError(
            f"shares: shape {share.shape}; expected {prior.shape}, one per class", shares=share.shape
        )
    nodes, weights = gamma_panels(size)
    return Portfolio(
        np.repeat(prior, nodes.size), np.tile(nodes, prior.size), np.outer(share, weights).ravel()
    )


def level_shares(laws: ArrayLike, portfolio: Portfolio) -> FloatArray:
    """Share of employers at each level in the long run, shape (levels,).

    Args:
        laws: stationary law of each point at its own hazard, shape (points, levels).

    >>> level_shares([[0.5, 0.5], [1.0, 0.0]], Portfolio([1, 1], [1, 1], [0.5, 0.5]))
    array([0.75, 0.25])
    """
    return portfolio.weights @ _laws(laws, portfolio)


def norberg_relativities(laws: ArrayLike, portfolio: Portfolio) -> FloatArray:
    """Mean hidden hazard of the employers at each level: E[Theta | L = l].

    The relativities closest to the hidden hazards in mean square; they balance: the mean charged is the
    mean hazard. With several a priori classes they are relativities on top of a priori rating, and need not
    rise from level to level: the cheapest may hold low classes of average hazard.

    Args:
        laws: stationary law of each point at its own hazard, shape (points, levels).
        portfolio: the points.
    Returns:
        shape (levels,); a share of the a priori premium.
    Raises:
        DataError: nobody is ever at a level.
    Source: Norberg 1976, Scandinavian Actuarial Journal; Pitrebois, Denuit and Walhin 2003, ASTIN
        Bulletin 33.

    >>> norberg_relativities([[1.0, 0.0], [0.5, 0.5]], Portfolio([1, 1], [0.5, 1.5], [0.5, 0.5])).round(6)
    array([0.833333, 1.5     ])
    """
    by_level = _laws(laws, portfolio)
    return np.asarray(
        portfolio.weights * portfolio.theta @ by_level / _reached(portfolio.weights @ by_level), np.float64
    )


def rate_weighted_relativities(laws: ArrayLike, portfolio: Portfolio) -> FloatArray:
    """Relativities closest to the hidden hazards in premium, not in percent.

    E[Lambda^2 Theta | l] / E[Lambda^2 | l]. They do not balance; `balanced_relativities` are the best
    that do.

    Arguments, errors as `norberg_relativities`.
    Source: Tan, Li, Li and Balasooriya 2015, Insurance: Mathematics and Economics 65.
    """
    by_level = _laws(laws, portfolio)
    square = portfolio.weights * portfolio.rates**2
    return np.asarray(square * portfolio.theta @ by_level / _reached(square @ by_level), np.float64)


def balanced_relativities(laws: ArrayLike, portfolio: Portfolio) -> FloatArray:
    """Relativities closest to the hidden hazards in premium among those whose mean over employers is 1.

    Arguments, errors and source as `rate_weighted_relativities`.
    """
    by_level = _laws(laws, portfolio)
    free = rate_weighted_relativities(by_level, portfolio)
    shares = portfolio.weights @ by_level
    # Mean squared a priori rate at a level: where it is small, moving the relativity costs little.
    square = portfolio.weights * portfolio.rates**2 @ by_level / shares
    return np.asarray(free - (shares @ free - 1) / (shares @ (1 / square)) / square, np.float64)


def linear_relativities(laws: ArrayLike, portfolio: Portfolio) -> tuple[float, float]:
    """The best relativities that rise by the same amount from level to level: alpha + beta x level.

    Args:
        laws: stationary law of each point at its own hazard, levels from the cheapest up, (points, levels).
        portfolio: the points.
    Returns:
        alpha and beta, shares of the a priori premium.
    Raises:
        DataError: all employers are always at one level.
    Source: Gilde and Sundt 1989, Scandinavian Actuarial Journal.

    >>> linear_relativities([[1.0, 0.0], [0.5, 0.5]], Portfolio([1, 1], [0.5, 1.5], [0.5, 0.5]))
    (0.8333333333333334, 0.6666666666666666)
    """
    by_level = _laws(laws, portfolio)
    levels = np.arange(by_level.shape[1])
    shares = portfolio.weights @ by_level
    mean = float(shares @ levels)
    variance = float(shares @ (levels - mean) ** 2)
    if not variance > 0:
        raise DataError("levels: all employers are always at one level; a line through it has no slope")
    hidden = float(portfolio.weights @ portfolio.theta)
    shared = float((portfolio.weights * (portfolio.theta - hidden)) @ by_level @ levels)
    beta = shared / variance
    return hidden - beta * mean, beta


def _laws(laws: ArrayLike, portfolio: Portfolio) -> FloatArray:
    by_level = np.asarray(laws, np.float64)
    if by_level.ndim != 2 or len(by_level) != portfolio.weights.size:
        raise ShapeError(
            f"laws: shape {by_level.shape}; expected ({portfolio.weights.size}, levels), one law per point",
            laws=by_level.shape,
        )
    if not (np.abs(by_level.sum(axis=1) - 1) < 1e-9).all() or (by_level < 0).any():
        raise DataError("laws: a row is no law of levels; expected probabilities that sum to 1")
    return by_level


def _reached(shares: FloatArray) -> FloatArray:
    empty = np.flatnonzero(~(shares > 0)).tolist()
    if empty:
        raise DataError(
            f"levels {empty}: nobody is ever there, so no relativity follows; drop them from the scale",
            levels=empty,
        )
    return shares

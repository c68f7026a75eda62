"""Hachemeister regression: each risk has its own line through time, pulled to the line of all."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ratefloat.actuarial.credibility.cells import Floats
from ratefloat.actuarial.credibility.lines import Lines, blended
from ratefloat.actuarial.credibility.regression_fit import RegressionFit
from ratefloat.errors import DataError

MOST_ROUNDS = 10_000


def hachemeister(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    time: ArrayLike,
    risk: ArrayLike | None = None,
    tolerance: float = 1e-12,
) -> RegressionFit:
    """The regression model with one credibility matrix for all coefficients, by the iterative estimator.

    Its premiums can leave the span between individual and collective line; `hachemeister_barycentre` cures it.

    Args:
        values: averages per unit of weight, one row a cell, or a matrix of risks x periods; NaN where missing.
        weights: exposure of each cell, >= 0; cells of weight 0 are left out.
        time: the regressor of each cell (of each column for a matrix), or regressors in a last dimension; the
            intercept is added.
        risk: id of each row's risk; a matrix may do without.
        tolerance: greatest relative change of a collective coefficient in the last round.
    Raises:
        DataError: fewer than two risks with a line of their own, none with periods to spare, or no convergence.
    Source: Hachemeister (1975); Bühlmann and Gisler (2005), chapter 8.

    >>> fit = hachemeister([[1.0, 1.1, 1.3], [2.0, 2.1, 2.1], [1.4, 1.7, 1.8]], np.ones((3, 3)), time=[1, 2, 3])
    >>> fit.premiums(4).round(3)
    array([1.463, 2.195, 1.975])
    """
    lines = Lines.of(values, weights, time, risk)
    own = np.flatnonzero(lines.complete)
    individual, spread = lines.individual[own], np.asarray(lines.within * np.linalg.inv(lines.gram[own]))
    between, collective = _rounds(individual, spread, lines.transition, tolerance)
    z, coefficients = blended(lines, between, collective)
    return lines.fit("Hachemeister", between, collective, (z, coefficients))


def _rounds(individual: Floats, spread: Floats, transition: Floats, tolerance: float) -> tuple[Floats, Floats]:
    """The pseudo-estimator of the covariance between risks, and the collective coefficients.

    The collective solves sum (A + S_i)^-1 (b_i - beta) = 0. The usual form with Z_i = A (A + S_i)^-1 is the
    same but breaks down as A becomes singular, which is where it often converges to.
    """
    n, p = individual.shape
    z: Floats = np.broadcast_to(np.eye(p), (n, p, p))
    collective = individual.mean(axis=0)
    if not spread.any():
        return _between(z, individual - collective), collective
    for _ in range(MOST_ROUNDS):
        before = transition @ collective
        between = _between(z, individual - collective)
        precision = np.linalg.inv(between + spread)
        z = between @ precision
        collective = np.linalg.solve(precision.sum(axis=0), np.einsum("npq,nq->p", precision, individual))
        now = transition @ collective
        if np.all(np.abs(now - before) <= tolerance * np.abs(before)):
            return _between(z, individual - collective), collective
    raise DataError(
        f"no convergence in {MOST_ROUNDS:,} rounds; expected relative changes below {tolerance}; "
        f"state a greater tolerance",
        tolerance=tolerance,
    )


def _between(z: Floats, away: Floats) -> Floats:
    total = np.einsum("npq,nq,nr->pr", z, away, away) / (len(away) - 1)
    return np.asarray((total + total.T) / 2)

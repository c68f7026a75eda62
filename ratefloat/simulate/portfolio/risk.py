"""The relative risk of employers year by year: gamma of mean 1, correlated from one year to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DefinitionError

if TYPE_CHECKING:
    from ratefloat.simulate.portfolio.portfolio import Portfolio

Risk = NDArray[np.float32]


def gamma_paths(
    rng: np.random.Generator, shape: tuple[int, int], *, heterogeneity: float, persistence: float,
    start: NDArray[np.float64] | None = None,
) -> Risk:
    """Stationary paths of relative risk, float32, shape (years, employers).

    Each year is gamma of mean 1 and variance 1 / `heterogeneity`; k years apart the correlation is
    `persistence` ** k. From year to year a beta share of the risk is kept and the rest is drawn anew.

    Args:
        heterogeneity: shape of the gamma law, above 0; infinity makes all employers alike.
        persistence: 0 (each year anew) to 1 (for ever the same).
        start: relative risk of the first year, shape (employers,), where it is known; else drawn.
    Raises:
        DefinitionError: a number out of range.
    Source: Lewis, McKenzie and Hugus, Gamma processes, Communications in Statistics: Stochastic Models 5 (1989).

    >>> paths = gamma_paths(np.random.default_rng(1), (3, 10_000), heterogeneity=2.5, persistence=0.9)
    >>> bool(abs(paths.mean() - 1) < 0.02), bool(abs(paths.var() - 1 / 2.5) < 0.03)
    (True, True)
    """
    if not heterogeneity > 0 or not 0 <= persistence <= 1:
        raise DefinitionError(
            f"heterogeneity {heterogeneity}, persistence {persistence}; expected above 0, and 0 to 1",
            heterogeneity=heterogeneity, persistence=persistence,
        )
    if np.isinf(heterogeneity):
        return np.ones(shape, dtype=np.float32)
    years, employers = shape
    paths = np.empty(shape, dtype=np.float32)
    kept, new = heterogeneity * persistence, heterogeneity * (1 - persistence)
    now = rng.standard_gamma(heterogeneity, employers) if start is None else start * heterogeneity
    for year in range(years):
        paths[year] = now / heterogeneity
        if 0 < persistence < 1:
            now = rng.beta(kept, new, employers) * now + rng.standard_gamma(new, employers)
        elif persistence == 0:
            now = rng.standard_gamma(heterogeneity, employers)
    return paths


def balanced(portfolio: Portfolio, group: NDArray[Any]) -> Risk:
    """The risk of a portfolio, scaled year by year so that groups have just the cases that hazards and heads say.

    Without it the risk of a few large employers moves the total of a small portfolio by a tenth or more and back
    again over the years, and a target would be met, or missed, by that alone.

    Args:
        group: a whole number for each employer, shape (employers,).
    """
    risk = portfolio.risk.copy()
    for row in range(len(risk)):
        cases = portfolio.year(row - portfolio.history).heads * portfolio.hazard
        latent = np.bincount(group, weights=cases)
        drawn = np.bincount(group, weights=cases * risk[row])
        risk[row] *= np.divide(latent, drawn, out=np.ones_like(latent), where=drawn > 0)[group]
    return risk

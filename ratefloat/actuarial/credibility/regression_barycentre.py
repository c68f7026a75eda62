"""Hachemeister regression with the intercept at the barycentre of time: level and slope have each their own Z."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ratefloat.actuarial.credibility.between import Children, Estimator, Step
from ratefloat.actuarial.credibility.lines import Lines, blended
from ratefloat.actuarial.credibility.regression_fit import RegressionFit
from ratefloat.errors import DefinitionError

_ESTIMATORS: dict[str, Estimator] = {"unbiased": "ohlsson", "iterative": "iterative"}


def hachemeister_barycentre(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    time: ArrayLike,
    risk: ArrayLike | None = None,
    estimator: Literal["unbiased", "iterative"] = "unbiased",
) -> RegressionFit:
    """The regression model in the basis that is orthogonal over all experience: one Z for each coefficient.

    A risk without a line of its own (fewer distinct times than coefficients) takes the linear Bayes estimate
    under the fitted variances.

    Args:
        values: averages per unit of weight, one row a cell, or a matrix of risks x periods; NaN where missing.
        weights: exposure of each cell, >= 0; cells of weight 0 are left out.
        time: the regressor of each cell (of each column for a matrix), or regressors in a last dimension; the
            intercept is added.
        risk: id of each row's risk; a matrix may do without.
        estimator: of each variance between risks: "unbiased" (truncated at 0) or "iterative".
    Raises:
        DataError: fewer than two risks with a line of their own, or none with periods to spare.
    Source: Bühlmann and Gisler (2005), section 8.4.

    >>> fit = hachemeister_barycentre([[1.0, 1.1, 1.3], [2.0, 2.1, 2.1], [1.4, 1.7, 1.8]], np.ones((3, 3)),
    ...                               time=[1, 2, 3])
    >>> np.diag(fit.z_barycentre[0]).round(3), fit.premiums(4).round(3)
    (array([0.995, 0.714]), array([1.426, 2.212, 1.995]))
    """
    if estimator not in _ESTIMATORS:
        raise DefinitionError(f"estimator {estimator!r}; expected one of {', '.join(_ESTIMATORS)}")
    lines = Lines.of(values, weights, time, risk)
    n, p = lines.individual.shape
    z, between, collective = np.zeros((n, p, p)), np.zeros((p, p)), np.zeros(p)
    for j in range(p):
        weight = np.where(lines.complete, lines.gram[:, j, j], 0.0)
        step = Step.up(
            Children.of_one(lines.individual[:, j], weight), lines.within, _ESTIMATORS[estimator], what="risks"
        )
        z[:, j, j], between[j, j], collective[j] = step.z, step.between, step.means[0]
    exact_z, exact = blended(lines, between, collective)
    own = np.where(lines.complete[:, None], lines.individual, collective)
    coefficients = collective + np.einsum("npp,np->np", z, own - collective)
    apart = ~lines.complete
    z[apart], coefficients[apart] = exact_z[apart], exact[apart]
    return lines.fit("Hachemeister, barycentre", between, collective, (z, coefficients))

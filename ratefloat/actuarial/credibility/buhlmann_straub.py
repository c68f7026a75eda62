"""Bühlmann-Straub: risks whose periods weigh differently."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ratefloat.actuarial.credibility.between import Children, Estimator, Step
from ratefloat.actuarial.credibility.cells import Cells, Floats, beyond_rounding, mean_of
from ratefloat.actuarial.credibility.fit import CredibilityFit
from ratefloat.errors import DataError, DefinitionError

_ESTIMATORS: dict[str, Estimator] = {"unbiased": "ohlsson", "iterative": "iterative"}


def buhlmann_straub(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    risk: ArrayLike | None = None,
    estimator: Literal["unbiased", "iterative"] = "unbiased",
) -> CredibilityFit:
    """The Bühlmann-Straub model: Z = w / (w + k), k = within / between, pulled to the credibility-weighted mean.

    Args:
        values: averages per unit of weight (loss ratios, frequencies, pure premiums), one row a cell, or a
            matrix of risks x periods; NaN where a cell is missing.
        weights: exposure of each cell (premium, payroll, head-months), >= 0; cells of weight 0 are left out.
        risk: id of each row's risk; a matrix may do without.
        estimator: of the variance between risks: "unbiased" (truncated at 0) or "iterative", the root of the
            pseudo-estimator of Bischel and Straub.
    Raises:
        DataError: fewer than two risks with experience, or no risk with two periods.
    Source: Bühlmann and Gisler, A Course in Credibility Theory (2005), chapter 4.

    >>> fit = buhlmann_straub([[200, 650 / 3, float("nan")], [180, 2100 / 11, 17000 / 105]],
    ...                       [[50, 60, 0], [100, 110, 105]])
    >>> fit.z.round(4), fit.premiums.round(2), round(fit.balance, 12)
    (array([0.7015, 0.8706]), array([203.91, 179.59]), 1.0)
    """
    return fitted(Cells.of(values, weights, risk), estimator, model="Bühlmann-Straub")


def fitted(cells: Cells, estimator: str, *, model: str) -> CredibilityFit:
    """The one-level model of checked cells."""
    if estimator not in _ESTIMATORS:
        raise DefinitionError(f"estimator {estimator!r}; expected one of {', '.join(_ESTIMATORS)}")
    totals = cells.sum(cells.weights)
    means = mean_of(cells.sum(cells.weights * cells.values), totals)
    within = variance_within(cells, means, totals)
    step = Step.up(Children.of_one(means, totals), within, _ESTIMATORS[estimator], what="risks")
    collective = float(step.means[0])
    return CredibilityFit(
        model=model, risks=cells.risks, weights=totals, individual=means, z=step.z,
        collective=collective, within=within, between=step.between,
    )


def variance_within(cells: Cells, means: Floats, totals: Floats) -> float:
    """The variance of one unit of weight inside a risk, pooled over all risks."""
    seen = int(np.count_nonzero(totals))
    freedom = len(cells.values) - seen
    if not freedom:
        raise DataError(
            f"{seen:,} risks with one period each; the variance within a risk can not be estimated; "
            f"expected at least one risk with two periods; for claim counts, poisson_gamma needs only one",
            risks=seen,
        )
    away = cells.values - means[cells.codes]
    variance = float((cells.weights * away * away).sum()) / freedom
    per_cell = float(totals.sum()) / len(cells.values)
    return per_cell * beyond_rounding(variance / per_cell, means, totals)

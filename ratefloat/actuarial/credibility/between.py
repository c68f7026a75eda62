"""The variance between risks: how far the means of children scatter around their parents', beyond chance.

One step of every credibility model here: Bühlmann-Straub has one parent, the portfolio; a hierarchy takes
one such step for each level, and the barycentre regression one for each coefficient.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ratefloat.actuarial.credibility.cells import Floats, beyond_rounding, mean_of
from ratefloat.actuarial.credibility.ids import Codes
from ratefloat.errors import DataError

Estimator = Literal["buhlmann-gisler", "ohlsson", "iterative"]


@dataclass(frozen=True, eq=False)
class Children:
    """Means and weights of nodes and the number of each one's parent; a node of weight zero says nothing."""

    means: Floats
    weights: Floats
    parents: Codes
    n_parents: int

    @classmethod
    def of_one(cls, means: Floats, weights: Floats) -> Children:
        """Children of one single parent."""
        return cls(means, weights, np.zeros(len(means), dtype=np.intp), 1)

    def seen(self) -> Children:
        """Only the children that have experience."""
        some = self.weights > 0
        if some.all():
            return self
        return Children(self.means[some], self.weights[some], self.parents[some], self.n_parents)

    def sum(self, amounts: Floats) -> Floats:
        """The sum over the children of each parent, shape (parents,)."""
        if self.n_parents == 1:
            return np.asarray([amounts.sum()])
        return np.asarray(np.bincount(self.parents, amounts, minlength=self.n_parents), dtype=np.float64)

    def mean(self, weights: Floats) -> Floats:
        """The weighted mean of each parent's children, NaN for a parent without any."""
        return mean_of(self.sum(weights * self.means), self.sum(weights))

    def scatter(self, weights: Floats) -> Floats:
        """The weighted squared distance of each parent's children from their weighted mean."""
        away = self.means - self.mean(weights)[self.parents]
        return self.sum(weights * away * away)

    def count(self) -> Floats:
        """The number of each parent's children."""
        return np.bincount(self.parents, minlength=self.n_parents).astype(np.float64)


@dataclass(frozen=True, eq=False)
class Step:
    """What one level gives: its variance, the Z of each child, and means and weights of the parents."""

    between: float
    z: Floats
    means: Floats
    weights: Floats

    @classmethod
    def up(cls, children: Children, below: float, estimator: Estimator, *, what: str) -> Step:
        """One level of credibility.

        Args:
            children: the nodes of the level.
            below: the variance of a child's mean times its weight.
            estimator: how the variance between children is estimated.
            what: the children's name, for the message.
        Raises:
            DataError: no parent has two children with experience.
        """
        seen = children.seen()
        between = variance_between(seen, below, estimator, what=what)
        between = beyond_rounding(between, seen.means, seen.weights)
        if between == 0:
            z = np.zeros(len(children.weights))
            return cls(0.0, z, seen.mean(seen.weights), seen.sum(seen.weights))
        z = credibility(children.weights, between, below)
        some = z if seen is children else z[children.weights > 0]
        return cls(between, z, seen.mean(some), seen.sum(some))


def credibility(weights: Floats, between: float, below: float) -> Floats:
    """Z = w / (w + below/between), written so that neither variance need be above zero; 0 without weight."""
    signal = weights * between
    return np.divide(signal, signal + below, out=np.zeros(len(signal)), where=signal > 0)


def variance_between(children: Children, below: float, estimator: Estimator, *, what: str) -> float:
    """The variance between children of the same parent, never below zero."""
    freedom = children.count() - 1
    if not (freedom > 0).any():
        raise DataError(
            f"{what}: fewer than two with experience side by side; the variance between them can not be estimated; "
            f"expected at least 2",
            level=what,
        )
    if estimator == "iterative":
        return _iterative(children, below)
    bias = children.sum(children.weights) - mean_of(
        children.sum(children.weights**2), children.sum(children.weights)
    )
    excess = children.scatter(children.weights) - freedom * below
    several = freedom > 0
    if estimator == "ohlsson":
        return max(float(excess[several].sum() / bias[several].sum()), 0.0)
    each = np.zeros(children.n_parents)
    each[several] = np.maximum(excess[several] / bias[several], 0.0)
    return float(each[freedom >= 0].mean())


def _iterative(children: Children, below: float) -> float:
    """The root of the pseudo-estimator a = sum Z (X - X_z)^2 / freedom.

    Divided by a, its right side falls in a, so that there is at most one root above zero, and one exactly
    where the unbiased estimate is above zero; it is bracketed instead of iterated.
    """
    freedom = float(np.maximum(children.count() - 1, 0).sum())
    top = float(children.scatter(np.ones(len(children.means))).sum()) / freedom

    def excess(between: float) -> float:
        certainty = children.weights / (children.weights * between + below)
        return float(children.scatter(certainty).sum()) / freedom - 1

    if top == 0 or below == 0:
        return top
    if excess(0.0) <= 0:
        return 0.0
    if excess(top) >= 0:
        return top
    from scipy.optimize import brentq

    return float(brentq(excess, 0.0, top, xtol=top * 1e-15, rtol=1e-14))

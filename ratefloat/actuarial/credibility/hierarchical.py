"""Hierarchical credibility: portfolio > class > employer, to any depth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

import numpy as np
from numpy.typing import ArrayLike

from ratefloat.actuarial.credibility.between import Children, Estimator, Step
from ratefloat.actuarial.credibility.buhlmann_straub import variance_within
from ratefloat.actuarial.credibility.cells import Cells, Floats, mean_of
from ratefloat.actuarial.credibility.hierarchical_fit import HierarchicalFit, Level
from ratefloat.actuarial.credibility.ids import Codes, Ids, numbered
from ratefloat.errors import DefinitionError, ShapeError


def hierarchical(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    levels: Mapping[str, ArrayLike],
    estimator: Estimator = "ohlsson",
) -> HierarchicalFit:
    """Jewell's hierarchical model: an employer is pulled to its class, the class to the portfolio.

    Args:
        values: averages per unit of weight, one row a cell, or a matrix of employers x periods; NaN where a
            cell is missing.
        weights: exposure of each cell, >= 0; cells of weight 0 are left out.
        levels: name -> id of each row at that level, from the coarsest to the finest. An id belongs to the
            node above it: employer 7 of two classes is two employers.
        estimator: of the variances between: "ohlsson" pools all classes and truncates the sum at 0;
            "buhlmann-gisler" truncates each class and averages, where a class with one employer counts as 0;
            "iterative" is the root of the pseudo-estimators, level by level.
    Raises:
        DataError: a level has no two nodes side by side, or no employer has two periods.
    Source: Jewell (1975); Bühlmann and Gisler (2005), chapter 6; Ohlsson, Simplified estimation of structure
        parameters in hierarchical credibility (2005).

    >>> fit = hierarchical([1.0, 1.2, 0.4, 0.6, 2.0, 2.4, 1.5, 1.3], [10, 12, 30, 28, 5, 6, 20, 22],
    ...                    levels={"class": [1, 1, 1, 1, 2, 2, 2, 2], "employer": [1, 1, 2, 2, 3, 3, 4, 4]})
    >>> fit.employers.premium.round(3), fit.classes.premium.round(3), round(fit.balance, 12)
    (array([1.094, 0.509, 2.138, 1.406]), array([0.915, 1.659]), 1.0)
    """
    if estimator not in get_args(Estimator):
        raise DefinitionError(f"estimator {estimator!r}; expected one of {', '.join(get_args(Estimator))}")
    tree = _tree(levels)
    cells = Cells.of(values, weights, tree[-1][0])
    exposure = cells.sum(cells.weights)
    means = mean_of(cells.sum(cells.weights * cells.values), exposure)
    within = variance_within(cells, means, exposure)
    steps = _climb(tree, list(levels), (means, exposure), within, estimator)
    collective = float(steps[0][1].means[0])
    return HierarchicalFit(_descend(tree, list(levels), steps, exposure), collective, within)


Tree = list[tuple[Codes, Codes, Ids]]
"""For each level: the node of each row, the parent of each node, the id of each node."""


def _tree(levels: Mapping[str, ArrayLike]) -> Tree:
    if len(levels) < 2:
        raise DefinitionError(f"levels: {len(levels)}; expected two or more; for one, use buhlmann_straub")
    found: Tree = []
    above = np.zeros(len(np.asarray(next(iter(levels.values())))), dtype=np.intp)
    for name, column in levels.items():
        own, ids = numbered(column, what=name)
        if len(own) != len(above):
            raise ShapeError(f"levels: {name} has {len(own)} rows; expected {len(above)}, as the first level")
        rows, pairs = numbered(above * len(ids) + own, what=name)
        found.append((rows, pairs // max(len(ids), 1), ids[pairs % max(len(ids), 1)]))
        above = rows
    return found


def _climb(
    tree: Tree, names: list[str], leaves: tuple[Floats, Floats], within: float, estimator: Estimator
) -> list[tuple[Floats, Step]]:
    """For each level the means of its nodes and the step from them to their parents."""
    means, weights = leaves
    below = within
    found: list[tuple[Floats, Step]] = []
    for place in reversed(range(len(tree))):
        parents = tree[place][1]
        n_parents = len(tree[place - 1][2]) if place else 1
        step = Step.up(Children(means, weights, parents, n_parents), below, estimator, what=names[place])
        found.append((means, step))
        means, weights = step.means, step.weights
        below = step.between or below
    return found[::-1]


def _descend(
    tree: Tree, names: list[str], steps: list[tuple[Floats, Step]], leaves: Floats
) -> tuple[Level, ...]:
    exposures = [leaves]
    for place in range(len(tree) - 1, 0, -1):
        above_it = len(tree[place - 1][2])
        exposures.append(np.asarray(np.bincount(tree[place][1], exposures[-1], minlength=above_it), dtype=np.float64))
    above = steps[0][1].means
    found: list[Level] = []
    for (_, parents, ids), name, (means, step), exposure in zip(tree, names, steps, exposures[::-1], strict=True):
        start = above[parents]
        premium = start + step.z * (np.where(exposure > 0, means, start) - start)
        found.append(Level(name, ids, parents, exposure, means, step.z, premium, step.between))
        above = premium
    return tuple(found)

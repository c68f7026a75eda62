"""Bunching: more employers just on the cheap side of an edge than their density allows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import comb

import numpy as np

from ratefloat.actuarial.edge_effects.discontinuity import discontinuity
from ratefloat.actuarial.edge_effects.jump import Jump
from ratefloat.actuarial.edge_effects.places import Floats, Places
from ratefloat.errors import DataError

NEAREST = 50
"""Employers nearest to the edge whose sides are counted."""
FEWEST_BINS = 8
"""Bins on each side without which there is no density to speak of."""


@dataclass(frozen=True, eq=False)
class Bunching:
    """Whether employers gather on one side of an edge.

    Args:
        density: the jump in the logarithm of their density beyond the edge, as McCrary's test has it.
        before, beyond: how many of the employers nearest to the edge stand on each side.
    """

    density: Jump
    before: int
    beyond: int

    @property
    def p_sides(self) -> float:
        """The exact p-value of so uneven sides where both are equally likely."""
        return even_sides(self.before, self.beyond)


def bunching(places: Places, *, within: tuple[float, float] | None = None) -> Bunching:
    """The density of employers at an edge, in bins that never straddle it, and the sides of the nearest 50.

    Args:
        places: running variable of all employers around the edge, and their side of it.
        within: the distances between which employers are complete, such as the next edges; by default all.
    Raises:
        DataError: too few employers for bins on both sides.
    Source: McCrary 2008, Journal of Econometrics 142: bins of 2 sd / sqrt(n), a line on each side. Here the
        lines are fitted by Poisson likelihood, and errors are those of counts: a spike on the edge shall not widen
        them. Rows of several reviews count as separate employers.

    >>> even = bunching(Places.of(np.linspace(-1, 1, 402)))
    >>> even.before, even.beyond, round(even.density.p, 2)
    (25, 25, 1.0)
    """
    signed = np.where(places.treated, 1.0, -1.0) * np.abs(places.running)
    low, high = (float(signed.min()), float(signed.max())) if within is None else within
    size = 2 * float(signed.std()) / np.sqrt(len(places)) if len(places) else np.inf
    down, up = (whole_bins(np.abs(signed[side]), size, end) for side, end in (
        (~places.treated, -low), (places.treated, high)))
    if min(len(down), len(up)) < FEWEST_BINS:
        raise DataError(f"density: {len(places)} employers around the edge; expected more for bins on both sides")
    middles = (np.concatenate([-np.arange(len(down))[::-1], np.arange(len(up)) + 1]) - 0.5) * size
    bins = Places.of(middles)
    jump = discontinuity(bins, np.concatenate([down[::-1], up]), np.ones(len(bins)))
    return Bunching(_by_count(jump, bins), *_nearest(signed, places))


def even_sides(before: int, beyond: int) -> float:
    """The two-sided exact binomial p-value at one half.

    >>> even_sides(0, 5), even_sides(3, 3)
    (0.0625, 1.0)
    """
    n, fewer = before + beyond, min(before, beyond)
    if 2 * fewer == n:
        return 1.0
    tail = sum(comb(n, k) for k in range(fewer + 1))
    return float(Fraction(2 * tail, 2**n))


def whole_bins(distances: Floats, size: float, end: float) -> Floats:
    """Employers in each whole bin of one side, the nearest first; a last bin that `end` cuts is left out.

    >>> whole_bins(np.array([0.1, 0.15, 0.3]), 0.2, 0.5)
    array([2., 1.])
    """
    count = int(end / size * (1 + 1e-9)) if np.isfinite(size) and size > 0 else 0
    inside = np.floor(distances / size).astype(np.int64) if count else np.zeros(0, dtype=np.int64)
    return np.bincount(inside[inside < count], minlength=count).astype(np.float64)


def _by_count(jump: Jump, bins: Places) -> Jump:
    """The same jump with the errors of independent counts in place of the residuals'."""
    side, x, kernel = bins.treated.astype(np.float64), bins.running, bins.kernel(jump.bandwidth)
    design = np.stack([np.ones_like(x), side, x, x * side], axis=1)
    mean = np.exp(design @ np.asarray(jump.line))
    inverse = np.linalg.inv(design.T @ ((kernel * mean)[:, None] * design))
    return replace(jump, influence=kernel * np.sqrt(mean) * (design @ inverse[:, 1]))


def _nearest(signed: Floats, places: Places) -> tuple[int, int]:
    """The sides of the nearest employers; all that stand as far as the last of them count with it."""
    distances = np.abs(signed)
    farthest = np.sort(distances)[: NEAREST][-1]
    near = distances <= farthest
    beyond = int(places.treated[near].sum())
    return int(near.sum()) - beyond, beyond

"""A jump at an edge: its size, its error, and the smallest one that would have been seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import erfc, inf, nan, sqrt

import numpy as np

from ratefloat.actuarial.edge_effects.places import Floats

NORMAL_95 = 1.959963984540054
"""The two-sided 95 % point of the normal law."""
NORMAL_80 = 0.8416212335729143
"""Its one-sided 80 % point."""
WEAK = 10.0
"""A first stage with a smaller F is too weak to divide by (Staiger and Stock 1997, Econometrica 65)."""


@dataclass(frozen=True, eq=False)
class Jump:
    """How far something jumps at an edge, from its cheaper to its dearer side.

    Args:
        value: the jump; in logarithms for counts.
        influence: what each employer adds to the error of `value`, shape (employers,); the robust variance is
            the sum of its squares, so that jumps that share employers can be pooled honestly.
        bandwidth: the farthest distance that counts.
        rows: rows within the bandwidth before and beyond the edge.
        line: intercept, jump, slope, and change of slope beyond the edge.
    """

    value: float
    influence: Floats = field(repr=False)
    bandwidth: float = nan
    rows: tuple[int, int] = (0, 0)
    line: tuple[float, ...] = ()

    @cached_property
    def error(self) -> float:
        """Standard error, robust to overdispersion and to repeated rows of one employer."""
        return sqrt(float(self.influence @ self.influence))

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval."""
        return self.value - NORMAL_95 * self.error, self.value + NORMAL_95 * self.error

    @property
    def p(self) -> float:
        """Two-sided p-value of no jump."""
        if not self.error:
            return 0.0 if self.value else 1.0
        return erfc(abs(self.value) / self.error / sqrt(2))

    @property
    def detectable(self) -> float:
        """The smallest true jump that a test at 5 % would find four times in five."""
        return (NORMAL_95 + NORMAL_80) * self.error

    @property
    def strength(self) -> float:
        """The F statistic of the jump; as a first stage it should exceed 10."""
        return (self.value / self.error) ** 2 if self.error else inf * bool(self.value)


def pooled(jumps: Sequence[Jump], weights: Sequence[float] | None = None) -> Jump:
    """The mean of jumps, by default with weights by the inverse of their variance.

    Employers that stand within the bandwidth of two edges count in both, and the error knows it.
    """
    shares = np.asarray([jump.error**-2 for jump in jumps] if weights is None else weights, dtype=np.float64)
    shares = shares / shares.sum()
    influence = np.zeros(max(len(jump.influence) for jump in jumps))
    for share, jump in zip(shares, jumps, strict=True):
        influence[: len(jump.influence)] += share * jump.influence
    sides = tuple(sum(jump.rows[side] for jump in jumps) for side in (0, 1))
    return Jump(float(shares @ [jump.value for jump in jumps]), influence, rows=(sides[0], sides[1]))


def ratio(outcome: Jump, first: Jump) -> Jump | None:
    """The jump of an outcome per unit of another jump (the Wald estimate); None where that one is too weak.

    Source: Hahn, Todd and van der Klaauw 2001, Econometrica 69.
    """
    if not first.strength >= WEAK:
        return None
    value = outcome.value / first.value
    influence = np.zeros(max(len(outcome.influence), len(first.influence)))
    influence[: len(outcome.influence)] += outcome.influence / first.value
    influence[: len(first.influence)] -= value * first.influence / first.value
    return Jump(value, influence, outcome.bandwidth, outcome.rows)

"""Who knows the rule: a number for each employer, spread evenly over employers and over expected cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from ratefloat.simulate.portfolio.portfolio import Portfolio

FloatArray = NDArray[np.float64]

_STEP = 0.6180339887498949
"""Of the golden ratio: its multiples, without their whole parts, are spread evenly however many there are."""
_OFFSET = 0.7548776662466927
"""Of the plastic ratio: cells with few members do not all begin at the same number."""
_BELOW_ONE = 1 - 2.0**-53


def awareness(portfolio: Portfolio) -> FloatArray:
    """The number of each employer, in [0, 1), shape (employers,); see `Portfolio.awareness`.

    Members of a cell, in order of expected cases of all years from 0 on, take numbers from an even sequence. In a
    small portfolio a few employers have a tenth of all cases, so numbers are then stretched: each employer gets the
    share of cases that come before it. A share of employers by number is off by at most half the cases of one.
    """
    weight = np.zeros(len(portfolio))
    for t in range(portfolio.horizon):
        weight += portfolio.year(t).expected
    even = _even(portfolio, weight)
    if not weight.any():
        return even
    order = np.lexsort((portfolio.key, even))
    until = np.cumsum(weight[order])
    found = np.empty(len(portfolio))
    found[order] = np.minimum((until - weight[order] / 2) / until[-1], _BELOW_ONE)
    return found


def _even(portfolio: Portfolio, weight: FloatArray) -> FloatArray:
    cell = portfolio.cell_of
    order = np.lexsort((portfolio.key, weight, cell))
    members = np.bincount(cell)
    rank = np.empty(len(portfolio))
    rank[order] = np.arange(len(portfolio)) - np.repeat(np.cumsum(members) - members, members)
    return np.asarray((cell * _OFFSET + (rank + 0.5) * _STEP) % 1.0)

"""The risk cells of a portfolio: a typical employer of each class, severity and narrow band of size."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.cell import RiskCell
from ratefloat.actuarial.severities import MINOR
from ratefloat.simulate.portfolio.groups import combined
from ratefloat.simulate.portfolio.sizes import band_of

if TYPE_CHECKING:
    from ratefloat.simulate.portfolio.portfolio import Portfolio

Ints = NDArray[np.int64]
FloatArray = NDArray[np.float64]

NARROW = (4, 10, 32, 100, 317, 1000, 3163, 10_000, 31_623)
"""Edges of ten bands of size, each half a power of ten wide."""
MOST = 90
FINEST = 1_000_000
"""The greatest denominator of a frequency."""


def celled(portfolio: Portfolio) -> tuple[tuple[RiskCell, ...], Ints]:
    """The cells in order of class, severity and size, and the cell of each employer."""
    edges: tuple[int, ...] = NARROW
    while True:
        bands = band_of(portfolio.workers, edges)
        found, of_row = combined((portfolio.risk_class, portfolio.severity_of, bands))
        if len(found) <= MOST or not edges:
            break
        # Many classes and severities: bands twice as wide.
        edges = edges[1::2]
    return tuple(_cell(portfolio, row, of_row == number) for number, row in enumerate(found)), of_row


def _cell(portfolio: Portfolio, kind: Ints, member: NDArray[np.bool_]) -> RiskCell:
    heads = _mean_heads(portfolio, member)
    # An employer without insured workers still needs a cell: then all its workers count.
    weight = heads if heads.sum() > 0 else portfolio.workers[member].astype(np.float64)
    wage = float(np.average(portfolio.wage[member], weights=weight))
    frequency = float(np.average(portfolio.hazard[member], weights=weight))
    return RiskCell(
        risk_class=int(kind[0]), heads=max(1, int(weight.mean() + 0.5)), wage=Fraction(int(wage + 0.5), MINOR),
        frequency=Fraction(frequency).limit_denominator(FINEST), severity=portfolio.severities[kind[1]],
        area=portfolio.area,
    )


def _mean_heads(portfolio: Portfolio, member: NDArray[np.bool_]) -> FloatArray:
    share = portfolio.covered[:, portfolio.history :].mean(axis=1)
    return np.asarray(portfolio.workers[member] * share[portfolio.covered_of[member]])

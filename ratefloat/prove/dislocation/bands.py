"""Who moves: employers by class, by size and by band of change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ratefloat.numeric import exact_sum

Mask = NDArray[np.bool_]
SIZES = (500_000, 2_000_000, 10_000_000, 50_000_000)
"""Edges of the size bands: payroll of twelve months, in the main unit of the currency."""
CHANGES = (
    ("down 50% or more", None, Fraction(-1, 2)), ("down 20% to 50%", Fraction(-1, 2), Fraction(-1, 5)),
    ("down up to 20%", Fraction(-1, 5), Fraction(0)), ("unchanged", Fraction(0), Fraction(0)),
    ("up to 20%", Fraction(0), Fraction(1, 5)), ("up 20% to 50%", Fraction(1, 5), Fraction(1, 2)),
    ("up 50% to 100%", Fraction(1, 2), Fraction(1)), ("up more than 100%", Fraction(1), None),
)
"""Bands of the relative change of the rate; an edge belongs to the greater change going down, the smaller going up."""


@dataclass(frozen=True)
class Line:
    """Some employers: how many pay more and less, and their money over twelve months in minor units."""

    name: str
    up: int
    down: int
    unchanged: int
    payroll: int
    before: int
    after: int

    @property
    def employers(self) -> int:
        """All of them."""
        return self.up + self.down + self.unchanged

    @property
    def change(self) -> int:
        """What they pay more; negative for less."""
        return self.after - self.before


def band_of_change(old: Fraction, new: Fraction) -> int:
    """The number of the band in which a change of rate lies.

    >>> [CHANGES[band_of_change(Fraction(10), Fraction(new))][0] for new in (8, 9, 10, 12, 13)]
    ['down 20% to 50%', 'down up to 20%', 'unchanged', 'up to 20%', 'up 20% to 50%']
    """
    if new == old:
        return 3
    if not old:
        return len(CHANGES) - 1
    change = new / old - 1
    if change < 0:
        return 0 if change <= Fraction(-1, 2) else 1 if change <= Fraction(-1, 5) else 2
    return 4 if change <= Fraction(1, 5) else 5 if change <= Fraction(1, 2) else 6 if change <= 1 else 7


def size_names(edges: Sequence[int]) -> list[str]:
    """The size bands in words; an edge belongs to the band above it.

    >>> size_names([500_000, 2_000_000])
    ['payroll below 500,000', 'payroll from 500,000', 'payroll from 2,000,000']
    """
    return [f"payroll below {edges[0]:,}", *(f"payroll from {edge:,}" for edge in edges)]


@dataclass(frozen=True)
class Money:
    """Columns of all employers: which way the rate moves (-1, 0, 1), and payroll and both premiums in minor units."""

    moved: NDArray[np.int8]
    payroll: NDArray[np.int64]
    before: NDArray[np.int64]
    after: NDArray[np.int64]

    def line(self, name: str, rows: Mask) -> Line:
        """Some employers as one line."""
        up, down, same = (int((self.moved[rows] == way).sum()) for way in (1, -1, 0))
        sums = (exact_sum(column[rows]) for column in (self.payroll, self.before, self.after))
        return Line(name, up, down, same, *sums)

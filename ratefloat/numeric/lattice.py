"""Laws of amounts on the lattice 0, 1, 2, ... of a fixed step: severities, aggregates, sums."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratefloat.errors import DataError, ShapeError
from ratefloat.numeric.counts import parameter

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Aggregate:
    """The law of aggregate claims on the first cells of a lattice.

    Args:
        pmf: probability of an aggregate of 0, 1, ... steps, shape (cells,) or (risks, cells).
        error: bound on the sum of |stated - true| over the cells, shape () or (risks,):
            aliasing, counts left out and rounding, as the method says.

    >>> law = Aggregate(np.array([0.5, 0.25]), np.array(0.0))
    >>> float(law.beyond)
    0.25
    """

    pmf: FloatArray
    error: FloatArray

    @property
    def beyond(self) -> FloatArray:
        """Probability that the aggregate lies beyond the last cell, shape () or (risks,)."""
        return np.asarray(np.maximum(1.0 - self.pmf.sum(axis=-1), 0.0), np.float64)

    @property
    def mean(self) -> FloatArray:
        """Mean of the part on the lattice, in steps; the true mean where nothing lies beyond."""
        return np.asarray(self.pmf @ np.arange(self.pmf.shape[-1]), np.float64)

    @property
    def variance(self) -> FloatArray:
        """Variance of the part on the lattice, in squared steps; the true one where nothing lies beyond."""
        squares = self.pmf @ np.arange(self.pmf.shape[-1], dtype=np.float64) ** 2
        return np.asarray(squares - self.mean**2, np.float64)

    def quantile(self, level: float) -> NDArray[np.int64]:
        """Least number of steps that the aggregate stays at or below with a probability of `level`.

        Raises:
            DataError: the level is not within (0, 1), or lies beyond the last cell.

        >>> int(Aggregate(np.array([0.5, 0.5]), np.array(0.0)).quantile(0.9))
        1
        """
        reached = np.cumsum(self.pmf, axis=-1) >= level
        if not (0 < level < 1) or not reached[..., -1].all():
            raise DataError(
                f"quantile: {level} is not reached within {self.pmf.shape[-1]} cells; take more", level=level
            )
        return np.asarray(np.argmax(reached, axis=-1), np.int64)

    def at_least(self) -> FloatArray:
        """The law with all that lies beyond put into the last cell, which then means "at least".

        >>> Aggregate(np.array([0.5, 0.25]), np.array(0.0)).at_least()
        array([0.5, 0.5])
        """
        capped = self.pmf.copy()
        capped[..., -1] += self.beyond
        return capped


def severity_pmf(severity: ArrayLike) -> FloatArray:
    """The checked law of one claim on the lattice; what it lacks from 1 is a claim beyond every cell.

    Raises:
        DataError: a probability is negative or not a number, or the law has no mass or more than 1.
        ShapeError: not one law.

    >>> severity_pmf([0, 0.5, 0.5])
    array([0. , 0.5, 0.5])
    """
    pmf = parameter("severity", severity, least=0.0)
    if pmf.ndim != 1:
        raise ShapeError(f"severity: shape {pmf.shape}; expected one law, (cells,)", severity=pmf.shape)
    total = float(pmf.sum())
    if not 0 < total <= 1 + 1e-9:
        raise DataError(
            f"severity: sums to {total}; expected 1, or less where the tail is cut off", total=total
        )
    return pmf


def check_cells(cells: int) -> None:
    """Refuse a lattice without a cell."""
    if cells < 1:
        raise DataError(f"cells: {cells}; expected at least 1", cells=cells)


def on_cells(pmf: FloatArray, cells: int) -> FloatArray:
    """The law cut or padded with zeros to so many cells, shape (cells,).

    >>> on_cells(np.array([0.5, 0.5]), 3)
    array([0.5, 0.5, 0. ])
    """
    check_cells(cells)
    return np.pad(pmf[:cells], (0, max(0, cells - pmf.size)))


def capped(pmf: FloatArray, cells: int) -> FloatArray:
    """The law with everything from the last cell on put into it, shape (cells,).

    >>> capped(np.array([0.25, 0.25, 0.5]), 2)
    array([0.25, 0.75])
    """
    cut = on_cells(pmf, cells)
    # What a severity lacks from 1 is beyond every cell, so it is "at least" any of them.
    cut[-1] += pmf[cells:].sum() + max(0.0, 1.0 - pmf.sum())
    return cut


def sum_of_independent(first: FloatArray, second: FloatArray) -> FloatArray:
    """The law of the sum of two independent amounts on as many cells; what passes the last is left out.

    Direct products of probabilities, so that small ones keep their digits (an FFT loses them).

    Args:
        first, second: probabilities, shape (..., cells) each, alike or broadcast.
    Raises:
        ShapeError: they do not have as many cells.

    >>> sum_of_independent(np.array([0.5, 0.5]), np.array([0.5, 0.5]))
    array([0.25, 0.5 ])
    """
    return _rows(first, second, at_least=False)


def capped_sum(first: FloatArray, second: FloatArray) -> FloatArray:
    """As `sum_of_independent`, for laws whose last cell means "at least": no mass is lost.

    >>> capped_sum(np.array([0.5, 0.5]), np.array([0.5, 0.5]))
    array([0.25, 0.75])
    """
    return _rows(first, second, at_least=True)


def _rows(first: FloatArray, second: FloatArray, *, at_least: bool) -> FloatArray:
    first, second = np.asarray(first, np.float64), np.asarray(second, np.float64)
    if first.shape[-1:] != second.shape[-1:]:
        raise ShapeError(
            f"laws of {first.shape[-1:]} and {second.shape[-1:]} cells; expected the same lattice",
            first=first.shape,
            second=second.shape,
        )
    one, two = np.broadcast_arrays(first, second)
    cells = one.shape[-1]
    out = np.empty(one.shape)
    for row in np.ndindex(one.shape[:-1]):
        full = np.convolve(one[row], two[row])
        out[row] = full[:cells]
        if at_least:
            out[row][-1] += full[cells:].sum()
    return out

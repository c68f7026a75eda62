"""The experience that credibility models are fitted to: one cell for each risk and period."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratefloat.actuarial.credibility.ids import Codes, Ids, numbered
from ratefloat.errors import DataError, ShapeError, rows_text

Floats = NDArray[np.float64]
Names = tuple[str, str]
ROUNDING = 1e-14
"""Relative differences of means that are taken for rounding."""


@dataclass(frozen=True, eq=False)
class Cells:
    """Cells that carry experience, with the risk of each; risks without any stay in the list of risks.

    A cell whose value is NaN is missing, and a cell of weight zero says nothing: both are left out, so
    neither counts as a period.
    """

    values: Floats
    weights: Floats
    codes: Codes
    risks: Ids
    kept: NDArray[np.bool_] | None
    """Which of the given rows are left; None: all."""

    @classmethod
    def of(
        cls, values: ArrayLike, weights: ArrayLike | None, risk: ArrayLike | None,
        *, names: Names = ("values", "weights"),
    ) -> Cells:
        """Checked cells from columns (one row a cell) or matrices (one row a risk, one column a period).

        Args:
            values: averages per unit of weight; NaN where there is none.
            weights: exposure, >= 0; None: each cell weighs 1.
            risk: ids, one for each row; in matrices they may be left out and number the rows.
            names: of values and weights, for the messages.
        Raises:
            ShapeError: the columns differ in shape, or ids are missing beside a column.
            DataError: infinite values, weights that are negative, infinite or missing, or no experience at all.
        """
        value = np.asarray(values, dtype=np.float64)
        weight = np.ones(value.shape) if weights is None else np.asarray(weights, dtype=np.float64)
        _check_shapes((value, weight), risk, names)
        codes, risks = numbered(np.arange(len(value)) if risk is None else risk)
        if value.ndim == 2:
            codes = np.repeat(codes, value.shape[1])
        value, weight = value.reshape(-1), weight.reshape(-1)
        kept = _kept(value, weight, names)
        if kept is None:
            return cls(value, weight, codes, risks, None)
        return cls(value[kept], weight[kept], codes[kept], risks, kept)

    def sum(self, amounts: Floats) -> Floats:
        """The sum over the cells of each risk, shape (risks,)."""
        return np.asarray(np.bincount(self.codes, amounts, minlength=len(self.risks)), dtype=np.float64)

    def periods(self) -> NDArray[np.intp]:
        """The number of cells of each risk, shape (risks,)."""
        return np.bincount(self.codes, minlength=len(self.risks))


def mean_of(total: Floats, weight: Floats) -> Floats:
    """total / weight, NaN where there is no weight."""
    return np.asarray(np.divide(total, weight, out=np.full(len(total), np.nan), where=weight > 0))


def beyond_rounding(variance: float, values: Floats, weights: Floats) -> float:
    """A variance, or 0 where it is no more than what rounding leaves of values that are all alike."""
    square = float(np.nansum(weights * values * values)) / float(weights.sum())
    return variance if variance > ROUNDING**2 * square else 0.0


def read_only(array: Floats) -> Floats:
    """The same array, protected against writing."""
    array.flags.writeable = False
    return array


def _check_shapes(columns: tuple[Floats, Floats], risk: ArrayLike | None, names: Names) -> None:
    value, weight = columns
    if value.shape != weight.shape:
        raise ShapeError(f"{names[0]} {value.shape}, {names[1]} {weight.shape}; expected one shape")
    if value.ndim not in (1, 2):
        raise ShapeError(f"{names[0]}: {value.ndim} dimensions; expected a column, or a matrix of risks x periods")
    if risk is None and value.ndim == 1:
        raise ShapeError("risk: missing; a column of values needs the id of each row's risk; pass risk=...")
    if risk is not None and len(np.asarray(risk)) != len(value):
        raise ShapeError(f"{names[0]}: {len(value)} rows, risk: {len(np.asarray(risk))}; expected as many")


def _kept(value: Floats, weight: Floats, names: Names) -> NDArray[np.bool_] | None:
    """The cells that carry experience; None: all."""
    if np.isfinite(value).all() and weight.size and weight.min() > 0 and np.isfinite(weight.max()):
        return None
    refuse(np.isinf(value), names[0] + ": {} infinite; expected numbers, NaN where missing")
    present = ~np.isnan(value)
    refuse(present & ~np.isfinite(weight), names[1] + ": {} not finite beside a value; expected numbers >= 0")
    refuse(present & (weight < 0), names[1] + ": {} negative; expected >= 0")
    kept = present & (weight > 0)
    if not kept.any():
        raise DataError(
            f"no experience: none of {len(value):,} cells has a value and a weight above 0; expected at least one",
            cells=len(value),
        )
    return kept


def refuse(wrong: NDArray[np.bool_], message: str) -> None:
    """Raise when any row is wrong, with the count of such rows and the first of them in the message."""
    rows = np.flatnonzero(wrong)
    if len(rows):
        raise DataError(message.format(rows_text(rows.tolist(), len(wrong))), rows=rows.tolist())

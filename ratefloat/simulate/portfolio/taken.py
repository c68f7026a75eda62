"""A choice of employers of a portfolio."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratefloat.errors import DataError, rows_text

if TYPE_CHECKING:
    from ratefloat.simulate.portfolio.portfolio import Portfolio

    Some = TypeVar("Some", bound=Portfolio)

BY_EMPLOYER = ("key", "risk_class", "workers", "wage", "hazard", "first", "end", "covered_of", "severity_of")
"""Columns with one number for each employer."""


def taken(portfolio: Some, rows: ArrayLike) -> Some:
    """The portfolio of some rows; see `Portfolio.take`."""
    chosen = _numbers(np.asarray(rows), len(portfolio))
    columns: dict[str, Any] = {name: getattr(portfolio, name)[chosen] for name in BY_EMPLOYER}
    labels = {
        name: dataclasses.replace(label, codes=label.codes[chosen]) for name, label in portfolio.labels.items()
    }
    part = dataclasses.replace(portfolio, **columns, risk=portfolio.risk[:, chosen], labels=labels)
    present, place = np.unique(portfolio.cell_of[chosen], return_inverse=True)
    cells = tuple(portfolio.cells[number] for number in present)
    # A cell is what its members have in common in the whole portfolio; what it says must not change with the choice.
    part.__dict__["_celled"] = (cells, np.asarray(place, dtype=np.int64))
    part.__dict__["awareness"] = portfolio.awareness[chosen]
    return part


def _numbers(rows: NDArray[Any], employers: int) -> NDArray[np.int64]:
    if rows.dtype == np.bool_:
        if rows.shape != (employers,):
            raise DataError(f"rows: truth values of shape {rows.shape}; expected ({employers},), one an employer")
        rows = np.flatnonzero(rows)
    if rows.ndim != 1 or not len(rows):
        raise DataError("rows: no employer is chosen; expected at least one number, in one dimension")
    if rows.dtype.kind not in "iu":
        raise DataError(f"rows: numbers of type {rows.dtype}; expected whole numbers or truth values")
    wrong = np.flatnonzero((rows < 0) | (rows >= employers))
    if len(wrong):
        raise DataError(
            f"rows: {rows_text(wrong.tolist(), len(rows))} outside the portfolio; expected 0 to {employers - 1}"
        )
    if len(np.unique(rows)) < len(rows):
        raise DataError("rows: an employer stands twice; expected each once, for twice it would have the same luck")
    return rows.astype(np.int64)

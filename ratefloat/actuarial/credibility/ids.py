"""Numbers for the ids of risks: any ids in, codes from zero and the sorted distinct ids out."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratefloat.errors import DataError, ShapeError, rows_text

Codes = NDArray[np.intp]
Ids = NDArray[Any]


def numbered(ids: ArrayLike, *, what: str = "risk") -> tuple[Codes, Ids]:
    """The code of every row and the distinct ids in sorted order, so that results do not depend on row order.

    Raises:
        ShapeError: the ids are not one column.
        DataError: an id is missing.

    >>> numbered(["b", "a", "b"])
    (array([1, 0, 1]), array(['a', 'b'], dtype=object))
    """
    column = np.asarray(ids)
    if column.ndim != 1:
        raise ShapeError(f"{what}: shape {column.shape}; expected one id a row")
    if column.dtype.kind in "iu" and len(column):
        return _whole_numbers(column)
    return _hashed(column, what)


def _whole_numbers(column: NDArray[np.integer[Any]]) -> tuple[Codes, Ids]:
    """Dense ids are marked in a table, which is several times faster than sorting them."""
    least, greatest = int(column.min()), int(column.max())
    if greatest - least > 4 * len(column) + 1024 or greatest > np.iinfo(np.intp).max:
        ids, codes = np.unique(column, return_inverse=True)
        return codes.reshape(-1), ids
    shifted = column.astype(np.intp, copy=False)
    if least:
        shifted = shifted - least
    seen = np.zeros(greatest - least + 1, dtype=np.bool_)
    seen[shifted] = True
    present = np.flatnonzero(seen)
    if len(present) == len(seen):
        return shifted, (present + least).astype(column.dtype)
    return (np.cumsum(seen) - 1)[shifted], (present + least).astype(column.dtype)


def _hashed(column: Ids, what: str) -> tuple[Codes, Ids]:
    from pandas import factorize

    values = column.astype(object) if column.dtype.kind in "US" else column
    codes, ids = factorize(values, sort=True)
    missing = np.flatnonzero(codes < 0)
    if len(missing):
        raise DataError(
            f"{what}: {rows_text(missing.tolist(), len(column))} without an id; expected one in each; "
            f"drop these rows or name the risk",
            column=what, rows=missing.tolist(),
        )
    return codes.astype(np.intp, copy=False), np.asarray(ids)

"""Where employers stand beside an edge: how far, on which side, and which rows are one employer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratefloat.errors import DataError, ShapeError

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Places:
    """Rows beside an edge.

    Args:
        running: distance from the edge, shape (rows,); 0 is the edge itself.
        treated: whether a row is rated as beyond the edge, shape (rows,).
        cluster: number of the employer of each row, from 0, shape (rows,); errors are taken by employer.
    """

    running: Floats
    treated: Mask
    cluster: Ints

    @classmethod
    def of(
        cls, running: ArrayLike, *, treated: ArrayLike | None = None, cluster: ArrayLike | None = None
    ) -> Places:
        """Places from arrays: without `treated` all rows at 0 or more are; without `cluster` each row is alone.

        Raises:
            ShapeError: the arrays differ in length.
            DataError: a distance is not a number.
        """
        x = np.asarray(running, dtype=np.float64)
        side = x >= 0 if treated is None else np.asarray(treated, dtype=np.bool_)
        groups = np.arange(len(x)) if cluster is None else np.asarray(cluster, dtype=np.intp)
        if x.ndim != 1 or side.shape != x.shape or groups.shape != x.shape:
            raise ShapeError(f"places: {x.shape}, {side.shape} and {groups.shape}; expected one length for all")
        if not np.isfinite(x).all():
            raise DataError("running variable: not a number in some rows; expected a distance from the edge in each")
        return cls(x, side, groups)

    def __len__(self) -> int:
        return len(self.running)

    @property
    def clusters(self) -> int:
        """One more than the greatest number of an employer."""
        return int(self.cluster.max()) + 1 if len(self) else 0

    def take(self, rows: Ints | Mask) -> Places:
        """A choice of rows."""
        return Places(self.running[rows], self.treated[rows], self.cluster[rows])

    def kernel(self, bandwidth: float) -> Floats:
        """Triangular weights: 1 at the edge, 0 from the bandwidth on."""
        return np.asarray(np.maximum(0.0, 1 - np.abs(self.running) / bandwidth))

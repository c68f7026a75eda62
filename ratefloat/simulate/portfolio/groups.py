"""The groups of results: combinations of class, size and labels that occur."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.simulate.portfolio.sizes import SIZES, band_of

if TYPE_CHECKING:
    import pandas as pd

    from ratefloat.simulate.portfolio.portfolio import Portfolio


def grouped(portfolio: Portfolio) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """The groups in order of class, size and labels, and the group of each employer."""
    import pandas as pd

    labels = portfolio.labels
    found, of_row = combined(
        [portfolio.risk_class, band_of(portfolio.workers), *(label.codes for label in labels.values())]
    )
    columns: dict[str, object] = {
        "risk_class": found[:, 0],
        "size": pd.Categorical([SIZES[band] for band in found[:, 1]], categories=list(SIZES), ordered=True),
    }
    for place, (name, label) in enumerate(labels.items(), start=2):
        columns[name] = [label.names[code] for code in found[:, place]]
    return pd.DataFrame(columns), of_row


def combined(columns: Sequence[NDArray[Any]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The combinations of whole numbers that occur, ascending, and the place of each row among them.

    >>> combined([np.asarray([2, 1, 2]), np.asarray([0, 5, 0])])
    (array([[1, 5],
            [2, 0]]), array([1, 0, 1]))
    """
    code = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        code = code * (int(column.max()) + 1) + column
    _, at, of_row = np.unique(code, return_index=True, return_inverse=True)
    found = np.stack([column[at] for column in columns], axis=1).astype(np.int64)
    return found, np.asarray(of_row, dtype=np.int64)

"""Which of several things are not outdone in everything by another."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

CLOSE = 1e-9
"""Differences that are rounding."""


def undominated(scores: ArrayLike) -> NDArray[np.bool_]:
    """Whether no other row is at least as good in every column and better in one; more is better.

    Args:
        scores: shape (things, objectives).

    >>> undominated([[1, 1], [2, 0], [1, 0], [1, 1]]).tolist()
    [True, True, False, True]
    """
    table = np.asarray(scores, dtype=np.float64)
    near = CLOSE * np.maximum(np.abs(table).max(axis=0, initial=0.0), CLOSE)
    more = table[:, None, :] - table[None, :, :]
    beats = (more >= -near).all(axis=2) & (more > near).any(axis=2)
    return np.asarray(~beats.any(axis=0))

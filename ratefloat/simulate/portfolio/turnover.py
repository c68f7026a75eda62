"""When employers come and go."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ratefloat.simulate.portfolio.alike import ALWAYS
from ratefloat.simulate.portfolio.assumptions import Assumptions

Years = NDArray[np.int16]


class Stay(NamedTuple):
    """The years in which employers are in: first <= t < end; shape (employers,) each."""

    first: Years
    end: Years


def rows_of(employers: NDArray[np.int64], assumed: Assumptions) -> NDArray[np.int64]:
    """How many rows each trade needs: in at year 0, gone before, and still to come; shape (trades, 3)."""
    come, go = assumed.turnover
    shares = (1.0, go * assumed.history, come * (assumed.years - 1))
    # Rounding the running total spreads what small trades would lose among all.
    totals = np.rint(np.cumsum(employers)[:, None] * np.asarray(shares))
    return np.asarray(np.diff(totals, axis=0, prepend=0), dtype=np.int64)


def stays(rng: np.random.Generator, rows: NDArray[np.int64], assumed: Assumptions) -> Stay:
    """The years of employers, those in at year 0 first, then those gone, then those to come.

    Args:
        rows: how many of each, shape (3,).
    """
    come, go = assumed.turnover
    here, gone, later = (int(count) for count in rows)
    first = np.full(rows.sum(), ALWAYS.min, dtype=np.int64)
    end = np.full(rows.sum(), ALWAYS.max, dtype=np.int64)
    if come:
        came = 1 - rng.geometric(come, here)
        first[:here] = np.where(came >= -assumed.history, came, ALWAYS.min)
    if gone:
        end[here : here + gone] = rng.integers(1 - assumed.history, 1, gone)
    if later:
        first[here + gone :] = rng.integers(1, assumed.years, later)
    if go:
        still = np.r_[0:here, here + gone : here + gone + later]
        left = np.maximum(first[still], 0) + rng.geometric(go, len(still))
        end[still] = np.where(left < assumed.years, left, ALWAYS.max)
    return Stay(first.astype(np.int16), end.astype(np.int16))

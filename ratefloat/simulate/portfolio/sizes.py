"""Sizes of employers: bands of workers, and the fraction that decides how an employer's heads are rounded."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ratefloat.numeric.keyed import hashed, salt, scattered, uniform

SIZES = ("1-9", "10-49", "50-249", "250-999", "1000+")
"""Bands of workers for results; 10, 50 and 250 are those of official statistics of enterprises elsewhere."""
EDGES = (10, 50, 250, 1000)

_ROUNDING = salt(0x726F756E64)
_GRAIN = 2.0**-24
"""So coarse that adding a fraction to a number of workers is exact."""


def fractions(keys: NDArray[np.uint64]) -> NDArray[np.float64]:
    """A fraction from 0 to below 1 that stays with each employer: its heads are rounded down after adding it.

    >>> np.array_equal(fractions(np.asarray([7, 8], dtype=np.uint64))[1:], fractions(np.asarray([8], dtype=np.uint64)))
    True
    """
    return np.asarray(np.floor(uniform(hashed(scattered(keys), _ROUNDING)) / _GRAIN) * _GRAIN)


def band_of(workers: NDArray[np.int64], edges: tuple[int, ...] = EDGES) -> NDArray[np.int64]:
    """The number of each employer's band.

    >>> [SIZES[band] for band in band_of(np.asarray([1, 9, 10, 1000]))]
    ['1-9', '1-9', '10-49', '1000+']
    """
    return np.asarray(np.searchsorted(edges, workers, side="right"))

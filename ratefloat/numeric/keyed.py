"""Keyed random numbers: each draw is a hash of what it is for, so that no draw depends on another being made.

The mixer is the finaliser of SplitMix64 (Steele, Lea and Flood 2014, with Stafford's constants "Mix13").
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
LANES = 4
"""How many replicates one hash serves, with 16 bits each."""
LANE_SPAN = 1 << 16

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_FIRST, _SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def salt(*parts: int) -> int:
    """One 64-bit number of some whole numbers, such as seed, purpose, year and replicate; order matters.

    >>> salt(7, 1) == salt(1, 7)
    False
    """
    found = 0
    for part in parts:
        found = _mixed(found + _GOLDEN * (2 * (part & _MASK) + 1) & _MASK)
    return found


def _mixed(word: int) -> int:
    word = (word ^ (word >> 30)) * _FIRST & _MASK
    word = (word ^ (word >> 27)) * _SECOND & _MASK
    return word ^ (word >> 31)


def hashed(keys: Words, salted: int) -> Words:
    """A hash of each key with a salt.

    Args:
        keys: 64-bit names of what draws; neighbouring numbers do.

    >>> [hex(word) for word in hashed(np.arange(2, dtype=np.uint64), 0).tolist()]
    ['0x0', '0x5692161d100b05e5']
    """
    word = keys ^ np.uint64(salted)
    word ^= word >> np.uint64(30)
    word *= np.uint64(_FIRST)
    word ^= word >> np.uint64(27)
    word *= np.uint64(_SECOND)
    word ^= word >> np.uint64(31)
    return word


def scattered(keys: Words) -> Words:
    """Keys with their bits spread, to be hashed with salts: neighbours have nothing in common afterwards."""
    return hashed(keys * np.uint64(_GOLDEN), _GOLDEN)


def numbered(keys: Words, number: NDArray[np.integer]) -> Words:
    """Keys of the first, second, ... thing that belongs to a key, to be hashed; `number` counts from 0."""
    return keys + (number + 1).astype(np.uint64) * np.uint64(_GOLDEN)


def uniform(words: Words) -> NDArray[np.float64]:
    """Numbers from 0 to below 1, of the upper 53 bits.

    >>> uniform(np.asarray([0, 2**63], dtype=np.uint64))
    array([0. , 0.5])
    """
    return np.asarray((words >> np.uint64(11)) * 2.0**-53)


def halves(words: Words) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Two numbers from 0 to below 1 of each word, of 32 bits each.

    >>> halves(np.asarray([2**63 + 2**30], dtype=np.uint64))
    (array([0.5]), array([0.25]))
    """
    upper, lower = words >> np.uint64(32), words & np.uint64(0xFFFFFFFF)
    return np.asarray(upper * 2.0**-32), np.asarray(lower * 2.0**-32)


def lanes(words: Words) -> NDArray[np.uint16]:
    """The four 16-bit numbers of each word, shape (words, 4)."""
    return words.astype("<u8", copy=False).view("<u2").reshape(-1, LANES)


def poisson(chance: NDArray[np.float64], mean: NDArray[np.float64]) -> NDArray[np.int64]:
    """Poisson numbers by inversion: the least k whose chance of "k or fewer" is above `chance`.

    >>> poisson(np.asarray([0.0, 0.4, 0.99]), np.asarray([1.0, 1.0, 1.0]))
    array([0, 1, 4])
    """
    least = np.exp(-mean)
    found = (chance >= least).astype(np.int64)
    great = mean > _STEPWISE
    if great.any():
        found[great] = _quantile(chance[great], mean[great])
    # Most numbers are 0 or 1; only the others are counted up.
    rows = np.flatnonzero((chance >= least * (1 + mean)) & ~great)
    means = mean[rows]
    term = least[rows] * means
    left = chance[rows] - least[rows] - term
    for k in range(2, _MOST):
        found[rows] = k
        term = term * means / k
        left = left - term
        open_ = left >= 0
        if not open_.any():
            break
        rows, left, means, term = rows[open_], left[open_], means[open_], term[open_]
    return found


_STEPWISE = 12.0
_MOST = 80
"""With a mean of 12 the chance of more is below 1e-37, less than one step of a 53-bit number."""


def _quantile(chance: NDArray[np.float64], mean: NDArray[np.float64]) -> NDArray[np.int64]:
    from scipy.special import pdtr, pdtrik

    guess: Any = np.maximum(np.ceil(pdtrik(np.clip(chance, 1e-300, None), mean)), 0)
    guess = np.where(np.isfinite(guess), guess, 0.0)
    low = (guess > 0) & (pdtr(guess - 1, mean) > chance)
    while low.any():
        guess = np.where(low, guess - 1, guess)
        low = (guess > 0) & (pdtr(guess - 1, mean) > chance)
    high = pdtr(guess, mean) <= chance
    while high.any():
        guess = np.where(high, guess + 1, guess)
        high = pdtr(guess, mean) <= chance
    return np.asarray(guess).astype(np.int64)

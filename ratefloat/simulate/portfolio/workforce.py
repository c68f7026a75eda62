"""Sizes of employers, drawn: most are tiny, few are very large."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from ratefloat.errors import DefinitionError

SPREAD = 1.8
"""Standard deviation of the log of the number of workers [U]. With a mean of 33 workers three employers in five
have fewer than ten, and one in four hundred has a thousand or more."""
LARGEST = 50_000
_ONE_BY_ONE = 400


def workers(rng: np.random.Generator, employers: int, *, mean: float, spread: float = SPREAD) -> NDArray[np.int64]:
    """Numbers of workers, int64, shape (employers,): lognormal, rounded, at least 1 and at most `LARGEST`.

    One employer is drawn from each of so many equally likely slices of the law, so that totals hardly hang on
    the seed.

    Args:
        mean: of the rounded numbers.
        spread: standard deviation of their logarithm before rounding.
    Raises:
        DefinitionError: a mean that no such law has.
    """
    slices = (rng.permutation(employers) + rng.random(employers)) / max(employers, 1)
    sizes = np.exp(_location(mean, spread) + spread * ndtri(np.clip(slices, 1e-12, 1 - 1e-12)))
    return np.asarray(np.clip(np.rint(sizes), 1, LARGEST), dtype=np.int64)


@cache
def _location(mean: float, spread: float) -> float:
    low, high = -30.0, float(np.log(LARGEST))
    if not spread > 0 or not 1 < mean < _mean(high, spread):
        raise DefinitionError(f"sizes: mean {mean}, spread {spread}; expected a mean above 1 and a spread above 0")
    return float(brentq(lambda location: _mean(location, spread) - mean, low, high))


def _mean(location: float, spread: float) -> float:
    # The mean is the sum of the chances of k or more: one by one at first, then by the integral of the tail.
    steps = np.arange(2, _ONE_BY_ONE + 1) - 0.5
    chances = ndtr((location - np.log(steps)) / spread)
    tail = _beyond(_ONE_BY_ONE, location, spread) - _beyond(LARGEST, location, spread)
    return float(1 + chances.sum() + tail)


def _beyond(limit: float, location: float, spread: float) -> Any:
    """The mean excess over a limit of the law before rounding."""
    z = (location - np.log(limit)) / spread
    return np.exp(location + spread**2 / 2) * ndtr(z + spread) - limit * ndtr(z)

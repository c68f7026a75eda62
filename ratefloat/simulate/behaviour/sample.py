"""A joint sample of all that is not known: one row a set of parameter values."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from ratefloat.errors import DataError
from ratefloat.simulate.behaviour.behaviour import Behaviour
from ratefloat.simulate.behaviour.parameter import FloatArray

if TYPE_CHECKING:
    import pandas as pd


def sample(behaviour: Behaviour, *, sets: int = 64, seed: int) -> pd.DataFrame:
    """Sets of parameter values from the ranges of a behaviour, one row a set, one column a parameter.

    A Latin hypercube: each parameter takes one value from each of `sets` equal slices of its distribution, and
    slices of different parameters are paired at random, save those that share a quantile. The draws of a
    parameter depend on the seed and its name alone, so that two behaviours with a parameter in common are
    compared at the same values of it.

    Raises:
        DataError: less than one set.

    >>> from ratefloat.simulate.behaviour.prevention import Prevention
    >>> sample(Prevention(elasticity=0.4), seed=7).shape
    (64, 5)
    """
    import pandas as pd

    if sets < 1:
        raise DataError(f"sets: {sets}; expected 1 or more", sets=sets)
    ranges = behaviour.parameters()
    quantiles = {name: _slices(sets, seed, known.shared or name) for name, known in ranges.items()}
    columns = {name: known.at(quantiles[name]) for name, known in ranges.items()}
    return pd.DataFrame(columns, index=pd.RangeIndex(sets, name="set"))


def _slices(sets: int, seed: int, name: str) -> FloatArray:
    draw = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, crc32(name.encode())])))
    slices = draw.permutation(sets)
    within = draw.random(sets)
    return np.asarray((slices + np.clip(within, 1e-9, 1 - 1e-9)) / sets)

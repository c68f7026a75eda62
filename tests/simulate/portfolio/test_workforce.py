"""Sizes: the mean that was asked for, most employers tiny, few very large."""

from __future__ import annotations

import numpy as np
import pytest

from ratefloat.errors import DefinitionError
from ratefloat.simulate.portfolio.workforce import LARGEST, workers


@pytest.mark.parametrize("mean", [5.0, 33.0, 400.0])
def test_the_mean_is_met(mean: float) -> None:
    found = workers(np.random.default_rng(3), 200_000, mean=mean)
    assert found.min() >= 1 and found.max() <= LARGEST
    # With one draw a slice only the last slices are uncertain.
    assert found.mean() == pytest.approx(mean, rel=0.01)


def test_most_are_tiny() -> None:
    found = workers(np.random.default_rng(3), 100_000, mean=33)
    assert 0.55 < (found < 10).mean() < 0.65
    assert 0.002 < (found >= 1000).mean() < 0.005


@pytest.mark.parametrize(("mean", "spread"), [(1.0, 1.8), (1e9, 1.8), (33.0, 0.0)])
def test_no_such_law(mean: float, spread: float) -> None:
    with pytest.raises(DefinitionError, match="expected a mean above 1 and a spread above 0"):
        workers(np.random.default_rng(3), 10, mean=mean, spread=spread)

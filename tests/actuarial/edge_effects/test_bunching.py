"""Bunching: found where it is planted, and one time in twenty elsewhere."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest

from ratefloat.actuarial.edge_effects import Bunching, Places, bunching
from ratefloat.actuarial.edge_effects.bunching import even_sides, whole_bins
from ratefloat.errors import DataError


def planted(seed: int, moved: float, *, employers: int = 4000) -> Bunching:
    """A sloping density around an edge; a share of those just beyond it has moved to just before."""
    chance = np.random.default_rng(seed)
    x = chance.normal(0.3, 1, employers)
    x = x[(x > -0.9) & (x < 1.3)]
    movers = (x > 0) & (x < 0.1) & (chance.random(len(x)) < moved)
    return bunching(Places.of(np.where(movers, -x / 2, x)), within=(-0.9, 1.3))


def test_nothing_planted_nothing_found() -> None:
    found = [planted(seed, 0) for seed in range(300)]
    assert 0.02 <= np.mean([one.density.p < 0.05 for one in found]) <= 0.09
    assert np.mean([one.p_sides < 0.05 for one in found]) <= 0.08


def test_what_is_planted_is_found() -> None:
    found = [planted(seed, 0.4) for seed in range(60)]
    assert np.mean([one.density.p < 0.05 for one in found]) > 0.9
    assert np.mean([one.p_sides < 0.05 for one in found]) > 0.8
    assert all(one.density.value < 0 for one in found)
    assert np.mean([one.before for one in found]) > 1.5 * np.mean([one.beyond for one in found])


@pytest.mark.parametrize(("before", "beyond"), [(0, 5), (3, 3), (20, 31), (17, 4), (0, 0)])
def test_even_sides_by_counting(before: int, beyond: int) -> None:
    n = before + beyond
    as_rare = [k for k in range(n + 1) if abs(2 * k - n) >= abs(before - beyond)]
    assert even_sides(before, beyond) == pytest.approx(float(Fraction(sum(comb(n, k) for k in as_rare), 2**n)))


def test_the_nearest_fifty_are_counted() -> None:
    x = np.concatenate([-np.arange(1, 301) / 100, np.arange(1, 301) / 50])
    found = bunching(Places.of(x))
    # Up to 0.34: 34 before; up to 0.34 beyond in steps of 0.02: 17.
    assert (found.before, found.beyond) == (34, 17)
    assert np.exp(found.density.value) == pytest.approx(0.5, abs=0.05)


def test_only_whole_bins_count() -> None:
    """Bins of 0.2 up to 0.59: two whole ones, and what lies beyond them is in none."""
    assert whole_bins(np.array([0.0, 0.1, 0.3, 0.5, 0.55]), 0.2, 0.59).tolist() == [2, 1]
    assert whole_bins(np.array([0.0, 0.1, 0.3, 0.5, 0.55]), 0.2, 0.6).tolist() == [2, 1, 2]


def test_a_spike_on_the_edge_is_seen() -> None:
    """One bin with too many is no reason to doubt all bins: counts have their own variance."""
    x = np.concatenate([np.random.default_rng(5).uniform(-1, 1, 2000), np.zeros(40)])
    found = bunching(Places.of(x, treated=x > 0))
    assert found.density.p < 0.01
    assert found.p_sides < 1e-6


def test_a_handful_has_no_density() -> None:
    with pytest.raises(DataError, match="density: 10 employers around the edge; expected more"):
        bunching(Places.of(np.linspace(-1, 1, 10)))

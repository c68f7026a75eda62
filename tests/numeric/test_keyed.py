"""Keyed random numbers, held against Philox (Salmon et al. 2011), numpy's published counter-based generator."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ratefloat.numeric.keyed import LANES, hashed, lanes, poisson, salt, scattered, uniform

N = 1 << 16
KEYS = scattered(np.arange(N, dtype=np.uint64))
BOUND = stats.chi2.ppf(1 - 1e-6, 255)
"""A chi-square of 256 cells passes but once in a million."""


def chi_square(bytes_: np.ndarray) -> float:
    counts = np.bincount(bytes_, minlength=256)
    expected = len(bytes_) / 256
    return float(((counts - expected) ** 2 / expected).sum())


@pytest.mark.parametrize("shift", range(0, 64, 8))
@pytest.mark.parametrize("place", [(7, 0, 0), (7, 1, 0), (8, 0, 3), (2**63, 9, 25)])
def test_every_byte_is_uniform_over_neighbouring_keys(shift: int, place: tuple[int, ...]) -> None:
    words = hashed(KEYS, salt(*place))
    assert chi_square((words >> np.uint64(shift)).astype(np.uint8)) < BOUND


def test_the_reference_generator_passes_the_same_bound_and_a_bad_hash_does_not() -> None:
    philox = np.random.Generator(np.random.Philox(7)).integers(0, 2**64, N, dtype=np.uint64)
    assert chi_square(philox.astype(np.uint8)) < BOUND
    poor = np.arange(N, dtype=np.uint64) * np.uint64(6)
    assert chi_square(poor.astype(np.uint8)) > BOUND


@pytest.mark.parametrize("lag", [1, 2, 3, 64, 4096])
def test_neighbouring_keys_are_not_correlated(lag: int) -> None:
    draws = uniform(hashed(KEYS, salt(7, 0, 0)))
    correlation = np.corrcoef(draws[:-lag], draws[lag:])[0, 1]
    assert abs(correlation) < 5 / np.sqrt(N)


@pytest.mark.parametrize("other", [salt(8, 0, 0), salt(7, 1, 0), salt(7, 0, 1), salt(7, 0, 0) ^ 1])
def test_neighbouring_salts_are_not_correlated(other: int) -> None:
    one, two = uniform(hashed(KEYS, salt(7, 0, 0))), uniform(hashed(KEYS, other))
    assert abs(np.corrcoef(one, two)[0, 1]) < 5 / np.sqrt(N)


def test_lanes_of_one_word_are_not_correlated_and_each_is_uniform() -> None:
    four = lanes(hashed(KEYS, salt(3, 1, 4)))
    assert four.shape == (N, LANES)
    correlations = np.corrcoef(four.T.astype(float)) - np.eye(LANES)
    assert np.abs(correlations).max() < 5 / np.sqrt(N)
    for lane in range(LANES):
        assert chi_square((four[:, lane] >> 8).astype(np.uint8)) < BOUND
        assert chi_square(four[:, lane].astype(np.uint8)) < BOUND


def test_pairs_of_years_fill_the_square_like_philox() -> None:
    def square(one: np.ndarray, two: np.ndarray) -> float:
        return chi_square((one * 16).astype(np.int64) * 16 + (two * 16).astype(np.int64))

    ours = [uniform(hashed(KEYS, salt(7, 0, year))) for year in range(2)]
    generator = np.random.Generator(np.random.Philox(7))
    assert square(*ours) < BOUND
    assert square(generator.random(N), generator.random(N)) < BOUND


def test_one_bit_of_the_key_changes_half_of_the_bits() -> None:
    keys = np.arange(4096, dtype=np.uint64)
    for bit in range(64):
        changed = hashed(scattered(keys), 5) ^ hashed(scattered(keys ^ np.uint64(1 << bit)), 5)
        share = np.bitwise_count(changed).mean() / 64
        assert abs(share - 0.5) < 0.01, bit


def test_hash_is_that_of_the_published_finaliser() -> None:
    # SplitMix64 seeded with 0 gives this as its first number: the finaliser of the golden gamma.
    first = hashed(np.asarray([0x9E3779B97F4A7C15], dtype=np.uint64), 0)
    assert hex(int(first[0])) == "0xe220a8397b1dcdaf"


@pytest.mark.parametrize("mean", [1e-6, 0.3, 1.0, 11.9, 12.1, 80.0, 900.0])
def test_poisson_is_the_quantile_of_scipy(mean: float) -> None:
    chance = np.random.default_rng(1).random(5000)
    found = poisson(chance, np.full(5000, mean))
    assert (found == stats.poisson.ppf(chance, mean)).mean() > 0.999
    below, at = stats.poisson.cdf(found - 1, mean), stats.poisson.cdf(found, mean)
    assert (below <= chance + 1e-12).all() and (at >= chance - 1e-12).all()


def test_poisson_of_nothing_is_nothing_and_extremes_end() -> None:
    assert poisson(np.asarray([0.0, 1 - 2**-53]), np.asarray([0.0, 0.0])).tolist() == [0, 0]
    extreme = poisson(np.asarray([0.0, 1 - 2**-53] * 2), np.asarray([12.0, 12.0, 300.0, 300.0]))
    assert extreme[0] == 0 and 40 < extreme[1] < 80 and extreme[2] < 200 and extreme[3] > 400


def test_arguments_are_not_altered() -> None:
    keys = np.arange(8, dtype=np.uint64)
    keys.setflags(write=False)
    scattered(keys), hashed(keys, 3)
    assert keys.tolist() == list(range(8))

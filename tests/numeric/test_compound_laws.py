"""What holds for every compound distribution, whatever its numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ratefloat.errors import DataError, ShapeError
from ratefloat.numeric.compound import (
    Binomial,
    CountLaw,
    CountTable,
    MixedPoisson,
    NegativeBinomial,
    Poisson,
    capped_sum,
    compound_by_convolution,
    compound_by_fft,
    gamma_quadrature,
    panjer,
    sum_of_independent,
)

METHODS = [panjer, compound_by_fft, compound_by_convolution]
SEVERITIES = st.lists(st.integers(0, 9), min_size=1, max_size=12).filter(any)
RATES = st.floats(0, 8)
COUNTS: st.SearchStrategy[CountLaw] = st.one_of(
    st.builds(Poisson, RATES),
    st.builds(NegativeBinomial, RATES, st.floats(1, 20)),
    st.builds(Binomial, st.integers(0, 30), st.floats(0, 1)),
    st.builds(lambda low, high: MixedPoisson([low, high], [0.25, 0.75]), RATES, RATES),
)


def law_of(weights: list[int]) -> NDArray[np.float64]:
    return np.array(weights) / sum(weights)


@settings(max_examples=60, deadline=None)
@given(COUNTS, SEVERITIES)
def test_the_three_methods_agree_within_their_stated_errors(counts: CountLaw, weights: list[int]) -> None:
    laws = [method(counts, law_of(weights), cells=90) for method in METHODS]
    for one in laws:
        for other in laws:
            assert np.abs(one.pmf - other.pmf).sum() <= one.error + other.error + 1e-13
        assert (one.pmf >= 0).all()
        assert one.error < 1e-11


@settings(max_examples=40, deadline=None)
@given(COUNTS, SEVERITIES)
def test_mean_and_variance_by_wald(counts: CountLaw, weights: list[int]) -> None:
    severity = law_of(weights)
    sizes = np.arange(severity.size)
    mean = severity @ sizes
    spread = severity @ sizes**2 - mean**2
    law = compound_by_fft(counts, severity, cells=4000)
    assert law.beyond < 1e-9
    assert law.mean == pytest.approx(counts.mean * mean, abs=1e-6)
    assert law.variance == pytest.approx(counts.mean * spread + counts.variance * mean**2, abs=1e-4)


@given(RATES, RATES, SEVERITIES)
@settings(max_examples=40, deadline=None)
def test_independent_poisson_sums_add_their_rates(one: float, other: float, weights: list[int]) -> None:
    severity = law_of(weights)
    parts = (panjer(Poisson(rate), severity, cells=50).pmf for rate in (one, other))
    whole = panjer(Poisson(one + other), severity, cells=50).pmf
    np.testing.assert_allclose(sum_of_independent(*parts), whole, rtol=1e-9, atol=1e-300)


@given(RATES, RATES, SEVERITIES)
@settings(max_examples=40, deadline=None)
def test_capped_sums_lose_nothing(one: float, other: float, weights: list[int]) -> None:
    severity = law_of(weights)
    parts = (panjer(Poisson(rate), severity, cells=20).at_least() for rate in (one, other))
    whole = panjer(Poisson(one + other), severity, cells=20).at_least()
    np.testing.assert_allclose(capped_sum(*parts), whole, rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("rate", [800.0, 20_000.0])
def test_large_rates_do_not_underflow(rate: float) -> None:
    severity = [0.0, 0.7, 0.0, 0.3]
    cells = int(rate * 1.6 + 12 * np.sqrt(rate * 3.4))
    law = panjer(Poisson(rate), severity, cells=cells)
    assert law.pmf.sum() == pytest.approx(1.0, abs=1e-9)
    assert law.mean == pytest.approx(rate * 1.6, rel=1e-9)
    assert law.variance == pytest.approx(rate * (0.7 + 0.3 * 9), rel=1e-6)
    assert np.abs(law.pmf - compound_by_fft(Poisson(rate), severity, cells=cells).pmf).max() < 1e-10


def test_heavy_tails_of_counts_are_not_cut_short() -> None:
    # Shape 0.5, mean 50: 4,000 claims still have a chance above 1e-18, and half of the claims cost nothing.
    counts = NegativeBinomial(50.0, size=0.5)
    law = compound_by_convolution(counts, [0.5, 0.5], cells=400)
    assert law.error < 1e-13
    np.testing.assert_allclose(law.pmf, panjer(counts, [0.5, 0.5], cells=400).pmf, rtol=1e-11)
    with pytest.raises(DataError, match="100,000 claims"):
        compound_by_convolution(Poisson(1e7), [0.5, 0.5], cells=4)


def test_tiny_probabilities_keep_their_digits() -> None:
    # One claim kind of one step: the aggregate is the Poisson itself, known in closed form.
    law = panjer(Poisson(0.01), [0, 1], cells=30)
    np.testing.assert_allclose(law.pmf, Poisson(0.01).probabilities(29), rtol=1e-12)
    assert law.pmf[29] < 1e-80


def test_a_binomial_stays_exact_where_its_recursion_would_subtract() -> None:
    for chance in (0.3, 0.5, 0.97, 1.0):
        law = panjer(Binomial(40, chance), [0.0, 0.5, 0.5], cells=90)
        straight = compound_by_convolution(Binomial(40, chance), [0.0, 0.5, 0.5], cells=90)
        np.testing.assert_allclose(law.pmf, straight.pmf, rtol=1e-10, atol=1e-300)


def test_gamma_mixing_is_negative_binomial() -> None:
    nodes, weights = gamma_quadrature(0.889, 60)
    mixed = panjer(MixedPoisson(1.4 * nodes, weights), [0.1, 0.6, 0.3], cells=60).pmf
    exact = panjer(NegativeBinomial(1.4, size=0.889), [0.1, 0.6, 0.3], cells=60).pmf
    np.testing.assert_allclose(mixed, exact, atol=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_several_risks_are_each_as_if_alone(method: Any) -> None:
    rates = np.array([0.0, 0.3, 900.0])
    severity = [0.2, 0.5, 0.3]
    together = method(Poisson(rates), severity, cells=64)
    assert together.pmf.shape == (3, 64)
    for row, rate in enumerate(rates):
        alone = method(Poisson(rate), severity, cells=64)
        np.testing.assert_allclose(together.pmf[row], alone.pmf, atol=1e-14)


@pytest.mark.parametrize("method", METHODS)
def test_degenerate_cases_have_stated_results(method: Any) -> None:
    sure = [1.0, 0.0, 0.0]
    np.testing.assert_allclose(method(Poisson(0.0), [0, 1], cells=3).pmf, sure, atol=1e-15)
    # Every claim costs nothing: the aggregate is nought whatever the rate.
    np.testing.assert_allclose(method(Poisson(5.0), [1.0], cells=3).pmf, sure, atol=1e-14)
    np.testing.assert_allclose(method(Binomial(0, 0.5), [0, 1], cells=3).pmf, sure, atol=1e-15)
    one = method(Poisson(2.0), [0, 1], cells=1)
    assert one.pmf == pytest.approx([np.exp(-2)], abs=1e-12)
    assert one.at_least() == pytest.approx([1.0])


@pytest.mark.parametrize("method", METHODS)
def test_a_severity_cut_off_leaves_its_claims_beyond(method: Any) -> None:
    # A tenth of the claims is larger than any cell: only windows without one stay on the lattice.
    law = method(Poisson(2.0), [0.0, 0.9], cells=60)
    assert law.beyond == pytest.approx(1 - np.exp(-0.2), abs=1e-12)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("severity", [[0.0], [-0.1, 1.1], [np.nan, 1.0], [0.7, 0.7], [np.inf]])
def test_a_severity_that_is_no_law_is_refused(method: Any, severity: list[float]) -> None:
    with pytest.raises(DataError, match="severity"):
        method(Poisson(1.0), severity, cells=5)


def test_bad_counts_are_refused_by_name() -> None:
    with pytest.raises(DataError, match="rate: 1 of 2 outside its range"):
        Poisson([1.0, np.nan])
    with pytest.raises(DataError, match="size: 0"):
        NegativeBinomial(1.0, size=0.0)
    with pytest.raises(DataError, match="chance"):
        Binomial(3, 1.5)
    with pytest.raises(DataError, match="trials"):
        Binomial(-1, 0.5)
    with pytest.raises(DataError, match="weights: sum"):
        MixedPoisson([1.0, 2.0], [0.5, 0.4])
    with pytest.raises(ShapeError, match="one weight per point"):
        MixedPoisson([1.0, 2.0], [1.0])
    with pytest.raises(DataError, match="more than 1"):
        CountTable([0.7, 0.7])
    with pytest.raises(DataError, match="no Panjer recursion"):
        panjer(CountTable([1.0]), [0, 1], cells=4)
    with pytest.raises(DataError, match="cells"):
        panjer(Poisson(1.0), [0, 1], cells=0)
    with pytest.raises(ShapeError, match="same lattice"):
        sum_of_independent(np.ones(2), np.ones(3))
    with pytest.raises(DataError, match="quantile"):
        panjer(Poisson(9.0), [0, 1], cells=4).quantile(0.99)


@given(COUNTS)
@settings(max_examples=40, deadline=None)
def test_count_laws_have_the_moments_they_state(counts: CountLaw) -> None:
    chances = counts.probabilities(400)
    numbers = np.arange(401)
    assert chances.sum() == pytest.approx(1.0, abs=1e-10)
    assert chances @ numbers == pytest.approx(counts.mean, abs=1e-7)
    assert chances @ numbers**2 - (chances @ numbers) ** 2 == pytest.approx(counts.variance, abs=1e-5)


def test_arguments_are_not_altered() -> None:
    severity = np.array([0.5, 0.5])
    severity.setflags(write=False)
    for method in METHODS:
        method(Poisson(1.0), severity, cells=8)

from __future__ import annotations

from math import lgamma, log
from typing import Any

import numpy as np
import pytest
from scipy import optimize, special

from ratefloat.actuarial.credibility import PoissonGamma, PredictiveCounts, poisson_gamma
from ratefloat.errors import DataError, DefinitionError

COUNTS = np.array([0, 1, 0, 3, 2, 0, 7, 1, 0, 0, 4, 2])
EXPOSURE = np.array([12.0, 40, 5, 33, 60, 18, 55, 21, 9, 30, 44, 70])


def log_likelihood(frequency: float, shape: float) -> float:
    """The negative binomial law written out, sharing no code with the library."""
    total = 0.0
    for n, e in zip(COUNTS.tolist(), EXPOSURE.tolist(), strict=True):
        m = frequency * e
        total += lgamma(shape + n) - lgamma(shape) - lgamma(n + 1)
        total += shape * log(shape / (shape + m)) + n * log(m / (shape + m))
    return total


def test_denuit_table(reference: dict[str, Any]) -> None:
    table = reference["textbook"]["denuit_2007_table_3_3"]
    law = PoissonGamma(frequency=table["lambda"], shape=table["a"])
    found = 100 * law.relativity(np.arange(6), np.arange(1, 11)[:, None])
    np.testing.assert_allclose(found, table["rows_T_1_to_10_cols_k_0_to_5_published"], atol=0.1)
    np.testing.assert_allclose(found, table["computed"], atol=0.0501)
    other = 100 * PoissonGamma(frequency=0.2840, shape=1.065).relativity(np.arange(6), np.arange(1, 4)[:, None])
    np.testing.assert_allclose(other, table["table_3_4_computed_T1_3"], atol=0.0501)


def test_semiparametric_of_loss_models(reference: dict[str, Any]) -> None:
    book = reference["textbook"]["loss_models_semiparametric_poisson"]
    counts = np.repeat(np.arange(5), book["counts_by_number_of_claims"])
    fit = poisson_gamma(counts, np.ones(1875))
    np.testing.assert_allclose(
        [fit.collective, fit.within, fit.between, fit.k, fit.z[0]],
        [book["mu_v"], book["mu_v"], book["a"], book["k"], book["Z_one_year"]], rtol=1e-9,
    )
    first = np.searchsorted(counts, np.arange(5))
    np.testing.assert_allclose(fit.premiums[first], book["premium_by_claims"], rtol=1e-9)


def test_known_frequency_by_hand() -> None:
    """Lambda 1, 2, 3; N 0, 2, 6: 1/shape = (1 + 0 + 9 - 8) / 14 = 1/7."""
    fit = poisson_gamma([0, 2, 6], [10, 20, 30], frequency=0.1)
    assert fit.shape == pytest.approx(7, rel=1e-14)
    np.testing.assert_allclose(fit.relativity, [7 / 8, 9 / 9, 13 / 10], rtol=1e-14)
    assert fit.balance == pytest.approx((7 / 8 + 2 + 3.9) / 8)


def test_maximum_likelihood_solves_the_score_equations() -> None:
    """The same estimate from the digamma form of the score, which the library does not use."""

    def score(x: np.ndarray) -> list[float]:
        m, a = x[0] * EXPOSURE, x[1]
        by_shape = special.digamma(a + COUNTS) - special.digamma(a) + np.log(a / (a + m)) + 1 - (a + COUNTS) / (a + m)
        return [float(np.sum((COUNTS - m) / (a + m))), float(by_shape.sum())]

    fit = poisson_gamma(COUNTS, EXPOSURE, estimator="maximum likelihood")
    expected = optimize.root(score, [0.05, 2.0], tol=1e-13).x
    np.testing.assert_allclose([fit.collective, fit.shape], expected, rtol=1e-9)
    best = log_likelihood(fit.collective, fit.shape)
    for frequency, shape in ((1.01, 1), (0.99, 1), (1, 1.03), (1, 0.97)):
        assert log_likelihood(fit.collective * frequency, fit.shape * shape) < best


def test_maximum_likelihood_with_known_frequency() -> None:
    fit = poisson_gamma(COUNTS, EXPOSURE, estimator="maximum likelihood", frequency=0.06)
    assert fit.collective == 0.06
    found = optimize.minimize_scalar(lambda a: -log_likelihood(0.06, a), bounds=(0.1, 50), method="bounded",
                                     options={"xatol": 1e-9})
    assert fit.shape == pytest.approx(found.x, rel=1e-5)


def test_equal_exposure_gives_the_mean() -> None:
    """A known result: with equal exposures the likely frequency is the observed one."""
    fit = poisson_gamma([0, 0, 1, 5, 2, 0], np.full(6, 4.0), estimator="maximum likelihood")
    assert fit.collective == pytest.approx(8 / 24, rel=1e-12)


@pytest.mark.parametrize("estimator", ["moments", "maximum likelihood"])
def test_balance(estimator: Any) -> None:
    fit = poisson_gamma(COUNTS, EXPOSURE, estimator=estimator)
    assert fit.balance == pytest.approx(1, abs=1e-12)
    assert EXPOSURE @ fit.premiums == pytest.approx(COUNTS.sum(), rel=1e-12)


@pytest.mark.parametrize("estimator", ["moments", "maximum likelihood"])
def test_periods_of_a_risk_add_up(estimator: Any) -> None:
    counts, exposure, risk = [1, 0, 2, 4, 1, 0], [5, 3, 2, 4, 5, 9], ["a", "a", "b", "b", "b", "c"]
    long = poisson_gamma(counts, exposure, risk=risk, estimator=estimator)
    short = poisson_gamma([1, 7, 0], [8, 11, 9], estimator=estimator)
    np.testing.assert_array_equal(long.relativity, short.relativity)
    matrix = poisson_gamma([[1, 0, np.nan], [2, 4, 1], [0, np.nan, np.nan]], [[5, 3, 0], [2, 4, 5], [9, 0, 0]],
                           estimator=estimator)
    np.testing.assert_array_equal(matrix.relativity, short.relativity)


@pytest.mark.parametrize("estimator", ["moments", "maximum likelihood"])
def test_less_variance_than_poisson(estimator: Any) -> None:
    fit = poisson_gamma([2, 2, 2, 3], [1, 1, 1, 1], estimator=estimator)
    assert fit.shape == np.inf
    assert fit.between == 0
    np.testing.assert_array_equal(fit.z, 0)
    np.testing.assert_array_equal(fit.relativity, 1)
    assert fit.collective == 2.25
    law = fit.predictive(2)
    assert law.probability(0)[0] == pytest.approx(np.exp(-4.5), rel=1e-13)
    np.testing.assert_allclose(law.variance, law.mean)


@pytest.mark.parametrize("estimator", ["moments", "maximum likelihood"])
def test_no_claims_at_all(estimator: Any) -> None:
    fit = poisson_gamma([0, 0, 0], [1, 2, 3], estimator=estimator)
    assert (fit.collective, fit.shape, fit.k) == (0, np.inf, np.inf)
    np.testing.assert_array_equal(fit.premiums, 0)
    np.testing.assert_array_equal(fit.z, 0)
    assert fit.balance == 1


def test_risk_without_exposure() -> None:
    fit = poisson_gamma([*COUNTS, 0], [*EXPOSURE, 0])
    assert fit.shape == poisson_gamma(COUNTS, EXPOSURE).shape
    assert np.isnan(fit.individual[-1])
    assert fit.premiums[-1] == pytest.approx(fit.collective)
    assert fit.to_frame().loc[12, "z"] == 0


def test_predictive_law_is_the_mixture() -> None:
    """Negative binomial against the integral of Poisson over the gamma law after the record."""
    law = PoissonGamma(frequency=0.05, shape=1.7)
    found = law.predictive(3, 40, ahead=25).probability([0, 1, 2, 5, 9])
    a, b = 1.7 + 3, 1.7 + 0.05 * 40
    nodes, weights = special.roots_genlaguerre(80, a - 1)
    theta = nodes / b * 0.05 * 25
    for n, chance in zip([0, 1, 2, 5, 9], found, strict=True):
        mixed = np.sum(weights * np.exp(-theta) * theta**n / special.factorial(n)) / special.gamma(a)
        assert chance == pytest.approx(mixed, rel=1e-9)


def test_predictive_law_by_risk() -> None:
    fit = poisson_gamma(COUNTS, EXPOSURE)
    law = fit.predictive(10)
    np.testing.assert_allclose(law.mean, 10 * fit.premiums, rtol=1e-14)
    some = np.arange(400)[:, None]
    chances = law.probability(some)
    np.testing.assert_allclose(chances.sum(axis=0), 1, rtol=1e-12)
    np.testing.assert_allclose((some * chances).sum(axis=0), law.mean, rtol=1e-10)
    np.testing.assert_allclose((some**2 * chances).sum(axis=0) - law.mean**2, law.variance, rtol=1e-9)
    np.testing.assert_allclose(law.at_most(3), chances[:4].sum(axis=0), rtol=1e-12)


def test_predictive_law_near_poisson() -> None:
    law = PredictiveCounts(np.array([3.0]), np.array([1e12]))
    poisson = PredictiveCounts(np.array([3.0]), np.array([np.inf]))
    np.testing.assert_allclose(law.probability(np.arange(12)), poisson.probability(np.arange(12)), rtol=1e-10)
    np.testing.assert_allclose(law.at_most(4), poisson.at_most(4), rtol=1e-9)


@pytest.mark.parametrize(
    ("counts", "exposure", "message"),
    [
        ([1, 2.5], [1, 1], r"counts: 1 of 2 rows \(row 1\) no whole numbers"),
        ([1, -1], [1, 1], r"counts: 1 of 2 rows \(row 1\) no whole numbers"),
        ([1, np.inf], [1, 1], "counts: 1 of 2 rows"),
        ([1, 2], [1, 0], r"counts: 1 of 2 rows \(row 1\) with claims but without exposure"),
        ([1, 2], [1, -1], "exposure: 1 of 2 rows"),
        ([1, 0], [1, 0], "1 risk with exposure; expected at least 2"),
    ],
)
def test_wrong_columns(counts: list[float], exposure: list[float], message: str) -> None:
    with pytest.raises(DataError, match=message):
        poisson_gamma(counts, exposure)


def test_wrong_definitions() -> None:
    with pytest.raises(DefinitionError, match="estimator 'ml'"):
        poisson_gamma([1, 2], [1, 1], estimator="ml")  # type: ignore[arg-type]
    with pytest.raises(DefinitionError, match=r"frequency 0\.0"):
        poisson_gamma([1, 2], [1, 1], frequency=0.0)
    with pytest.raises(DefinitionError, match="expected a finite frequency above 0"):
        PoissonGamma(frequency=-1, shape=1)
    with pytest.raises(DataError, match="counts: 1 of 1 row"):
        PoissonGamma(frequency=1, shape=1).relativity(-1, 1)
    with pytest.raises(DataError, match="count: 1 of 1 row"):
        PredictiveCounts(np.array([1.0]), np.array([1.0])).probability(0.5)


def test_alike_risks_of_a_stated_law() -> None:
    law = PoissonGamma(frequency=0.1, shape=np.inf)
    np.testing.assert_array_equal(law.relativity([0, 5], 3), [1, 1])
    np.testing.assert_array_equal(law.z([1, 2]), [0, 0])


def test_hardly_more_variance_than_poisson() -> None:
    """Close to Poisson the score is a difference of two logarithms that must not cancel."""
    counts = np.repeat([0.0, 1.0, 2.0], [18_088, 1_810, 102])
    fit = poisson_gamma(counts, np.ones(20_000), estimator="maximum likelihood")
    m, a = fit.collective, fit.shape
    assert m == pytest.approx(0.1007, rel=1e-12)
    assert 1e-4 < m / a < 1e-3
    claims = 1_810 / a + 102 * (1 / a + 1 / (a + 1))  # digamma(a + n) - digamma(a)
    score = claims - 20_000 * np.log1p(m / a)
    assert abs(score) < 1e-9 * claims

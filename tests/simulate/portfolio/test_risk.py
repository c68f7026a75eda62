"""Relative risk: gamma marginals and the correlation that was asked for, within standard errors."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import gamma, kstest
from simulate.portfolio.small import three

from ratefloat.errors import DefinitionError
from ratefloat.simulate.portfolio.risk import balanced, gamma_paths

EMPLOYERS = 40_000


@pytest.mark.parametrize("heterogeneity", [1.0, 2.5, 6.0])
@pytest.mark.parametrize("persistence", [0.0, 0.7, 0.9])
def test_every_year_is_gamma_and_years_are_correlated(heterogeneity: float, persistence: float) -> None:
    rng = np.random.default_rng(5)
    paths = gamma_paths(rng, (4, EMPLOYERS), heterogeneity=heterogeneity, persistence=persistence).astype(float)
    for year in paths:
        # Kolmogorov's distance: beyond 1.95 / sqrt(n) once in a thousand.
        distance = kstest(year, gamma(heterogeneity, scale=1 / heterogeneity).cdf).statistic
        assert distance < 1.95 / EMPLOYERS**0.5
        assert abs(year.mean() - 1) < 4 * (1 / heterogeneity / EMPLOYERS) ** 0.5
    for lag in (1, 2, 3):
        found = np.corrcoef(paths[0], paths[lag])[0, 1]
        # Heavy tails widen the error of a correlation: kurtosis 3 + 6 / shape.
        assert abs(found - persistence**lag) < 4 * (1 + 3 / heterogeneity) ** 0.5 / EMPLOYERS**0.5


def test_the_extremes() -> None:
    rng = np.random.default_rng(5)
    still = gamma_paths(rng, (3, 100), heterogeneity=2.5, persistence=1.0)
    assert (still[0] == still[2]).all() and still[0].std() > 0
    assert (gamma_paths(rng, (3, 100), heterogeneity=float("inf"), persistence=0.9) == 1).all()


@pytest.mark.parametrize(("heterogeneity", "persistence"), [(0, 0.9), (float("nan"), 0.9), (1, 1.1), (1, -0.1)])
def test_out_of_range(heterogeneity: float, persistence: float) -> None:
    with pytest.raises(DefinitionError, match="expected above 0, and 0 to 1"):
        gamma_paths(np.random.default_rng(1), (2, 2), heterogeneity=heterogeneity, persistence=persistence)


def test_groups_are_balanced_year_by_year() -> None:
    portfolio = three()
    risk = balanced(portfolio, np.asarray([0, 1, 1]))
    # Year 0: 40 heads at risk 2 and 600 at 0.5 make 380 where 640 are due; year 1: the third has left.
    assert risk[1] == pytest.approx([1, 2 * 640 / 380, 0.5 * 640 / 380])
    assert risk[2, :2] == pytest.approx([1, 1])
    assert (portfolio.risk[1] == [1, 2, 0.5]).all()

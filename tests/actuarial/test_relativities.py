from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ratefloat.actuarial.scales import (
    Portfolio,
    balanced_relativities,
    gamma_portfolio,
    level_shares,
    linear_relativities,
    moves_to_top,
    norberg_relativities,
    poisson_claims,
    rate_weighted_relativities,
    stationary_law,
    steps_up,
    transition_by_claims,
)
from ratefloat.errors import DataError, ShapeError
from ratefloat.numeric.compound import gamma_panels, gamma_quadrature

R: dict[str, Any] = json.loads(Path(__file__).with_name("scales_reference.json").read_text())
CHECKED, PUBLISHED = R["verification"], R["published"]
TOP, BELGIUM = moves_to_top(6), steps_up(23, first=4, further=5)


def laws(moves: NDArray[np.int64], portfolio: Portfolio) -> NDArray[np.float64]:
    chances, _ = poisson_claims(portfolio.hazards, cap=moves.shape[1] - 1)
    return stationary_law(transition_by_claims(moves, chances))


@pytest.fixture(scope="module")
def portfolio_a() -> Portfolio:
    """Portfolio A with the quadrature of the recorded numbers: 100 Gauss-Laguerre points."""
    nodes, weights = gamma_quadrature(0.889, 100)
    return Portfolio(np.full(100, 0.1474), nodes, weights)


def test_recorded_relativities_of_portfolio_a(portfolio_a: Portfolio) -> None:
    top, belgium = laws(TOP, portfolio_a), laws(BELGIUM, portfolio_a)
    recorded = CHECKED["denuit_4_3_neg1_top_portfolio_A"]
    found = 100 * norberg_relativities(top, portfolio_a)[::-1]
    np.testing.assert_allclose(found, recorded["r_computed_5_to_0"], rtol=1e-8)
    shares = 100 * level_shares(top, portfolio_a)[::-1]
    np.testing.assert_allclose(shares, recorded["Pr_computed_5_to_0"], rtol=1e-8)
    found = 100 * norberg_relativities(belgium, portfolio_a)[::-1]
    np.testing.assert_allclose(found, CHECKED["denuit_4_19"]["r_computed_22_to_0"], rtol=1e-8)
    for law, name in ((top, "gilde_sundt_linear_neg1_top_6"), (belgium, "gilde_sundt_linear_belgium_1992")):
        line = linear_relativities(law, portfolio_a)
        assert line == pytest.approx((CHECKED[name]["alpha"], CHECKED[name]["beta"]), abs=1e-8)


def test_published_relativities_of_portfolio_a() -> None:
    employers = gamma_portfolio([0.1474], [1.0], size=0.889)
    top = 100 * norberg_relativities(laws(TOP, employers), employers)[::-1]
    published = PUBLISHED["denuit_4_3_neg1_top_portfolio_A"]["levels_5_to_0"]
    np.testing.assert_allclose(top, published["r_without_apriori"], rtol=0, atol=0.05)
    shares = 100 * level_shares(laws(TOP, employers), employers)[::-1]
    np.testing.assert_allclose(shares, published["Pr"], rtol=0, atol=0.052)
    belgium = 100 * norberg_relativities(laws(BELGIUM, employers), employers)[::-1]
    published = PUBLISHED["denuit_4_19_belgium_no_special_bonus_portfolio_A"]["levels_22_to_0"]
    np.testing.assert_allclose(belgium, published["r_without_apriori"], rtol=0, atol=0.063)


def test_three_classes_as_published() -> None:
    text = PUBLISHED["lda_brazil"]["optimal_relativities"]
    employers = gamma_portfolio(text["lambdas"], text["weights"], size=text["a"])
    law = laws(steps_up(7, first=1), employers)
    recorded = CHECKED["lda_brazil"]
    # The source counts levels from the most expensive down.
    np.testing.assert_allclose(100 * level_shares(law, employers)[::-1], recorded["Pr"], rtol=1e-8)
    free = 100 * rate_weighted_relativities(law, employers)[::-1]
    np.testing.assert_allclose(free, recorded["r_unconstrained"], rtol=1e-8)
    bound = 100 * balanced_relativities(law, employers)[::-1]
    np.testing.assert_allclose(bound, recorded["r_constrained"], rtol=1e-8)
    # One printed cell of each column is a misprint of the source.
    assert np.sort(np.abs(free - text["r_unconstrained"]))[-2] < 0.12
    assert np.sort(np.abs(bound - text["r_constrained"]))[-2] < 0.12
    assert level_shares(law, employers) @ free[::-1] == pytest.approx(text["E_r_unconstrained"], abs=0.01)
    malaysia = laws(TOP, employers)
    expected = [157.58, 131.54, 115.50, 104.60, 96.74, 72.35]
    found = 100 * balanced_relativities(malaysia, employers)[::-1]
    np.testing.assert_allclose(found, expected, rtol=0, atol=0.006)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0.02, 0.6), min_size=1, max_size=3), st.floats(0.3, 4))
def test_what_holds_for_every_portfolio(rates: list[float], size: float) -> None:
    employers = gamma_portfolio(rates, np.full(len(rates), 1 / len(rates)), size=size)
    law = laws(TOP, employers)
    shares = level_shares(law, employers)
    norberg = norberg_relativities(law, employers)
    assert shares @ norberg == pytest.approx(1.0, abs=1e-9)
    assert shares @ balanced_relativities(law, employers) == pytest.approx(1.0, abs=1e-9)
    alpha, beta = linear_relativities(law, employers)
    line = alpha + beta * np.arange(6)
    assert shares @ line == pytest.approx(1.0, abs=1e-9)

    def error(relativities: NDArray[Any]) -> float:
        return float(employers.weights @ (law * (employers.theta[:, None] - relativities) ** 2).sum(axis=1))

    # Least squares: no other scale is closer, and no other line.
    best = error(norberg)
    assert best <= error(line) + 1e-12
    for level in range(6):
        for by in (-0.01, 0.01):
            assert error(norberg + by * (np.arange(6) == level)) > best
    assert error(line + 0.01) > error(line)
    assert error(line + 0.01 * (np.arange(6) - shares @ np.arange(6))) > error(line)
    if len(set(rates)) == 1:
        assert (np.diff(norberg) > 0).all()
        np.testing.assert_allclose(rate_weighted_relativities(law, employers), norberg, rtol=1e-9)


@pytest.mark.parametrize("size", [0.2, 0.889, 1.0, 7.0, 10.0, 10.1, 30.0, 400.0, 1e6])
def test_panels_integrate_the_gamma(size: float) -> None:
    nodes, weights = gamma_panels(size)
    assert (nodes > 0).all()
    assert weights @ nodes == pytest.approx(1.0, abs=1e-12)
    assert weights @ nodes**2 == pytest.approx(1 + 1 / size, rel=1e-11)
    # The Laplace transform of a gamma: (1 + s / size)^-size, a year without claims at rate s.
    for rate in (0.01, 1.0, 50.0, 5_000.0):
        assert weights @ np.exp(-rate * nodes) == pytest.approx((1 + rate / size) ** -size, rel=1e-8)


def test_degenerate_portfolios_are_refused() -> None:
    one = Portfolio([0.1], [1.0], [1.0])
    with pytest.raises(DataError, match=r"levels \[1\]: nobody is ever there"):
        norberg_relativities([[1.0, 0.0]], one)
    with pytest.raises(DataError, match="always at one level"):
        linear_relativities([[1.0, 0.0]], one)
    with pytest.raises(ShapeError, match="one law per point"):
        level_shares([[0.5, 0.5], [0.5, 0.5]], one)
    with pytest.raises(DataError, match="no law of levels"):
        level_shares([[0.5, 0.4]], one)
    with pytest.raises(DataError, match="rates > 0"):
        Portfolio([0.0], [1.0], [1.0])
    with pytest.raises(DataError, match="sum of 1"):
        Portfolio([0.1], [1.0], [0.9])
    with pytest.raises(DataError, match="theta"):
        Portfolio([0.1], [np.nan], [1.0])
    with pytest.raises(ShapeError, match="points"):
        Portfolio([0.1, 0.2], [1.0], [1.0])
    with pytest.raises(ShapeError, match="one per class"):
        gamma_portfolio([0.1, 0.2], [1.0], size=1.0)
    for size in (0.0, -1.0, np.inf, np.nan):
        with pytest.raises(DataError, match="size"):
            gamma_panels(size)
        with pytest.raises(DataError, match="size"):
            gamma_quadrature(size, 10)

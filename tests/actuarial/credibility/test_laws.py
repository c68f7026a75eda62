"""What holds for every portfolio, whatever its numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratefloat.actuarial.credibility import (
    CredibilityFit,
    buhlmann_straub,
    hachemeister_barycentre,
    hierarchical,
    poisson_gamma,
)

few = settings(max_examples=40, deadline=None)
ESTIMATORS = ["unbiased", "iterative"]
LEVEL_ESTIMATORS = ["buhlmann-gisler", "ohlsson", "iterative"]


@st.composite
def portfolios(draw: st.DrawFn) -> dict[str, np.ndarray]:
    """Long columns: 4 risks in 2 groups or more, each seen twice or more, some cells missing or without weight."""
    n, periods = draw(st.integers(4, 7)), draw(st.integers(3, 5))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    spread = draw(st.sampled_from([0, 0.05, 0.5, 3]))
    weights = np.round(np.exp(rng.normal(3, 1.5, (n, periods))), 1) + 0.1
    values = np.maximum(1 + spread * rng.normal(size=(n, 1)) + rng.normal(size=(n, periods)) / np.sqrt(weights), 0)
    late = np.arange(periods) >= 2
    values[(rng.random((n, periods)) < 0.2) & late] = np.nan
    weights[(rng.random((n, periods)) < 0.1) & late] = 0
    risk = np.repeat(np.arange(n), periods)
    return {
        "values": values.ravel(), "weights": weights.ravel(), "risk": risk, "group": risk % 2,
        "time": np.tile(np.arange(periods), n), "order": rng.permutation(n * periods),
    }


def fit_of(data: dict[str, np.ndarray], estimator: Any, **change: Any) -> CredibilityFit:
    columns = {name: data[name] for name in ("values", "weights", "risk")} | change
    return buhlmann_straub(columns["values"], columns["weights"], risk=columns["risk"], estimator=estimator)


@pytest.mark.parametrize("estimator", ESTIMATORS)
@few
@given(data=portfolios())
def test_z_premiums_and_balance(data: dict[str, np.ndarray], estimator: str) -> None:
    fit = fit_of(data, estimator)
    assert ((fit.z >= 0) & (fit.z <= 1)).all()
    low, high = np.minimum(fit.individual, fit.collective), np.maximum(fit.individual, fit.collective)
    slack = 1e-12 * (1 + high)
    assert ((low - slack <= fit.premiums) & (fit.premiums <= high + slack)).all()
    assert fit.balance == pytest.approx(1, abs=1e-10)
    ranked = np.argsort(fit.weights)
    assert (np.diff(fit.z[ranked]) >= -1e-15).all(), "more exposure never means less credibility"


@pytest.mark.parametrize("estimator", ESTIMATORS)
@few
@given(data=portfolios(), shift=st.sampled_from([0.0, 2.0]), scale=st.sampled_from([1e-3, 1.0, 8.0]))
def test_scaling_of_values(data: dict[str, np.ndarray], estimator: str, shift: float, scale: float) -> None:
    fit, other = fit_of(data, estimator), fit_of(data, estimator, values=shift + scale * data["values"])
    np.testing.assert_allclose(other.z, fit.z, rtol=1e-5, atol=1e-9)
    np.testing.assert_allclose(other.premiums, shift + scale * fit.premiums, rtol=1e-7)
    np.testing.assert_allclose([other.within, other.between], scale**2 * np.array([fit.within, fit.between]), rtol=1e-5,
                               atol=1e-9 * scale**2)


@pytest.mark.parametrize("estimator", ESTIMATORS)
@few
@given(data=portfolios(), scale=st.sampled_from([1e-2, 7.0, 1e6]))
def test_scaling_of_weights(data: dict[str, np.ndarray], estimator: str, scale: float) -> None:
    """Yuan or fen: Z, premiums and variance between stay; k and the variance within take the unit."""
    fit, other = fit_of(data, estimator), fit_of(data, estimator, weights=scale * data["weights"])
    np.testing.assert_allclose(other.z, fit.z, rtol=1e-6, atol=1e-10)
    np.testing.assert_allclose(other.premiums, fit.premiums, rtol=1e-8)
    assert other.within == pytest.approx(scale * fit.within, rel=1e-9)


@pytest.mark.parametrize("estimator", ESTIMATORS)
@few
@given(data=portfolios())
def test_row_order_says_nothing(data: dict[str, np.ndarray], estimator: str) -> None:
    shuffled = {name: data[name][data["order"]] for name in ("values", "weights", "risk")}
    fit, other = fit_of(data, estimator), fit_of(shuffled, estimator)
    np.testing.assert_array_equal(other.risks, fit.risks)
    np.testing.assert_allclose(other.z, fit.z, rtol=1e-7, atol=1e-10)
    np.testing.assert_allclose(other.premiums, fit.premiums, rtol=1e-9)


@few
@given(data=portfolios())
def test_iterative_variance_solves_its_equation(data: dict[str, np.ndarray]) -> None:
    fit = fit_of(data, "iterative")
    again = float(np.sum(fit.z * (fit.individual - fit.collective) ** 2)) / (len(fit.risks) - 1)
    if fit.between:
        assert again == pytest.approx(fit.between, rel=1e-9)
    else:
        assert fit_of(data, "unbiased").between <= 1e-12, "it is zero exactly where the unbiased one is"


@pytest.mark.parametrize("estimator", LEVEL_ESTIMATORS)
@few
@given(data=portfolios())
def test_hierarchy(data: dict[str, np.ndarray], estimator: Any) -> None:
    levels = {"class": data["group"], "employer": data["risk"]}
    fit = hierarchical(data["values"], data["weights"], levels=levels, estimator=estimator)
    assert fit.balance == pytest.approx(1, abs=1e-10)
    above = np.array([fit.collective])
    for level in fit.levels:
        assert ((level.z >= 0) & (level.z <= 1)).all()
        start = above[level.parents]
        slack = 1e-12 * (1 + np.abs(level.individual))
        assert (np.minimum(level.individual, start) - slack <= level.premium).all()
        assert (level.premium <= np.maximum(level.individual, start) + slack).all()
        above = level.premium
    order = data["order"]
    shuffled = hierarchical(data["values"][order], data["weights"][order],
                            levels={name: ids[order] for name, ids in levels.items()}, estimator=estimator)
    np.testing.assert_allclose(shuffled.employers.premium, fit.employers.premium, rtol=1e-8)


@few
@given(data=portfolios())
def test_one_class_variance_of_zero_is_the_portfolio_model(data: dict[str, np.ndarray]) -> None:
    """Two classes that are copies of each other: no variance between classes, so employers are pulled to one mean."""
    values, weights, risk = (np.tile(data[name], 2) for name in ("values", "weights", "risk"))
    twin = np.repeat([0, 1], len(data["values"]))
    fit = hierarchical(values, weights, levels={"class": twin, "employer": risk}, estimator="ohlsson")
    assert fit.between["class"] == 0
    np.testing.assert_allclose(fit.classes.premium, fit.collective, rtol=1e-12)
    half = fit_of(data, "unbiased")
    assert fit.between["employer"] == pytest.approx(half.between, rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("estimator", ["moments", "maximum likelihood"])
@few
@given(
    counts=st.lists(st.integers(0, 12), min_size=2, max_size=12),
    sizes=st.lists(st.integers(1, 200), min_size=12, max_size=12),
    scale=st.sampled_from([0.01, 3.0]),
)
def test_poisson_gamma(counts: list[int], sizes: list[int], scale: float, estimator: Any) -> None:
    exposure = np.array(sizes[: len(counts)], dtype=float)
    fit = poisson_gamma(counts, exposure, estimator=estimator)
    assert ((fit.z >= 0) & (fit.z <= 1)).all()
    assert fit.balance == pytest.approx(1, abs=1e-8)
    low, high = np.minimum(fit.individual, fit.collective), np.maximum(fit.individual, fit.collective)
    assert ((low <= fit.premiums + 1e-9) & (fit.premiums <= high + 1e-9)).all()
    other = poisson_gamma(counts, scale * exposure, estimator=estimator)
    np.testing.assert_allclose(other.relativity, fit.relativity, rtol=1e-5)
    assert other.shape == pytest.approx(fit.shape, rel=1e-4)


@pytest.mark.parametrize("estimator", ESTIMATORS)
@few
@given(data=portfolios(), shift=st.sampled_from([-3.0, 2000.0]))
def test_origin_of_time_says_nothing(data: dict[str, np.ndarray], shift: float, estimator: Any) -> None:
    fit, other = (
        hachemeister_barycentre(data["values"], data["weights"], time=time, risk=data["risk"], estimator=estimator)
        if np.count_nonzero(np.isfinite(data["values"]) & (data["weights"] > 0)) > 2 * len(set(data["risk"]))
        else None
        for time in (data["time"], data["time"] + shift)
    )
    if fit is not None and other is not None:
        diagonal = np.diagonal(fit.z_barycentre, axis1=1, axis2=2)
        assert ((diagonal >= 0) & (diagonal <= 1)).all()
        np.testing.assert_allclose(other.premiums(6 + shift), fit.premiums(6), rtol=1e-6, atol=1e-8)

"""Hachemeister's data: the models of R actuar as they are published, to 1e-9."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ratefloat.actuarial.credibility import (
    CredibilityFit,
    buhlmann,
    buhlmann_straub,
    hachemeister,
    hachemeister_barycentre,
    hierarchical,
)

Data = tuple[np.ndarray, np.ndarray]
STATES = {"cohort": [1, 2, 1, 2, 2], "state": [1, 2, 3, 4, 5]}
BY_COHORT = [0, 2, 1, 3, 4]
"""Places of states 1, 3 (cohort 1), 2, 4, 5 in the order of the states."""
QUARTERS = np.arange(1, 13)
STOPPED = 1e-8
"""actuar stops where the last step was below 1.5e-8, so that iterated variances are short of their limit by so much;
`test_actuar` holds the limits, where R iterates on."""


def same(found: Any, expected: Any, rtol: float = 1e-9) -> None:
    np.testing.assert_allclose(np.asarray(found, dtype=float), np.asarray(expected, dtype=float), rtol=rtol, atol=1e-12)


def check(fit: CredibilityFit, model: dict[str, Any]) -> None:
    same(fit.collective, model["means"]["portfolio"])
    same(fit.individual, model["means"]["state"])
    same([fit.between, fit.within], model.get("unbiased") or model["iterative"])
    same(fit.z, model["cred"])
    same(fit.premiums, model["premiums"])


def test_buhlmann(reference: dict[str, Any], hachemeister_data: Data) -> None:
    check(buhlmann(hachemeister_data[0]), reference["models"]["buhlmann"])


@pytest.mark.parametrize("estimator", ["unbiased", "iterative"])
def test_buhlmann_straub(reference: dict[str, Any], hachemeister_data: Data, estimator: Any) -> None:
    fit = buhlmann_straub(*hachemeister_data, estimator=estimator)
    check(fit, reference["models"][f"buhlmann_straub_{estimator}"])


@pytest.mark.parametrize(("estimator", "rtol"), [("buhlmann-gisler", 1e-9), ("iterative", STOPPED)])
def test_hierarchical(reference: dict[str, Any], hachemeister_data: Data, estimator: Any, rtol: float) -> None:
    fit = hierarchical(*hachemeister_data, levels=STATES, estimator=estimator)
    model = reference["models"]["hierarchical_" + estimator.replace("-", "_")]
    same([*fit.between.values(), fit.within], model.get("unbiased") or model["iterative"], rtol)
    same(fit.collective, model["means"]["portfolio"])
    same(fit.classes.individual, model["means"]["cohort"])
    same(fit.classes.z, model["cred"]["cohort"], rtol)
    same(fit.classes.premium, model["premiums"]["cohort"])
    same(fit.employers.individual, np.array(model["means"]["state"])[BY_COHORT])
    same(fit.employers.z, np.array(model["cred"]["state"])[BY_COHORT], rtol)
    same(fit.employers.premium, np.array(model["premiums"]["state"])[BY_COHORT])


def test_ohlsson_and_iterative_as_printed(hachemeister_data: Data) -> None:
    ohlsson = hierarchical(*hachemeister_data, levels=STATES)
    np.testing.assert_allclose(list(ohlsson.between.values()), [88476.109, 11628.445], atol=5e-4)
    assert ohlsson.collective == pytest.approx(1745.054816, abs=5e-7)
    premiums = np.array([2048.750, 1523.251, 1871.491, 1494.229, 1585.748])[BY_COHORT]
    np.testing.assert_allclose(ohlsson.employers.premium, premiums, atol=5e-4)
    adjusted = hachemeister_barycentre(*hachemeister_data, time=QUARTERS, estimator="iterative")
    printed = [2446.439, 1670.793, 2062.015, 1617.077, 1715.503]
    np.testing.assert_allclose(adjusted.premiums(13), printed, atol=5e-4)


def test_hachemeister_where_actuar_stops(reference: dict[str, Any], hachemeister_data: Data) -> None:
    fit = hachemeister(*hachemeister_data, time=QUARTERS, tolerance=2.0**-26)
    model = reference["models"]["regression_plain_iterative"]
    same(fit.within, model["iterative"]["state"])
    same(fit.between, model["iterative"]["portfolio"])
    same(fit.individual.T, model["means"]["state"]["rows"])
    same(fit.z, model["cred"])
    same(fit.premiums(13), model["premiums"])
    # R inverts a sum of matrices that is almost singular here, which costs it a digit in the slopes.
    same(fit.collective, model["means"]["portfolio"], STOPPED)
    same(fit.coefficients, model["adj_models"], STOPPED)


def test_hachemeister_limit(reference: dict[str, Any], hachemeister_data: Data) -> None:
    fit = hachemeister(*hachemeister_data, time=QUARTERS)
    same(fit.premiums(13), reference["models"]["regression_plain_iterative"]["premiums"], STOPPED)
    assert np.linalg.eigvalsh(fit.between)[0] == pytest.approx(0, abs=1e-5), "the limit is singular"


def test_plain_regression_leaves_the_span_and_the_barycentre_cures_it(hachemeister_data: Data) -> None:
    plain = hachemeister(*hachemeister_data, time=QUARTERS)
    assert plain.premiums(13)[3] < plain.individual_at(13)[3] < plain.collective_at(13)
    assert plain.individual_at(13)[3] == pytest.approx(1538.2, abs=0.05)
    assert plain.collective_at(13) == pytest.approx(1885.4, abs=0.05)
    cured = hachemeister_barycentre(*hachemeister_data, time=QUARTERS)
    assert cured.individual_at(13)[3] < cured.premiums(13)[3] < cured.collective_at(13)


@pytest.mark.parametrize(
    ("name", "time", "ahead"),
    [
        ("regression_adjusted_buhlmann_gisler", QUARTERS, 13),
        ("regression_vignette_time12to1_adjusted", QUARTERS[::-1], 0),
    ],
)
def test_barycentre(
    reference: dict[str, Any], hachemeister_data: Data, name: str, time: np.ndarray, ahead: int
) -> None:
    fit = hachemeister_barycentre(*hachemeister_data, time=time)
    model = reference["models"][name]
    same(fit.within, model["unbiased"]["state"])
    same(fit.z_barycentre, model["cred"])
    same(fit.premiums(ahead), model["premiums"])
    # actuar's columns have length 1 under the weights of each quarter; here the slope is per quarter.
    share = hachemeister_data[1].sum(axis=0) / hachemeister_data[1].sum()
    spread = np.sqrt(share @ (time - share @ time) ** 2)
    same(np.diag(fit.between_barycentre) * [1, spread**2], np.diag(model["unbiased"]["portfolio"]))
    level = fit.coefficients @ [1, share @ time]
    if "adj_models" in model:
        same(np.abs(np.column_stack([level, fit.coefficients[:, 1] * spread])), np.abs(model["adj_models"]))


def test_exposure_weighted_mean_over_collects(hachemeister_data: Data) -> None:
    """With the exposure-weighted mean as collective the same Z would collect 0.4 % too much."""
    fit = buhlmann_straub(*hachemeister_data)
    weighted = fit.observed / fit.weights.sum()
    wrong = fit.z * fit.individual + (1 - fit.z) * weighted
    assert (fit.weights @ wrong) / fit.observed == pytest.approx(1.0039, abs=5e-5)
    assert fit.balance == pytest.approx(1, abs=1e-14)

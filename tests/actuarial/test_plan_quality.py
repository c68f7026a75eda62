from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratefloat.actuarial.plan_quality import (
    dorweiler_test,
    normalised_factors,
    off_balance,
    ordered_lorenz,
    quantile_test,
    squared_error,
    squared_error_ratio,
)
from ratefloat.errors import DataError, ShapeError

R: dict[str, Any] = json.loads(Path(__file__).with_name("plan_quality_reference.json").read_text())
E, M, A = R["E"], R["M"], R["A"]
EXACT: dict[str, Any] = {"rtol": 0, "atol": 1e-12}


def test_the_quintile_test_of_ten_risks() -> None:
    test = quantile_test(E, M, A)
    assert [rows.tolist() for rows in test.members] == R["quintile_members"]
    np.testing.assert_allclose(test.manual, R["manual_loss_ratio"], **EXACT)
    np.testing.assert_allclose(test.modified, R["modified_loss_ratio"], **EXACT)
    np.testing.assert_allclose(test.relative_manual, R["relative_manual"], **EXACT)
    np.testing.assert_allclose(test.relative_modified, R["relative_modified"], **EXACT)
    assert test.statistic == pytest.approx(R["quintile_test_statistic_var_mod_over_var_manual"], abs=1e-12)
    assert test.lift == pytest.approx(R["lift_top_over_bottom"], abs=1e-12)


def test_the_ordered_lorenz_curve_of_ten_risks() -> None:
    curve = ordered_lorenz(E, M, A)
    np.testing.assert_allclose(curve.premium, R["ordered_lorenz_x"], **EXACT)
    np.testing.assert_allclose(curve.losses, R["ordered_lorenz_y"], **EXACT)
    assert curve.gini == pytest.approx(R["gini_index"], abs=1e-12)


def test_off_balance_and_errors_of_ten_risks() -> None:
    assert off_balance(E, M) == pytest.approx(R["off_balance_mean_mod"], abs=1e-12)
    assert 1 / off_balance(E, M) == pytest.approx(R["normalising_factor"], abs=1e-12)
    np.testing.assert_allclose(normalised_factors(E, M), R["normalised_mods"], **EXACT)
    assert squared_error(E, np.ones(10), A) == pytest.approx(R["mse_manual"], abs=1e-12)
    assert squared_error(E, M, A) == pytest.approx(R["mse_modified"], abs=1e-12)
    assert squared_error_ratio(E, M, A) == pytest.approx(R["exposure_weighted_mse_ratio"], abs=1e-12)


def test_dorweiler_by_hand() -> None:
    # Factors 0.5 and 1.5 on equal premium: relative factors 0.5 and 1.5, mean 1.
    # Loss ratios 0.8 and 1.2: the manual slope is 0.4; modified 1.6 and 0.8, relative to 1: slope -0.8.
    test = dorweiler_test([10, 10], [0.5, 1.5], [8, 12], groups=2)
    assert test.identification == pytest.approx(0.4)
    assert test.equity == pytest.approx(-0.8)
    assert test.rising


@given(st.lists(st.integers(2, 20), min_size=3, max_size=12, unique=True))
def test_a_plan_that_is_exactly_right_passes_every_test(tenths: list[int]) -> None:
    factors = np.array(tenths) / 10
    expected = np.linspace(1, 4, factors.size)
    losses = expected * factors
    dorweiler = dorweiler_test(expected, factors, losses, groups=3)
    assert dorweiler.identification == pytest.approx(1.0)
    assert dorweiler.equity == pytest.approx(0.0, abs=1e-9)
    assert dorweiler.rising
    assert quantile_test(expected, factors, losses, groups=3).statistic == pytest.approx(0.0, abs=1e-12)
    assert squared_error_ratio(expected, factors, losses) == pytest.approx(0.0, abs=1e-12)
    assert ordered_lorenz(expected, factors, losses).gini > 0
    assert off_balance(expected, normalised_factors(expected, factors)) == pytest.approx(1.0)


def test_a_plan_that_says_nothing_has_no_lift() -> None:
    expected, losses = [10.0, 20.0, 30.0], [10.0, 20.0, 30.0]
    assert ordered_lorenz(expected, [0.9, 1.0, 1.1], losses).gini == pytest.approx(0.0)
    with pytest.raises(DataError, match="nothing to explain"):
        _ = quantile_test(expected, [0.9, 1.0, 1.1], losses, groups=3).statistic
    with pytest.raises(DataError, match="nothing to explain"):
        squared_error_ratio(expected, [0.9, 1.0, 1.1], losses)
    with pytest.raises(DataError, match="one mean factor"):
        dorweiler_test(expected, [1.0, 1.0, 1.0], losses, groups=3)
    assert quantile_test([1, 1], [0.5, 1], [0, 1], groups=2).lift == float("inf")


def test_bad_columns_are_refused_with_their_rows() -> None:
    with pytest.raises(DataError, match=r"expected: 1 of 2 rows \(row 1\)"):
        off_balance([1.0, 0.0], [1.0, 1.0])
    with pytest.raises(DataError, match=r"factors: 1 of 2 rows \(row 0\)"):
        off_balance([1.0, 1.0], [np.nan, 1.0])
    with pytest.raises(DataError, match="losses: 1 of 2"):
        ordered_lorenz([1.0, 1.0], [1.0, 1.0], [-1.0, 1.0])
    with pytest.raises(DataError, match="losses: all 0"):
        ordered_lorenz([1.0, 1.0], [1.0, 1.0], [0.0, 0.0])
    with pytest.raises(ShapeError, match="one length"):
        off_balance([1.0, 1.0], [1.0])
    with pytest.raises(ShapeError, match="at least one risk"):
        off_balance([], [])
    with pytest.raises(DataError, match="groups: 5 for 2 risks"):
        quantile_test([1.0, 1.0], [1.0, 2.0], [1.0, 1.0])


def test_steps_that_many_share_do_not_depend_on_the_order_of_rows() -> None:
    """By hand: factors 0.5 (losses 1, 3) and 1.5 (losses 0, 8) on premium 1; three groups split the second."""
    factors, losses = np.array([0.5, 0.5, 1.5, 1.5]), np.array([1.0, 3.0, 0.0, 8.0])
    for rows in ([0, 1, 2, 3], [3, 0, 2, 1], [3, 2, 1, 0], [2, 1, 3, 0]):
        # The curve goes through (1/2, 1/3) only: 1 - (1/2 x 1/3 + 1/2 x 4/3) = 1/6.
        assert ordered_lorenz(np.ones(4), factors[rows], losses[rows]).gini == pytest.approx(1 / 6)
        test = quantile_test(np.ones(4), factors[rows], losses[rows], groups=3)
        # Groups of 2, 1 and 1 risks: 4 on 2, then half of 8 on half of 2, twice; charged 1, 1.5 and 1.5.
        assert test.manual == pytest.approx([2.0, 4.0, 4.0])
        assert test.modified == pytest.approx([4.0, 8 / 3, 8 / 3])
        assert [part.tolist() for part in test.parts] == [[1.0, 1.0], [0.5, 0.5], [0.5, 0.5]]
        # Relative factors 0.5, 1.5, 1.5 of weights 2, 1, 1 against relative ratios 2/3, 4/3, 4/3.
        slopes = dorweiler_test(np.ones(4), factors[rows], losses[rows], groups=3)
        assert slopes.identification == pytest.approx(2 / 3) and not slopes.rising


def test_a_flat_plan_orders_nothing() -> None:
    assert ordered_lorenz([1, 1, 2], [1, 1, 1], [0, 5, 1]).gini == pytest.approx(0.0)

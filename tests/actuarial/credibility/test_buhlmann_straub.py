from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from ratefloat.actuarial.credibility import buhlmann, buhlmann_straub
from ratefloat.errors import DataError, DefinitionError, ShapeError

NAN = float("nan")


def test_two_risks_of_loss_models(reference: dict[str, Any]) -> None:
    exact = reference["textbook"]["loss_models_nonparametric_buhlmann"]["exact"]
    fit = buhlmann([[3, 5, 7], [6, 12, 9]])
    assert fit.within == pytest.approx(6.5, rel=1e-14)
    assert fit.between == pytest.approx(float(Fraction(exact["a"])), rel=1e-14)
    assert fit.k == pytest.approx(float(Fraction(exact["k"])), rel=1e-14)
    np.testing.assert_allclose(fit.z, [float(Fraction(exact["Z"]))] * 2, rtol=1e-14)
    np.testing.assert_allclose(fit.premiums, [float(Fraction(p)) for p in exact["premiums"]], rtol=1e-14)


def test_group_of_loss_models(reference: dict[str, Any]) -> None:
    """Total claims 79,000: reproduced by the credibility-weighted mean, missed by half a per cent by the other."""
    group = reference["textbook"]["loss_models_buhlmann_straub_group"]
    values = [x for risk in group["averages_per_member"] for x in risk]
    members = [m for risk in group["members"] for m in risk]
    fit = buhlmann_straub(values, members, risk=["a", "a", "b", "b", "b"])
    np.testing.assert_allclose(
        [fit.within, fit.between, fit.k, fit.collective],
        [group["v"], group["a"], group["k"], group["mu_credibility_weighted"]], rtol=1e-9,
    )
    np.testing.assert_allclose(fit.z, group["Z"], rtol=1e-9)
    np.testing.assert_allclose(fit.premiums, group["premium_per_member_mu_cred"], rtol=1e-9)
    assert fit.weights @ fit.premiums == pytest.approx(79_000, rel=1e-13)
    assert fit.weights @ np.array(group["premium_per_member_mu_m"]) == pytest.approx(79_000 * 0.99453, rel=1e-5)


def test_columns_and_matrices_are_the_same() -> None:
    matrix = buhlmann_straub([[1.0, 2.0, NAN], [4.0, 3.0, 5.0]], [[10, 20, 0], [30, 10, 20]], risk=["b", "a"])
    column = buhlmann_straub([4.0, 1.0, 3.0, 2.0, 5.0], [30, 10, 10, 20, 20], risk=["a", "b", "a", "b", "a"])
    assert list(matrix.risks) == list(column.risks) == ["a", "b"]
    np.testing.assert_allclose(matrix.premiums, column.premiums, rtol=1e-15)
    assert matrix.to_frame().loc["b", "weight"] == 30


@pytest.mark.parametrize(
    "ids",
    [
        [7, 7, 9, 9], [10**12, 10**12, -5, -5], ["x", "x", "y", "y"], [0.5, 0.5, 1.5, 1.5],
        np.array([2**64 - 1, 2**64 - 1, 2**64 - 2, 2**64 - 2], dtype=np.uint64), np.array([200, 200, 3, 3], np.uint8),
    ],
)
def test_any_ids(ids: list[Any]) -> None:
    fit = buhlmann_straub([1.0, 3.0, 5.0, 9.0], [1, 1, 1, 1], risk=ids)
    assert sorted(fit.risks) == sorted(set(ids))
    own = dict(zip(fit.risks, fit.individual, strict=True))
    assert own[ids[0]] == 2 and own[ids[2]] == 7


def test_results_are_read_only_and_arguments_unchanged() -> None:
    values, weights = np.array([1.0, 3.0, 5.0, 9.0]), np.array([1.0, 2.0, 3.0, 4.0])
    values.flags.writeable = weights.flags.writeable = False
    fit = buhlmann_straub(values, weights, risk=np.array([1, 1, 2, 2]))
    with pytest.raises(ValueError, match="read-only"):
        fit.z[0] = 0


def test_one_employer_is_refused() -> None:
    with pytest.raises(DataError, match="risks: fewer than two with experience") as error:
        buhlmann_straub([1.0, 2.0], [1, 1], risk=["a", "a"])
    assert error.value.level == "risks"


def test_one_year_is_refused_with_a_way_out() -> None:
    with pytest.raises(DataError, match="3 risks with one period each.*poisson_gamma") as error:
        buhlmann_straub([1.0, 2.0, 3.0], [1, 1, 1], risk=["a", "b", "c"])
    assert error.value.risks == 3


def test_no_experience_is_refused() -> None:
    with pytest.raises(DataError, match="none of 2 cells has a value and a weight above 0"):
        buhlmann_straub([NAN, 1.0], [1, 0], risk=["a", "b"])
    with pytest.raises(DataError, match="none of 0 cells"):
        buhlmann_straub([], [], risk=np.array([], dtype=int))


def test_employer_without_weight_pays_the_collective() -> None:
    with_empty = buhlmann_straub([[1, 3], [5, 9], [7, 7]], [[1, 2], [3, 4], [0, 0]])
    without = buhlmann_straub([[1, 3], [5, 9]], [[1, 2], [3, 4]])
    assert np.isnan(with_empty.individual[2])
    assert with_empty.z[2] == 0
    assert with_empty.premiums[2] == with_empty.collective == without.collective
    np.testing.assert_array_equal(with_empty.premiums[:2], without.premiums)


def test_cells_without_weight_are_no_periods() -> None:
    """A year without payroll says nothing; counted as a period it would shrink the variance within."""
    with_cell = buhlmann_straub([[1, 3, 99], [5, 9, 99]], [[1, 2, 0], [3, 4, 0]])
    assert with_cell.within == buhlmann_straub([[1, 3], [5, 9]], [[1, 2], [3, 4]]).within


@pytest.mark.parametrize("estimator", ["unbiased", "iterative"])
def test_no_variance_between(estimator: Any) -> None:
    """The same means and much noise: nobody is credible, and the collective is the exposure-weighted mean."""
    fit = buhlmann_straub([[1, 9], [9, 1], [2, 8]], [[1, 1], [2, 2], [3, 3]], estimator=estimator)
    assert fit.between == 0
    assert fit.k == np.inf
    np.testing.assert_array_equal(fit.z, 0)
    np.testing.assert_array_equal(fit.premiums, fit.collective)
    assert fit.collective == pytest.approx(5)
    assert fit.balance == pytest.approx(1)


@pytest.mark.parametrize("estimator", ["unbiased", "iterative"])
@pytest.mark.parametrize("value", [0.0, 0.1])
def test_all_values_alike(estimator: Any, value: float) -> None:
    """0.1 has no exact mean in binary: what rounding leaves is no variance."""
    fit = buhlmann_straub(np.full((3, 7), value), np.arange(1, 22).reshape(3, 7), estimator=estimator)
    assert (fit.within, fit.between) == (0, 0)
    np.testing.assert_array_equal(fit.z, 0)
    np.testing.assert_allclose(fit.premiums, value, rtol=1e-14)
    assert fit.balance == pytest.approx(1)


@pytest.mark.parametrize("estimator", ["unbiased", "iterative"])
def test_no_variance_within(estimator: Any) -> None:
    fit = buhlmann_straub([[2, 2], [5, 5]], [[1, 2], [3, 4]], estimator=estimator)
    assert fit.within == fit.k == 0
    np.testing.assert_array_equal(fit.z, 1)
    np.testing.assert_array_equal(fit.premiums, [2, 5])
    assert fit.between == pytest.approx(4.5)


@pytest.mark.parametrize(
    ("values", "weights", "message"),
    [
        ([1.0, np.inf, 2.0, 3.0], [1, 1, 1, 1], r"values: 1 of 4 rows \(row 1\) infinite"),
        ([1.0, 2.0, 2.0, 3.0], [1, -1, 1, -1], r"weights: 2 of 4 rows \(rows 1, 3\) negative"),
        ([1.0, 2.0, 2.0, 3.0], [1, NAN, 1, 1], r"weights: 1 of 4 rows \(row 1\) not finite beside a value"),
        ([1.0, 2.0, 2.0, 3.0], [1, np.inf, 1, 1], "weights: 1 of 4 rows"),
    ],
)
def test_wrong_columns(values: list[float], weights: list[float], message: str) -> None:
    with pytest.raises(DataError, match=message):
        buhlmann_straub(values, weights, risk=[1, 1, 2, 2])


def test_wrong_shapes() -> None:
    with pytest.raises(ShapeError, match=r"values \(2,\), weights \(3,\)"):
        buhlmann_straub([1.0, 2.0], [1, 1, 1], risk=[1, 2])
    with pytest.raises(ShapeError, match="risk: missing"):
        buhlmann_straub([1.0, 2.0], [1, 1])
    with pytest.raises(ShapeError, match="values: 2 rows, risk: 3"):
        buhlmann_straub([1.0, 2.0], [1, 1], risk=[1, 2, 3])
    with pytest.raises(ShapeError, match="3 dimensions"):
        buhlmann_straub(np.ones((2, 2, 2)), np.ones((2, 2, 2)))
    with pytest.raises(DataError, match=r"risk: 1 of 2 rows \(row 0\) without an id"):
        buhlmann_straub([1.0, 2.0], [1, 1], risk=[None, "a"])


def test_unknown_estimator() -> None:
    with pytest.raises(DefinitionError, match="estimator 'ml'; expected one of unbiased, iterative"):
        buhlmann_straub([[1, 2], [3, 4]], [[1, 1], [1, 1]], estimator="ml")  # type: ignore[arg-type]

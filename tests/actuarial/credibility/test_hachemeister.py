from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from ratefloat.actuarial.credibility import hachemeister, hachemeister_barycentre
from ratefloat.errors import DataError, ShapeError

Fit = Any
MODELS = [hachemeister, hachemeister_barycentre]
both = pytest.mark.parametrize("model", MODELS)


@both
def test_years_are_as_good_as_quarters(lines: pd.DataFrame, model: Fit) -> None:
    """2021, 2022, ... beside an intercept: the design is close to singular, the premiums must not notice."""
    small = model(lines.ratio, lines.weight, time=lines.time, risk=lines.risk)
    large = model(lines.ratio, lines.weight, time=lines.time + 2020, risk=lines.risk)
    np.testing.assert_allclose(large.premiums(2031), small.premiums(11), rtol=1e-9)
    np.testing.assert_allclose(large.coefficients[:, 1], small.coefficients[:, 1], rtol=1e-7)


@both
def test_matrix_and_column_are_the_same(lines: pd.DataFrame, model: Fit) -> None:
    values = lines.pivot(index="risk", columns="time", values="ratio")
    weights = lines.pivot(index="risk", columns="time", values="weight").fillna(0)
    matrix = model(values, weights, time=values.columns)
    column = model(lines.ratio, lines.weight, time=lines.time, risk=lines.risk)
    np.testing.assert_allclose(matrix.premiums(11), column.premiums(11), rtol=1e-12)


@both
def test_a_risk_without_a_line_of_its_own(lines: pd.DataFrame, model: Fit) -> None:
    """One year of a new employer moves its level; no experience leaves the collective line."""
    more = pd.concat([lines, pd.DataFrame({"risk": ["X", "Y"], "time": [3, 3], "ratio": 2500.0, "weight": [900, 0]})])
    plain = model(lines.ratio, lines.weight, time=lines.time, risk=lines.risk)
    fit = model(more.ratio, more.weight, time=more.time, risk=more.risk)
    new, empty = list(fit.risks).index("X"), list(fit.risks).index("Y")
    assert np.isnan(fit.individual[[new, empty]]).all()
    assert fit.within == plain.within
    assert fit.collective_at(3) < fit.premiums(3)[new] < 2500
    assert fit.premiums(11)[empty] == pytest.approx(fit.collective_at(11), rel=1e-12)
    spread = np.array([1, 3.0]) @ fit.between @ [1, 3.0]
    share = spread / (spread + fit.within / 900)
    linear_bayes = share * 2500 + (1 - share) * fit.collective_at(3)
    assert fit.premiums(3)[new] == pytest.approx(linear_bayes, rel=1e-9)


@both
@pytest.mark.parametrize("n", [2, 3])
def test_exact_lines(model: Fit, n: int) -> None:
    """No variance within: every risk keeps its own line."""
    time = np.arange(4)
    own = np.array([[1.0, 0.5], [3.0, 0.1], [2.0, -0.2]])[:n]
    fit = model(own[:, :1] + own[:, 1:] * time, np.ones((n, 4)), time=time)
    assert fit.within == 0
    np.testing.assert_allclose(fit.coefficients, own, atol=1e-12)


@both
def test_all_zero(model: Fit) -> None:
    fit = model(np.zeros((3, 4)), np.ones((3, 4)), time=np.arange(4))
    np.testing.assert_array_equal(fit.premiums(4), 0)
    np.testing.assert_array_equal(fit.between, 0)


def test_two_regressors() -> None:
    """Orthogonalised one after the other: exact parabolas come back."""
    time = np.arange(6.0)
    own = np.array([[1.0, 0.5, 0.1], [3.0, 0.1, -0.1], [2.0, -0.2, 0.3]])
    design = np.column_stack([time, time**2])
    values = own @ np.column_stack([np.ones(6), design]).T
    fit = hachemeister_barycentre(values, np.ones((3, 6)), time=design)
    np.testing.assert_allclose(fit.premiums([7, 49]), own @ [1, 7, 49], rtol=1e-10)
    assert list(fit.to_frame().columns)[-2:] == ["individual slope 2", "slope 2"]


def test_barycentre_is_where_level_and_slope_part(lines: pd.DataFrame) -> None:
    fit = hachemeister_barycentre(lines.ratio, lines.weight, time=lines.time, risk=lines.risk)
    centre = np.average(lines.time, weights=lines.weight)
    low = np.minimum(fit.individual_at(centre), fit.collective_at(centre))
    high = np.maximum(fit.individual_at(centre), fit.collective_at(centre))
    assert ((low <= fit.premiums(centre)) & (fit.premiums(centre) <= high)).all()
    assert fit.between[0, 1] == pytest.approx(-centre * fit.between[1, 1], rel=1e-9)


@both
def test_what_can_not_be_estimated(model: Fit) -> None:
    with pytest.raises(DataError, match="1 risks have a line of their own"):
        model([[1.0, 2, 3]], np.ones((1, 3)), time=[1, 2, 3])
    with pytest.raises(DataError, match="no risk has more periods than its 2 coefficients"):
        model([[1.0, 2], [3, 4]], np.ones((2, 2)), time=[1, 2])
    with pytest.raises(DataError, match="0 risks have a line of their own"):
        model([[1.0, 2, 3], [3, 4, 5]], np.ones((2, 3)), time=[5, 5, 5])
    with pytest.raises(ShapeError, match=r"time \(2,\), values \(1, 3\)"):
        model([[1.0, 2, 3]], np.ones((1, 3)), time=[1, 2])
    with pytest.raises(DataError, match="time: not finite"):
        model([[1.0, 2, 3], [3, 4, 5]], np.ones((2, 3)), time=[1, 2, np.nan])
    fit = model([[1.0, 2, 4], [3, 4, 4]], np.ones((2, 3)), time=[1, 2, 3])
    with pytest.raises(ShapeError, match="time: 2 regressors; expected 1"):
        fit.premiums([1, 2])

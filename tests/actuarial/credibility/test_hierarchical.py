from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from ratefloat.actuarial.credibility import hierarchical
from ratefloat.errors import DataError, DefinitionError, ShapeError

CLASSES = [1, 1, 2, 2, 3]
EMPLOYERS = [1, 2, 3, 4, 5]
VALUES = [[1.0, 1.2], [0.4, 0.6], [2.0, 2.4], [1.5, 1.3], [0.9, 1.5]]
WEIGHTS = [[10, 12], [30, 28], [5, 6], [20, 22], [8, 9]]
LEVELS = {"class": CLASSES, "employer": EMPLOYERS}


def test_premium_formula_by_hand() -> None:
    fit = hierarchical(VALUES, WEIGHTS, levels=LEVELS)
    own, cls = fit.employers, fit.classes
    k = fit.within / own.between
    np.testing.assert_allclose(own.z, own.exposure / (own.exposure + k), rtol=1e-14)
    z_sum = np.bincount(own.parents, own.z)
    np.testing.assert_allclose(cls.z, z_sum / (z_sum + own.between / cls.between), rtol=1e-14)
    np.testing.assert_allclose(cls.individual, np.bincount(own.parents, own.z * own.individual) / z_sum, rtol=1e-14)
    assert fit.collective == pytest.approx(float(np.average(cls.individual, weights=cls.z)), rel=1e-14)
    above = cls.premium[own.parents]
    np.testing.assert_allclose(own.premium, own.z * own.individual + (1 - own.z) * above, rtol=1e-14)


def test_frame_names_every_level() -> None:
    fit = hierarchical(VALUES, WEIGHTS, levels={"area": ["n", "n", "n", "s", "s"], **LEVELS})
    frame = fit.to_frame()
    assert frame.index.names == ["area", "class", "employer"]
    assert frame.loc[("n", 2, 3), "exposure"] == 11
    assert list(fit.to_frame("area").index) == ["n", "s"]
    assert len(fit.to_frame("class")) == 4, "class 2 of the north and class 2 of the south are two nodes"
    with pytest.raises(DefinitionError, match="level 'town': not in the model; expected one of area, class, employer"):
        fit.to_frame("town")


def test_an_employer_id_belongs_to_its_class() -> None:
    fit = hierarchical(VALUES, WEIGHTS, levels={"class": CLASSES, "employer": [1, 2, 1, 2, 1]})
    np.testing.assert_array_equal(
        fit.employers.premium, hierarchical(VALUES, WEIGHTS, levels=LEVELS).employers.premium
    )


@pytest.mark.parametrize("estimator", ["buhlmann-gisler", "ohlsson", "iterative"])
def test_nodes_without_experience_take_the_premium_above(estimator: Any) -> None:
    values, weights = [*VALUES, [7.0, 7.0], [7.0, 7.0]], [*WEIGHTS, [0, 0], [0, 0]]
    levels = {"class": [*CLASSES, 2, 9], "employer": [*EMPLOYERS, 6, 7]}
    fit = hierarchical(values, weights, levels=levels, estimator=estimator)
    same = hierarchical(VALUES, WEIGHTS, levels=LEVELS, estimator=estimator)
    assert fit.between == same.between
    np.testing.assert_array_equal(fit.employers.premium[[0, 1, 2, 3, 5]], same.employers.premium)
    assert fit.employers.premium[4] == fit.classes.premium[1]
    assert fit.employers.premium[6] == fit.classes.premium[3] == fit.collective
    assert np.isnan(fit.classes.individual[3])


@pytest.mark.parametrize("estimator", ["buhlmann-gisler", "ohlsson", "iterative"])
def test_everything_alike(estimator: Any) -> None:
    fit = hierarchical(np.zeros((5, 2)), WEIGHTS, levels=LEVELS, estimator=estimator)
    assert fit.between == {"class": 0, "employer": 0}
    np.testing.assert_array_equal(fit.employers.premium, 0)
    assert fit.balance == 1


def test_only_classes_differ() -> None:
    """No variance between the employers of a class: each pays its class premium."""
    values = [[1.0, 3.0], [3.0, 1.0], [11.0, 13.0], [13.0, 11.0], [6.0, 8.0]]
    fit = hierarchical(values, np.ones((5, 2)), levels=LEVELS)
    assert fit.employers.between == 0
    assert fit.classes.between > 0
    np.testing.assert_array_equal(fit.employers.premium, fit.classes.premium[fit.employers.parents])


def test_what_can_not_be_estimated() -> None:
    with pytest.raises(DataError, match="class: fewer than two with experience side by side"):
        hierarchical(VALUES, WEIGHTS, levels={"class": [1] * 5, "employer": EMPLOYERS})
    with pytest.raises(DataError, match="employer: fewer than two with experience side by side"):
        hierarchical(VALUES, WEIGHTS, levels={"class": EMPLOYERS, "employer": EMPLOYERS})
    with pytest.raises(DataError, match="5 risks with one period each"):
        hierarchical([1.0, 2, 3, 4, 5], np.ones(5), levels=LEVELS)


def test_wrong_levels() -> None:
    with pytest.raises(DefinitionError, match="levels: 1; expected two or more"):
        hierarchical(VALUES, WEIGHTS, levels={"employer": EMPLOYERS})
    with pytest.raises(ShapeError, match="employer has 4 rows; expected 5"):
        hierarchical(VALUES, WEIGHTS, levels={"class": CLASSES, "employer": [1, 2, 3, 4]})
    with pytest.raises(DataError, match=r"class: 1 of 5 rows \(row 2\) without an id"):
        hierarchical(VALUES, WEIGHTS, levels={"class": [1, 1, None, 2, 2], "employer": EMPLOYERS})
    with pytest.raises(DefinitionError, match="estimator 'unbiased'; expected one of buhlmann-gisler, ohlsson, iter"):
        hierarchical(VALUES, WEIGHTS, levels=LEVELS, estimator="unbiased")  # type: ignore[arg-type]


def test_long_frames(unbalanced: pd.DataFrame) -> None:
    shuffled = unbalanced.sample(frac=1, random_state=4)
    fits = [
        hierarchical(frame.ratio, frame.weight, levels={"class": frame["class"], "employer": frame.employer})
        for frame in (unbalanced, shuffled)
    ]
    pd.testing.assert_frame_equal(fits[0].to_frame(), fits[1].to_frame(), rtol=1e-12)

"""The joint sample: slices of equal chance, common quantiles, exact repetition."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ratefloat.errors import DataError
from ratefloat.simulate import Hiding, Inspection, Nothing, Prevention, Range, sample


def test_a_rerun_is_identical_and_another_seed_is_not() -> None:
    behaviour = Prevention() + Hiding()
    first = sample(behaviour, seed=7)
    pd.testing.assert_frame_equal(first, sample(behaviour, seed=7))
    assert list(first.columns) == list(behaviour.parameters()) and len(first) == 64
    assert not first["prevention.lag"].equals(sample(behaviour, seed=8)["prevention.lag"])


@pytest.mark.parametrize("sets", [1, 20, 64, 100])
def test_each_slice_of_a_distribution_is_met_once(sets: int) -> None:
    ranges = (Prevention() + Inspection()).parameters()
    drawn = sample(Prevention() + Inspection(), sets=sets, seed=3)
    for name, known in ranges.items():
        edges = known.at(np.arange(1, sets) / sets) if sets > 1 else np.array([])
        if len(np.unique(edges)) == len(edges):
            counts = np.bincount(np.searchsorted(edges, drawn[name]), minlength=sets)
            assert (counts == 1).all(), name


def test_every_set_can_be_answered() -> None:
    behaviour = Prevention() + Hiding() + Inspection()
    drawn = sample(behaviour, sets=256, seed=1)
    for name, known in behaviour.parameters().items():
        assert drawn[name].between(known.least, known.most).all()


def test_levels_of_reporting_move_together_and_apart_from_slopes() -> None:
    drawn = sample(Hiding(), sets=200, seed=5)
    ranks = drawn.rank()
    assert ranks["hiding.baseline.medical only"].equals(ranks["hiding.baseline.no grade"])
    assert (ranks["hiding.slope.medical only"] == ranks["hiding.slope.no grade"]).all()
    assert abs(ranks["hiding.baseline.no grade"].corr(ranks["hiding.slope.no grade"])) < 0.25


def test_a_parameter_is_drawn_alike_whatever_stands_beside_it() -> None:
    alone, beside = sample(Prevention(), seed=7), sample(Prevention(lag=1) + Hiding(), seed=7)
    assert alone["prevention.kappa"].equals(beside["prevention.kappa"])
    assert set(beside["prevention.lag"]) == {1.0}


def test_a_users_range_keeps_the_common_quantile() -> None:
    own = Hiding(baseline={"no grade": Range(0.5, 0.6, 0.7, "S", "our survey")})
    ranks = sample(own, seed=2).rank()
    assert ranks["hiding.baseline.medical only"].equals(ranks["hiding.baseline.no grade"])


def test_nothing_has_no_parameters_and_no_set_is_refused() -> None:
    assert sample(Nothing(), sets=5, seed=1).shape == (5, 0)
    with pytest.raises(DataError, match="sets: 0; expected 1 or more"):
        sample(Prevention(), sets=0, seed=1)

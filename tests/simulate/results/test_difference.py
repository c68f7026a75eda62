"""Differences on common luck."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from simulate.results.made import policy, run, totals

from ratefloat.errors import DataError
from ratefloat.simulate.results.comparison import Comparison
from ratefloat.simulate.results.frames import FIGURES
from ratefloat.simulate.run import PolicyRun

LUCK = np.random.default_rng(5).poisson(50, (40, 3, 2, 3))
DRAWN = pd.DataFrame({"prevention.elasticity": np.linspace(0.1, 1, 8)})


def injured(cases: np.ndarray, evidence: np.ndarray, name: str) -> PolicyRun:
    fill = {"heads": 1000, "premium": 10 * cases}
    return policy(
        totals(len(cases), 3, {**fill, "true no grade": cases}),
        totals(len(evidence), 3, {**fill, "premium": 10 * evidence, "true no grade": evidence}), name=name,
    )


@pytest.fixture
def made() -> Comparison:
    # Policy b spares every tenth case of each cell; its sets spare 1, 2, ..., 8 twentieths.
    less = (LUCK[:1] * (1 - np.arange(1, 9) / 20).reshape(8, 1, 1, 1)).astype(int)
    policies = {
        "a": injured(LUCK, np.repeat(LUCK[:1], 8, axis=0), "a"),
        "b": injured(LUCK - LUCK // 10, less, "b"),
        "again": injured(LUCK, np.repeat(LUCK[:1], 8, axis=0), "again"),
    }
    return Comparison(run(policies, DRAWN))


def test_the_same_policy_differs_by_exactly_nothing(made: Comparison) -> None:
    found = made.difference("a")
    same = found[(found["policy"] == "again") & found["value"].notna()]
    assert len(same) > 30
    assert (same[list(FIGURES)] == 0).all().all()


def test_the_difference_is_that_of_the_figures(made: Comparison) -> None:
    found = made.difference("a", quantities=["true injuries"])
    b = found[found["policy"] == "b"].sort_values("year")
    saved = (LUCK // 10).sum(axis=(2, 3))
    assert b["value"].tolist() == pytest.approx((-saved.mean(axis=0)).tolist())
    assert b["error"].tolist() == pytest.approx((saved.std(axis=0, ddof=1) / np.sqrt(40)).tolist())


def test_common_luck_makes_the_difference_surer_than_the_figures(made: Comparison) -> None:
    asked = {"quantities": ["true injuries per 1000 insured"]}
    figures, differences = made.frame(**asked), made.difference("a", **asked)
    alone = figures[figures["policy"] == "b"]["error"].to_numpy()
    assert (differences[differences["policy"] == "b"]["error"].to_numpy() < alone / 4).all()


def test_the_range_is_of_the_difference(made: Comparison) -> None:
    found = made.difference("a", by=("policy",), quantities=["true injuries"])
    b = found[found["policy"] == "b"].iloc[0]
    one = LUCK[0].sum()
    assert b["low"] == pytest.approx(-one * 0.38, rel=0.1)
    assert b["high"] == pytest.approx(-one * 0.07, rel=0.25)
    assert b["low"] < b["median"] < b["high"] < 0


def test_refusals(made: Comparison) -> None:
    with pytest.raises(DataError, match="policy 'flat': not in the run; expected one of 'a', 'b', 'again'"):
        made.difference("flat")
    with pytest.raises(DataError, match="steps of their own"):
        made.difference("a", by=("policy", "step"))

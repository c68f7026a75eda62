"""Reproductions: what was imposed is found again, signs and size bands, in-sample or held out."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from ratefloat.errors import DataError
from ratefloat.simulate import Prevention, evidence
from ratefloat.simulate.evidence import by_size, california, checks, netherlands, notices, ontario


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_california_is_found_again(seed: int) -> None:
    found = california(rho=0.4, firms=150_000, seed=seed)
    assert found.imposed == pytest.approx(-0.4 * log(1.4))
    assert abs(found.z) < 3.3 and found.jump.value < -3 * found.jump.error


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_is_found_where_nothing_was_imposed(seed: int) -> None:
    found = california(Prevention(elasticity=0), firms=100_000, seed=seed)
    assert found.imposed == 0 and abs(found.z) < 3.3 and abs(found.jump.value) < 0.08


def test_the_estimates_scatter_as_their_errors_say() -> None:
    z = [california(firms=10_000, seed=seed).z for seed in range(40)]
    assert abs(np.mean(z)) < 0.5 and 0.7 < np.std(z) < 1.35


def test_california_is_exactly_repeated_and_needs_firms() -> None:
    first, second = (california(firms=2000, seed=5) for _ in range(2))
    assert first.jump.value == second.jump.value
    with pytest.raises(DataError, match="california: 10 firms; expected 1000 or more"):
        california(firms=10)


def test_the_observed_fall_in_california_needs_a_rho_of_a_quarter_to_three_eighths() -> None:
    """With elasticity 0.4 and kappa 1, -8.4 to -12 % is rho 0.25 to 0.38; the plan itself has about 0.22."""
    assert [exp(0.088 / 0.4) - 1, exp(0.128 / 0.4) - 1] == pytest.approx([0.246, 0.377], abs=1e-3)
    assert 0.15 < california(firms=1000).rho < 0.25


def test_removal_in_the_netherlands_has_its_sign_and_size() -> None:
    low, central, high = netherlands().removal
    assert 0 < low < log(1.07) < high and 0.03 < central < 0.15
    # Two years of a lag of two: 0.4 ln 1.4 (1 - e^-1).
    assert central == pytest.approx(0.4 * log(1.4) * (1 - exp(-1)))


def test_few_who_know_answer_after_the_notice_and_many_before() -> None:
    few, many = netherlands(aware=0.1), netherlands(aware=0.9)
    assert few.before_notice == pytest.approx(-0.1 * 0.4 * log(1.4))
    # At a surcharge the one tenth who knew go half as far again, the others come the whole way.
    assert few.after_notice == pytest.approx(-(0.1 * 0.5 + 0.9 * 1.5) * 0.4 * log(1.4))
    assert abs(few.after_notice) > 5 * abs(few.before_notice)
    assert abs(many.before_notice) > abs(many.after_notice)


def test_recording_and_prevention_leave_different_traces() -> None:
    found = ontario().set_index("answer")
    recording, prevention = found.loc["recording"], found.loc["prevention"]
    assert recording["lost time"] < -0.01 and recording["no lost time"] > 0.01
    assert recording["total"] == pytest.approx(0, abs=1e-12)
    assert prevention.tolist() == pytest.approx([-0.4 * log(1.5)] * 3)


def test_a_refund_is_faster_and_a_window_lasts() -> None:
    path = notices().set_index("year")
    assert path.loc[0, "same year"] < 0 == path.loc[0, "window"]
    assert (path.loc[:4, "same year"] < path.loc[:4, "window"]).all()
    assert path["same year"].min() < path["window"].min()
    assert (path.loc[6:, "window"] < path.loc[6:, "same year"]).all()
    speed = 1 - exp(-0.5)
    assert path.loc[0, "same year"] == pytest.approx(-0.4 * log(1.4) * speed)


def test_bands_are_a_hump_in_size_and_a_linear_plan_rises() -> None:
    size = by_size()
    assert size["heads"].tolist() == [5, 20, 50, 200, 500, 2000]
    top = int(size["bands"].argmax())
    assert 0 < top < len(size) - 1
    assert size["bands"][:top + 1].is_monotonic_increasing and size["bands"][top:].is_monotonic_decreasing
    assert size["bands"].iloc[-1] < size["bands"].max() / 3
    assert size["linear"].is_monotonic_increasing


def test_each_check_is_labelled_and_misses_are_shown() -> None:
    found = checks(sets=64)
    assert set(found["label"]) == {"in-sample", "held-out", "by construction"}
    assert set(found["result"]) <= {"inside", "reached", "missed", "holds"}
    named = found.set_index("check")
    assert named.loc["Netherlands removal", "result"] == "inside"
    # Ten points of individual rating move more in France than the simulator's range allows; and the central
    # spread of risk is wider than Ontario's 42 %.
    assert named.loc["France +10 points", "result"] == "missed"
    before = 15.5 / 131
    assert named.loc["France +10 points", "central"] == pytest.approx(-0.4 * log((1.1 + before) / (1 + before)))
    assert named.loc["Ontario 25th percentile", "central"] > 0.42
    held = found[found["label"].eq("held-out") & found["low"].notna()]
    assert set(held["check"]) == set(evidence.fit().frame["id"])

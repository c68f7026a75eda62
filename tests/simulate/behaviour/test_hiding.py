"""Hiding: reports by gravity, relabelling, fines, bounds; the rational variant."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulate.behaviour.marginals import OUTCOMES, marginal

from ratefloat.actuarial.severities import Outcome
from ratefloat.errors import DataError, DefinitionError
from ratefloat.simulate import Hiding, Inspection, RationalHiding, sample
from ratefloat.simulate.behaviour.behaviour import Behaviour
from ratefloat.simulate.response import Response


def answer(behaviour: Behaviour, rho: float | list[float], before: float = 0.0) -> Response:
    return behaviour.response(marginal(rho, before), OUTCOMES, behaviour.central())


def test_values_by_hand() -> None:
    report = answer(Hiding(), 0.5).report[0]
    expected = [0.55 * exp(-0.15), 0.70 * exp(-0.075), 0.92 * exp(-0.025), 0.995, 1]
    assert report == pytest.approx(np.array([expected] * 3))
    assert answer(Hiding(), 0.9, before=0.4).report[0, 0] == pytest.approx(expected)


def test_no_change_leaves_the_baseline() -> None:
    assert answer(Hiding(), 0.7, before=0.7).report[0, 0].tolist() == [0.55, 0.70, 0.92, 0.995, 1]
    assert (answer(Hiding(baseline=1), 0.7, before=0.7).report == 1).all()


@given(st.floats(-3, 30), st.floats(0, 5), st.floats(0, 1), st.integers(0, 2**32))
def test_a_report_is_a_chance_and_a_death_is_reported(rho: float, before: float, share: float, seed: int) -> None:
    behaviour = Hiding(relabelled=share)
    values = sample(behaviour, sets=1, seed=seed).iloc[0].to_dict()
    found = behaviour.response(marginal(rho, before), OUTCOMES, values)
    for table in (found.report, found.relabel):
        assert ((table >= 0) & (table <= 1)).all()
    assert (found.report[..., 4] == 1).all()
    assert not found.relabel[..., 0].any() and not found.relabel[..., 4].any()


@given(st.lists(st.floats(0, 5), min_size=2, max_size=2).map(sorted), st.floats(0, 1))
def test_more_premium_never_means_more_reports(rhos: list[float], share: float) -> None:
    low, high = (answer(Hiding(relabelled=share), rho, before=0.5).report for rho in rhos)
    assert (high <= low + 1e-12).all()


def test_relabelling_keeps_the_count_and_moves_it_to_the_lightest_kind() -> None:
    found = answer(Hiding(relabelled=1), 0.5)
    assert found.report[0, 0] == pytest.approx([0.55, 0.70, 0.92, 0.995, 1])
    moved = found.report[0, 0] * found.relabel[0, 0]
    assert moved == pytest.approx([0, 0.70 * (1 - exp(-0.075)), 0.92 * (1 - exp(-0.025)), 0, 0])


def test_half_relabelled_lies_half_way() -> None:
    full, none, half = (answer(Hiding(relabelled=share), 0.5).report for share in (1, 0, 0.5))
    assert half == pytest.approx((full + none) / 2)


def test_an_expected_fine_is_taken_off_the_gain_but_never_turns_it() -> None:
    assert answer(Hiding() + Inspection(found=0.2, fine=1), 0.5).report == pytest.approx(answer(Hiding(), 0.3).report)
    assert (answer(Hiding() + Inspection(found=1, fine=3), 0.5).report == answer(Hiding(), 0.0).report).all()
    lower = answer(Hiding() + Inspection(found=1, fine=3), 0.0, before=0.5).report
    assert (lower == answer(Hiding(), 0.0, before=0.5).report).all()


def test_a_national_severity_has_no_medical_only_kind() -> None:
    outcomes = (Outcome(name="none", probability="1/2"), Outcome(name="death", probability="1/2", death=True))
    made = marginal(0.5, outcomes=outcomes)
    hiding = Hiding(relabelled=1)
    found = hiding.response(made, outcomes, hiding.central())
    assert found.report[0, 0] == pytest.approx([0.70, 1])
    assert not found.relabel.any()


def test_a_case_that_costs_nothing_has_no_premium_per_yuan() -> None:
    made = marginal(0.5)
    free = replace(made, cost=made.cost * np.array([1, 0, 1, 1, 1]))
    with pytest.raises(DataError, match="hiding: outcome 'lost time' costs nothing in some cells"):
        Hiding().response(free, OUTCOMES, Hiding().central())
    kept = RationalHiding(share=0.5, own=1)
    assert kept.response(free, OUTCOMES, kept.central()).report[0, 0].tolist() == [1, 0.5, 1, 1, 1]


def test_given_by_kind_or_for_all() -> None:
    assert Hiding(baseline={"no grade": 0.8}).central()["hiding.baseline.no grade"] == 0.8
    assert Hiding(baseline={"no grade": 0.8}).central()["hiding.baseline.medical only"] == 0.55
    assert {value for name, value in Hiding(slope=0).central().items() if "slope" in name} == {0.0}
    assert repr(Hiding(baseline=1)) == "Hiding(baseline=1)"
    assert Hiding(baseline={"no grade": 0.8}) == Hiding(baseline={"no grade": 0.8}) != Hiding()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"baseline": {"death": 0.9}}, "hiding.baseline: unknown kind 'death'; expected medical only, .*cannot be hid"),
        ({"slope": 0.1}, "hiding.slope.medical only: .* expected values from -inf to 0"),
        ({"baseline": 1.1}, "hiding.baseline.medical only: .* expected values from 0 to 1"),
        ({"relabelled": 2}, "hiding.relabelled: .* expected values from 0 to 1"),
    ],
)
def test_impossible_parameters_are_refused(fields: dict[str, object], message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        Hiding(**fields)  # type: ignore[arg-type]


def test_a_rational_employer_keeps_what_is_cheaper_to_pay() -> None:
    found = answer(RationalHiding(share=0.25, own=1), [0.5, 1.0, 1.5])
    assert found.report[0].tolist() == [[1] * 5, [1] * 5, [0.75, 0.75, 0.75, 1, 1]]
    guarded = RationalHiding(share=0.25, own=1) + Inspection(found=0.25, fine=2)
    assert (answer(guarded, [0.5, 1.0, 1.5]).report == 1).all()
    assert answer(guarded, [0.5, 1.0, 1.6]).report[0, 2].tolist() == [0.75, 0.75, 0.75, 1, 1]

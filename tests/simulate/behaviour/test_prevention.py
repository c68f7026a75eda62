"""Prevention: targets by hand, no answer to no change, awareness, speed, monotone in the premium."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulate.behaviour.marginals import OUTCOMES, marginal

from ratefloat.errors import DefinitionError
from ratefloat.simulate import Prevention, Range
from ratefloat.simulate.response import Response


def answer(prevention: Prevention, rho: float | list[float], before: float = 0.0, **values: float) -> Response:
    chosen = prevention.central() | {f"prevention.{name}": value for name, value in values.items()}
    return prevention.response(marginal(rho, before), OUTCOMES, chosen)


def test_values_by_hand() -> None:
    found = answer(Prevention(elasticity=0.4, kappa=1, asymmetry=1), 0.5)
    assert found.target[0] == pytest.approx([-0.4 * log(1.5)] * 3)
    found = answer(Prevention(elasticity=0.4, kappa=1, asymmetry=2), [0.5, 0.5, 1.0], before=0.25)
    assert found.target[0] == pytest.approx([-0.4 * log(1.5 / 1.25)] * 2 + [-0.8 * log(2 / 1.25)])
    assert found.unaware[0] == pytest.approx([0, 0, -0.8 * log(2 / 1.25)])


def test_a_rise_of_the_hazard_is_not_multiplied() -> None:
    found = answer(Prevention(elasticity=0.4, kappa=1, asymmetry=3), 0.0, before=0.5)
    assert found.target[0] == pytest.approx([0.4 * log(1.5)] * 3)


@given(st.floats(0, 3), st.floats(0.1, 2), st.floats(0.05, 4), st.floats(1, 4))
def test_no_change_of_the_premium_is_exactly_no_answer(rho: float, eps: float, kappa: float, asymmetry: float) -> None:
    made = marginal(rho, rho)
    prevention = Prevention(elasticity=eps, kappa=kappa, asymmetry=asymmetry)
    found = prevention.response(made, OUTCOMES, prevention.central())
    assert not found.target.any() and not found.unaware.any()


@given(st.lists(st.floats(-2, 3), min_size=2, max_size=2).map(sorted), st.floats(0, 2), st.floats(0, 2))
def test_more_premium_never_means_more_injuries(rhos: list[float], before: float, eps: float) -> None:
    low, high = (answer(Prevention(), rho, before, elasticity=eps).target for rho in rhos)
    assert (high <= low + 1e-12).all()


def test_speed_and_awareness() -> None:
    found = answer(Prevention(lag=2, aware=0.3), 0.5)
    assert found.speed == pytest.approx(1 - exp(-0.5))
    assert found.aware == 0.3
    assert answer(Prevention(lag=0), 0.5).speed == 1


def test_a_case_that_lowers_the_premium_costs_at_least_half_the_uninsured_cost() -> None:
    found = answer(Prevention(elasticity=1, kappa=1), -5.0)
    assert found.target[0] == pytest.approx([log(2)] * 3)
    assert np.isfinite(found.target).all()


def test_it_says_nothing_about_reports() -> None:
    found = answer(Prevention(), 0.5)
    assert (found.report == 1).all() and not found.relabel.any() and (found.declared == 1).all()


def test_facts_of_the_ranges() -> None:
    table = Prevention().table().set_index("parameter")
    assert table.loc["prevention.elasticity", ["low", "central", "high"]].tolist() == [0.1, 0.4, 1.0]
    assert table.loc["prevention.kappa", ["low", "central", "high"]].tolist() == [0.5, 1, 3]
    assert table.loc["prevention.lag", ["low", "central", "high"]].tolist() == [0.5, 2, 4]
    assert table.loc["prevention.aware", ["low", "central", "high"]].tolist() == [0.1, 0.4, 0.8]
    assert table.loc["prevention.asymmetry", ["low", "central", "high"]].tolist() == [1, 1.5, 3]


def test_a_user_gives_a_number_or_a_range() -> None:
    own = Range(0.2, 0.3, 0.4, mark="S", source="our own study")
    assert Prevention(elasticity=own).parameters()["prevention.elasticity"].source == "our own study"
    assert Prevention(elasticity=0.7).parameters()["prevention.elasticity"].fixed
    assert repr(Prevention(elasticity=0.7)) == "Prevention(elasticity=0.7)"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("elasticity", -0.1, "prevention.elasticity: range -0.1, -0.1, -0.1: expected values from 0 to inf"),
        ("aware", 1.2, "prevention.aware: range 1.2, 1.2, 1.2: expected values from 0 to 1"),
        ("kappa", 0, "prevention.kappa: .* expected values from 0.01 to inf"),
        ("asymmetry", 0.5, "prevention.asymmetry: .* expected values from 1 to inf"),
        ("lag", "two years", "prevention.lag: 'two years'; expected a number or a Range"),
    ],
)
def test_impossible_parameters_are_refused(field: str, value: object, message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        Prevention(**{field: value})  # type: ignore[arg-type]

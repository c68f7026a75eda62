"""The joint law of losses and counters against a claim-by-claim oracle that knows nothing of streams."""

from __future__ import annotations

from collections import defaultdict
from math import exp, factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ratefloat.errors import DataError, ShapeError
from ratefloat.numeric.compound import (
    MixedPoisson,
    NegativeBinomial,
    Outcomes,
    Poisson,
    compound_by_convolution,
    gamma_quadrature,
    joint_law,
    one_more_claim,
    panjer,
    with_claim,
)

# Grades 10 to 1, no grade, death: amounts in steps of the lattice; injuries and deaths.
TWELVE = Outcomes(
    [2, 3, 4, 5, 7, 9, 12, 15, 18, 22, 0, 40],
    [0.28, 0.145, 0.065, 0.035, 0.013, 0.010, 0.006, 0.005, 0.003, 0.003, 0.41, 0.025],
    [[1, 0]] * 10 + [[1, 0], [1, 1]],
)


def oracle(rate: float, outcomes: Outcomes, cells: int, caps: tuple[int, ...]) -> NDArray[np.float64]:
    """Claims added one at a time to capped states, weighted by the Poisson number of claims."""
    limits = (cells - 1, *caps)
    kinds = [
        (float(chance), (int(amount), *(int(mark) for mark in marks)))
        for amount, chance, marks in zip(
            outcomes.amounts, outcomes.probabilities, outcomes.marks, strict=True
        )
    ]
    law = np.zeros(tuple(limit + 1 for limit in limits))
    states: dict[tuple[int, ...], float] = {(0,) * len(limits): 1.0}
    for number in range(60):
        weight = exp(-rate) * rate**number / factorial(number)
        for state, chance in states.items():
            law[state] += weight * chance
        after: dict[tuple[int, ...], float] = defaultdict(float)
        for state, chance in states.items():
            for probability, steps in kinds:
                moved = tuple(min(at + by, limit) for at, by, limit in zip(state, steps, limits, strict=True))
                after[moved] += chance * probability
        states = after
    return law


@pytest.mark.parametrize(("rate", "cells", "caps"), [(0.4, 20, (3, 1)), (3.0, 30, (4, 2)), (3.0, 1, (2, 1))])
def test_twelve_outcomes_against_the_oracle(rate: float, cells: int, caps: tuple[int, int]) -> None:
    law = joint_law(Poisson(rate), TWELVE, cells=cells, caps=caps)
    np.testing.assert_allclose(law, oracle(rate, TWELVE, cells, caps), rtol=0, atol=2e-15)


def test_streams_of_many_amounts_against_the_oracle() -> None:
    # Amounts 1 to 25 of either kind, so that both streams fill the lattice.
    amounts = [*range(1, 26), *range(1, 26)]
    marks = [[1, 0]] * 25 + [[0, 1]] * 25
    outcomes = Outcomes(amounts, np.full(50, 0.02), marks)
    law = joint_law(Poisson(2.0), outcomes, cells=22, caps=(2, 2))
    np.testing.assert_allclose(law, oracle(2.0, outcomes, 22, (2, 2)), rtol=0, atol=5e-15)


MARKS = st.tuples(st.integers(0, 2), st.integers(0, 1))
KINDS = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 5), MARKS), min_size=1, max_size=4)


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 4), KINDS, st.integers(1, 8), st.tuples(st.integers(0, 3), st.integers(0, 2)))
def test_any_outcomes_against_the_oracle(
    rate: float, kinds: list[tuple[int, int, tuple[int, int]]], cells: int, caps: tuple[int, int]
) -> None:
    amounts, weights, marks = zip(*kinds, strict=True)
    outcomes = Outcomes(list(amounts), np.array(weights) / sum(weights), [list(mark) for mark in marks])
    law = joint_law(Poisson(rate), outcomes, cells=cells, caps=caps)
    np.testing.assert_allclose(law, oracle(rate, outcomes, cells, caps), rtol=0, atol=5e-15)
    assert law.sum() == pytest.approx(1.0, abs=1e-13)
    assert (law >= 0).all()


def test_margins_are_the_laws_of_each_alone() -> None:
    law = joint_law(Poisson(3.0), TWELVE, cells=50, caps=(6, 2))
    losses = panjer(Poisson(3.0), TWELVE.severity, cells=50).at_least()
    np.testing.assert_allclose(law.sum(axis=(1, 2))[:-1], losses[:-1], atol=1e-15)
    np.testing.assert_allclose(law.sum(axis=(0, 2))[:6], Poisson(3.0).probabilities(5), atol=1e-15)
    np.testing.assert_allclose(law.sum(axis=(0, 1))[:2], Poisson(3.0 * 0.025).probabilities(1), atol=1e-15)


def test_large_employers_and_many_risks_at_once() -> None:
    rates = np.array([0.0, 0.02, 5.0, 3000.0])
    together = joint_law(Poisson(rates), TWELVE, cells=40, caps=(3, 1))
    assert together.shape == (4, 40, 4, 2)
    np.testing.assert_allclose(together.sum(axis=(1, 2, 3)), 1.0, atol=1e-13)
    assert together[0, 0, 0, 0] == 1.0
    assert together[3, -1, -1, -1] == pytest.approx(1.0, abs=1e-12)
    np.testing.assert_allclose(
        together[2], joint_law(Poisson(5.0), TWELVE, cells=40, caps=(3, 1)), atol=1e-16
    )


def test_an_unknown_hazard_mixes_the_laws() -> None:
    nodes, weights = gamma_quadrature(2.0, 40)
    law = joint_law(MixedPoisson(1.2 * nodes, weights), TWELVE, cells=30, caps=(3, 1))
    by_hand = sum(
        weight * joint_law(Poisson(1.2 * node), TWELVE, cells=30, caps=(3, 1))
        for node, weight in zip(nodes, weights, strict=True)
    )
    np.testing.assert_allclose(law, by_hand, atol=1e-15)
    counted = NegativeBinomial(1.2, size=2.0).probabilities(2)
    np.testing.assert_allclose(law.sum(axis=(0, 2))[:3], counted, atol=1e-12)
    several = joint_law(MixedPoisson(np.outer([1.2, 0.3], nodes), weights), TWELVE, cells=30, caps=(3, 1))
    np.testing.assert_allclose(several[0], law, atol=1e-15)


def test_one_more_claim_is_the_derivative_by_the_rate() -> None:
    # The law is analytic in the rate, so that a wide five-point rule is exact enough.
    def law(rate: float) -> NDArray[np.float64]:
        return joint_law(Poisson(rate), TWELVE, cells=30, caps=(3, 1))

    h = 0.02
    slope = (8 * (law(2 + h) - law(2 - h)) - (law(2 + 2 * h) - law(2 - 2 * h))) / (12 * h)
    np.testing.assert_allclose(one_more_claim(law(2), TWELVE) - law(2), slope, atol=1e-8)


def test_a_claim_of_given_size_moves_the_law() -> None:
    law = joint_law(Poisson(1.0), TWELVE, cells=6, caps=(2, 1))
    moved = with_claim(law, 4, (1, 0))
    assert moved[:4].sum() == 0
    assert moved[:, 0].sum() == 0
    assert moved[4, 1, 0] == law[0, 0, 0]
    assert moved.sum() == pytest.approx(1.0)
    np.testing.assert_array_equal(with_claim(law, 0, (0, 0)), law)
    assert with_claim(law, 10**9, (9, 9))[-1, -1, -1] == pytest.approx(1.0)


def test_exact_incentive_of_a_loss_ratio_rule() -> None:
    """200 workers, hazard 0.012, steps of 1,000 yuan, ratio of three years banded at .3 .7 1.2 1.8."""
    amounts = [8, 30, 70, 95, 120, 160, 250, 450, 800, 1150]
    chances = [0.45, 0.12, 0.20, 0.10, 0.06, 0.03, 0.02, 0.006, 0.004, 0.01]
    severity = np.zeros(1201)
    severity[amounts] = chances
    premium = 0.011 * 9.0 * 200
    law = panjer(Poisson(3 * 0.012 * 200), severity, cells=12_000).pmf
    ratios = 0.1 * np.arange(12_000) / (3 * premium)
    factor = np.array([0.5, 0.8, 1.0, 1.2, 1.5])[np.searchsorted([0.3, 0.7, 1.2, 1.8], ratios, side="left")]
    assert premium * law @ factor == pytest.approx(17.600350, abs=1e-6)
    claim = Outcomes(amounts, chances, np.zeros((10, 0), np.int64))
    jump = premium * (one_more_claim(law, claim) - law) @ factor
    annuity = sum(1.04**-year for year in (1, 2, 3))
    assert jump * annuity == pytest.approx(2.775293, abs=1e-6)


def test_no_counters_leave_the_aggregate_alone() -> None:
    alone = Outcomes([1, 3], [0.5, 0.5], np.zeros((2, 0), np.int64))
    law = joint_law(Poisson(2.0), alone, cells=12, caps=())
    straight = compound_by_convolution(Poisson(2.0), [0, 0.5, 0, 0.5], cells=12)
    np.testing.assert_allclose(law, straight.at_least(), atol=1e-15)


def test_bad_outcomes_are_refused() -> None:
    with pytest.raises(DataError, match="amounts"):
        Outcomes([1.5], [1.0], [[0]])
    with pytest.raises(DataError, match="amounts"):
        Outcomes([-1], [1.0], [[0]])
    with pytest.raises(DataError, match="probabilities: sum"):
        Outcomes([1, 2], [0.5, 0.4], [[0], [0]])
    with pytest.raises(DataError, match="probabilities"):
        Outcomes([1, 2], [np.nan, 0.4], [[0], [0]])
    with pytest.raises(ShapeError, match="outcomes"):
        Outcomes([1, 2], [0.5, 0.5], [[0]])
    with pytest.raises(ShapeError, match="caps"):
        joint_law(Poisson(1.0), TWELVE, cells=5, caps=(1,))
    with pytest.raises(DataError, match="gamma_quadrature"):
        joint_law(NegativeBinomial(1.0, size=1.0), TWELVE, cells=5, caps=(1, 1))
    with pytest.raises(ShapeError, match="loss axis"):
        with_claim(np.array([1.0]), 1, (1,))

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ratefloat.actuarial.scales import (
    ExponentialCost,
    OutcomeCost,
    Scale,
    load_system,
    moves_to_top,
    optimal_retention,
    poisson_claims,
    present_values,
    steps_up,
    transition_by_level,
)
from ratefloat.errors import DataError, ShapeError

R: dict[str, Any] = json.loads(Path(__file__).with_name("scales_reference.json").read_text())
RECORDED = R["hunger_for_bonus_C"]["results"]
NAMES = {
    "belgium_1992": "belgium-1992",
    "neg1_top_6": "top-6",
    "switzerland_new": "switzerland-new",
    "brazil": "brazil",
}
V = 1 / 1.06


def in_base_premiums(name: str) -> Scale:
    scale = load_system(name).scale
    return Scale(scale.levels / 100, scale.moves)


@pytest.mark.parametrize("name", NAMES)
def test_recorded_retentions(name: str) -> None:
    scale, recorded = in_base_premiums(NAMES[name]), RECORDED[name]
    always = scale.chain(0.1).present_values(discount=V)
    np.testing.assert_allclose(always, recorded["always_report_V"], rtol=1e-8)
    best = optimal_retention(scale, ExponentialCost(10.0), rate=0.1, discount=V)
    np.testing.assert_allclose(best.levels, recorded["optimal_retention_by_level"], rtol=1e-8)
    np.testing.assert_allclose(best.values, recorded["V"], rtol=1e-8)
    np.testing.assert_allclose(best.reported, recorded["reported_frequency"], rtol=1e-8)


def worth(scale: Scale, cost: ExponentialCost, rate: float, retention: NDArray[np.float64]) -> Any:
    """Present value of premiums and own payments for any retentions, written out once more."""
    reported = rate * cost.above(retention)
    chances, _ = poisson_claims(reported, cap=scale.moves.shape[1] - 1)
    paid = scale.levels + V**0.5 * rate * cost.paid_below(retention)
    return present_values(transition_by_level(scale.moves, chances), paid, discount=V)


def test_no_single_retention_can_be_bettered() -> None:
    scale, cost = in_base_premiums("malaysia"), ExponentialCost(10.0)
    best = optimal_retention(scale, cost, rate=0.1, discount=V)
    np.testing.assert_allclose(best.levels, [1.024, 1.024, 0.934, 0.798, 0.606, 0.398], rtol=0, atol=5e-4)
    for level in range(6):
        for by in (-0.05, 0.05):
            changed = best.levels + by * (np.arange(6) == level)
            # A level that is never left but by a claim never enters the others' worth: equal, not better.
            assert (worth(scale, cost, 0.1, changed) >= best.values - 1e-12).all()
            assert worth(scale, cost, 0.1, changed)[level] > best.values[level]


def test_within_the_year_by_hand() -> None:
    # Two levels, any claim to the top: one more claim costs 0.5 a year later, if none is reported after it.
    scale = Scale([0.5, 1.0], moves_to_top(2))
    best = optimal_retention(scale, ExponentialCost(10.0), rate=0.1, discount=0.9)
    reported = 0.1 * np.exp(-best.levels / 10)
    np.testing.assert_allclose(best.levels, 0.9**0.5 * 0.5 * np.exp(-reported), rtol=1e-12)
    np.testing.assert_allclose(best.at(1.0), 0.5)
    np.testing.assert_allclose(best.at(0.0), 0.9 * 0.5 * np.exp(-reported), rtol=1e-12)
    # After a reported claim the top is lost already: nothing more to lose.
    np.testing.assert_allclose(best.at(0.3, claims=1), 0.0)


def test_costs_of_finitely_many_outcomes() -> None:
    cost = OutcomeCost([0.2, 0.4, 6.0], [0.5, 0.3, 0.2])
    np.testing.assert_allclose(cost.above(np.array([0.0, 0.2, 6.0])), [1.0, 0.5, 0.0])
    np.testing.assert_allclose(cost.paid_below(np.array([0.1, 0.2, 9.0])), [0.0, 0.1, 1.42])
    scale = Scale([0.5, 1.0], moves_to_top(2))
    best = optimal_retention(scale, cost, rate=0.1, discount=0.9)
    # 0.5 v^0.5 p_0 lies between 0.4 and 6: the two minor outcomes are paid, the third is reported.
    np.testing.assert_allclose(best.reported, 0.02)
    np.testing.assert_allclose(best.levels, 0.9**0.5 * 0.5 * np.exp(-0.02), rtol=1e-12)


def test_edges() -> None:
    flat = Scale([1.0, 1.0, 1.0], steps_up(3, first=1))
    np.testing.assert_allclose(
        optimal_retention(flat, ExponentialCost(1.0), rate=0.2, discount=V).levels, 0, atol=1e-12
    )
    none = optimal_retention(in_base_premiums("kenya"), ExponentialCost(1.0), rate=0.0, discount=V)
    assert (none.reported == 0).all()
    assert (none.levels > 0).all()
    with pytest.raises(DataError, match="discount"):
        optimal_retention(flat, ExponentialCost(1.0), rate=0.1, discount=1.0)
    with pytest.raises(DataError, match="rate"):
        optimal_retention(flat, ExponentialCost(1.0), rate=float("nan"), discount=V)
    with pytest.raises(DataError, match="mean"):
        ExponentialCost(0.0)
    with pytest.raises(DataError, match="probabilities: sum"):
        OutcomeCost([1.0], [0.5])
    with pytest.raises(ShapeError, match="cost"):
        OutcomeCost([1.0, 2.0], [1.0])
    with pytest.raises(DataError, match="share of the year"):
        none.at(1.5)


def _values(scale: Scale, cost: OutcomeCost, retained: np.ndarray, rate: float, discount: float) -> np.ndarray:
    """Present values of given retentions, by solving the linear equations in full."""
    count = scale.levels.size
    law, paid = np.zeros((count, count)), np.zeros(count)
    for level in range(count):
        reported = rate * float(cost.probabilities[cost.amounts > retained[level]].sum())
        below = cost.amounts <= retained[level]
        own = float(cost.amounts[below] @ cost.probabilities[below])
        paid[level] = scale.levels[level] + discount**0.5 * rate * own
        chance, left, last = np.exp(-reported), 1.0, scale.moves.shape[1] - 1
        for number in range(last + 1):
            share = chance if number < last else left
            law[level, scale.moves[level, number]] += share
            left -= chance
            chance *= reported / (number + 1)
    return np.linalg.solve(np.eye(count) - discount * law, paid)


@pytest.mark.parametrize("name", ["belgium-1971", "brazil", "malaysia", "kenya"])
def test_few_amounts_settle_and_no_other_amount_at_any_level_is_better(name: str) -> None:
    system = load_system(name).scale
    scale, cost, v = Scale(system.levels / 100, system.moves), OutcomeCost([0.2, 0.4, 6.0], [0.5, 0.3, 0.2]), 1 / 1.06
    found = optimal_retention(scale, cost, rate=0.1, discount=v)
    assert _values(scale, cost, found.levels, 0.1, v) == pytest.approx(found.values, rel=1e-9)
    for level in range(scale.levels.size):
        for amount in (0.0, 0.2, 0.4, 6.0):
            other = found.levels.copy()
            other[level] = amount
            assert (_values(scale, cost, other, 0.1, v) >= found.values - 1e-9).all()


def test_the_best_of_all_choices_on_a_small_scale() -> None:
    scale, cost = Scale([0.5, 1.0, 2.0], moves_to_top(3)), OutcomeCost([0.1, 0.7, 2.0], [0.6, 0.3, 0.1])
    choices = itertools.product((0.0, 0.1, 0.7, 2.0), repeat=3)
    least = np.min([_values(scale, cost, np.asarray(choice), 0.4, 0.9) for choice in choices], axis=0)
    assert optimal_retention(scale, cost, rate=0.4, discount=0.9).values == pytest.approx(least, rel=1e-9)

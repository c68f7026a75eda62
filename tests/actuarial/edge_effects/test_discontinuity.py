"""Jumps at an edge: against plain weighted least squares with each row left out in turn, and on simulated counts."""

from __future__ import annotations

from math import exp, log, sqrt
from typing import Any

import numpy as np
import pytest

from ratefloat.actuarial.edge_effects import Jump, Places, choose_bandwidth, discontinuity, mean_jump, pooled
from ratefloat.actuarial.edge_effects.jump import ratio
from ratefloat.errors import DataError, ShapeError

X = np.array([-0.9, -0.75, -0.4, -0.33, -0.1, 0.0, 0.05, 0.3, 0.42, 0.71, 0.8, 1.7])
Y = np.array([3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0, 5.0, 3.0, 5.0, 8.0])
W = np.array([1.0, 2.0, 1.5, 0.5, 1.0, 2.5, 1.0, 1.0, 3.0, 1.0, 0.7, 9.0])


def plain(x: Any, y: Any, weights: Any) -> Any:
    """Coefficients of one line on each side by least squares, the jump second."""
    above = (x >= 0).astype(float)
    root = np.sqrt(weights)
    design = np.stack([np.ones_like(x), above, x, x * above], axis=1)
    return np.linalg.lstsq(design * root[:, None], y * root, rcond=None)[0]


def triangle(x: Any, bandwidth: float) -> Any:
    return np.array([max(0.0, 1 - abs(each) / bandwidth) for each in x])


def without(x: Any, y: Any, weights: Any, bandwidth: float) -> float:
    """The jackknife sum of squares: how far the jump moves when each row is left out in turn."""
    jump = plain(x, y, weights)[1]
    near = [row for row in range(len(x)) if abs(x[row]) < bandwidth]
    moves = [plain(np.delete(x, row), np.delete(y, row), np.delete(weights, row))[1] - jump for row in near]
    return sqrt(sum(move**2 for move in moves))


def test_a_mean_jumps_as_least_squares_say() -> None:
    weights = W * triangle(X, 1.2)
    jump = mean_jump(Places.of(X), Y, weights=W, bandwidth=1.2)
    assert jump.value == pytest.approx(plain(X, Y, weights)[1], abs=1e-9)
    assert jump.line == pytest.approx(plain(X, Y, weights), abs=1e-9)
    assert jump.error == pytest.approx(without(X, Y, weights, 1.2), abs=1e-9)
    assert jump.rows == (5, 6)


def test_counts_solve_their_own_least_squares() -> None:
    """At the greatest likelihood a weighted regression of the working values gives the same line again."""
    jump = discontinuity(Places.of(X), Y, W, bandwidth=1.2)
    base, step, slope, more = jump.line
    line = base + step * (X >= 0) + slope * X + more * X * (X >= 0)
    mean = W * np.exp(line)
    working, weights = line + (Y - mean) / mean, triangle(X, 1.2) * mean
    assert jump.line == pytest.approx(plain(X, working, weights), abs=1e-9)
    assert jump.error == pytest.approx(without(X, working, weights, 1.2), abs=1e-9)


def test_a_jump_by_hand() -> None:
    """Four cases of four expected below, one of four above, flat: a quarter."""
    places = Places.of([-2, -1, 1, 2])
    jump = discontinuity(places, [4, 4, 1, 1], [4, 4, 4, 4], bandwidth=5)
    assert jump.value == pytest.approx(log(1 / 4), abs=1e-9)
    assert jump.line[0] == pytest.approx(0, abs=1e-9)


def test_the_side_is_as_told_where_a_row_stands_on_the_edge() -> None:
    places = Places.of([-2, -1, 0, 1, 2, 3], treated=[False, False, False, True, True, True])
    assert mean_jump(places, [1, 1, 1, 3, 3, 3], bandwidth=9).value == pytest.approx(2)
    assert mean_jump(places, [1, 1, 1, 3, 3, 3], bandwidth=9).rows == (3, 3)


def test_repeated_rows_of_an_employer_are_no_new_evidence() -> None:
    once = mean_jump(Places.of(X), Y, bandwidth=1.2)
    twice = mean_jump(Places.of(np.tile(X, 2), cluster=np.tile(np.arange(len(X)), 2)), np.tile(Y, 2), bandwidth=1.2)
    assert twice.value == pytest.approx(once.value, abs=1e-9)
    alone = mean_jump(Places.of(np.tile(X, 2)), np.tile(Y, 2), bandwidth=1.2)
    # The same residuals with half the leverage: more than that of independent rows by sqrt(2).
    assert twice.error == pytest.approx(alone.error * sqrt(2), abs=1e-9)


def test_pooling_knows_who_counts_twice() -> None:
    one = Jump(1.0, np.array([0.3, 0.4, 0.0]))
    two = Jump(2.0, np.array([0.0, 0.4, 0.3]))
    assert (one.error, two.error) == (pytest.approx(0.5), pytest.approx(0.5))
    both = pooled([one, two])
    assert both.value == pytest.approx(1.5)
    assert both.error == pytest.approx(sqrt(0.15**2 + 0.4**2 + 0.15**2))
    weighted = pooled([one, Jump(2.0, np.array([0, 0, 0, 1.0]))])
    assert weighted.value == pytest.approx((4 * 1 + 1 * 2) / 5)
    assert weighted.error == pytest.approx(sqrt(1 / (4 + 1)))


def test_a_wald_ratio_and_its_error() -> None:
    outcome, first = Jump(-0.2, np.array([0.1, 0.0])), Jump(0.4, np.array([0.0, 0.1]))
    found = ratio(outcome, first)
    assert found is not None
    assert found.value == pytest.approx(-0.5)
    assert found.error == pytest.approx(sqrt((0.1 / 0.4) ** 2 + (0.5 * 0.1 / 0.4) ** 2))
    assert ratio(outcome, Jump(0.3, np.array([0.0, 0.1]))) is None, "an F of 9 is too weak"


def test_interval_p_and_power() -> None:
    jump = Jump(-0.196, np.array([0.06, 0.08]))
    assert jump.error == pytest.approx(0.1)
    assert jump.interval == (pytest.approx(-0.392, abs=1e-4), pytest.approx(0, abs=1e-4))
    assert jump.p == pytest.approx(0.05, abs=1e-4)
    assert jump.detectable == pytest.approx(0.2802, abs=1e-4)


def drawn(seed: int, effect: float, *, employers: int = 3000, heads: float = 60) -> tuple[Places, Any, Any]:
    """Counts of unequal employers whose hazards differ, follow the running variable in a bend, and jump."""
    chance = np.random.default_rng(seed)
    x = chance.normal(0.1, 1, employers)
    x = x[np.abs(x) < 1.2]
    expected = heads * 0.02 * np.exp(chance.normal(0, 1, len(x)) - 0.5)
    hazard = chance.gamma(2.5, 1 / 2.5, len(x)) * np.exp(0.4 * x + 0.1 * x**2)
    return Places.of(x), chance.poisson(expected * hazard * np.exp(effect * (x >= 0))), expected


@pytest.mark.parametrize(("effect", "heads"), [(log(0.9), 60), (0.0, 60), (0.0, 25)])
def test_an_imposed_effect_is_recovered(effect: float, heads: float) -> None:
    """Over 300 samples: no bias beyond three Monte Carlo errors, honest intervals, honest stated errors."""
    jumps = [discontinuity(*drawn(seed, effect, heads=heads)) for seed in range(300)]
    values = np.array([jump.value for jump in jumps])
    assert abs(values.mean() - effect) < 3 * values.std() / sqrt(300)
    covered = np.mean([jump.interval[0] <= effect <= jump.interval[1] for jump in jumps])
    assert 0.90 <= covered <= 0.99
    assert np.mean([jump.error for jump in jumps]) == pytest.approx(values.std(), rel=0.15)


def test_the_stated_power_is_true() -> None:
    """A fall as great as the smallest detectable one is found about four times in five."""
    typical = float(np.median([discontinuity(*drawn(seed, 0.0)).detectable for seed in range(40)]))
    found = np.mean([discontinuity(*drawn(seed, -typical)).p < 0.05 for seed in range(200)])
    assert 0.68 <= found <= 0.92


def test_the_bandwidth_follows_the_unit_and_the_bend() -> None:
    places, cases, expected = drawn(1, 0.0)
    values = cases / expected
    wide = choose_bandwidth(places, values, expected)
    scaled = choose_bandwidth(Places.of(10 * places.running), values, expected)
    assert scaled == pytest.approx(10 * wide, rel=1e-6)
    assert choose_bandwidth(places, 5 * values, expected) == pytest.approx(wide, rel=1e-6)
    assert choose_bandwidth(places, values, 7 * expected) == pytest.approx(wide, rel=1e-6)
    # A bend of opposite sign on the two sides, or more employers: narrower.
    bent = choose_bandwidth(places, values + 8 * places.running * np.abs(places.running), expected)
    assert bent < 0.9 * wide
    many = [choose_bandwidth(p, c / e, e) for p, c, e in (drawn(s, 0.0, employers=30_000) for s in range(3))]
    assert max(many) < wide


def test_the_first_30_always_count() -> None:
    x = np.concatenate([np.linspace(-3, -2.9, 40), np.linspace(0.001, 0.1, 400)])
    found = choose_bandwidth(Places.of(x), np.sin(40 * x), np.ones(len(x)))
    assert found > 2.9


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Places.of([1.0, np.nan]), "running variable: not a number in some rows"),
        (lambda: discontinuity(Places.of(X), -Y, W, bandwidth=1), "cases and expected: expected counts of 0 or more"),
        (lambda: discontinuity(Places.of(X), Y, 0 * W, bandwidth=1), "more than 0 expected in each row"),
        (lambda: discontinuity(Places.of(X), Y, W, bandwidth=0), "bandwidth 0: expected a number above 0"),
        (lambda: discontinuity(Places.of(X), Y * (X < 0), W, bandwidth=1), "cases: none on one side of the edge"),
        (lambda: discontinuity(Places.of(X), Y * (X > 0.75), W, bandwidth=1), "cases: none on one side"),
        (lambda: discontinuity(Places.of(X), Y * ((X > 0.75) | (X < 0)), W, bandwidth=1), "too few near the edge"),
        (lambda: mean_jump(Places.of(X), Y, bandwidth=0.04), "fewer than two different distances on one side"),
        (lambda: discontinuity(Places.of(X), Y, W), "employers on one side; expected 12"),
    ],
)
def test_what_can_not_be_told_is_refused(call: Any, message: str) -> None:
    with pytest.raises(DataError, match=message):
        call()


def test_columns_of_one_length() -> None:
    with pytest.raises(ShapeError, match=r"cases: shape \(2,\) beside 12 places"):
        discontinuity(Places.of(X), [1, 2], W, bandwidth=1)
    with pytest.raises(ShapeError, match="expected one length for all"):
        Places.of(X, treated=[True])


def test_arrays_are_not_altered() -> None:
    held = [array.copy() for array in (X, Y, W)]
    for array in held:
        array.flags.writeable = False
    found = discontinuity(Places.of(held[0]), held[1], held[2], bandwidth=1.2)
    assert exp(found.value) > 0

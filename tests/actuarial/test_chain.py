"""The chain of a scale: its laws and measures, against recorded systems and worked cases."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratefloat.actuarial.scales import (
    Chain,
    Scale,
    moves_to_top,
    poisson_claims,
    present_values,
    stationary_law,
    stationary_slope,
    steps_up,
    transient_laws,
    transition_by_claims,
    transition_by_level,
)
from ratefloat.errors import DataError, ShapeError

R: dict[str, Any] = json.loads(Path(__file__).with_name("scales_reference.json").read_text())
COMPUTED = [(name, row) for name, system in R["systems"].items() for row in system.get("computed_C", [])]


def recorded_scale(name: str) -> Scale:
    system = R["systems"][name]
    size = len(system["levels"])
    if system["penalty"] == "top":
        return Scale(system["levels"], moves_to_top(size, bonus=system["bonus"]))
    first, further = system["penalty"]
    return Scale(system["levels"], steps_up(size, bonus=system["bonus"], first=first, further=further))


@pytest.mark.parametrize(("name", "row"), COMPUTED, ids=[f"{name}-{row['lam']}" for name, row in COMPUTED])
def test_recorded_measures(name: str, row: dict[str, float]) -> None:
    chain = recorded_scale(name).chain(row["lam"])
    assert chain.mean_level() == pytest.approx(row["mean_level"], rel=1e-8)
    assert chain.relative_stationary_level() == pytest.approx(row["RSAL"], abs=1e-8)
    assert chain.coefficient_of_variation() == pytest.approx(row["CV"], abs=1e-8)
    assert chain.elasticity() == pytest.approx(row["elasticity"], abs=1e-8)
    assert chain.stationary()[0] == pytest.approx(row["prob_lowest_level_index0"], abs=1e-8)
    if row["lam"] == 0.1:
        recorded = R["systems"][name]["stationary_lambda_0.10_C"]
        np.testing.assert_allclose(chain.stationary(), recorded, rtol=1e-8)


def test_published_brazil() -> None:
    published = R["published"]["lda_brazil"]
    chain = recorded_scale("brazil").chain(published["lam"])
    uniform = np.full(7, 1 / 7)
    assert 10 * chain.mean_level() == pytest.approx(published["mean_premium_base_1000"], abs=0.05)
    np.testing.assert_allclose(
        chain.stationary()[::-1], published["stationary_levels_100_to_65"], rtol=0, atol=1.01e-4
    )
    premiums = 10 * chain.transient(uniform, years=20)[1:] @ chain.values
    np.testing.assert_allclose(premiums, published["evolution_from_uniform_n1_20"], rtol=0, atol=0.0501)
    # The printed distances are from a stationary law rounded to four places.
    distances = chain.total_variation(uniform, years=20)[1:]
    np.testing.assert_allclose(distances, published["total_variation_n1_20"], rtol=0, atol=2.5e-4)


def test_published_transient_efficiency() -> None:
    published = np.array(R["published"]["denuit_5_11_de_pril_efficiency"]["neg1_top"])
    computed = np.array(R["verification"]["denuit_5_11_neg1_top"]["computed_cols_00928_01409_02840"])
    relativities = R["published"]["denuit_4_3_neg1_top_portfolio_A"]["levels_5_to_0"]["r_with_apriori"][::-1]
    for column, rate in enumerate((0.0928, 0.1409, 0.2840)):
        chain = Scale(relativities, moves_to_top(6)).chain(rate)
        found = chain.transient_efficiency(discount=1 / 1.04)
        np.testing.assert_allclose(found, computed[:, column], rtol=0, atol=1e-8)
        np.testing.assert_allclose(found, published[:, column], rtol=0, atol=3.4e-5)


def test_a_step_rule_with_memory() -> None:
    """Five steps moved by the ratio to premium paid; compound Poisson losses of three years, exact."""
    from ratefloat.numeric.compound import Outcomes, Poisson, one_more_claim, panjer

    amounts = [8, 30, 70, 95, 120, 160, 250, 450, 800, 1150]
    chances = [0.45, 0.12, 0.20, 0.10, 0.06, 0.03, 0.02, 0.006, 0.004, 0.01]
    claim = Outcomes(amounts, chances, np.zeros((10, 0), np.int64))
    premium, factors = 0.011 * 9.0 * 200, np.array([0.5, 0.8, 1.0, 1.2, 1.5])
    claims = 3 * 0.012 * 200
    law = panjer(Poisson(claims), claim.severity, cells=12_000).pmf
    change = one_more_claim(law, claim) - law
    losses = 0.1 * np.arange(12_000)
    moves = np.array([-2, -1, 0, 1, 2])
    transition, slope = np.zeros((5, 5)), np.zeros((5, 5))
    for step in range(5):
        ratio = losses / (3 * premium * factors[step])
        to = np.clip(step + moves[np.searchsorted([0.3, 0.6, 1.2, 1.8], ratio, side="left")], 0, 4)
        transition[step] = np.bincount(to, weights=law, minlength=5)
        slope[step] = np.bincount(to, weights=change, minlength=5)
    chain = Chain(transition, premium * factors, slope=slope, rate=claims)
    expected = [0.305584, 0.295361, 0.255134, 0.096625, 0.047295]
    np.testing.assert_allclose(chain.stationary(), expected, rtol=0, atol=1e-6)
    assert chain.mean_level() == pytest.approx(16.455939, abs=1e-6)
    assert chain.elasticity() == pytest.approx(0.764885, abs=1e-6)
    v = 1.04**-3
    worth = (1 + 1 / 1.04 + 1 / 1.04**2) * chain.present_values(discount=v)
    one = v * slope @ worth
    np.testing.assert_allclose(one, [3.40671, 3.81472, 4.83611, 4.59387, 4.22262], rtol=0, atol=1e-5)
    assert chain.stationary() @ one == pytest.approx(4.045207, abs=1e-6)


@st.composite
def matrices(draw: st.DrawFn) -> list[list[Fraction]]:
    size = draw(st.integers(2, 6))
    rows = []
    for _ in range(size):
        weights = draw(st.lists(st.integers(0, 5), min_size=size, max_size=size))
        # Every level may fall to the cheapest, so that one closed set is left.
        weights[0] += 1
        rows.append([Fraction(weight, sum(weights)) for weight in weights])
    return rows


def exact_stationary(rows: list[list[Fraction]]) -> list[Fraction]:
    """The stationary law by elimination in fractions: pi P = pi with one equation replaced by the sum."""
    size = len(rows)
    system = [[rows[i][j] - (i == j) for i in range(size)] + [Fraction(0)] for j in range(size)]
    system[-1] = [Fraction(1)] * (size + 1)
    for column in range(size):
        pivot = next(row for row in range(column, size) if system[row][column])
        system[column], system[pivot] = system[pivot], system[column]
        scale = system[column][column]
        system[column] = [entry / scale for entry in system[column]]
        for row in range(size):
            if row != column and system[row][column]:
                by = system[row][column]
                pairs = zip(system[row], system[column], strict=True)
                system[row] = [entry - by * other for entry, other in pairs]
    return [row[-1] for row in system]


@settings(max_examples=60, deadline=None)
@given(matrices())
def test_the_stationary_law_in_fractions(rows: list[list[Fraction]]) -> None:
    matrix = np.array(rows, np.float64)
    exact = np.array(exact_stationary(rows), np.float64)
    np.testing.assert_allclose(stationary_law(matrix), exact, rtol=1e-12, atol=1e-300)
    stacked = stationary_law(np.stack([matrix, matrix]))
    np.testing.assert_array_equal(stacked[0], stacked[1])


@settings(max_examples=30, deadline=None)
@given(matrices(), matrices())
def test_the_slope_is_exact_along_a_line(one: list[list[Fraction]], other: list[list[Fraction]]) -> None:
    if len(one) != len(other):
        return
    start, end = np.array(one, np.float64), np.array(other, np.float64)
    middle, slope = (start + end) / 2, end - start
    h = 1e-3

    def law(by: float) -> Any:
        return stationary_law(middle + by * slope)

    numeric = (8 * (law(h) - law(-h)) - (law(2 * h) - law(-2 * h))) / (12 * h)
    np.testing.assert_allclose(stationary_slope(middle, slope), numeric, rtol=1e-6, atol=1e-8)


def test_rare_levels_keep_their_digits() -> None:
    # -1/top with six levels: the top is reached with chance 1 - exp(-rate), whatever the level.
    chain = Scale(range(6), moves_to_top(6)).chain(1e-12)
    assert chain.stationary()[5] == pytest.approx(1e-12, rel=1e-9)
    # Level 22 of a long scale at a rate of 400: clean years are rarer than 1e-170.
    assert recorded_scale("belgium_1992").chain(400.0).stationary()[22] == pytest.approx(1.0)


def test_edges_of_the_rate() -> None:
    still = recorded_scale("brazil").chain(0.0)
    np.testing.assert_array_equal(still.stationary(), [1, 0, 0, 0, 0, 0, 0])
    assert still.elasticity() == 0.0
    assert still.relative_stationary_level() == 0.0
    assert still.coefficient_of_variation() == 0.0
    lost = recorded_scale("brazil").chain(5_000.0)
    assert lost.stationary()[6] == pytest.approx(1.0)


def test_several_closed_sets_are_refused_by_name() -> None:
    with pytest.raises(DataError, match=r"2 closed sets of levels \(\[0\], \[1, 2\]\)"):
        stationary_law([[1.0, 0.0, 0.0], [0.0, 0.5, 0.5], [0.0, 0.5, 0.5]])
    chain = Chain(np.eye(2), [1.0, 2.0])
    with pytest.raises(DataError, match="transient_laws"):
        chain.mean_level()
    np.testing.assert_array_equal(chain.transient(1, years=3)[3], [0, 1])


def test_levels_that_are_left_for_ever_have_no_share() -> None:
    law = stationary_law([[0.0, 0.5, 0.5], [0.0, 0.25, 0.75], [0.0, 0.75, 0.25]])
    np.testing.assert_allclose(law, [0, 0.5, 0.5])
    # A cycle has no limit, but one law that a year leaves unchanged.
    np.testing.assert_allclose(stationary_law([[0, 1], [1, 0]]), [0.5, 0.5])


def test_bad_chains_are_refused() -> None:
    good = [[0.5, 0.5], [0.5, 0.5]]
    with pytest.raises(ShapeError, match="levels, levels"):
        Chain([[0.5, 0.5]], [1.0])
    for row in ([0.5, 0.4], [1.5, -0.5], [np.nan, 1.0]):
        with pytest.raises(DataError, match=r"1 rows are no probabilities \(first \[\[1\]\]\)"):
            Chain([[0.5, 0.5], row], [1.0, 2.0])
    with pytest.raises(ShapeError, match="values"):
        Chain(good, [1.0])
    with pytest.raises(DataError, match="finite"):
        Chain(good, [1.0, np.nan])
    with pytest.raises(DataError, match="rate"):
        Chain(good, [1.0, 2.0], rate=-1.0)
    with pytest.raises(DataError, match="slope: a row"):
        Chain(good, [1.0, 2.0], slope=[[1, 0], [0, 0]])
    with pytest.raises(ShapeError, match="slope"):
        Chain(good, [1.0, 2.0], slope=[[0.0]])
    with pytest.raises(DataError, match="without slope and rate"):
        Chain(good, [1.0, 2.0]).elasticity()
    with pytest.raises(DataError, match="all alike"):
        Chain(good, [1.0, 1.0]).relative_stationary_level()
    with pytest.raises(DataError, match="mean: 0"):
        Chain(good, [-1.0, 1.0]).coefficient_of_variation()
    with pytest.raises(DataError, match="discount: 1"):
        present_values(good, [1.0, 2.0], discount=1.0)
    for start in (2, -1, [0.5, 0.4], [1.0]):
        with pytest.raises(DataError, match="start"):
            transient_laws(good, start, years=1)
    with pytest.raises(DataError, match="years"):
        transient_laws(good, 0, years=-1)


def test_bad_scales_are_refused() -> None:
    with pytest.raises(DataError, match="off the scale"):
        Scale([1.0, 2.0], [[0, 2], [0, 1]])
    with pytest.raises(DataError, match="off the scale"):
        Scale([1.0, 2.0], moves_to_top(2), start=2)
    with pytest.raises(ShapeError, match="moves"):
        Scale([1.0, 2.0], moves_to_top(3))
    with pytest.raises(DataError, match="levels"):
        Scale([1.0, np.inf], moves_to_top(2))
    with pytest.raises(DataError, match="steps"):
        steps_up(4, first=-1)
    with pytest.raises(ShapeError, match="numbers of claims"):
        transition_by_claims(moves_to_top(3), np.array([0.5, 0.25, 0.25]))
    with pytest.raises(DataError, match="rate"):
        recorded_scale("brazil").chain(float("nan"))


def test_moves_by_hand() -> None:
    moves = steps_up(23, first=4, further=5)
    # From level 0: 4, 9, 14, 19, then the top; the fifth claim and more do the same.
    np.testing.assert_array_equal(moves[0], [0, 4, 9, 14, 19, 22])
    np.testing.assert_array_equal(moves[22], [21, 22, 22, 22, 22, 22])
    # One claim moves up, further ones do not.
    np.testing.assert_array_equal(steps_up(4, first=1, further=0), [[0, 1], [0, 2], [1, 3], [2, 3]])
    np.testing.assert_array_equal(steps_up(1, first=1), [[0, 0]])


def test_chances_of_claims_add_up() -> None:
    chances, slopes = poisson_claims([0.0, 0.3, 700.0], cap=4)
    np.testing.assert_allclose(chances.sum(axis=1), 1.0, rtol=1e-14)
    np.testing.assert_allclose(slopes.sum(axis=1), 0.0, atol=1e-14)
    assert poisson_claims(1e-5, cap=3)[0][3] == pytest.approx(1e-15 / 6 * (1 - 0.75e-5), rel=1e-9)


def test_as_many_risks_as_levels_are_still_risks() -> None:
    moves, chances = moves_to_top(2), np.array([[0.9, 0.1], [0.2, 0.8]])
    by_risk = transition_by_claims(moves, chances)
    np.testing.assert_allclose(by_risk, [[[0.9, 0.1]] * 2, [[0.2, 0.8]] * 2])
    np.testing.assert_allclose(transition_by_level(moves, chances), [[0.9, 0.1], [0.2, 0.8]])


def test_many_chains_at_once_are_each_as_if_alone() -> None:
    scale = recorded_scale("malaysia")
    rates = np.array([0.05, 0.4, 3.0])
    chances, slopes = poisson_claims(rates, cap=scale.moves.shape[1] - 1)
    transitions = transition_by_claims(scale.moves, chances)
    changes = transition_by_claims(scale.moves, slopes)
    stacked = (
        stationary_law(transitions),
        stationary_slope(transitions, changes),
        transient_laws(transitions, 5, years=4),
        present_values(transitions, scale.levels, discount=0.9),
    )
    for row, rate in enumerate(rates):
        chain = scale.chain(rate)
        assert chain.slope is not None
        alone = (
            chain.stationary(),
            stationary_slope(chain.transition, chain.slope),
            chain.transient(5, years=4),
            chain.present_values(discount=0.9),
        )
        for together, single in zip(stacked, alone, strict=True):
            np.testing.assert_allclose(together[row], single, rtol=1e-13, atol=1e-15)

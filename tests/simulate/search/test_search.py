"""The search: each figure against the actuarial core or a hand computation, the frontier by its definition."""

from __future__ import annotations

import matplotlib
import numpy as np
import pandas as pd
import pytest

import ratefloat as rf
from ratefloat.actuarial import RiskCell, chain, severity
from ratefloat.actuarial.incentives import incentive
from ratefloat.actuarial.markov import Discount
from ratefloat.errors import DataError, DefinitionError, UncoveredError
from ratefloat.history import benefits, premium, ratio
from ratefloat.plans import load_plan
from ratefloat.simulate.behaviour.hiding import Hiding
from ratefloat.simulate.behaviour.prevention import Prevention
from ratefloat.simulate.portfolio.portfolio import Portfolio
from ratefloat.simulate.searching.family import Family
from ratefloat.simulate.searching.frontier import undominated
from ratefloat.simulate.searching.result import Search
from ratefloat.simulate.searching.search import search
from ratefloat.simulate.terms import Terms

LAW = severity({"30000": "80%", "8000": "20%"})
CELL = RiskCell(risk_class=4, heads=40, wage="90000", frequency="12‰", severity=LAW)
PLAN = load_plan("cn-shenzhen-2018")
FLAT = load_plan("cn-national-2015-flat")
ON = "2018-03-01"


@pytest.fixture(scope="module")
def one_cell() -> Search:
    return search({"flat": FLAT, "shenzhen": PLAN}, Portfolio.from_cell(CELL, employers=10), terms=Terms(on=ON))


def test_a_cell_is_that_of_the_actuarial_core(one_cell: Search) -> None:
    made = chain(PLAN, CELL, on=ON)
    row = one_cell.frame.loc["shenzhen"]
    assert row["premium_level"] == pytest.approx(made.mean_level)
    assert row["imbalance"] == pytest.approx(abs(1 - 1 / made.off_balance))
    assert row["luck"] == pytest.approx(made.coefficient_of_variation)
    found = incentive(PLAN, CELL, on=ON, by="size", discount=Discount(1 / 1.04, "claim")).frame
    assert row["incentive"] == pytest.approx(found["per_yuan"].iloc[0])
    assert row["premium"] == pytest.approx(10 * made.expected_premium)
    # ten employers, 0.48 cases a year of 25,600 each
    assert row["benefits"] == pytest.approx(10 * 0.48 * 25_600) and row["method"] == "exact"
    assert row["balance"] == pytest.approx(row["premium"] - row["benefits"])


def test_no_floating_is_no_luck_no_incentive_and_full_premium(one_cell: Search) -> None:
    row = one_cell.frame.loc["flat"]
    assert row[["incentive", "luck", "hiding", "imbalance"]].abs().max() < 1e-12
    assert row["premium"] == pytest.approx(10 * 40 * 90_000 * 0.009)  # class 4: 0.9 %
    assert list(one_cell.frontier.index) == ["shenzhen", "flat"]


def test_hiding_reads_the_lightest_kind_of_case() -> None:
    law = rf.actuarial.Severity(outcomes=[
        {"name": "medical only", "probability": "50%", "amount": "3000"},
        {"name": "grade 10", "probability": "50%", "amount": "60000", "grade": 10},
    ])
    cell = CELL.replace(severity=law)
    made = chain(PLAN, cell, on=ON)
    worth = made.law.one_more_on_average(made.premiums, Discount(1 / 1.04, "claim"))
    row = search({"it": PLAN}, Portfolio.from_cell(cell, employers=3), terms=Terms(on=ON)).frame.loc["it"]
    assert row["hiding"] == pytest.approx(worth[0] / 3_000)
    assert row["incentive"] == pytest.approx(worth.mean() / 31_500)
    assert row["hiding"] > row["incentive"]  # the first case of a window costs two steps, whatever its size


def test_small_firms_are_those_below_the_bound() -> None:
    city = Portfolio.from_aggregates("example-city", seed=7, employers=200, years=1)
    cells = [cell for cell in city.cells if cell.heads < 10]
    made = [chain(PLAN, cell, on=ON) for cell in cells]
    inside = city.year(0).heads > 0
    employers = [int((inside & (city.cell_of == city.cells.index(cell))).sum()) for cell in cells]
    expected = np.average([each.coefficient_of_variation for each in made], weights=employers)
    found = search({"it": PLAN}, city, small=10, terms=Terms(on=ON)).frame
    assert found.loc["it", "luck"] == pytest.approx(expected)
    with pytest.raises(DataError, match="no cell below small=5"):
        search({"it": PLAN}, Portfolio.from_cell(CELL, employers=3), small=5)


def test_static_response_by_hand() -> None:
    """Everybody knows, answers at the same elasticity at all levels, and hides by the same slope."""
    behaviour = Prevention(elasticity=0.4, kappa=1, aware=1, asymmetry=1) + Hiding(baseline=0.8, slope=-0.2)
    portfolio = Portfolio.from_cell(CELL, employers=7)
    row = search({"it": PLAN}, portfolio, behaviour=behaviour, terms=Terms(on=ON)).frame.loc["it"]
    made = chain(PLAN, CELL, on=ON)
    worth = made.one_more_case(valued="claim")
    shares, chances, costs = made.law.stationary, np.array([0.8, 0.2]), np.array([30_000, 8_000])
    cost, true, known = 25_600, 0.0, 0.0
    for share, levels in zip(shares, worth, strict=True):
        move = (1 + float(levels @ chances) / cost) ** -0.4
        true += share * move
        known += share * move * float(chances @ (0.8 * np.exp(-0.2 * levels / costs)).clip(max=1))
    assert row["true_injuries"] == pytest.approx(true - 1)
    assert row["reported_injuries"] == pytest.approx(known / 0.8 - 1)
    assert row["reporting"] == pytest.approx(known / true - 0.8)


def test_the_rule_before_moves_nobody() -> None:
    behaviour = Prevention() + Hiding()
    terms = Terms(on=ON, before=PLAN)
    row = search({"it": PLAN}, Portfolio.from_cell(CELL), behaviour=behaviour, terms=terms).frame.loc["it"]
    # Levels still differ from their average, whose premium is what employers had settled to.
    assert abs(row["true_injuries"]) < 0.01
    flat = search({"it": FLAT}, Portfolio.from_cell(CELL), behaviour=behaviour, terms=Terms(on=ON)).frame.loc["it"]
    assert flat[["true_injuries", "reporting", "reported_injuries"]].abs().max() == 0


def test_longer_windows_and_milder_ladders_shelter_small_firms() -> None:
    at_base = PLAN.replace(indicators={**PLAN.indicator_map, "loss_ratio": ratio(benefits(), premium("at base rate"))})
    family = Family.of(at_base, window=[12, 24], ladder=["50%", "100%"])
    found = search(family, Portfolio.from_cell(CELL, employers=5), terms=Terms(on=ON)).frame
    mild, full = found.loc["window 24, ladder x50%"], found.loc["window 24, ladder x100%"]
    assert mild["luck"] < full["luck"]
    assert mild["incentive"] == pytest.approx(full["incentive"] / 2, rel=1e-9)
    assert mild["premium_level"] - 1 == pytest.approx((full["premium_level"] - 1) / 2, rel=1e-9)


def test_a_policy_without_an_exact_law_is_drawn() -> None:
    from plans.filled import complete

    policy = complete("jp-merit-2004")
    on = policy.structure.review.anchor
    cell = RiskCell(risk_class=1, heads=45, wage="90000", frequency="20‰", severity=severity({"30000": 1}))
    found = search({"it": policy}, Portfolio.from_cell(cell, employers=3), terms=Terms(on=on))
    assert found.frame.loc["it", "method"] == "simulated"


def test_refused_by_name() -> None:
    with pytest.raises(DataError, match="no policy"):
        search({}, Portfolio.from_cell(CELL))
    odd = CELL.replace(risk_class=99)
    with pytest.raises(UncoveredError, match="search, two years: class 99"):
        search({"two years": PLAN}, Portfolio.from_cell(odd))


def test_frontier_by_its_definition() -> None:
    scores = np.random.default_rng(1).integers(0, 4, (40, 3))
    expected = [
        not any(all(o >= m for o, m in zip(other, mine, strict=True)) and other.tolist() != mine.tolist()
                for other in scores)
        for mine in scores
    ]
    assert undominated(scores).tolist() == expected


def test_best_in_some_aims() -> None:
    frame = pd.DataFrame({
        "incentive": [0.1, 0.3, 0.2], "luck": [0.1, 0.3, 0.3], "hiding": [0.0, 1.0, 1.0],
        "premium_level": [1, 0.9, 0.8],
        "imbalance": [0, 0.1, 0.2], "premium": [1.0, 1, 1], "benefits": [1.0, 1, 1], "balance": [0.0, 0, 0],
        "method": ["exact"] * 3,
    }, index=pd.Index(["a", "b", "c"], name="policy"))
    made = Search(frame, {}, "p", {"d": "why"}, ("a note",))
    assert list(made.frontier.index) == ["b", "a"] and list(made.best("luck").index) == ["a"]
    assert "left out: d: why" in str(made) and "a note" in str(made)
    with pytest.raises(DataError, match="aims deaths; expected some of incentive"):
        made.best("deaths")
    matplotlib.use("Agg")
    drawn = made.plot().collections
    assert drawn[0].get_offsets().tolist() == [[0.1, 0.1], [0.3, 0.3], [0.3, 0.2]]
    assert drawn[1].get_offsets().tolist() == [[0.3, 0.3], [0.1, 0.1]]


def test_family_in_every_combination() -> None:
    family = Family.of(PLAN, cycle=[1, 3], window=[12, 24], limit=[None, "50000"])
    assert len(family) == 8 and not family.left_out
    made = family["cycle 3, window 24, limit 50000"]
    assert made.structure.review.every_years == 3 and made.structure.window.months == 24
    assert made.indicator_map["loss_ratio"].numerator.per_claim_at_most == 50_000
    assert family["cycle 1, window 12, no limit"].indicator_map["loss_ratio"].numerator.per_claim_at_most is None
    assert rf.simulate.Family is Family and rf.simulate.search is search


@pytest.mark.parametrize(("choices", "message"), [
    ({"cycles": [1]}, "no choice 'cycles'"), ({"cycle": []}, "at least one value"), ({"cycle": [0]}, "from 1 on"),
    ({"thresholds": ["0%"]}, "above 0"), ({"ladder": ["-50%"]}, "0 or more"),
])
def test_impossible_families(choices: dict[str, list[object]], message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        Family.of(PLAN, **choices)


def test_a_ladder_cannot_fall_below_nothing() -> None:
    family = Family.of(PLAN, ladder=["100%", "300%"])
    assert list(family) == ["ladder x100%"] and "below 0" in family.left_out["ladder x300%"]
    with pytest.raises(DefinitionError, match="no ladder of factors"):
        Family.of(FLAT, ladder=["50%"])

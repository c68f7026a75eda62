"""Portfolios from aggregates meet the figures they are made from."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from ratefloat.errors import DefinitionError
from ratefloat.simulate.portfolio.aggregate import aggregate_names, document, load_aggregate
from ratefloat.simulate.portfolio.portfolio import Portfolio
from ratefloat.simulate.response import KINDS, kind_of
from ratefloat.tables.key_industries import KEY_INDUSTRIES

NAMES = aggregate_names()
LEVELS = {"no grade": 0.70, "grade 7 to 10": 0.92, "grade 1 to 6": 0.995, "death": 1.0}
"""Central reporting levels of theory 4.5; deaths cannot be hidden."""


@cache
def made(name: str, employers: int = 5000) -> Portfolio:
    return Portfolio.from_aggregates(name, seed=7, employers=employers)


def recognised(portfolio: Portfolio, *, graded: bool = False) -> np.ndarray[Any, Any]:
    """Recognised cases of each employer in year 0, with reporting by kind."""
    shares = []
    for law in portfolio.severities:
        shares.append(sum(
            float(o.probability) * LEVELS[KINDS[kind_of(o)]] for o in law.outcomes if o.grade or not graded
        ))
    return np.asarray(portfolio.year(0).expected * np.asarray(shares)[portfolio.severity_of])


@pytest.mark.parametrize("name", NAMES)
def test_recognised_cases_per_1000_insured(name: str) -> None:
    portfolio = made(name)
    assert 4.4 <= 1000 * recognised(portfolio).sum() / portfolio.year(0).heads.sum() <= 4.6


def test_more_than_half_of_the_recognised_are_graded() -> None:
    # 77.1 of 129.9 in 2021.
    portfolio = made("nation-2021")
    share = recognised(portfolio, graded=True).sum() / recognised(portfolio).sum()
    assert share == pytest.approx(0.59, abs=0.01)


@pytest.mark.parametrize(
    ("name", "spending", "reserve"),
    [
        ("nation-2021", 99.0e9 / 282.87e6, 141.1e9 / 282.87e6),
        (
            "jiangxi", 99.0e9 / 282.87e6 * (5.9e8 / 3.879e6) / (286.4e8 / 176.959e6),
            141.1e9 / 282.87e6 * (12.4e8 / 3.879e6) / (742.6e8 / 176.959e6),
        ),
        ("ganzhou", 99.0e9 / 282.87e6, 141.1e9 / 282.87e6),
        ("example-city", 99.0e9 / 282.87e6, 141.1e9 / 282.87e6),
    ],
)
def test_payments_of_year_0_and_reserve_per_insured(name: str, spending: float, reserve: float) -> None:
    portfolio = made(name)
    heads = portfolio.year(0).heads.sum()
    assert portfolio.fund.reserve / 100 / heads == pytest.approx(reserve, rel=1e-5)
    assert paid_in_year_0(portfolio) / heads == pytest.approx(spending, rel=1e-4)
    stock = portfolio.fund.stock
    # Pensioners die by 2 % a year or more; what is left is raised with wages, 5 % a year.
    assert len(stock) == 10 and stock[0] > 0 and all(1.05 * a > b for a, b in pairwise(stock))


def paid_in_year_0(portfolio: Portfolio) -> float:
    """Expected payments by slow arithmetic: each employer's law, year and outcome, at the mean wage of its law."""
    paid = portfolio.fund.stock[0] / 100
    for age in range(portfolio.history + 1):
        year = portfolio.year(-age)
        for number, law in enumerate(portfolio.severities):
            mine = portfolio.severity_of == number
            cases = year.heads[mine] * portfolio.hazard[mine]
            # Costs are linear in wages, so the mean wage by case will do.
            wage = float(cases @ year.wage[mine]) / cases.sum() / 100
            # What was paid for at that wage, in money of that year: wages of year 0 are the measure.
            grown = 1.05**age
            costs = [float(cost) / grown for cost in law.costs(Fraction(wage * grown))]
            for outcome, cost in zip(law.outcomes, costs, strict=True):
                known = cases.sum() * float(outcome.probability) * LEVELS[KINDS[kind_of(outcome)]]
                paid += known * cost / 100 * (0.25, 0.50, 0.18, 0.07, 0, 0, 0)[age]
                pension = {1: 0.9, 2: 0.85, 3: 0.8, 4: 0.75}.get(outcome.grade or 9, 0.5 if outcome.death else 0)
                paid += known * pension * wage * (grown * 0.97 ** (age - 1) if age else 0)
    return paid


def test_the_cluster_of_ganzhou() -> None:
    portfolio = Portfolio.from_aggregates("ganzhou", seed=7)
    inside = portfolio.labels["place"].codes == portfolio.labels["place"].names.index("Nankang")
    here = inside & (portfolio.first <= 0) & (portfolio.end > 0)
    assert here.sum() == 8000
    assert portfolio.workers[here].sum() == pytest.approx(600_000, rel=0.02)
    assert set(portfolio.risk_class[inside]) == {5}
    industry = portfolio.labels["key_industry"]
    assert {industry.names[code] for code in industry.codes[inside]} == {"furniture"}
    assert not (industry.codes[~inside] == industry.names.index("furniture")).any()
    cases, graded = recognised(portfolio), recognised(portfolio, graded=True)
    assert cases[inside].sum() / cases.sum() == pytest.approx(1 / 3, abs=1e-4)
    assert graded[inside].sum() / graded.sum() == pytest.approx(1 / 2, abs=1e-3)
    # Employed, not insured.
    assert portfolio.year(0).heads[inside].sum() == pytest.approx(0.4 * 600_000, rel=0.02)


def test_classes_hazards_and_key_industries() -> None:
    portfolio = made("nation-2021")
    assert set(portfolio.risk_class.tolist()) == set(range(1, 9))
    base = {1: 0.2, 2: 0.4, 3: 0.7, 4: 0.9, 5: 1.1, 6: 1.3, 7: 1.6, 8: 1.9}
    relative = portfolio.hazard / np.asarray([base[c] for c in portfolio.risk_class.tolist()])
    assert relative == pytest.approx(relative[0])
    assert set(portfolio.groups["key_industry"]) == {*KEY_INDUSTRIES, "other"}
    mining = portfolio.groups.query("key_industry == 'mining'")
    assert set(mining["risk_class"]) == {7, 8}
    assert len(portfolio.cells) <= 90


def test_insured_an_employer_as_in_chengdu() -> None:
    heads = made("nation-2021", 50_000).year(0).heads
    assert heads[heads > 0].mean() == pytest.approx(33, abs=1.5)


def test_coverage_of_key_industries_grows_to_above_80_percent() -> None:
    portfolio = Portfolio.from_aggregates("nation-2021", seed=1, employers=20_000, turnover=(0, 0))
    key = portfolio.labels["key_industry"].codes != portfolio.labels["key_industry"].names.index("other")
    for t, expected in {-3: 0.6, 0: 0.6, 1: 0.644, 5: 0.82, 9: 0.82}.items():
        heads = portfolio.year(t).heads
        assert heads[key].sum() / portfolio.workers[key].sum() == pytest.approx(expected, abs=0.005)
        assert heads[~key].sum() / portfolio.workers[~key].sum() == pytest.approx(0.95, abs=0.005)
    other = Portfolio.from_aggregates("example-city", seed=1, coverage=(0.5, 0.9, 2), years=3)
    assert other.covered[1, 6:] == pytest.approx([0.5, 0.7, 0.9])


def test_employers_come_and_go() -> None:
    portfolio = made("nation-2021")
    inside = [int(((portfolio.first <= t) & (t < portfolio.end)).sum()) for t in range(-6, 10)]
    # As many come as go, 3 in 100 a year.
    assert inside[6] == 5000
    assert all(abs(count - 5000) < 250 for count in inside)
    # Of those in at year 0 3 in 100 came in that year, and as many the year before as are left of them.
    here = (portfolio.first <= 0) & (portfolio.end > 0)
    assert (portfolio.first[here] == 0).sum() == pytest.approx(150, abs=45)
    assert (portfolio.first[here] < -6).sum() == pytest.approx(5000 * 0.97**7, abs=120)
    came = ((portfolio.first > 0) & (portfolio.first < 10)).sum()
    assert came == pytest.approx(5000 * 0.03 * 9, abs=30)
    still = Portfolio.from_aggregates("example-city", seed=1, turnover=(0, 0))
    assert len(still) == pytest.approx(3000, abs=20) and (still.first < -6).all() and (still.end > 10).all()


def test_reporting_one_makes_recognised_cases_the_true_ones() -> None:
    portfolio = Portfolio.from_aggregates("example-city", seed=7, reporting=1)
    assert 1000 * portfolio.year(0).expected.sum() / portfolio.year(0).heads.sum() == pytest.approx(4.5)
    shares = {o.name: o.probability for o in portfolio.severities[0].outcomes}
    assert shares["no grade"] == Fraction(385, 1000)
    # True cases are more, and lighter.
    hidden = made("example-city")
    assert 1000 * hidden.year(0).expected.sum() / hidden.year(0).heads.sum() > 5
    assert {o.name: o.probability for o in hidden.severities[0].outcomes}["no grade"] > Fraction(45, 100)


def test_the_same_seed_draws_the_same_employers() -> None:
    first, again, other = (Portfolio.from_aggregates("example-city", seed=seed) for seed in (7, 7, 8))
    assert np.array_equal(first.workers, again.workers) and np.array_equal(first.risk, again.risk)
    assert not np.array_equal(first.risk, other.risk[:, : len(first)])


def test_a_choice_keeps_keys_and_risks() -> None:
    whole = made("ganzhou")
    rows = np.flatnonzero(whole.labels["place"].codes)
    part = whole.take(rows)
    assert np.array_equal(part.key, whole.key[rows]) and np.array_equal(part.risk, whole.risk[:, rows])
    assert [part.cells[c] for c in part.cell_of[:50]] == [whole.cells[c] for c in whole.cell_of[rows][:50]]
    everyone = whole.take(np.arange(len(whole)))
    assert everyone.cells == whole.cells and np.array_equal(everyone.group_of, whole.group_of)


def test_many_employers_take_little_memory() -> None:
    portfolio = made("nation-2021", 100_000)
    arrays = [value for value in vars(portfolio).values() if isinstance(value, np.ndarray)]
    assert sum(array.nbytes for array in arrays) < 60e6


def figures(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    whole = document(name)
    for part in ("figures", "cluster"):
        yield from ((key, value) for key, value in whole.get(part, {}).items() if isinstance(value, dict))
    yield from ((key, whole[key]) for key in ("hazard", "shares", "medical", "trades"))


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_a_mark_and_a_source(name: str) -> None:
    for key, figure in figures(name):
        assert figure["mark"] in "SKDU" and figure["source"], key
    assert sum(trade.share for trade in load_aggregate(name).trades) == pytest.approx(100)
    for trade in load_aggregate(name).trades:
        assert 1 <= trade.risk_class <= 8 and trade.key_industry
    assert any("[U]" in note for note in made(name).notes)


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("beijing", {}, "aggregate 'beijing': unknown; expected one of example-city, ganzhou, jiangxi, nation-2021"),
        ("jiangxi", {"shape": 1}, "assumption 'shape': unknown; expected some of years, history, heterogeneity"),
        ("jiangxi", {"employers": 50}, "employers: 50; expected at least 200"),
        ("jiangxi", {"years": 0}, "years 0, history 6; expected at least 1"),
        ("jiangxi", {"coverage": (0.5, 1.2, 5)}, r"coverage \(0.5, 1.2, 5\); expected \(from, to, years\)"),
        ("jiangxi", {"turnover": (0.1, 1.0)}, "turnover"),
        ("jiangxi", {"wages": -1}, "wages -1"),
        ("jiangxi", {"reporting": "none"}, "reporting 'none': unknown"),
        ("jiangxi", {"reporting": {"light": 0.5}}, "reporting of 'light'"),
        ("jiangxi", {"reporting": 0}, "reporting of 'medical only': 0.0; expected a chance above 0 up to 1"),
    ],
)
def test_bad_input(name: str, given: dict[str, Any], message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        Portfolio.from_aggregates(name, seed=1, **given)

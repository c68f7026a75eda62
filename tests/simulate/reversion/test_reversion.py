"""Regression to the mean: against the closed form of a Poisson-gamma risk, and against the engine."""

from __future__ import annotations

from math import exp, lgamma, log

import numpy as np
import pytest
from policy.conftest import city_policy
from simulate.engine.runs import run

import ratefloat as rf
from ratefloat.actuarial import RiskCell, severity
from ratefloat.errors import DataError
from ratefloat.history import benefits, count, premium, ratio
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules import bands, base_rate, ladder
from ratefloat.simulate.mean_reversion import Around, Reversion, reversion
from ratefloat.simulate.portfolio.portfolio import Portfolio
from ratefloat.simulate.portfolio.risk import gamma_paths

CELL = RiskCell(risk_class=4, heads=100, wage="90000", frequency="10‰", severity=severity({"30000": 1}))
SHAPE = 2.0
BY_STEP = {-1: (0, 0), 0: (1, 1), 1: (2, 60)}
"""One case is expected a year: none is a step down, two or more a step up."""


def counting(months: int = 12) -> FloatPolicy:
    return FloatPolicy(
        id="counting", title="Cases of a year", source="an illustration", effective="2015-01-01/",
        review=rf.Review(every_years=1, anchor="2016-01-01"), window=rf.Window(months=months),
        rule=bands("cases", {"0": -1, "1": 0, "[2, inf)": 1}) >> ladder({-1: "80%", 0: "100%", 1: "120%"})
        >> base_rate(),
        indicators={"cases": count("injury")}, base="cn-national-2015",
    )


def spread(employers: int, *, persistence: float, shape: float = SHAPE) -> Portfolio:
    """Employers alike but for their risk."""
    alike = Portfolio.from_cell(CELL, employers=employers, years=4)
    paths = gamma_paths(np.random.default_rng(3), alike.risk.shape, heterogeneity=shape, persistence=persistence)
    return alike.replace(risk=paths)


def expected_ratio(step: int, *, persistence: float, passed: int) -> float:
    """E[risk `passed` years after | cases of one year] / E[cases of that year], over the counts of a step."""
    low, high = BY_STEP[step]
    chance = {
        n: exp(lgamma(SHAPE + n) - lgamma(SHAPE) - lgamma(n + 1) + SHAPE * log(SHAPE / (SHAPE + 1))
               - n * log(SHAPE + 1))
        for n in range(low, high + 1)
    }
    whole = sum(chance.values())
    before = sum(n * p for n, p in chance.items()) / whole
    posterior = sum((SHAPE + n) / (SHAPE + 1) * p for n, p in chance.items()) / whole
    after = 1 + persistence**passed * (posterior - 1)
    return after / before if before else float("nan")


@pytest.mark.parametrize("persistence", [1.0, 0.8])
def test_a_cell_agrees_with_poisson_and_gamma(persistence: float) -> None:
    portfolio = spread(40_000, persistence=persistence)
    for years in (1, 2):
        found = reversion(counting(), portfolio, seed=5, around=Around(years=years, replicates=4)).frame
        for step in (0, 1):
            passed = [expected_ratio(step, persistence=persistence, passed=k) for k in range(1, years + 1)]
            # 160,000 employer-years; risks are drawn once, so that their own luck comes on top of the error.
            assert found.loc[step, "ratio"] == pytest.approx(np.mean(passed), rel=0.015)
    # Nobody on step -1 had a case before, all of them have some risk afterwards.
    assert found.loc[-1, "before"] == 0 and np.isnan(found.loc[-1, "ratio"])
    calm = (SHAPE / (SHAPE + 1) - 1) * np.mean([persistence, persistence**2]) + 1
    assert found.loc[-1, "after"] == pytest.approx(10 * calm, rel=0.015)


def test_employers_alike_all_go_back_to_the_mean() -> None:
    alike = Portfolio.from_cell(CELL, employers=5_000, years=3)
    found = reversion(counting(), alike, seed=1, around=Around(years=2, replicates=8)).frame
    # 10 per mille for everybody, whatever the step: 80,000 employer-years with one case each, by step
    assert found["after"].to_numpy() == pytest.approx(np.full(4, 10.0), rel=0.02)
    assert found.loc[0, "ratio"] == pytest.approx(1.0, abs=4 * found.loc[0, "error"])
    # Poisson of mean 1: those with two cases or more had (1 - e^-1) / (1 - 2 e^-1) on average.
    assert found.loc[1, "ratio"] == pytest.approx((1 - 2 * exp(-1)) / (1 - exp(-1)), abs=4 * found.loc[1, "error"])
    assert found.loc["all", "ratio"] == pytest.approx(1.0, abs=4 * found.loc["all", "error"])


def test_error_is_the_spread_over_seeds() -> None:
    alike = Portfolio.from_cell(CELL, employers=400, years=2)
    found = [reversion(counting(), alike, seed=seed, around=Around(replicates=8)).frame.loc[1] for seed in range(40)]
    stated = np.mean([float(each["error"]) for each in found])
    assert np.std([each["ratio"] for each in found], ddof=1) == pytest.approx(stated, rel=0.35)


def test_steps_are_those_of_the_engine() -> None:
    city = Portfolio.from_aggregates("example-city", employers=200, seed=3, years=5)
    for review in (0, 2):
        found = reversion(city_policy(), city, seed=7, around=Around(review=review, replicates=6))
        totals = run(city_policy(), city, years=5, replicates=6).policies["it"].central
        moves = totals.moves[:, 3 + review].sum(axis=(1, 2))
        # A newcomer stands on step 0 without a record to come back from.
        seen = sum(city.year(t).heads for t in range(review - 2, review))
        moves[:, 2] -= ((city.year(review).heads > 0) & (seen == 0)).sum()
        assert found.employers.tolist() == moves.tolist()
        assert found.before == range(review - 2, review) and found.after == range(review, review + 2)
    true = totals.measure(*(f"true {kind}" for kind in rf.simulate.response.KINDS))
    assert 0 < found.cases[:, 1].sum() <= true[:, 3 + 2 : 3 + 4].sum()


def test_beside_what_was_observed() -> None:
    found = Reversion(
        "p", "q", (0, 1), range(-1, 0), range(0, 1), np.array([[3, 1]]), np.array([[[3, 4], [6, 2]]]),
        np.array([[[300, 100], [300, 100]]]),
    )
    frame = found.frame
    assert frame["before"].tolist() == [10, 40, 17.5] and frame["after"].tolist() == [20, 20, 20]
    assert frame["ratio"].round(4).tolist() == [2, 0.5, round(8 / 7, 4)] and frame["error"].isna().all()
    # -55 % after a surcharge, of which luck is -50 %: what remains is -10 %
    assert found.beside({1: 0.45}).loc[1].round(6).tolist()[0::3] == [0.45, -0.1]
    assert "0.500" in str(found)
    with pytest.raises(DataError, match="step 2: nobody is put on it"):
        found.beside({2: 1.0})


def test_replicates_do_not_depend_on_how_many_there_are() -> None:
    alike = Portfolio.from_cell(CELL, employers=50, years=2)
    both = reversion(counting(), alike, seed=1, around=Around(replicates=6))
    few = reversion(counting(), alike, seed=1, around=Around(replicates=3))
    assert both.cases[:3].tolist() == few.cases.tolist()


def test_refused() -> None:
    alike = Portfolio.from_cell(CELL, employers=5, years=3)
    two = counting().replace(review=rf.Review(every_years=2, anchor="2016-01-01"))
    with pytest.raises(DataError, match="expected a multiple of 2"):
        reversion(two, alike, seed=1, around=Around(review=1))
    with pytest.raises(DataError, match="ends with year 2"):
        reversion(two, alike, seed=1, around=Around(review=2))
    with pytest.raises(DataError, match="expected 1 or more"):
        reversion(two, alike, seed=1, around=Around(years=0))


def test_a_policy_of_losses_on_premium_paid() -> None:
    """The level in force and the premium charged go with each employer."""
    policy = counting().replace(
        rule=bands("x", {"no premium": 0, "0": -1, "(0, 100%]": 0, "(100%, inf)": 1})
        >> ladder({-1: "80%", 0: "100%", 1: "120%"}) >> base_rate(),
        indicators={"x": ratio(benefits(), premium("paid"))},
    )
    alike = Portfolio.from_cell(CELL, employers=2_000, years=3)
    found = reversion(policy, alike, seed=2, around=Around(review=1, replicates=4))
    # premium at the base rate 81,000 a year: one or two cases of 30,000 are below, three above
    three = 1 - exp(-1) * 2.5
    assert found.employers[:, 2].mean() / 2_000 == pytest.approx(three, abs=0.03)

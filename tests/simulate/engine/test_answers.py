"""What the engine does with an answer, one channel at a time, against numbers by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from policy.conftest import city_policy
from simulate.engine.runs import run

import ratefloat as rf
from ratefloat.actuarial import RiskCell, severity
from ratefloat.simulate.behaviour.behaviour import Nothing
from ratefloat.simulate.portfolio.portfolio import Fund, Payment, Portfolio
from ratefloat.simulate.response import KINDS, Response
from ratefloat.simulate.totals import REPORTED, TRUE, Totals

LAW = severity("china")
CELL = RiskCell(risk_class=4, heads=100, wage="90000", frequency="20‰", severity=LAW)
EMPLOYERS, REPLICATES, YEARS = 2_000, 8, 5
FLAT = rf.load_plan("cn-national-2015-flat")
EXPECTED = EMPLOYERS * REPLICATES * 2.0
"""Cases of a year: 100 heads x 20 per mille."""


class Answering(Nothing):
    """Employers who do what a test says, from year 0 on."""

    def __init__(self, change: Callable[[Response], Response]) -> None:
        object.__setattr__(self, "change", change)

    def response(self, marginal: Any, outcomes: Any, values: Any) -> Response:
        return self.change(Response.none(len(marginal.cells), len(marginal.levels), len(outcomes)))


def totals(change: Callable[[Response], Response], *, portfolio: Portfolio | None = None, policy: Any = None) -> Totals:
    made = portfolio or Portfolio.from_cell(CELL, employers=EMPLOYERS, years=YEARS)
    return run(
        policy or FLAT, made, years=YEARS, behaviour=Answering(change), replicates=REPLICATES
    ).policies["it"].central


def by_year(found: Totals, *names: str) -> np.ndarray:
    return np.asarray(found.measure(*names).sum(axis=(0, 2, 3))[-YEARS:])


def near(found: Any, expected: Any) -> bool:
    """Within four standard errors of a Poisson number."""
    return bool((np.abs(np.asarray(found) - expected) < 4 * np.sqrt(np.asarray(expected))).all())


def test_the_hazard_moves_by_a_share_of_the_way_each_year() -> None:
    fall = np.log(0.5)
    found = by_year(totals(lambda r: replace(r, target=r.target + fall, unaware=r.unaware + fall, speed=0.5)), *TRUE)
    path = [0.5, 0.75, 0.875, 0.9375, 0.96875]  # 1 - 0.5^n of the way
    assert near(found, EXPECTED * np.exp(fall * np.asarray(path)))


def test_only_those_who_know_answer() -> None:
    fall = np.log(0.2)
    found = by_year(totals(lambda r: replace(r, target=r.target + fall, aware=0.3)), *TRUE)
    # 2,000 employers, of whom 30 % know: the number who do is itself drawn, with error sqrt(.21 / 2000) = 1 %.
    assert np.abs(found / EXPECTED - (0.3 * 0.2 + 0.7)).max() < 0.8 * 4 * np.sqrt(0.21 / EMPLOYERS)


def test_cases_under_a_lower_hazard_are_among_those_under_a_higher_one() -> None:
    portfolio = Portfolio.from_cell(CELL, employers=50, years=YEARS)
    usual = totals(lambda r: r, portfolio=portfolio)
    lower = totals(lambda r: replace(r, target=r.target - 0.4, unaware=r.unaware - 0.4), portfolio=portfolio)
    assert (lower.measure(*TRUE) <= usual.measure(*TRUE)).all()
    assert lower.measure(*TRUE).sum() < usual.measure(*TRUE).sum()


def test_half_of_the_cases_are_reported_and_the_fund_pays_for_these() -> None:
    found = totals(lambda r: replace(r, report=r.report * 0.5))
    true, reported = by_year(found, *TRUE), by_year(found, *REPORTED)
    assert near(reported, EXPECTED / 2)
    assert (true - reported).tolist() == by_year(found, "hidden").tolist()
    assert not by_year(found, "found").any() and not by_year(found, "fines").any()
    mean = float(LAW.mean(CELL.wage)) * 100
    assert by_year(found, "incurred").sum() / reported.sum() == pytest.approx(mean, rel=0.03)


def test_hidden_cases_are_found_and_fined() -> None:
    found = totals(lambda r: replace(r, report=r.report * 0.0, found=0.25, fine=2.0))
    hidden, discovered = by_year(found, "hidden"), by_year(found, "found")
    assert hidden.tolist() == by_year(found, *TRUE).tolist()
    assert near(discovered, EXPECTED / 4)
    assert discovered.tolist() == by_year(found, *REPORTED).tolist()
    assert by_year(found, "fines").tolist() == (2 * by_year(found, "incurred")).tolist()


def test_a_case_recorded_as_the_lightest_costs_what_that_costs() -> None:
    found = totals(lambda r: replace(r, relabel=r.relabel + 1.0))
    assert by_year(found, *TRUE).tolist() == by_year(found, "reported no grade").tolist()
    assert by_year(found, "incurred").tolist() == (8_000_00 * by_year(found, *TRUE)).tolist()
    assert by_year(found, "true death").sum() > 0


def test_payroll_that_is_not_declared_pays_no_premium() -> None:
    found = totals(lambda r: replace(r, declared=r.declared * 0.8))
    payroll = EMPLOYERS * REPLICATES * 100 * 90_000_00
    assert by_year(found, "payroll").tolist() == [payroll * 8 // 10] * YEARS
    assert by_year(found, "premium").tolist() == [payroll * 8 // 10 * 9 // 1000] * YEARS


def test_prevention_money_is_a_share_of_last_years_premium_and_lowers_hazards() -> None:
    found = totals(lambda r: replace(r, money=0.03, yield_=0.1))
    premium = found.measure("premium").sum(axis=(2, 3))
    assert np.array_equal(found.spent[:, -YEARS:], premium[:, -YEARS - 1 : -1] * 3 // 100)
    assert not found.spent[:, :-YEARS].any()
    assert near(by_year(found, *TRUE), EXPECTED * np.exp(-0.3))


def test_several_victims_make_fewer_accidents_and_as_many_cases() -> None:
    single = Portfolio.from_cell(CELL, employers=EMPLOYERS, years=YEARS)
    several = replace(single, victims=(0.5, 0.25, 0.25))
    found = totals(lambda r: r, portfolio=several)
    # Cases come in accidents of 1.75 victims, so that their variance is E[V^2] / E[V] = 3.75 / 1.75 times as large.
    assert np.abs(by_year(found, *TRUE) - EXPECTED).max() < 4 * np.sqrt(EXPECTED * 3.75 / 1.75)
    by_replicate = found.measure(*TRUE).sum(axis=(2, 3))[:, -YEARS:]
    spread = by_replicate.var(ddof=1) / (EMPLOYERS * 2.0)
    assert 1.3 < spread < 3.6


def test_deaths_of_one_accident_are_counted_together() -> None:
    deadly = RiskCell(risk_class=4, heads=100, wage="90000", frequency="20‰", severity={"outcomes": [
        {"name": "death", "probability": 1, "amount": "1000", "death": True}]})
    portfolio = replace(Portfolio.from_cell(deadly, employers=EMPLOYERS, years=YEARS), victims=(0.0, 0.0, 1.0))
    policy = city_policy().replace(
        indicators={"worst": rf.deaths_in_one_accident()},
        rule=rf.bands("worst", {"[0, 2]": 0, "3": +1, "[4, inf)": +2}, clause="x")
        >> rf.ladder({0: "100%", 1: "120%", 2: "150%"}, clause="y") >> rf.base_rate(),
    )
    found = totals(lambda r: r, portfolio=portfolio, policy=policy)
    steps = found.measure("employers").sum(axis=(0, 2))[-1]
    assert steps[2] == 0  # never four or more in one accident, though many have six deaths in a window
    none = np.exp(-2 * 2.0 / 3)  # no accident within two years, at 2 / 3 accidents a year
    assert steps[0] / steps.sum() == pytest.approx(none, abs=4 * np.sqrt(none / steps.sum()))


def test_cash_follows_the_pattern_and_pensions_pile_up() -> None:
    severe = RiskCell(risk_class=4, heads=100, wage="90000", frequency="20‰", severity={"outcomes": [
        {"name": "grade 1", "probability": 1, "amount": "1000", "grade": 1}]})
    paid_late = Payment(pattern=(0.25, 0.5, 0.25), pension=(0.9,), mortality=0.5)
    made = Portfolio.from_cell(severe, employers=EMPLOYERS, years=YEARS, history=4)
    found = totals(lambda r: r, portfolio=replace(made, payment=paid_late, fund=Fund()))
    cases = EXPECTED
    # All three years of the pattern have cases behind them; pensions come from year -4 on, halving every year.
    lump = 1000_00 * cases
    pension = np.asarray([sum(0.9 * 90_000_00 * 0.5**k for k in range(t + 4)) for t in range(YEARS)]) * cases
    assert by_year(found, "paid") == pytest.approx(lump + pension, rel=0.03)
    assert by_year(found, "incurred").tolist() == (1000_00 * by_year(found, *TRUE)).tolist()


def test_kinds_are_counted_apart() -> None:
    found = totals(lambda r: r)
    shares = np.asarray([by_year(found, f"true {kind}").sum() for kind in KINDS]) / by_year(found, *TRUE).sum()
    # of the illustration: 41 % without grade; 10: 28, 9: 14.5, 8: 6.5, 7: 3.5; 6 to 1: 4.0; deaths 2.5
    assert shares == pytest.approx([0, 0.41, 0.525, 0.04, 0.025], abs=0.005)

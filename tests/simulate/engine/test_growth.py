"""Benefits that grow with wages: by hand, and level in a run of ten years."""

from __future__ import annotations

import numpy as np
import pytest
from simulate.engine.runs import run
from simulate.portfolio.small import three

import ratefloat as rf
from ratefloat.actuarial import severity
from ratefloat.simulate.engine.ledger import Cash, Ledger, Reported
from ratefloat.simulate.engine.luck import Luck, Rows
from ratefloat.simulate.portfolio.costs import outcome_costs
from ratefloat.simulate.portfolio.fund import Payment
from ratefloat.simulate.portfolio.opening import expected_payments, opening
from ratefloat.simulate.portfolio.portfolio import Portfolio

FLAT = rf.load_plan("cn-national-2015-flat")


@pytest.mark.parametrize("local", [None, 80_000])
def test_a_case_in_grown_money_costs_so_much_more(local: int | None) -> None:
    law = severity("china", local_wage=local)
    portfolio = three(severities=(law,))
    # Below, within and above the limits of 60 % and 300 % of the local wage.
    wage, outcomes = np.asarray([2_000_000, 8_000_000, 99_000_000]), np.arange(len(law.outcomes))
    for one in wage:
        own = np.full(len(outcomes), one)
        law_of = np.zeros(len(outcomes), dtype=np.int8)
        before = Luck(portfolio).cost(law_of, outcomes.astype(np.int8), own)
        doubled = Luck(portfolio).cost(law_of, outcomes.astype(np.int8), 2 * own, 2.0)
        assert doubled.tolist() == pytest.approx((2 * before).tolist(), abs=1)
    assert outcome_costs(law, 2 * wage, 2.0) == pytest.approx(2 * outcome_costs(law, wage))


def test_cases_of_a_year_are_paid_in_money_of_that_year() -> None:
    # 20,000 yuan a case, in minor units; wages grow by 5 %.
    portfolio = three(hazard=np.full(3, 0.5))
    luck, rows = Luck(portfolio), Rows(portfolio, slice(0, 3), 0, 4, 7)
    for t, cost in ((-1, 1_904_762), (0, 2_000_000), (1, 2_100_000)):
        cases = luck.cases(rows, portfolio.year(t), t)
        assert len(cases) and set(cases.cost.tolist()) == {cost}
        assert luck.cost(cases.law, cases.outcome, cases.wage, cases.growth).tolist() == cases.cost.tolist()


def test_pensions_are_raised_each_year_after_the_case() -> None:
    # Half of 60,000 yuan; one pensioner in ten dies a year, the others get 5 % more.
    cash = Cash(Payment((1.0,), (0.5,), 0.1), 0.05)
    small = np.zeros(1, dtype=np.int8)
    case = Reported(np.asarray([0]), np.asarray([0]), small, small, np.asarray([7]), np.asarray([6_000_000]))
    paid = [cash.paid(case.cost, case, passed).item() for passed in range(4)]
    assert paid == [7, 3_150_000, 2_976_750, 2_813_029]
    assert Ledger(three()).cash.growth == 0.05


def test_the_opening_stock_grows_too() -> None:
    portfolio = three(payment=Payment((0.6, 0.3, 0.1), (0.5,), 0.1)).take([0, 1])
    portfolio = portfolio.replace(first=np.asarray([-1, -1], dtype=np.int16))
    cost, pension = (8 * 0.002 + 40 * 0.01) * 2e6, 0.5 * (8 * 0.002 * 6e6 + 40 * 0.01 * 8e6)
    # The pension of a case of year -1 is the wage of then, raised once: that of year 0.
    assert expected_payments(portfolio, 1.0) == pytest.approx(0.6 * cost + 0.3 * cost / 1.05 + pension)
    fund = opening(portfolio, 1.0, spending=100_000.0, reserve=0)
    # A tenth of the cases of year -2, in their own money, is paid in year 0.
    open_cases = 0.1 * cost / 1.05**2
    pensioners = 1e7 - expected_payments(portfolio, 1.0) - open_cases
    assert fund.stock == (round(open_cases + pensioners), round(pensioners * 0.9 * 1.05))


def test_what_cases_cost_against_premiums_stays_level() -> None:
    city = Portfolio.from_aggregates("example-city", seed=7, reporting=1.0)
    found = [city.describe(t).loc["total"] for t in (0, 9)]
    expected = [row["expected_benefits"] / row["base_premium"] for row in found]
    assert expected[1] == pytest.approx(expected[0], rel=0.02)
    central = run(FLAT, city, years=10, replicates=20).policies["it"].central
    incurred, premium = (central.measure(name).sum(axis=(2, 3))[:, -10:] for name in ("incurred", "premium"))
    for t, row in ((0, found[0]), (9, found[1])):
        assert incurred[:, t].mean() / 100 == pytest.approx(row["expected_benefits"], rel=0.04)
        assert premium[:, t].mean() / 100 == pytest.approx(row["base_premium"], rel=1e-6)


def test_the_assumption_is_told() -> None:
    notes = Portfolio.from_aggregates("example-city", employers=300, seed=7).notes
    assert "benefit amounts, limits and pensions grow with wages, 5.0% a year [U]" in notes

"""The fund at the start, by hand: two employers, one year before the first."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from simulate.portfolio.small import three

from ratefloat.actuarial import severity
from ratefloat.simulate.portfolio.costs import outcome_costs
from ratefloat.simulate.portfolio.opening import expected_payments, opening, opening_notes
from ratefloat.simulate.portfolio.portfolio import Payment, Portfolio

PATTERN = (0.25, 0.50, 0.18, 0.07)


def two(**changes: object) -> Portfolio:
    """8 heads at 2 cases in 1000 and 40 at 10 in 1000, 20,000 yuan a case, in all years; wages stand still."""
    portfolio = three(payment=Payment(PATTERN, (0.5,), 0.1), wage_growth=0.0, **changes).take([0, 1])
    return portfolio.replace(first=np.asarray([-1, -1], dtype=np.int16))


COST = (8 * 0.002 + 40 * 0.01) * 2_000_000
PENSION = 0.5 * (8 * 0.002 * 6_000_000 + 40 * 0.01 * 8_000_000)


def test_payments_for_the_simulated_years() -> None:
    # Year 0 pays a quarter of its own cost, half of that of year -1, and the first pensions of year -1.
    assert expected_payments(two(), 1.0) == pytest.approx(0.75 * COST + PENSION)
    # Without a grade 70 of 100 are reported.
    assert expected_payments(two(), "baseline") == pytest.approx(0.7 * (0.75 * COST + PENSION))


def test_open_cases_run_off_and_pensioners_die() -> None:
    spending = 100_000.0
    fund = opening(two(), 1.0, spending=spending, reserve=12.5)
    pensioners = spending * 100 - 0.75 * COST - PENSION - 0.25 * COST
    assert fund.reserve == 1250
    # Cases of year -2 pay 18 % and 7 % in years 0 and 1, those of year -3 7 % in year 0.
    assert fund.stock == (round(0.25 * COST + pensioners), round(0.07 * COST + 0.9 * pensioners))
    assert opening_notes(fund) == ()


def test_no_stock_where_new_cases_use_up_all_spending() -> None:
    fund = opening(two().replace(payment=Payment()), 1.0, spending=1.0, reserve=0)
    assert fund.stock == (0, 0)
    assert opening_notes(fund)[0].startswith("no opening stock")


@pytest.mark.parametrize("local", [None, 80_000])
def test_costs_for_many_wages_are_those_of_the_law(local: int | None) -> None:
    law = severity("china", local_wage=local)
    wages = np.asarray([3_000_000, 8_000_000, 99_000_000])
    for wage, costs in zip(wages.tolist(), outcome_costs(law, wages), strict=True):
        assert costs == pytest.approx(law.costs(Fraction(wage, 100)), abs=0.5)

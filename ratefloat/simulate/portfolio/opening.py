"""The fund at the start: a reserve, and payments for cases older than the simulation, met to known spending."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ratefloat.actuarial.severities import MINOR
from ratefloat.simulate.portfolio.costs import chances, outcome_costs
from ratefloat.simulate.portfolio.portfolio import Fund
from ratefloat.simulate.portfolio.reporting import Reporting, reported

if TYPE_CHECKING:
    from ratefloat.simulate.portfolio.portfolio import Portfolio


def opening(portfolio: Portfolio, reporting: Reporting, *, spending: float, reserve: float) -> Fund:
    """The fund whose expected payments in year 0 are the spending; pensions of its stock grow with wages.

    Args:
        reporting: the share of true cases that the fund pays for; see `Assumptions`.
        spending: of year 0, in the main unit.
        reserve: at the start of year 0, in the main unit.
    """
    open_cases = [_open_cases(portfolio, reporting, t) for t in range(portfolio.horizon)]
    pensions = max(spending * MINOR - expected_payments(portfolio, reporting) - open_cases[0], 0.0)
    kept = 1 - portfolio.payment.mortality
    stock = tuple(round(cases + pensions * (kept**t * portfolio.growth(t))) for t, cases in enumerate(open_cases))
    return Fund(reserve=round(reserve * MINOR), stock=stock)


def opening_notes(fund: Fund) -> tuple[str, ...]:
    """What to tell of an opening stock."""
    if fund.stock[0]:
        return ()
    return ("no opening stock: expected payments for cases of the simulated years use up all known spending",)


def expected_payments(portfolio: Portfolio, reporting: Reporting) -> float:
    """Expected payments of year 0 in minor units for the cases of years -history to 0."""
    pattern, kept = portfolio.payment.pattern, 1 - portfolio.payment.mortality
    paid = 0.0
    for age in range(portfolio.history + 1):
        cost, pension = _case_costs(portfolio, reporting, -age)
        paid += cost * pattern[age] if age < len(pattern) else 0.0
        paid += pension * (kept ** (age - 1) * portfolio.growth(age)) if age else 0.0
    return paid


def _case_costs(portfolio: Portfolio, reporting: Reporting, t: int) -> tuple[float, float]:
    """The expected cost of the reported cases of a year, and the pensions they start, in minor units."""
    year, growth = portfolio.year(t), portfolio.growth(t)
    cases = year.heads * portfolio.hazard
    cost = pension = 0.0
    shares = np.asarray(portfolio.payment.pension or (0.0,))
    for number, law in enumerate(portfolio.severities):
        mine = portfolio.severity_of == number
        known = chances(law) * reported(law, reporting)
        cost += float(cases[mine] @ outcome_costs(law, year.wage[mine], growth) @ known)
        pension += float(cases[mine] @ year.wage[mine] * (shares * known).sum())
    return cost, pension


def _open_cases(portfolio: Portfolio, reporting: Reporting, t: int) -> float:
    """What cases from before the simulated years cost in year t, each year's as much as the first simulated one's.

    Wages apart: those years were cheaper.
    """
    back = portfolio.history + t
    shares = sum(
        share * portfolio.growth(back - age) for age, share in enumerate(portfolio.payment.pattern) if age > back
    )
    return shares * _case_costs(portfolio, reporting, -portfolio.history)[0] if shares else 0.0

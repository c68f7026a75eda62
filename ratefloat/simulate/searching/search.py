"""The search over a family of policies: what each does in the long run, and which of them nothing outdoes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.markov import Discount
from ratefloat.actuarial.severities import MINOR
from ratefloat.errors import DataError, UncoveredError
from ratefloat.policy.document import FloatPolicy
from ratefloat.simulate.behaviour.behaviour import Behaviour
from ratefloat.simulate.engine.plan import Plan
from ratefloat.simulate.portfolio.portfolio import Portfolio
from ratefloat.simulate.response import kind_of
from ratefloat.simulate.searching.family import Family
from ratefloat.simulate.searching.measured import Measured, measure
from ratefloat.simulate.searching.result import Search
from ratefloat.simulate.searching.static import answered
from ratefloat.simulate.terms import Terms

FloatArray = NDArray[np.float64]
SMALL = 50
"""Below so many insured heads a firm counts as small, as where Tianjin begins to float [S]."""
NOTES = (
    "long run of typical employers: each cell of class and size at its mean hazard, with one victim an accident and "
    "all paid at once",
    "benefits without pensions",
)
STATIC = (
    "true_injuries, reporting, reported_injuries: a static approximation, central behaviour at the long-run shares "
    "of levels, without the way there, Monte Carlo error or range; simulate the policies that matter"
)


@dataclass(frozen=True, eq=False)
class Weights:
    """What the cells of a portfolio stand for in year 0: shape (cells,) each."""

    employers: FloatArray
    payroll: FloatArray
    cases: FloatArray

    @classmethod
    def of(cls, portfolio: Portfolio) -> Weights:
        """Employers who are in, their payroll in the main unit, and their cases at the hazard of their class."""
        year = portfolio.year(0)
        each = ((year.heads > 0).astype(np.float64), year.payroll / MINOR, year.heads * portfolio.hazard)
        cells = len(portfolio.cells)
        return cls(*(
            np.asarray(np.bincount(portfolio.cell_of, weights=values, minlength=cells), dtype=np.float64)
            for values in each
        ))


def search(
    family: Mapping[str, FloatPolicy], portfolio: Portfolio, *, behaviour: Behaviour | None = None,
    small: int = SMALL, terms: Terms = Terms(),  # noqa: B008
) -> Search:
    """What each policy of a family does over a portfolio in the long run, from the exact law of its cells.

    Where a policy has no exact law, histories are drawn (column `method`). What it would do year by year, with
    people who answer over time, `compare` tells.

    Args:
        family: policies by name, or a `Family`.
        behaviour: with it, what employers would do is added, as a static approximation.
        small: firms with fewer insured heads are the small ones.
    Raises:
        UncoveredError: a policy reads what a cell does not have, by name of the policy.
        DataError: no policy, or no small firm in the portfolio.

    >>> from ratefloat.plans import load_plan
    >>> city = Portfolio.from_aggregates("example-city", seed=7, employers=200, years=1)
    >>> made = search(Family.of(load_plan("cn-shenzhen-2018"), ladder=["0%", "100%"]), city)
    >>> bool(abs(made.frame["incentive"].iloc[0]) < 1e-12), bool(made.frame["incentive"].iloc[1] > 0.1)
    (True, True)
    """
    import pandas as pd

    if not family:
        raise DataError("search: no policy; expected at least one")
    weights = Weights.of(portfolio)
    few = np.asarray([cell.heads < small for cell in portfolio.cells]) & (weights.employers > 0)
    if not few.any():
        least = min(cell.heads for cell in portfolio.cells)
        raise DataError(
            f"search: no cell below small={small} heads; the smallest has {least}; expected more", small=small
        )
    discount = Discount(terms.discount, "claim")
    before = _before(portfolio, terms, discount)
    rows = {}
    for name, policy in family.items():
        found = _measured(name, policy, portfolio, terms)
        rows[name] = _figures(found, weights, few)
        if behaviour is not None:
            rows[name] |= _static(found, behaviour, weights, before)
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("policy")
    left_out = family.left_out if isinstance(family, Family) else {}
    return Search(
        frame, dict(family), portfolio.name, left_out, (*NOTES, *([STATIC] if behaviour is not None else []))
    )


def _measured(name: str, policy: FloatPolicy, portfolio: Portfolio, terms: Terms) -> tuple[Measured, ...]:
    try:
        plan = Plan.of(policy, portfolio, terms.day_of(policy), terms.given)
        return measure(plan.readings, Discount(terms.discount, "claim"))
    except UncoveredError as error:
        raise UncoveredError(f"search, {name}: {error}", policy=name) from error


def _before(portfolio: Portfolio, terms: Terms, discount: Discount) -> Sequence[FloatArray]:
    """What one more case brought in under the rule before, by cell and outcome; nothing where there was none."""
    if terms.before is None:
        return [np.zeros(len(cell.severity.outcomes)) for cell in portfolio.cells]
    found = _measured("the rule before", terms.before, portfolio, terms)
    return [each.shares @ each.worth for each in found]


def _figures(found: Sequence[Measured], weights: Weights, few: NDArray[np.bool_]) -> dict[str, float | str]:
    brought, cost = _money(found, weights, light=False)
    light, light_cost = _money(found, weights, light=True)
    premium = sum(w * each.mean_rate for w, each in zip(weights.payroll, found, strict=True))
    base = sum(w * float(each.reading.base_rate or 0) for w, each in zip(weights.payroll, found, strict=True))
    variation = np.asarray([each.variation for each in found])
    level = premium / base if base else float("nan")
    return {
        "incentive": brought / cost if cost else 0.0,
        "luck": float(np.average(variation[few], weights=weights.employers[few])),
        "hiding": light / light_cost if light_cost else 0.0,
        "premium_level": level, "imbalance": abs(level - 1), "premium": float(premium), "benefits": cost,
        "balance": float(premium) - cost,
        "method": "exact" if all(each.exact for each in found) else "simulated",
    }


def _money(found: Sequence[Measured], weights: Weights, *, light: bool) -> tuple[float, float]:
    """Later premium that the cases of a year bring in, and their cost; of the lightest kind of case only, or all."""
    brought = cost = 0.0
    for cases, each in zip(weights.cases, found, strict=True):
        kinds = np.asarray([kind_of(outcome) for outcome in each.reading.cell.severity.outcomes])
        chances = np.where(kinds == kinds.min(), each.chances, 0.0) if light else each.chances
        brought += cases * float(each.shares @ each.worth @ chances)
        cost += cases * float(each.costs @ chances)
    return brought, cost


def _static(
    found: Sequence[Measured], behaviour: Behaviour, weights: Weights, before: Sequence[FloatArray]
) -> dict[str, float | str]:
    whole = reduce(add, (
        answered(each, behaviour, cases, worth)
        for each, cases, worth in zip(found, weights.cases, before, strict=True)
    ))
    return {
        "true_injuries": whole.true_injuries, "reporting": whole.reporting,
        "reported_injuries": whole.reported_injuries,
    }

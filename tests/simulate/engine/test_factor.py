"""Factors that employers pay and how they change: sums of the engine against numbers by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from plans.filled import complete
from simulate.engine.runs import run

import ratefloat as rf
from ratefloat.actuarial import RiskCell, severity
from ratefloat.simulate.behaviour.prevention import Prevention
from ratefloat.simulate.portfolio.portfolio import Portfolio
from ratefloat.simulate.results.projection import Projection
from ratefloat.simulate.totals import Totals

LAW = severity({"30000": 1})
# Steps -1, 0 and +1; class 1 has a floor of 90 %. In ten-thousandths, 2/3 is 6666.7.
FLOORED, OTHERS = {-1: "9/10", 0: "1", 1: "6/5"}, {-1: "2/3", 0: "1", 1: "6/5"}
PAID = {True: np.array([9_000, 10_000, 12_000]), False: np.array([6_667, 10_000, 12_000])}
POLICY = complete("cn-national-2015").replace(
    indicators={"injuries": rf.count("injury")},
    rule=rf.bands("injuries", {"0": -1, "1": 0, "[2, inf)": +1}, clause="x")
    >> rf.ladder({"1": FLOORED, "2-8": OTHERS}, clause="y") >> rf.base_rate(),
    examples=(),
)
CITY = Portfolio.from_aggregates("example-city", employers=300, seed=3)


def both_by_hand(totals: Totals, risk_class: Any) -> tuple[np.ndarray, np.ndarray]:
    """Factors and changes from employers by step and from moves, with what each class pays on a step."""
    paid = np.stack([PAID[c == 1] for c in risk_class])
    factor = totals.measure("employers") * paid
    squares = (paid[:, None, :] - paid[:, :, None]) ** 2
    return factor, (totals.moves * squares).sum(axis=3)


@pytest.mark.parametrize("part", ["central", "evidence"])
def test_employers_pay_what_their_class_pays_on_their_step(part: str) -> None:
    made = run(POLICY, CITY, behaviour=Prevention(), sets=2, replicates=5)
    totals = getattr(made.policies["it"], part)
    factor, change = both_by_hand(totals, made.groups["risk_class"])
    assert np.array_equal(totals.measure("factor"), factor)
    assert np.array_equal(totals.measure("change"), change)
    assert set(made.groups["risk_class"]) > {1} and (totals.moves.sum(axis=(0, 1, 2)) > 0).any(axis=0).all()


def test_everybody_falls_once_where_nothing_happens() -> None:
    calm = RiskCell(risk_class=4, heads=10, wage="90000", frequency="0.0000001‰", severity=LAW)
    found = Projection(run(POLICY, calm, years=3, replicates=1)).frame(quantities=["mean factor", "volatility"])
    at = found.pivot(index="year", columns="quantity", values="value")
    assert at["mean factor"].tolist() == pytest.approx([1, 1, 1, 0.6667, 0.6667, 0.6667])
    assert at["volatility"].tolist() == pytest.approx([0, 0, 0, 0.3333, 0, 0])


@pytest.mark.parametrize(("id", "risk_class", "heads", "frequency"), [
    ("kr-2026", 15, 40, "80‰"), ("de-bgw", 1, 200, "10‰"), ("cn-national-2015", 1, 100, "10‰"),
])
def test_the_mean_factor_of_equal_employers_is_their_premium_over_that_at_base_rates(
    id: str, risk_class: int, heads: int, frequency: str
) -> None:
    cell = RiskCell(risk_class=risk_class, heads=heads, wage="90000", frequency=frequency, severity=LAW)
    made = Projection(run(complete(id), Portfolio.from_cell(cell, employers=300, years=5), years=5, replicates=2))
    at = made.frame(quantities=["mean factor", "off-balance", "volatility"]).pivot(
        index="year", columns="quantity", values="value"
    )
    # Factors are added to the nearest ten-thousandth.
    assert at["mean factor"].tolist() == pytest.approx(at["off-balance"].tolist(), abs=0.5e-4)
    assert at.loc[0:, "mean factor"].nunique() > 1
    assert (at.loc[1:, "volatility"] > 0).all() and (at.loc[:-1, "volatility"] == 0).all()


def test_step_by_step_each_class_has_its_own_mean() -> None:
    made = run(POLICY, CITY, replicates=2)
    by_step = Projection(made).frame(("policy", "year", "step"), quantities=["mean factor"], where={"risk_class": 1})
    last = by_step[by_step["year"] == made.years - 1].set_index("step")["value"].dropna()
    expected = {"-1": 0.9, "0": 1.0, "+1": 1.2}
    assert len(last) > 1 and last.to_dict() == pytest.approx({step: expected[step] for step in last.index})

"""Published rounds as sanity: employers and money move separately.

Sources: Sanmenxia 2013 (45 up, 70 down; class 2 29 up, 60 down, 305,000 yuan less; class 3 16 up, 10 down, 3,272,000
more) and Hainan 2016 (classes 2 and 3: 53 up, 4,669 down, about 16 million less).
"""

from __future__ import annotations

import numpy as np
import pytest
from plans.filled import complete
from simulate.engine.runs import run

from ratefloat.actuarial import severity
from ratefloat.simulate.portfolio.portfolio import Portfolio
from ratefloat.simulate.portfolio.risk import gamma_paths
from ratefloat.simulate.terms import Terms
from ratefloat.simulate.totals import Totals


def firms_and_mines() -> Portfolio:
    """89 firms of class 2 with 40 heads, 0.4 cases a year each; 26 mines of class 3 with 1,000, about 30."""
    mine = np.arange(115) >= 89
    risk = gamma_paths(np.random.default_rng(11), (7, 115), heterogeneity=4.0, persistence=1.0)
    for kind in (mine, ~mine):
        risk[:, kind] /= risk[0, kind].mean()
    return Portfolio(
        name="firms and mines", key=np.arange(115, dtype=np.uint64), risk_class=np.where(mine, 3, 2).astype(np.int8),
        workers=np.where(mine, 1_000, 40), wage=np.where(mine, 4_000_000, 3_600_000),
        hazard=np.where(mine, 0.03, 0.01), risk=risk, first=np.full(115, -9, dtype=np.int16),
        end=np.full(115, 9, dtype=np.int16), covered_of=np.zeros(115, dtype=np.int16), covered=np.ones((1, 7)),
        labels={},
        severity_of=np.zeros(115, dtype=np.int8), severities=(severity({"12123": "30%", "44357": "70%"}),),
    )


def moved(totals: Totals, group: slice | int = slice(None)) -> tuple[float, float, float]:
    """Employers up and down in the round of year 0, and the premium that it adds, in yuan, on average."""
    steps = np.asarray([label.step for label in totals.labels])
    employers = np.atleast_3d(totals.measure("employers")[:, -1][:, group]).mean(axis=0)
    premium = totals.measure("premium")[:, -2:][:, :, group].reshape(len(totals.sums), 2, -1).sum(axis=2)
    by_step = employers.reshape(-1, len(steps)).sum(axis=0)
    added = (premium[:, 1] - premium[:, 0]).mean() / 100
    return float(by_step[steps > 0].sum()), float(by_step[steps < 0].sum()), float(added)


def test_sanmenxia_lowers_more_than_it_raises_and_earns_money_from_mines() -> None:
    totals = run(complete("cn-sanmenxia-2013"), firms_and_mines(), years=1, replicates=20).policies["it"].central
    up, down, net = moved(totals)
    firms_up, firms_down, firms = moved(totals, 0)
    mines_up, mines_down, mines = moved(totals, 1)
    assert up < down and net > 0
    assert firms_up < firms_down and firms < 0 < mines
    assert mines == pytest.approx(net - firms) and mines > 5 * -firms
    # Without a case (1 + 0.4 / 4)^-4 of the firms, 68 %; any case takes more than 80 % of a premium of 14,400.
    assert firms_down / 89 == pytest.approx(1.1**-4, abs=0.05)  # report: 60 of 89
    assert mines_up > mines_down and 0.5 < down / (up + down) < 0.7  # report: 70 of 115


def test_a_discount_without_claims_lowers_nearly_all() -> None:
    city = Portfolio.from_aggregates("example-city", employers=1_500, seed=2, years=1, turnover=(0, 0))
    small = city.take(np.isin(city.risk_class, (2, 3)))
    # Its rule of 2017 lowers by one step below 200 %, by two after five years without benefits.
    terms = Terms(given={"years_over_since_award": 0})
    totals = run(complete("cn-hainan-2016"), small, years=1, replicates=4, terms=terms).policies["it"].central
    up, down, net = moved(totals)
    assert down / (up + down) > 0.95 and net < 0  # report: 4,669 of 4,722
    assert down / totals.measure("employers")[:, -1].sum(axis=(1, 2)).mean() > 0.85

"""Small runs for the tests of the engine."""

from __future__ import annotations

from typing import Any

import ratefloat as rf
from ratefloat.actuarial import RiskCell
from ratefloat.simulate.behaviour.behaviour import Behaviour, Nothing
from ratefloat.simulate.engine.gather import Effort
from ratefloat.simulate.forward import _Job
from ratefloat.simulate.portfolio.portfolio import Portfolio
from ratefloat.simulate.run import Run
from ratefloat.simulate.terms import Terms


def run(
    policies: dict[str, rf.FloatPolicy] | rf.FloatPolicy, portfolio: Portfolio | RiskCell, *, years: int = 6,
    behaviour: Behaviour | None = None, seed: int = 7, terms: Terms | None = None, **effort: Any,
) -> Run:
    """A run of some policies, without evidence unless asked for."""
    named = policies if isinstance(policies, dict) else {"it": policies}
    if isinstance(portfolio, RiskCell):
        portfolio = Portfolio.from_cell(portfolio, employers=2_000, years=years)
    made = Effort(**{"replicates": 4, "sets": 0, **effort})
    return _Job(named, portfolio, years, behaviour or Nothing(), seed, terms or Terms(), made).run()

"""The exact law of one risk cell under a policy, without sampling: the oracle of the simulator."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ratefloat.actuarial.cell import RiskCell
from ratefloat.actuarial.policy_chain import PolicyChain, chain
from ratefloat.errors import DataError
from ratefloat.simulate.terms import Terms

if TYPE_CHECKING:
    import pandas as pd

    from ratefloat.policy.document import FloatPolicy


@dataclass(frozen=True, eq=False)
class ExactProjection:
    """The employers of one cell under a policy, year by year, with nothing left to luck; money in the main unit.

    Nobody answers to the premium, everything is reported and paid for at once, and each case is an accident of
    its own.
    """

    chain: PolicyChain
    years: int

    @cached_property
    def steps(self) -> pd.DataFrame:
        """The share of employers on each step (or level) in year 0, 1, ..."""
        cycle = self.chain.reading.cycle
        laws = self.chain.transient(years=self.years - 1 + cycle)
        return laws.iloc[cycle:].set_axis(range(self.years), axis=0).rename_axis("year")

    @cached_property
    def frame(self) -> pd.DataFrame:
        """By year, per employer: premium, cases, benefits, and the premium at the base rate."""
        import pandas as pd

        cell = self.chain.reading.cell
        premium = self.steps.to_numpy() @ self.chain.premiums
        constant = {
            "cases": float(cell.cases), "benefits": float(cell.cases) * cell.mean_cost,
            "base_premium": self.chain.base_premium,
        }
        return pd.DataFrame({"premium": premium, **constant}, index=self.steps.index)

    @property
    def volatility(self) -> float:
        """Root mean square change of the relative premium from review to review, in the long run."""
        relative = self.chain.premiums / self.chain.base_premium
        moves = self.chain.transition.to_numpy() * self.chain.law.stationary[:, None]
        return float(np.sqrt((moves * (relative[None, :] - relative[:, None]) ** 2).sum()))


def exact(
    policy: FloatPolicy, cell: RiskCell, *, years: int = 10, terms: Terms | None = None,
    lattice: int | str | None = None,
) -> ExactProjection:
    """The exact law of a cell, for policies that read losses, counts, deaths, streaks and the step in force.

    Args:
        years: from the first review on; the years before were ordinary ones, charged at step 0.
        lattice: see `rf.actuarial.chain`.
    Raises:
        UncoveredError: the policy reads what a cell does not have, or what has no exact law, by name.
        DataError: less than one year.

    >>> from ratefloat.actuarial import severity
    >>> from ratefloat.plans import load_plan
    >>> cell = RiskCell(risk_class=4, heads=100, wage="90000", frequency="12‰", severity=severity({"30000": 1}))
    >>> made = exact(load_plan("cn-shenzhen-2018"), cell, years=3)
    >>> float(made.steps.loc[0, -2].round(6))  # two years without a case: exp(-2.4)
    0.090718
    """
    if years < 1:
        raise DataError(f"years: {years}; expected 1 or more", years=years)
    on = (terms or Terms()).day_of(policy)
    given = (terms or Terms()).given
    return ExactProjection(chain(policy, cell, on=on, lattice=lattice, given=given), years)

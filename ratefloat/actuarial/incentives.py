"""The degree of experience rating: what one more case costs an employer in later premium, per yuan that it cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.build import law_of
from ratefloat.actuarial.cell import RiskCell
from ratefloat.actuarial.histories import Simulated, simulate_one_more_case
from ratefloat.actuarial.markov import Discount
from ratefloat.actuarial.policy_chain import PolicyChain, labels_of
from ratefloat.actuarial.reading import Reading
from ratefloat.actuarial.severities import MINOR
from ratefloat.actuarial.solvable import Unsolvable
from ratefloat.errors import DataError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from ratefloat.policy.document import FloatPolicy

FloatArray = NDArray[np.float64]
By = Literal["claim size", "step", "size", "all"]


@dataclass(frozen=True)
class Simulate:
    """How to draw histories where there is no exact law: so many employers, from a seed."""

    employers: int
    seed: int


@dataclass(frozen=True, eq=False)
class Exact:
    """What one more case brings in for one cell, in the main unit, from the exact law."""

    chain: PolicyChain
    discount: Discount

    @property
    def cell(self) -> RiskCell:
        """The cell."""
        return self.chain.reading.cell

    @property
    def labels(self) -> tuple[int | str, ...]:
        """Labels of levels."""
        return self.chain.labels

    @property
    def shares(self) -> FloatArray:
        """The share of employers on each level in the long run."""
        return self.chain.law.stationary

    @cached_property
    def worth(self) -> FloatArray:
        """By level in force and outcome."""
        return self.chain.law.one_more_case(self.chain.premiums, self.discount)

    @cached_property
    def average(self) -> FloatArray:
        """By outcome, over all levels."""
        return self.chain.law.one_more_on_average(self.chain.premiums, self.discount)

    error = average_error = 0.0

    @property
    def method(self) -> str:
        """Whether costs and years are kept as they are, or on a lattice that splits costs or groups years."""
        law = self.chain.law
        return "exact" if law.lattice.exact and law.kept >= law.lattice.size else "exact on a lattice"

    @property
    def assumptions(self) -> tuple[str, ...]:
        """The lattice, and what was taken for granted."""
        return (f"lattice: {self.chain.lattice}", *self.chain.assumptions)


@dataclass(frozen=True, eq=False)
class Drawn:
    """The same from simulated histories, with standard errors."""

    reading: Reading
    found: Simulated
    simulated: Simulate

    @property
    def cell(self) -> RiskCell:
        """The cell."""
        return self.reading.cell

    @property
    def assumptions(self) -> tuple[str, ...]:
        """How many histories were drawn from which seed, and what was taken for granted."""
        drawn = f"simulated: {self.simulated.employers:,} employers, seed {self.simulated.seed}"
        return (drawn, *self.reading.assumptions)

    @property
    def labels(self) -> tuple[int | str, ...]:
        """Labels of levels."""
        return labels_of(self.found.levels)

    @property
    def shares(self) -> FloatArray:
        """The share of employers on each level."""
        return self.found.shares

    @property
    def worth(self) -> FloatArray:
        """By level in force and outcome."""
        return self.found.worth

    @property
    def average(self) -> FloatArray:
        """By outcome, over all levels."""
        return np.asarray(self.shares @ self.found.worth)

    @property
    def error(self) -> FloatArray:
        """Standard errors of `worth`."""
        return self.found.error

    @property
    def average_error(self) -> FloatArray:
        """Standard errors of `average`."""
        return np.sqrt(self.shares**2 @ np.nan_to_num(self.found.error) ** 2)

    method = "simulated"


Marginal = Exact | Drawn


@dataclass(frozen=True, eq=False)
class Incentive:
    """What one more case costs in later premium, for some cells under one policy.

    `frame` has one row for each of what was asked for: the present value of further premium of one more case
    (`premium`), the same per yuan that the case cost the fund (`per_yuan`: 0 flat, 1 fully rated by experience),
    their Monte Carlo errors (0 where exact) and the method: "exact", "exact on a lattice" (which `assumptions`
    describes) or "simulated".
    """

    marginals: tuple[Marginal, ...] = field(repr=False)
    by: By

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What all of it rests on: lattices or draws, and what was taken for granted."""
        return tuple(dict.fromkeys(line for marginal in self.marginals for line in marginal.assumptions))

    @property
    def frame(self) -> pd.DataFrame:
        """The table of what was asked for."""
        return self.table(self.by)

    def table(self, by: By) -> pd.DataFrame:
        """The results by "claim size", by "step" in force, by "size" of employer, or "all" at once."""
        import pandas as pd

        return pd.DataFrame([row for marginal in self.marginals for row in _rows(marginal, by)])

    def plot(self, axes: Axes | None = None) -> Axes:
        """Premium per yuan against what was asked for, a line for each cell (by size: for each class)."""
        from ratefloat.actuarial.incentive_plot import plot

        return plot(self, axes)


def incentive(
    policy: FloatPolicy, cells: RiskCell | Sequence[RiskCell], *, on: date | str, by: By = "claim size",
    given: Mapping[str, Any] | None = None, discount: float | Discount = 1 / 1.04, simulated: Simulate | None = None,
) -> Incentive:
    """Later premium brought in by one more case, for employers who are in the long run of a policy.

    Exact where the policy reads sums of losses and cases, streaks and the prior step; else the difference of
    histories on common luck, with and without the case, with its Monte Carlo error.

    Args:
        by: rows of the frame: "claim size", "step", "size" or "all".
        given: constants for what a cell does not have; see `chain`.
        discount: today's value of 1 in a year, as of the start of the review period in which the case falls; or
            Discount(v, "claim"), as of the year of the claim, which alone compares cycles of different length fairly.
        simulated: how to draw histories; needed only where the policy has no exact law.
    Raises:
        DataError: no cell, an unknown `by`, or no exact law and nothing said of how to simulate.
        UncoveredError: the policy reads what a cell does not have.
    Source: d/dmu E g(S) = E[g(S + X) - g(S)] for a compound Poisson sum S and one more claim X.

    >>> from ratefloat.actuarial import RiskCell, severity
    >>> from ratefloat.plans import load_plan
    >>> cell = RiskCell(risk_class=4, heads=100, wage="90000", frequency="12‰", severity=severity({"30000": 1}))
    >>> frame = incentive(load_plan("cn-national-2015-flat"), cell, on="2020-01-01").frame
    >>> frame[["claim", "per_yuan", "method"]].to_dict("records")
    [{'claim': 30000.0, 'per_yuan': 0.0, 'method': 'exact'}]
    """
    listed = (cells,) if isinstance(cells, RiskCell) else tuple(cells)
    if not listed or by not in ("claim size", "step", "size", "all"):
        raise DataError(f"incentive: {len(listed)} cells by {by!r}; expected cells, by claim size, step, size or all")
    policy.require_complete()
    moment, worth = policy.require_in_force(on), discount if isinstance(discount, Discount) else Discount(discount)
    readings = [Reading.of(policy, cell, moment, given or {}) for cell in listed]
    return Incentive(tuple(_marginal(reading, worth, simulated) for reading in readings), by)


def _marginal(reading: Reading, discount: Discount, simulated: Simulate | None) -> Marginal:
    try:
        return Exact(PolicyChain(reading, law_of(reading, None)), discount)
    except Unsolvable as error:
        if simulated is None:
            raise DataError(
                f"incentive: {error}; expected simulated=Simulate(employers=..., seed=...) where there is no exact law"
            ) from None
    found = simulate_one_more_case(reading, discount, employers=simulated.employers, seed=simulated.seed)
    return Drawn(reading, found, simulated)


def _rows(marginal: Marginal, by: By) -> list[dict[str, Any]]:
    cell, outcomes = marginal.cell, marginal.cell.severity.outcomes
    chances = np.asarray([float(outcome.probability) for outcome in outcomes])
    costs = np.asarray(cell.costs) / MINOR
    base = {"risk_class": cell.risk_class, "heads": cell.heads}
    ways: list[tuple[dict[str, Any], FloatArray]] = [({}, chances)]
    if by in ("claim size", "all"):
        ways = [
            ({"outcome": outcome.name, "claim": cost, "share": chance}, only)
            for outcome, cost, chance, only in zip(
                outcomes, costs.tolist(), chances.tolist(), np.eye(len(costs)), strict=True
            )
        ]
    if by in ("claim size", "size"):
        errors = np.broadcast_to(marginal.average_error, costs.shape)
        found = [own | _premium(marginal.average, errors, weights, costs) for own, weights in ways]
    else:
        errors = np.broadcast_to(marginal.error, marginal.worth.shape)
        found = [
            {"step": label} | own | {"share": share * own.get("share", 1.0)} | _premium(worth, error, weights, costs)
            for label, share, worth, error in zip(
                marginal.labels, marginal.shares.tolist(), marginal.worth, errors, strict=True
            )
            for own, weights in ways
        ]
    return [base | row | {"method": marginal.method} for row in found]


def _premium(worth: FloatArray, error: FloatArray, weights: FloatArray, costs: FloatArray) -> dict[str, Any]:
    """Premium of one more case averaged over outcomes, and per yuan of its cost.

    Outcomes share their luck, so that their errors are added up as they stand: never too small.
    """
    premium, spread, cost = float(worth @ weights), float(error @ weights), float(costs @ weights)
    per_yuan, its_error = (premium / cost, spread / cost) if cost else (float("nan"), float("nan"))
    return {"premium": premium, "per_yuan": per_yuan, "error": spread, "per_yuan_error": its_error}

"""The degree of experience rating: what one more case costs an employer in later premium, per yuan that it cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.build import law_of
from ratefloat.actuarial.cell import RiskCell
from ratefloat.actuarial.histories import simulate_one_more_case
from ratefloat.actuarial.markov import Discount, Valued
from ratefloat.actuarial.policy_chain import PolicyChain
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
EMPLOYERS = 20_000
SEED = 20_260_101


@dataclass(frozen=True, eq=False)
class Marginal:
    """What one more case brings in for one cell, by level and outcome, in the main unit.

    `method` is "exact", or "simulated" with its standard `error`; shares are those of levels in the long run.
    """

    cell: RiskCell
    labels: tuple[int | str, ...]
    shares: FloatArray
    worth: FloatArray
    error: FloatArray
    method: str


@dataclass(frozen=True, eq=False)
class Incentive:
    """What one more case costs in later premium, for some cells under one policy.

    `frame` has one row for each of what was asked for: the present value of further premium of one more case
    (`premium`), the same per yuan that the case cost the fund (`per_yuan`: 0 flat, 1 fully rated by experience),
    their Monte Carlo errors (0 where exact) and the method.
    """

    marginals: tuple[Marginal, ...] = field(repr=False)
    by: By

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
    given: Mapping[str, Any] | None = None, discount: float = 1 / 1.04, valued: Valued = "period start",
) -> Incentive:
    """Later premium brought in by one more case, for employers who are in the long run of a policy.

    Exact where the policy reads sums of losses and cases, streaks and the prior step; else the difference of
    histories on common luck, with and without the case, with its Monte Carlo error.

    Args:
        by: rows of the frame: "claim size", "step", "size" or "all".
        given: constants for what a cell does not have; see `chain`.
        discount: today's value of 1 in a year.
        valued: as of the "period start" of the review period in which the case falls, or of the year of the
            "claim"; only the second compares cycles of different length fairly.
    Raises:
        DataError: no cell, or an unknown `by`.
        UncoveredError: the policy reads what a cell does not have.
    Source: d/dmu E g(S) = E[g(S + X) - g(S)] for a compound Poisson sum S and one more claim X.
    """
    listed = (cells,) if isinstance(cells, RiskCell) else tuple(cells)
    if not listed or by not in ("claim size", "step", "size", "all"):
        raise DataError(f"incentive: {len(listed)} cells by {by!r}; expected cells, by claim size, step, size or all")
    policy.require_complete()
    moment, worth = policy.require_in_force(on), Discount(discount, valued)
    return Incentive(tuple(_marginal(Reading.of(policy, cell, moment, given or {}), worth) for cell in listed), by)


def _marginal(reading: Reading, discount: Discount) -> Marginal:
    try:
        made = PolicyChain(reading, law_of(reading, None))
    except Unsolvable:
        return _simulated(reading, discount)
    worth = made.law.one_more_case(made.premiums, discount)
    return Marginal(reading.cell, made.labels, made.law.stationary, worth, np.zeros_like(worth), "exact")


def _simulated(reading: Reading, discount: Discount) -> Marginal:
    found = simulate_one_more_case(reading, discount, employers=EMPLOYERS, seed=SEED)
    steps = [level.step for level in found.levels]
    plain = None not in steps and len(set(steps)) == len(steps)
    labels = tuple(level.step if plain and level.step is not None else level.text for level in found.levels)
    return Marginal(reading.cell, labels, found.shares, found.worth, found.error, "simulated")


def _rows(marginal: Marginal, by: By) -> list[dict[str, Any]]:
    cell = marginal.cell
    chances = np.asarray([float(outcome.probability) for outcome in cell.severity.outcomes])
    costs = np.asarray(cell.costs) / MINOR
    base = {"risk_class": cell.risk_class, "heads": cell.heads}
    names = [outcome.name for outcome in cell.severity.outcomes]
    if by == "size":
        return [base | _cells(marginal, marginal.shares, chances, costs)]
    unit = np.eye(len(costs))
    if by == "claim size":
        return [
            base | {"outcome": name, "claim": cost, "share": chance} | _cells(marginal, marginal.shares, only, costs)
            for name, cost, chance, only in zip(names, costs.tolist(), chances.tolist(), unit, strict=True)
        ]
    rows = []
    for label, share, level in zip(marginal.labels, marginal.shares.tolist(), np.eye(len(marginal.labels)), strict=True):
        if by == "step":
            rows.append(base | {"step": label, "share": share} | _cells(marginal, level, chances, costs))
            continue
        for name, cost, chance, only in zip(names, costs.tolist(), chances.tolist(), unit, strict=True):
            own = {"step": label, "outcome": name, "claim": cost, "share": share * chance}
            rows.append(base | own | _cells(marginal, level, only, costs))
    return rows


def _cells(marginal: Marginal, levels: FloatArray, outcomes: FloatArray, costs: FloatArray) -> dict[str, Any]:
    """Premium of one more case averaged over levels and outcomes, and per yuan of its cost."""
    premium = float(levels @ marginal.worth @ outcomes)
    # Outcomes share their luck, so their errors are added up as they stand: never too small.
    spread = np.where(levels[:, None] > 0, marginal.error, 0.0) @ outcomes
    error, cost = float(np.sqrt((levels**2) @ spread**2)), float(costs @ outcomes)
    per_yuan, its_error = (premium / cost, error / cost) if cost else (float("nan"), float("nan"))
    return {
        "premium": premium, "per_yuan": per_yuan, "error": error, "per_yuan_error": its_error, "method": marginal.method
    }

"""What figures are made of: additive parts of a policy's totals, per replicate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ratefloat.simulate.run import PolicyRun, Run
from ratefloat.simulate.totals import MEASURES, REPORTED, TRUE, Label, Totals

FloatArray = NDArray[np.float64]
CASES = {"true": TRUE, "reported": REPORTED}
FUND_PARTS = ("reserve", "outgo", "prevention money")


@dataclass(frozen=True, eq=False)
class Parts:
    """The additive parts of one policy's totals; axis 0 counts replicates, or evidence sets.

    `divisor` is the number of replicates that each entry of axis 0 is the sum of.
    """

    run: Run
    one: PolicyRun
    totals: Totals
    divisor: int = 1

    @classmethod
    def central(cls, run: Run, name: str) -> Parts:
        """Those of the central run."""
        return cls(run, run.policies[name], run.policies[name].central)

    @classmethod
    def evidence(cls, run: Run, name: str) -> Parts:
        """Those of the evidence sets."""
        return cls(run, run.policies[name], run.policies[name].evidence, max(run.evidence_replicates, 1))

    def part(self, name: str) -> FloatArray:
        """One part: a measure or what is made of measures, shape (axis 0, years, groups, labels).

        "up", "down" and "moves" are of employers at a review, by the label before it: to a higher step or band, to
        a lower one, and all. "rated" are employers of classes with a base rate; "step" adds the steps of employers,
        nan where a law has none; "base premium" is payroll at the base rate.
        Parts of the whole fund ("reserve" at the end of a year, "outgo", "prevention money") have one group and
        one label.
        """
        if name in FUND_PARTS:
            return self._fund(name)[:, :, None, None]
        return np.asarray(self._of_groups(name) / self.divisor)

    def _of_groups(self, name: str) -> FloatArray:
        totals = self.totals
        if name in CASES or name in MEASURES:
            return totals.measure(*CASES.get(name, (name,))).astype(np.float64)
        if name == "base premium":
            return np.asarray(totals.measure("payroll") * self.one.base[:, None])
        if name == "rated":
            return np.asarray(totals.measure("employers") * (np.nan_to_num(self.one.base) > 0)[:, None], np.float64)
        if name == "step":
            return np.asarray(totals.measure("employers") * _steps(totals.labels))
        return np.asarray((totals.moves * _move_weights(len(totals.labels), name)).sum(axis=-1), np.float64)

    def _fund(self, name: str) -> FloatArray:
        run, policy_years = self.run, slice(self.run.before, None)
        spent = self.totals.spent / self.divisor
        stock = np.zeros(run.before + run.years)
        stock[policy_years] = [run.fund.stock[min(t, len(run.fund.stock) - 1)] for t in range(run.years)]
        if name == "prevention money":
            return np.asarray(spent)
        money = {key: self.totals.measure(key).sum(axis=(2, 3)) / self.divisor for key in ("premium", "paid", "fines")}
        if name == "outgo":
            # What the fund paid for old cases before year 0 is not known.
            stock[: run.before] = np.nan
            return np.asarray(money["paid"] + stock)
        flow = money["premium"] + money["fines"] - money["paid"] - stock - spent
        flow[:, : run.before] = 0
        return np.asarray(run.fund.reserve + flow.cumsum(axis=1))


def _steps(labels: tuple[Label, ...]) -> FloatArray:
    return np.array([np.nan if label.step is None else float(label.step) for label in labels])


def _move_weights(labels: int, name: str) -> FloatArray:
    """What an employer counts for who moves from the label of a row to that of a column; labels stand in order."""
    places = np.arange(labels)
    rise = places[None, :] - places[:, None]
    return np.asarray(np.ones_like(rise) if name == "moves" else rise > 0 if name == "up" else rise < 0, np.float64)

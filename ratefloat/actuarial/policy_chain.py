"""The bonus-malus chain of a float policy for one risk cell, from the policy's own decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.build import law_of
from ratefloat.actuarial.cell import RiskCell
from ratefloat.actuarial.desk import Level
from ratefloat.actuarial.markov import Discount, Law, Valued
from ratefloat.actuarial.reading import Reading
from ratefloat.actuarial.severities import MINOR
from ratefloat.errors import DataError, UncoveredError
from ratefloat.units import percent_text

if TYPE_CHECKING:
    import pandas as pd

    from ratefloat.policy.document import FloatPolicy

FloatArray = NDArray[np.float64]


def chain(
    policy: FloatPolicy, cell: RiskCell, *, on: date | str, lattice: int | str | None = None,
    given: Mapping[str, Any] | None = None,
) -> PolicyChain:
    """The levels that employers of a risk cell go through under a policy, as exact laws.

    Every experience of the window that the policy can tell apart is put before the policy itself, and weighed
    by its exact chance: Poisson cases, money on a lattice, injuries and deaths beside it. Windows that overlap
    keep the years that count again in the state.

    Args:
        on: the day whose rule and base rates are taken for all years.
        lattice: cells of money, or a step such as "1000" in the main unit; by default exact where that is
            affordable, else as fine as is comfortable (see `PolicyChain.lattice`).
        given: constants for what a cell does not have, such as fund months; for an indicator relative to
            peers their average. Flags not given do not stand.
    Raises:
        UncoveredError: the policy reads what a cell does not have, or refuses an experience that can happen.
        DataError: a given name that the policy does not read.

    >>> from ratefloat.actuarial import RiskCell, severity
    >>> from ratefloat.plans import load_plan
    >>> cell = RiskCell(risk_class=4, heads=100, wage="90000", frequency="12‰", severity=severity({"30000": 1}))
    >>> made = chain(load_plan("cn-shenzhen-2018"), cell, on="2020-03-01")
    >>> float(made.stationary.loc[-2].round(6))  # two years without a case: exp(-2.4)
    0.090718
    """
    policy.require_complete()
    reading = Reading.of(policy, cell, policy.require_in_force(on), given or {})
    return PolicyChain(reading, law_of(reading, lattice))


def labels_of(levels: Sequence[Level]) -> tuple[int | str, ...]:
    """The steps of some levels where they tell all, else words.

    >>> labels_of([Level(0, Fraction(1, 100)), Level(1, Fraction(3, 250))])
    (0, 1)
    """
    steps = [level.step for level in levels]
    if None not in steps and len(set(steps)) == len(steps):
        return tuple(step for step in steps if step is not None)
    return tuple(level.text for level in levels)


@dataclass(frozen=True, eq=False)
class PolicyChain:
    """The chain of a policy for one cell; frames and series are labelled by step, money is in the main unit.

    A level is a step with its rate; where a policy has no steps, or several rates for one, labels are words.
    """

    reading: Reading = field(repr=False)
    law: Law = field(repr=False)

    @property
    def levels(self) -> tuple[Level, ...]:
        """Step and rate of each level."""
        return self.law.levels

    @property
    def lattice(self) -> str:
        """How fine an experience is seen, in words."""
        made = self.law.lattice
        exactness = "exact" if made.exact else "costs between two cells are split, their means kept"
        step = f"{made.step / MINOR:,g}"
        counts = "x".join(map(str, made.shape[1:])) or "no"
        kept = f"; {self.law.kept} experiences of a year kept apart" if self.law.kept < made.size else ""
        return f"{made.cells:,} cells of {step}, {counts} counts; {exactness}{kept}"

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What was taken for granted, in words."""
        return self.reading.assumptions

    @cached_property
    def labels(self) -> tuple[int | str, ...]:
        """A label of each level: its step where that tells all."""
        return labels_of(self.levels)

    @cached_property
    def premiums(self) -> FloatArray:
        """The premium of a year by level."""
        return np.asarray([float(level.rate * self.reading.cell.payroll) for level in self.levels]) / MINOR

    @cached_property
    def premium(self) -> pd.Series[float]:
        """The premium of a year by step."""
        return self._series(self.premiums, "premium")

    @cached_property
    def transition(self) -> pd.DataFrame:
        """From the step in force (row) to that after the next review.

        Where windows overlap, steps alone are no Markov chain: then these are the lasting shares.
        """
        import pandas as pd

        return pd.DataFrame(self.law.transition, self._index("prior step"), self._index("step"))

    @cached_property
    def stationary(self) -> pd.Series[float]:
        """The chance of each step in the long run."""
        return self._series(self.law.stationary, "chance")

    def transient(self, *, years: int, start: int | str | None = None) -> pd.DataFrame:
        """The chance of each step in year 0, 1, ..., `years`, from a step in force in year 0.

        The first review comes a cycle after the step came into force. The years before year 0 that its window
        holds were ordinary ones, charged at the step in force in year 0.

        Args:
            start: the step of year 0, or the label of a level where steps do not tell all; step 0 if not given,
                and where there is none the level at the base rate.
        Raises:
            DataError: years are negative.
            UncoveredError: no employer of the cell is ever on that step.
        """
        import pandas as pd

        if years < 0:
            raise DataError(f"years: {years}; expected 0 or more", years=years)
        cycle = self.reading.cycle
        laws = self.law.transient(self._place(start), years // cycle)
        frame = pd.DataFrame(laws[np.arange(years + 1) // cycle], columns=self._index("step"))
        return frame.rename_axis("year")

    def convergence(self, *, years: int, start: int | str | None = None) -> pd.Series[float]:
        """How far the chances are from those of the long run, by year: sum of |difference|, 0 to 2."""
        laws = self.transient(years=years, start=start)
        return (laws - self.stationary).abs().sum(axis=1).rename("total variation")

    @property
    def expected_premium(self) -> float:
        """The premium of a year in the long run."""
        return float(self.law.stationary @ self.premiums)

    @property
    def mean_level(self) -> float:
        """Expected premium as a multiple of that at the base rate."""
        return self.expected_premium / self.base_premium

    @property
    def base_premium(self) -> float:
        """The premium of a year at the base rate."""
        base = self.reading.base_rate
        if base is None:
            raise UncoveredError(f"policy {self.reading.policy.id}: no base table; expected one to measure against")
        return float(base * self.reading.cell.payroll) / MINOR

    @property
    def off_balance(self) -> float:
        """By what all rates would have to be multiplied to bring in as much as the base rate."""
        return self.base_premium / self.expected_premium

    @property
    def relative_stationary_level(self) -> float:
        """Where the expected premium lies between the least (0) and the greatest (1) that can be charged."""
        least, greatest = float(self.premiums.min()), float(self.premiums.max())
        if least == greatest:
            raise DataError("premium: the same at every step; a relative level needs a least and a greatest")
        return (self.expected_premium - least) / (greatest - least)

    @property
    def coefficient_of_variation(self) -> float:
        """Standard deviation of the premium in the long run, relative to its mean: what luck alone does."""
        mean = self.expected_premium
        return float(np.sqrt(self.law.stationary @ (self.premiums - mean) ** 2)) / mean

    @property
    def premium_slope(self) -> float:
        """Derivative of the expected premium by the frequency of cases per head and year."""
        return float(self.law.slope @ self.premiums) * self.reading.cell.heads

    @property
    def elasticity(self) -> float:
        """Percent by which the expected premium rises with one percent more cases; exact, no differences."""
        return float(self.reading.cell.frequency) * self.premium_slope / self.expected_premium

    def one_more_case(self, *, discount: float = 1 / 1.04, valued: Valued = "period start") -> FloatArray:
        """Present value of the premium that one more case brings, shape (levels, outcomes); see `incentive`.

        Args:
            discount: today's value of 1 in a year.
            valued: as of the "period start", or of the year of the "claim".
        """
        return self.law.one_more_case(self.premiums, Discount(discount, valued))

    def _place(self, start: int | str | None) -> int:
        if start is None:
            return self._newcomers()
        if start in self.labels:
            return self.labels.index(start)
        listed = ", ".join(map(str, self.labels[:12]))
        raise UncoveredError(f"step {start!r}: never reached by this cell; expected one of {listed}", step=start)

    def _newcomers(self) -> int:
        if 0 in self.labels:
            return self.labels.index(0)
        rates = [level.rate for level in self.levels]
        if self.reading.base_rate in rates:
            return rates.index(self.reading.base_rate)
        nearest = ", ".join(percent_text(Fraction(round(rate * 10**6), 10**6)) for rate in rates[:6])
        raise UncoveredError(
            f"policy {self.reading.policy.id}: neither step 0 nor the base rate is ever charged; expected start=... "
            f"as one of `labels`, whose rates are about {nearest}{', ...' if len(rates) > 6 else ''}",
        )

    def _index(self, name: str) -> pd.Index[Any]:
        import pandas as pd

        return pd.Index(self.labels, name=name)

    def _series(self, values: FloatArray, name: str) -> pd.Series[float]:
        import pandas as pd

        return pd.Series(values, self._index("step"), name=name)

    def __repr__(self) -> str:
        shares = ", ".join(
            f"{label}: {percent_text(Fraction(round(share * 1000), 1000))}"
            for label, share in list(zip(self.labels, self.law.stationary.tolist(), strict=True))[:12]
        )
        cell = self.reading.cell
        return f"chain of {self.reading.policy.id}, class {cell.risk_class}, {cell.heads} heads: {{{shares}}}"

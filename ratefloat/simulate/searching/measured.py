"""One policy in one risk cell, in the long run: levels, their shares, and what one more case brings in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.build import law_of
from ratefloat.actuarial.desk import Level
from ratefloat.actuarial.histories import simulate_one_more_case
from ratefloat.actuarial.markov import Discount
from ratefloat.actuarial.policy_chain import PolicyChain
from ratefloat.actuarial.reading import Reading
from ratefloat.actuarial.severities import MINOR
from ratefloat.actuarial.solvable import Unsolvable
from ratefloat.simulate.marginal import DRAWN, LATTICE
from ratefloat.simulate.response import Marginal

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Measured:
    """What a policy does in one cell; money in the main unit.

    `shares` of the levels in the long run, shape (levels,); `worth` of one more case, shape (levels, outcomes),
    and its Monte Carlo `error` (0 where exact).
    """

    reading: Reading
    levels: tuple[Level, ...]
    shares: FloatArray
    worth: FloatArray
    error: FloatArray

    @property
    def exact(self) -> bool:
        """Whether it comes from the exact law, and not from drawn histories."""
        return not self.error.any()

    @cached_property
    def rates(self) -> FloatArray:
        """The rate of each level."""
        return np.asarray([float(level.rate) for level in self.levels])

    @property
    def mean_rate(self) -> float:
        """The rate in the long run."""
        return float(self.shares @ self.rates)

    @property
    def variation(self) -> float:
        """Coefficient of variation of the premium over time. All employers of a cell are alike: it is luck alone."""
        mean = self.mean_rate
        # A chance of an exact law may lie a last bit below zero.
        variance = max(float(self.shares @ (self.rates - mean) ** 2), 0.0)
        return float(np.sqrt(variance)) / mean if mean else 0.0

    @property
    def costs(self) -> FloatArray:
        """The cost of each outcome."""
        return np.asarray(self.reading.cell.costs) / MINOR

    @property
    def chances(self) -> FloatArray:
        """The chance of each outcome."""
        return np.asarray([float(outcome.probability) for outcome in self.reading.cell.severity.outcomes])

    def marginal(self, before: FloatArray) -> Marginal:
        """The cell by itself, as behaviour reads it.

        Args:
            before: what one more case brought in under the rule before, shape (outcomes,).
        """
        base = self.reading.base_rate
        relative = self.rates / float(base) if base else np.ones_like(self.rates)
        return Marginal(
            cells=(self.reading.cell,), levels=self.levels, premium=self.worth[None], error=self.error[None],
            before=before[None, None], cost=self.costs[None], chance=self.chances[None], relative=relative[None],
        )


def measure(readings: Sequence[Reading], discount: Discount) -> tuple[Measured, ...]:
    """A policy in each of some cells."""
    return tuple(_measured(reading, discount) for reading in readings)


def _measured(reading: Reading, discount: Discount) -> Measured:
    try:
        law = law_of(reading, None if reading.additive else LATTICE)
    except Unsolvable:
        drawn = simulate_one_more_case(reading, discount, employers=DRAWN, seed=1)
        return Measured(reading, drawn.levels, drawn.shares, drawn.worth, np.nan_to_num(drawn.error))
    worth = law.one_more_case(PolicyChain(reading, law).premiums, discount)
    return Measured(reading, law.levels, np.asarray(law.stationary), worth, np.zeros_like(worth))

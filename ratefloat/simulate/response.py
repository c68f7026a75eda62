"""Between rule and employer: what one more case costs in premium, and what employers do about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.cell import RiskCell
from ratefloat.actuarial.desk import Level
from ratefloat.actuarial.severities import Outcome

FloatArray = NDArray[np.float64]
Mask = NDArray[np.bool_]

KINDS = ("medical only", "no grade", "grade 7 to 10", "grade 1 to 6", "death")
"""How cases are counted, from light to grave."""


def kind_of(outcome: Outcome) -> int:
    """The place of an outcome among `KINDS`.

    >>> KINDS[kind_of(Outcome(name="grade 6", probability=1, grade=6))]
    'grade 1 to 6'
    """
    if outcome.death:
        return 4
    if outcome.grade is not None:
        return 2 if outcome.grade >= 7 else 3
    return 0 if outcome.name == "medical only" else 1


@dataclass(frozen=True, eq=False)
class Marginal:
    """What one more reported case brings in later premium under a policy, from the policy itself.

    Money in the main unit. `premium` and its Monte Carlo error (0 where exact) have shape
    (cells, levels, outcomes); `before` is the same under the rule before, with 1 in the place of levels where it
    is an average over them; `cost` and `chance` of each outcome have shape (cells, outcomes), and so has `seen`, the
    chance that a true case is reported (None: always); `relative` is the rate of a level as a multiple of the base
    rate, shape (cells, levels).
    """

    cells: tuple[RiskCell, ...]
    levels: tuple[Level, ...]
    premium: FloatArray
    error: FloatArray
    before: FloatArray
    cost: FloatArray
    chance: FloatArray
    relative: FloatArray
    seen: FloatArray | None = None

    @cached_property
    def degree(self) -> FloatArray:
        """Degree of experience rating: later premium per yuan that true cases cost, over all outcomes.

        A case that is not reported costs no premium. Shape (cells, levels).
        """
        return self.averaged(self.premium)

    @cached_property
    def degree_before(self) -> FloatArray:
        """The same under the rule before, shape (cells, levels) or (cells, 1)."""
        return self.averaged(self.before)

    def averaged(self, premium: FloatArray) -> FloatArray:
        """A premium by outcome, (cells, levels, outcomes), per yuan that true cases cost."""
        told = self.chance if self.seen is None else self.chance * self.seen
        cost = (self.cost * self.chance).sum(axis=1)
        return np.asarray((premium * told[:, None, :]).sum(axis=2) / cost[:, None])

    @property
    def per_yuan(self) -> FloatArray:
        """Later premium per yuan of cost of a case of each outcome, shape (cells, levels, outcomes)."""
        return self.premium / self.cost[:, None, :]

    @property
    def per_yuan_before(self) -> FloatArray:
        """The same under the rule before."""
        return self.before / self.cost[:, None, :]

    @property
    def as_before(self) -> Marginal:
        """The same employers under the rule before."""
        premium = np.broadcast_to(self.before, self.premium.shape)
        return replace(self, premium=premium, error=np.zeros_like(premium), relative=np.ones_like(self.relative))

    @property
    def surcharged(self) -> Mask:
        """Whether a level is dearer than the base rate, shape (cells, levels)."""
        return np.asarray(self.relative > 1)


@dataclass(frozen=True, eq=False)
class Response:
    """What employers do, as tables that the engine looks up; nothing at all by default.

    The true hazard of an employer moves towards exp(`target`) times its latent one (0 for nothing), by the share
    `speed` of the way each year; `target` is of those who know the rule, `unaware` of those who answer only to
    the premium they were sent, both of shape (cells, levels). `report` is the chance that a true case is
    reported, `relabel` that a reported one is recorded as the lightest outcome, both (cells, levels, outcomes).
    `declared` is the share of payroll declared, (cells, levels). `found` is the chance that a hidden case is
    found by inspection, `fine` what the employer then pays per yuan of its cost. `money` is the share of last
    year's premium spent on prevention, and `yield_` the fall of the log hazard of everybody per 1 % so spent.
    """

    target: FloatArray
    unaware: FloatArray
    report: FloatArray
    relabel: FloatArray
    declared: FloatArray
    aware: float = 1.0
    speed: float = 1.0
    found: float = 0.0
    fine: float = 0.0
    money: float = 0.0
    yield_: float = 0.0

    @classmethod
    def none(cls, cells: int, levels: int, outcomes: int) -> Response:
        """No answer: every case true to its latent hazard, reported, and all payroll declared."""
        still, full = np.zeros((cells, levels)), np.ones((cells, levels, outcomes))
        return cls(target=still, unaware=still, report=full, relabel=np.zeros_like(full), declared=np.ones_like(still))

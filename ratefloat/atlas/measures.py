"""What a law does to the reference employer of one size: incentives by outcome, luck, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from math import nan, prod, sqrt

import numpy as np

from ratefloat.actuarial import Discount, Incentive, Simulate, incentive
from ratefloat.actuarial.fortune import luck
from ratefloat.actuarial.incentives import Exact, Marginal
from ratefloat.actuarial.memory_law import MemoryLaw
from ratefloat.actuarial.reading import Reading
from ratefloat.atlas.drawn_luck import HETEROGENEITY, drawn_luck
from ratefloat.atlas.reference import DISCOUNT, HIDEABLE, OUTCOMES
from ratefloat.atlas.subject import Subject
from ratefloat.errors import RatefloatError

SIMULATE = Simulate(employers=4000, seed=20240101)
"""Histories drawn where a law has no exact chain."""
FLAT = 1e-9
"""A variation of the premium below which there is none."""
MOST_LUCK = 3_000
"""The most pairs of remembered years and new experiences for which luck is worked out exactly: a second or so."""


@dataclass(frozen=True, eq=False)
class Measured:
    """A subject with so many heads; nothing is found where the law has no rate for some experience, as `why` says."""

    subject: Subject = field(repr=False)
    heads: int
    found: Incentive | None
    why: str = ""

    @property
    def marginal(self) -> Marginal | None:
        """What one more case brings in."""
        return None if self.found is None else self.found.marginals[0]

    @property
    def method(self) -> str:
        """"exact", "exact on a lattice", "simulated" or "none"."""
        return "none" if self.marginal is None else self.marginal.method

    def degree(self, names: Sequence[str]) -> tuple[float, float]:
        """Later premium per yuan of cases with some outcomes, as they happen, and its Monte Carlo error."""
        marginal = self.marginal
        if marginal is None:
            return nan, nan
        outcomes = marginal.cell.severity.outcomes
        chances = np.asarray([float(o.probability) if o.name in names else 0.0 for o in outcomes])
        cost = float(chances @ np.asarray(marginal.cell.costs)) / 100
        errors = np.broadcast_to(marginal.average_error, chances.shape)
        return float(chances @ marginal.average) / cost, float(chances @ errors) / cost

    @property
    def rho(self) -> tuple[float, float]:
        """Degree of experience rating over all cases, deaths among them: what prevention can earn; and its error."""
        return self.degree([name for name, *_ in OUTCOMES])

    @property
    def hiding(self) -> tuple[float, float]:
        """The same over the cases that can be hidden."""
        return self.degree(HIDEABLE)

    @property
    def hidden_share(self) -> float:
        """The share of all later premium of cases that falls on those that can be hidden; nan where there is none."""
        marginal = self.marginal
        if marginal is None:
            return nan
        outcomes = marginal.cell.severity.outcomes
        parts = np.asarray([float(o.probability) for o in outcomes]) * marginal.average
        light = float(sum(part for part, o in zip(parts, outcomes, strict=True) if o.name in HIDEABLE))
        return light / float(parts.sum()) if float(parts.sum()) > 1e-9 else nan

    @property
    def variation(self) -> float:
        """Coefficient of variation of the premium of an employer of exactly average risk."""
        marginal = self.marginal
        if marginal is None:
            return nan
        if isinstance(marginal, Exact):
            return marginal.chain.coefficient_of_variation
        rates = np.asarray([float(level.rate) for level in marginal.found.levels])
        mean = float(marginal.shares @ rates)
        return sqrt(float(marginal.shares @ (rates - mean) ** 2)) / mean

    @cached_property
    def explained(self) -> tuple[float, float]:
        """The share of the variance of premium levels that risk explains, and its Monte Carlo error.

        Simulated where the law has no exact chain, or one that takes long; nan where all pay the same.
        """
        marginal = self.marginal
        if marginal is None or self.variation < FLAT:
            return nan, nan
        subject, given = self.subject, self.subject.given(self.heads)
        cell = subject.cell(self.heads)
        if isinstance(marginal, Exact) and _pairs(marginal) <= MOST_LUCK:
            with suppress(RatefloatError):
                found = luck(subject.policy, cell, on=subject.on, heterogeneity=HETEROGENEITY, given=given)
                return found.explained, 0.0
        try:
            return drawn_luck(Reading.of(subject.policy, cell, subject.on, given), seed=SIMULATE.seed)
        except RatefloatError:
            return nan, nan


def _pairs(marginal: Exact) -> int:
    """Pairs of remembered years and new experiences."""
    law = marginal.chain.law
    return prod(law.old) * law.kept if isinstance(law, MemoryLaw) else 0


def measured(subject: Subject, heads: int) -> Measured:
    """The measures of a subject with so many heads."""
    try:
        found = incentive(
            subject.policy, subject.cell(heads), on=subject.on, by="claim size", given=subject.given(heads),
            discount=Discount(DISCOUNT, "claim"), simulated=SIMULATE,
        )
    except RatefloatError as error:
        return Measured(subject, heads, None, str(error))
    return Measured(subject, heads, found)

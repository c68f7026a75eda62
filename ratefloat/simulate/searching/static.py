"""What central behaviour would do where levels have settled: a static approximation, without a way there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ratefloat.simulate.behaviour.behaviour import Behaviour
from ratefloat.simulate.response import Response
from ratefloat.simulate.searching.measured import Measured

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Answered:
    """Cases of a year in a cell, before and after, true and reported."""

    true_before: float
    true_after: float
    reported_before: float
    reported_after: float

    def __add__(self, other: Answered) -> Answered:
        return Answered(
            self.true_before + other.true_before, self.true_after + other.true_after,
            self.reported_before + other.reported_before, self.reported_after + other.reported_after,
        )

    @property
    def true_injuries(self) -> float:
        """The relative change of true injuries."""
        return self.true_after / self.true_before - 1 if self.true_before else 0.0

    @property
    def reported_injuries(self) -> float:
        """The relative change of reported injuries."""
        return self.reported_after / self.reported_before - 1 if self.reported_before else 0.0

    @property
    def reporting(self) -> float:
        """The change of the share of true cases that is known, in shares."""
        if not self.true_after or not self.true_before:
            return 0.0
        return self.reported_after / self.true_after - self.reported_before / self.true_before


def answered(found: Measured, behaviour: Behaviour, cases: float, before: FloatArray) -> Answered:
    """What employers of a cell do at the central parameters once levels have settled at their shares today.

    That fewer cases in turn move the shares is left out.
    """
    marginal, outcomes = found.marginal(before), found.reading.cell.severity.outcomes
    now = behaviour.response(marginal, outcomes, behaviour.central())
    earlier = behaviour.response(marginal.as_before, outcomes, behaviour.central())
    moved = found.shares * _moved(now)
    known, known_before = (found.shares * _known(r, found.chances) for r in (now, earlier))
    return Answered(
        cases, cases * float(moved.sum()), cases * float(known_before.sum()), cases * float(known @ _moved(now))
    )


def _moved(response: Response) -> FloatArray:
    """The hazard at each level as a multiple of the latent one."""
    shift = np.exp(-100 * response.money * response.yield_)
    known, unknown = np.exp(response.target[0]), np.exp(response.unaware[0])
    return np.asarray(shift * (response.aware * known + (1 - response.aware) * unknown))


def _known(response: Response, chances: FloatArray) -> FloatArray:
    """The share of cases at each level that is reported, or hidden and found."""
    report = response.report[0]
    return np.asarray((report + (1 - report) * response.found) @ chances)

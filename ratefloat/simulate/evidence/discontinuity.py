"""California's newly rated small employers, drawn by chance and found again by a regression discontinuity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ratefloat.actuarial.edge_effects.discontinuity import discontinuity
from ratefloat.actuarial.edge_effects.jump import Jump
from ratefloat.actuarial.edge_effects.places import Places
from ratefloat.errors import DataError
from ratefloat.simulate.behaviour.behaviour import Behaviour
from ratefloat.simulate.behaviour.prevention import Prevention
from ratefloat.simulate.evidence.degrees import california as degree_at_threshold
from ratefloat.simulate.evidence.setting import answer, setting

CASES = 0.5
"""Claims to be expected of a firm at the threshold in the years looked at: an illustration, it sets the error only."""
SHAPE = 2.5
"""Gamma shape of a firm's own risk."""


@dataclass(frozen=True, eq=False)
class Rediscovered:
    """The jump of log claims at the threshold: imposed by the behaviour, and estimated from what was drawn."""

    rho: float
    imposed: float
    jump: Jump

    @property
    def z(self) -> float:
        """How many standard errors the estimate lies off what was imposed."""
        return (self.jump.value - self.imposed) / self.jump.error

    def __repr__(self) -> str:
        return (
            f"imposed {self.imposed:+.4f} at rho {self.rho:.3f}; found {self.jump.value:+.4f} "
            f"(standard error {self.jump.error:.4f}); observed -0.128 to -0.088"
        )


def california(
    behaviour: Behaviour | None = None, *, rho: float | None = None, firms: int = 100_000, seed: int = 7
) -> Rediscovered:
    """Firms around the threshold of eligibility, those above it rated: draw their claims, estimate the jump.

    Firms lie evenly in log expected losses from 0.6 below to 0.6 above the threshold, each with a risk of its own.
    Those above answer with the full prevention of the behaviour; claims are all reported, as the study found.

    Args:
        behaviour: by default prevention at its central values.
        rho: of a rated firm at the threshold; by default from the split plan.
    Raises:
        DataError: fewer than 1000 firms.

    >>> found = california(Prevention(elasticity=0), firms=20_000)
    >>> found.imposed, abs(found.z) < 3
    (0.0, True)
    """
    if firms < 1000:
        raise DataError(f"california: {firms} firms; expected 1000 or more")
    chosen = Prevention() if behaviour is None else behaviour
    degree = degree_at_threshold(7000, expected_ratio=0.8) if rho is None else rho
    imposed = float(answer(chosen, setting(degree)).target[0, 0])
    draw = np.random.Generator(np.random.PCG64(seed))
    distance = draw.uniform(-0.6, 0.6, firms)
    expected = CASES * np.exp(distance)
    risk = draw.gamma(SHAPE, 1 / SHAPE, firms) * np.exp(np.where(distance >= 0, imposed, 0.0))
    claims = draw.poisson(expected * risk)
    return Rediscovered(degree, imposed, discontinuity(Places.of(distance), claims, expected, bandwidth=0.6))

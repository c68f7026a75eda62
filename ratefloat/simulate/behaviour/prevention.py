"""Prevention: true injuries answer to what an injury costs the employer."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any, ClassVar

import numpy as np

from ratefloat.simulate.behaviour.behaviour import Asked, Part
from ratefloat.simulate.behaviour.parameter import FloatArray, Range
from ratefloat.simulate.response import Marginal

_ELASTICITY = Range(
    0.1, 0.4, 1.0, least=0, mark="C",
    source="from California, Netherlands, France, Moore and Viscusi 1989, Bruce and Atkins 1993; shaded for bias",
)
_KAPPA = Range(
    0.5, 1.0, 3.0, least=0.01, mark="U", source="literature on indirect costs of an injury, ratios of 0.5 to 4 known"
)
_LAG = Range(
    0.5, 2.0, 4.0, least=0, mark="U",
    source="Tompa, McLeod and Mustard 2016: prospective plans act slower but persist; values unsure",
)
_AWARE = Range(0.1, 0.4, 0.8, least=0, most=1, mark="U", source="Koning 2009: weak effect ex ante; values unsure")
_ASYMMETRY = Range(
    1.0, 1.5, 3.0, least=1, most=inf, mark="U",
    source="Lengagne 2016: stronger answer to increases; values unsure",
)


@dataclass(frozen=True, repr=False)
class Prevention(Part):
    """The true hazard moves with the cost of an injury: uninsured cost plus later premium, per yuan of benefit.

    ln hazard goes to -elasticity x ln((kappa + rho) / (kappa + rho before)), rho being the degree of experience
    rating of the employer's cell and level; each year by the share 1 - exp(-1 / lag) of the way. A fall at a level
    above the base rate is multiplied by `asymmetry`, a rise is not, so that more rho never means more injuries.
    Employers who do not know the rule (1 - `aware`) answer only at levels above the base rate. Where one more case
    would lower the premium, kappa + rho is taken as no less than half of kappa.

    Args:
        elasticity: of the hazard with respect to the employer's cost of an injury.
        kappa: uninsured cost of an injury as a multiple of its insured cost.
        lag: years in which 63 % of the way is gone.
        aware: share of employers who know the rule before they are charged under it.
        asymmetry: how much stronger the fall is at surcharged levels.
    Source: cost minimisation with constant elasticity, -hazard'(effort) (kappa + rho) cost = 1.

    >>> Prevention(elasticity=0.4, kappa=1).parameters()["prevention.kappa"].central
    1.0
    """

    name: ClassVar[str] = "prevention"
    says: ClassVar[str] = "how the true hazard moves"
    place: ClassVar[int] = 0

    elasticity: Range | float = _ELASTICITY
    kappa: Range | float = _KAPPA
    lag: Range | float = _LAG
    aware: Range | float = _AWARE
    asymmetry: Range | float = _ASYMMETRY

    def answer(self, asked: Asked) -> dict[str, Any]:
        """Targets, awareness and speed."""
        own, marginal = asked.own, asked.marginal
        kappa, degree_before = own["kappa"], marginal.degree_before
        now = np.maximum(kappa + degree_before + _change(marginal), kappa / 2)
        before = np.maximum(kappa + degree_before, kappa / 2)
        move = -own["elasticity"] * np.log(now / before) + 0.0
        target = np.where(marginal.surcharged & (move < 0), own["asymmetry"] * move, move)
        return {
            "target": target,
            "unaware": np.where(marginal.surcharged, target, 0.0),
            "aware": own["aware"],
            "speed": float(-np.expm1(-1 / own["lag"])) if own["lag"] > 0 else 1.0,
        }


def _change(marginal: Marginal) -> FloatArray:
    """How much the degree of experience rating moves, (cells, levels); exactly 0 where no premium moves.

    The difference of two degrees would not do: sums of the same numbers in another order differ in the last bit.
    """
    return marginal.averaged(marginal.premium - marginal.before)

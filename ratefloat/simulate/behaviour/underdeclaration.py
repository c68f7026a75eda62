"""Under-declaration: payroll that is not declared, more of it where the rate is high."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ratefloat.simulate.behaviour.behaviour import Asked, Part
from ratefloat.simulate.behaviour.parameter import Range

_LEAST = 0.1
_BASE = Range(1.0, 1.0, 1.0, "U", "no share of undeclared payroll is known; 1 leaves payroll as given", least=0, most=1)
_ELASTICITY = Range(0.0, 0.1, 0.3, "U", "a guess; no estimate for premiums of work-injury insurance", least=0)


@dataclass(frozen=True, repr=False)
class Underdeclaration(Part):
    """The declared share of payroll falls with the rate: base x (rate / base rate)^-elasticity, from 0.1 to 1.

    A rate of zero leaves nothing to hide from: all is declared.

    Args:
        base: share declared at the base rate.
        elasticity: of the declared share with respect to the rate.

    >>> Underdeclaration(elasticity=0.1).central()
    {'underdeclaration.base': 1.0, 'underdeclaration.elasticity': 0.1}
    """

    name: ClassVar[str] = "underdeclaration"
    says: ClassVar[str] = "what payroll is declared"
    place: ClassVar[int] = 3

    base: Range | float = _BASE
    elasticity: Range | float = _ELASTICITY

    def answer(self, asked: Asked) -> dict[str, Any]:
        """The table of declared shares."""
        relative = asked.marginal.relative
        rated = np.where(relative > 0, relative, 1.0)
        declared = np.clip(asked.own["base"] * rated ** -asked.own["elasticity"], _LEAST, 1.0)
        return {"declared": np.where(relative > 0, declared, 1.0)}

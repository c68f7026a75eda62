"""Inspection: hidden cases are found, and cost a fine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from ratefloat.simulate.behaviour.behaviour import Asked, Part
from ratefloat.simulate.behaviour.parameter import Range

_FOUND = Range(0.02, 0.1, 0.3, "U", "a guess; no rate of detection is known", least=0, most=1)
_FINE = Range(0.0, 1.0, 3.0, "U", "a guess; 1 is a fine as large as the case", least=0)


@dataclass(frozen=True, repr=False)
class Inspection(Part):
    """Some hidden cases are found: they count as reported, and the employer pays a fine.

    Fear of it works before: the expected fine, found x fine per yuan of the case, is taken off the gain of hiding
    in `Hiding` and added to its cost in `RationalHiding`.

    Args:
        found: chance that a hidden case is found.
        fine: what is then paid, as a multiple of the cost of the case.

    >>> Inspection(found=0.2, fine=2).central()
    {'inspection.found': 0.2, 'inspection.fine': 2.0}
    """

    name: ClassVar[str] = "inspection"
    says: ClassVar[str] = "which hidden cases are found"
    place: ClassVar[int] = 5

    found: Range | float = _FOUND
    fine: Range | float = _FINE

    def answer(self, asked: Asked) -> dict[str, Any]:
        """Chance and fine."""
        return {"found": asked.own["found"], "fine": asked.own["fine"]}

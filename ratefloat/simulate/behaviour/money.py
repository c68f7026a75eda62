"""Prevention money: the fund pays for prevention out of last year's premium."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from ratefloat.simulate.behaviour.behaviour import Asked, Part
from ratefloat.simulate.behaviour.parameter import Range

_SHARE = Range(
    0.03, 0.03, 0.03, "S", "notice 2017-13: at most 3 % of last year's premium, 5 % in one province with consent",
    least=0, most=0.05,
)
_YIELD = Range(
    0.0, 0.01, 0.031, "U",
    "a guess; high from Elsler 2010, German butchers: -0.154 at a bonus of up to 5 %, not randomised", least=0,
)


@dataclass(frozen=True, repr=False)
class PreventionMoney(Part):
    """Prevention paid by the fund: a share of last year's premium, and what it does to everybody's hazard.

    Args:
        share: of last year's premium, at most 5 %.
        yields: fall of the log hazard for each 1 % of premium spent.

    >>> PreventionMoney(share=0.02).central()
    {'prevention money.share': 0.02, 'prevention money.yields': 0.01}
    """

    name: ClassVar[str] = "prevention money"
    says: ClassVar[str] = "what the fund spends on prevention"
    place: ClassVar[int] = 4

    share: Range | float = _SHARE
    yields: Range | float = _YIELD

    def answer(self, asked: Asked) -> dict[str, Any]:
        """Share and yield."""
        return {"money": asked.own["share"], "yield_": asked.own["yields"]}

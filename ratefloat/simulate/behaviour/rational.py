"""Rational hiding: an employer pays a case itself where that is cheaper than the premium."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ratefloat.simulate.behaviour.behaviour import Asked, Part
from ratefloat.simulate.behaviour.parameter import Range
from ratefloat.simulate.response import KINDS, kind_of

_GRAVE = KINDS.index("grade 1 to 6")
_SHARE = Range(0.05, 0.2, 0.5, "U", "a guess; no share of calculating employers is known", least=0, most=1)
_OWN = Range(
    0.5, 1.0, 1.0, "U", "a guess; 1 where the employer bears the whole case, less where the worker bears a part",
    least=0, most=1,
)


@dataclass(frozen=True, repr=False)
class RationalHiding(Part):
    """Some employers report a case only if its premium is no more than what hiding it would cost them.

    The case is kept where later premium > cost x (`own` + found x fine), the last from `Inspection`. Deaths and
    grades 1 to 6 are always reported. An alternative to `Hiding`: all else is reported in full.

    Args:
        share: of employers who reckon so.
        own: what the employer pays of a case that it keeps, as a share of the insured cost.
    Source: hunger for bonus, Lemaire 1995, with one retention by outcome.

    >>> RationalHiding(share=0.2).central()["rational hiding.share"]
    0.2
    """

    name: ClassVar[str] = "rational hiding"
    says: ClassVar[str] = "what is reported"
    place: ClassVar[int] = 2

    share: Range | float = _SHARE
    own: Range | float = _OWN

    def answer(self, asked: Asked) -> dict[str, Any]:
        """The table of reports."""
        light = np.asarray([kind_of(outcome) < _GRAVE for outcome in asked.outcomes])
        kept = light & (asked.marginal.premium > asked.marginal.cost[:, None, :] * (asked.own["own"] + asked.guard))
        return {"report": np.where(kept, 1 - asked.own["share"], 1.0)}

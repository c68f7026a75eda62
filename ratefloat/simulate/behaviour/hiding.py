"""Hiding: which true cases are reported, by gravity, and how that moves with the premium that a report costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from ratefloat.errors import DataError, DefinitionError
from ratefloat.simulate.behaviour.behaviour import Asked, Part, ranged
from ratefloat.simulate.behaviour.parameter import Range
from ratefloat.simulate.response import KINDS, kind_of

HIDEABLE = KINDS[:4]
"""A death cannot be hidden."""

_SURVEYS = "Shannon and Lowe 2002, Manitoba 2013"


def _level(low: float, central: float, high: float, mark: str, source: str) -> Range:
    return Range(low, central, high, mark, source, least=0, most=1, shared="hiding.baseline")


def _slope(low: float, central: float, high: float) -> Range:
    source = "ordering by gravity: Shannon and Lowe 2002; values unsure"
    return Range(low, central, high, "U", source, most=0, shared="hiding.slope")


BASELINES = {
    "medical only": _level(0.40, 0.55, 0.75, "S", "surveys and linked records of several countries"),
    "no grade": _level(0.60, 0.70, 0.85, "S", f"more than five days lost: {_SURVEYS}"),
    "grade 7 to 10": _level(0.80, 0.92, 0.98, "U", "a guess between lost time and death"),
    "grade 1 to 6": _level(0.95, 0.995, 1.0, "U", "a guess between lost time and death"),
}
SLOPES = {
    "medical only": _slope(-0.1, -0.3, -0.6),
    "no grade": _slope(-0.05, -0.15, -0.3),
    "grade 7 to 10": _slope(-0.02, -0.05, -0.15),
    "grade 1 to 6": _slope(0.0, 0.0, -0.02),
}
_RELABELLED = Range(
    0.0, 0.0, 0.0, "U", "none known for China; 1 makes Ontario's pattern (Tompa 2012)", least=0, most=1
)

Given = Range | float
ByKind = Mapping[str, Given] | Given | None


@dataclass(frozen=True, repr=False)
class Hiding(Part):
    """The chance that a true case is reported: a level by gravity, falling with what the report costs in premium.

    report = min(1, baseline x exp(slope x (premium per yuan of the case - the same before))). A gain from hiding is
    first reduced by the expected fine of `Inspection`, at most to none. Of the answer, the share `relabelled` goes
    into recording the case as the lightest kind instead of not reporting it; a case that already is of the
    lightest kind is then simply reported. Deaths are always reported. All baselines are drawn at one common
    quantile and all slopes at another: whether they move together is not known, and this keeps their order.

    Args:
        baseline: chance of a report under the rule before, for all kinds or by kind; left out kinds keep theirs.
        slope: change of ln(chance) per unit of premium per yuan, 0 or less, likewise.
        relabelled: share of the answer that is relabelling.
    Raises:
        DefinitionError: an unknown kind or a number out of bounds.
        DataError: an outcome that costs nothing, when it is asked for its response.

    >>> Hiding(baseline=1, slope={"no grade": -0.2}).central()["hiding.slope.no grade"]
    -0.2
    """

    name: ClassVar[str] = "hiding"
    says: ClassVar[str] = "what is reported"
    place: ClassVar[int] = 1

    baseline: ByKind = None
    slope: ByKind = None
    relabelled: Given = _RELABELLED

    def __post_init__(self) -> None:
        for name in ("baseline", "slope"):
            given = getattr(self, name)
            if isinstance(given, Mapping):
                object.__setattr__(self, name, dict(given))
        super().__post_init__()

    @cached_property
    def ranges(self) -> dict[str, Range]:
        """The range of each parameter by its own name."""
        found = _by_kind("baseline", self.baseline, BASELINES) | _by_kind("slope", self.slope, SLOPES)
        return found | {"relabelled": ranged(self.relabelled, _RELABELLED, what="hiding.relabelled")}

    def __hash__(self) -> int:
        return hash(tuple(self.ranges.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hiding) and self.ranges == other.ranges

    @property
    def text(self) -> str:
        """The code that builds the channel."""
        given = [(field.name, getattr(self, field.name)) for field in fields(self)]
        shown = [f"{name}={value!r}" for name, value in given if value is not None and value is not _RELABELLED]
        return f"Hiding({', '.join(shown)})"

    def answer(self, asked: Asked) -> dict[str, Any]:
        """The tables of reports and relabelling."""
        own, kinds = asked.own, [kind_of(outcome) for outcome in asked.outcomes]
        baseline = np.asarray([own.get(f"baseline.{KINDS[kind]}", 1.0) for kind in kinds])
        slope = np.asarray([own.get(f"slope.{KINDS[kind]}", 0.0) for kind in kinds])
        _require_cost(asked)
        change = asked.marginal.per_yuan - asked.marginal.per_yuan_before
        gain = np.where(change > 0, np.maximum(change - asked.guard, 0.0), change)
        honest = np.minimum(1.0, baseline * np.exp(slope * gain))
        answer = np.maximum(baseline - honest, 0.0) * own["relabelled"]
        report = honest + answer
        lightest = np.asarray(kinds) == min(kinds)
        moved = np.divide(answer, report, out=np.zeros_like(report), where=report > 0)
        return {"report": np.minimum(report, 1.0), "relabel": np.where(lightest, 0.0, moved)}


def _require_cost(asked: Asked) -> None:
    costs = asked.marginal.cost.min(axis=0).tolist()
    free = [outcome.name for outcome, cost in zip(asked.outcomes, costs, strict=True) if cost <= 0]
    if free:
        raise DataError(
            f"hiding: outcome {free[0]!r} costs nothing in some cells; expected a cost, for hiding "
            "answers to premium per yuan of it",
            outcome=free[0],
        )


def _by_kind(what: str, given: ByKind, known: Mapping[str, Range]) -> dict[str, Range]:
    chosen = dict(given) if isinstance(given, Mapping) else {} if given is None else dict.fromkeys(HIDEABLE, given)
    unknown = [kind for kind in chosen if kind not in known]
    if unknown:
        raise DefinitionError(
            f"hiding.{what}: unknown kind {unknown[0]!r}; expected {', '.join(HIDEABLE)} (a death cannot be hidden)",
            what=what, kind=unknown[0],
        )
    return {
        f"{what}.{kind}": ranged(chosen[kind], default, what=f"hiding.{what}.{kind}") if kind in chosen else default
        for kind, default in known.items()
    }

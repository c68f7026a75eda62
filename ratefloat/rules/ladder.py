"""Ladders: what a step is worth, as a factor, in points by class, or as an absolute rate."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from ratefloat.errors import DefinitionError
from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.rule import Rule
from ratefloat.rules.values import Values
from ratefloat.rules.words import value_words
from ratefloat.units import exact, percent_text

Rungs = tuple[tuple[int, Fraction], ...]
ALL = "all"


def classes_of(text: str) -> tuple[int, ...] | None:
    """The risk classes that a key such as "1", "2-8" or "2, 3" names; "all" is None.

    >>> classes_of("2-4"), classes_of("1, 8")
    ((2, 3, 4), (1, 8))
    """
    if text == ALL:
        return None
    found: list[int] = []
    try:
        for part in text.split(","):
            low, _, high = part.partition("-")
            named = range(int(low), int(high or low) + 1)
            if not named:
                raise ValueError(part)
            found += named
    except ValueError:
        raise DefinitionError(f'classes {text!r}: expected such as "1", "2-8" or "2, 3"') from None
    return tuple(found)


def _rungs(value: Any) -> Rungs:
    pairs = value.items() if isinstance(value, Mapping) else value
    rungs = tuple(sorted((_step(step), exact(worth)) for step, worth in pairs))
    for (one, _), (two, _) in pairwise(rungs):
        if one == two:
            raise DefinitionError(f"ladder: step {one} stands twice; expected each step once", step=one)
    return rungs


def _step(key: Any) -> int:
    step = exact(key, what="step")
    if step.denominator != 1:
        raise DefinitionError(f"step {key!r}: no whole step; expected such as -1, 0 or 2", step=key)
    return int(step)


def _by_class(value: Any) -> Any:
    if isinstance(value, Mapping):
        keyed = value if any(isinstance(v, Mapping) for v in value.values()) else {ALL: value}
        return tuple((str(key), _rungs(rungs)) for key, rungs in keyed.items())
    return value


def _written(value: tuple[tuple[str, Rungs], ...]) -> Any:
    tables = {key: {str(step): percent_text(worth) for step, worth in rungs} for key, rungs in value}
    return tables[ALL] if set(tables) == {ALL} else tables


ByClass = Annotated[
    tuple[tuple[str, Rungs], ...],
    BeforeValidator(_by_class),
    PlainSerializer(_written, return_type=Any),
    WithJsonSchema({"type": "object", "description": "step -> percent, or classes -> step -> percent"}),
]


class LadderRule(Rule):
    """A table from steps to what they are worth, one for all classes or one for some classes each."""

    takes: ClassVar[tuple[Stage | None, ...]] = ("step",)
    converts: ClassVar[bool] = True

    steps: ByClass

    def model_post_init(self, context: Any) -> None:
        seen: set[int | None] = set()
        for key, rungs in self.steps:
            if not rungs:
                raise DefinitionError(f"{self.name}: no steps for classes {key}; expected at least one")
            for risk_class in classes_of(key) or (None,):
                if risk_class in seen:
                    raise DefinitionError(f"{self.name}: class {risk_class} has two ladders; expected one")
                seen.add(risk_class)
        if None in seen and len(seen) > 1:
            raise DefinitionError(f"{self.name}: a ladder of all classes beside others; expected one or the other")

    def tables(self) -> dict[int | None, dict[Fraction, Fraction]]:
        """The ladder of each class; None is the ladder of all classes."""
        found: dict[int | None, dict[Fraction, Fraction]] = {}
        for key, rungs in self.steps:
            for risk_class in classes_of(key) or (None,):
                found[risk_class] = {Fraction(step): worth for step, worth in rungs}
        return found

    def rungs(self) -> dict[int | None, tuple[int, ...]]:
        """The steps of each class's ladder."""
        return {risk_class: tuple(sorted(map(int, table))) for risk_class, table in self.tables().items()}

    def worth(self, value: Values, rows: Rows) -> Values:
        """What each row's step is worth; a step off the ladder is refused."""
        tables = self.tables()
        if None in tables:
            whole = tables[None]
            missing = value.mask(lambda step: step not in whole)
            found = value.map(lambda step: whole.get(step, Fraction(0)))
        else:
            classes = rows.column("risk_class").pooled()
            known = Values.of([0, 1])
            missing = ~value.combine(
                classes, lambda step, c: known.pool[int(step in tables.get(int(c), {}))]
            ).mask(bool)
            found = value.combine(classes, lambda step, c: tables.get(int(c), {}).get(step, Fraction(0)))
        if np.any(missing):
            rows.refuse(missing, f"the step is not on the ladder ({self.name}); write stay_on_ladder() before it "
                                 f"if the law holds it there")
        return found

    def words(self, lang: str, stage: str) -> str:
        parts = [
            f"{'' if key == ALL else key + ': '}"
            + ", ".join(f"{value_words(Fraction(s), 'step', lang)} {percent_text(w)}" for s, w in rungs)
            for key, rungs in self.steps
        ]
        return "; ".join(parts)

    def __repr__(self) -> str:
        clause = f", clause={self.clause!r}" if self.clause else ""
        return f"{self.kind}({_written(self.steps)!r}{clause})"


class Ladder(LadderRule):
    """Steps as factors of the base rate."""

    kind: ClassVar[str] = "ladder"
    gives: ClassVar[Stage | None] = "factor"

    def model_post_init(self, context: Any) -> None:
        super().model_post_init(context)
        below = [step for _, rungs in self.steps for step, worth in rungs if worth < 0]
        if below:
            raise DefinitionError(f"{self.name}: factor of step {below[0]} below 0; expected 0 or more")

    def apply(self, value: Values | None, rows: Rows) -> Values:
        assert value is not None
        rows.keep("step", value)
        return rows.at("factor").settle(self, None, self.worth(value, rows))


class PointsLadder(LadderRule):
    """Steps as points of payroll, added to the base rate."""

    kind: ClassVar[str] = "points_ladder"
    gives: ClassVar[Stage | None] = "rate"

    def apply(self, value: Values | None, rows: Rows) -> Values:
        assert value is not None
        rows.keep("step", value)
        rate = self.worth(value, rows).combine(rows.base_rates(), lambda points, base: base + points)
        return rows.at("rate").settle(self, None, rate)


class RateLadder(LadderRule):
    """Steps as absolute rates, where the law prints those."""

    kind: ClassVar[str] = "rate_ladder"
    gives: ClassVar[Stage | None] = "rate"

    def apply(self, value: Values | None, rows: Rows) -> Values:
        assert value is not None
        rows.keep("step", value)
        return rows.at("rate").settle(self, None, self.worth(value, rows))


class StayOnLadder(Rule):
    """Holds a step that would leave the ladder at its last rung."""

    kind: ClassVar[str] = "stay_on_ladder"
    takes: ClassVar[tuple[Stage | None, ...]] = ("step",)

    def apply(self, value: Values | None, rows: Rows) -> Values:
        assert value is not None
        steps = rows.constants.steps
        if None in steps:
            low, high = Fraction(min(steps[None])), Fraction(max(steps[None]))
            return rows.settle(self, value, value.map(lambda x: min(max(x, low), high)))

        def hold(step: Fraction, risk_class: Fraction) -> Fraction:
            rungs = steps.get(int(risk_class))
            return min(max(step, Fraction(min(rungs))), Fraction(max(rungs))) if rungs else step

        return rows.settle(self, value, value.combine(rows.column("risk_class").pooled(), hold))

    def words(self, lang: str, stage: str) -> str:
        return "不超出费率档次" if lang == "zh" else "stay on the ladder"


def ladder(steps: Mapping[Any, Any], *, clause: Any = None) -> Ladder:
    """Steps as factors of the base rate: {step: factor}, or {"1": {...}, "2-8": {...}} by class.

    >>> ladder({-1: "80%", 0: "100%", 1: "120%"}, clause="notice 71")
    ladder({'-1': '80%', '0': '100%', '1': '120%'}, clause='notice 71')
    """
    return Ladder(steps=steps, clause=clause)


def points_ladder(steps: Mapping[Any, Any], *, clause: Any = None) -> PointsLadder:
    """Steps as points of payroll added to the base rate, for all classes or by class.

    >>> points_ladder({"2": {0: "0", 1: "0.1%"}, "3": {0: "0", 1: "0.2%"}}, clause="art. 4").kind
    'points_ladder'
    """
    return PointsLadder(steps=steps, clause=clause)


def rate_ladder(steps: Mapping[Any, Any], *, clause: Any = None) -> RateLadder:
    """Steps as absolute rates, for all classes or by class.

    >>> rate_ladder({"2": {-1: "1.3%", 0: "1.5%", 1: "1.9%"}}, clause="art. 4").kind
    'rate_ladder'
    """
    return RateLadder(steps=steps, clause=clause)


def stay_on_ladder(*, clause: Any = None) -> StayOnLadder:
    """Holds a step that would leave the ladder at its last rung.

    >>> stay_on_ladder()
    stay_on_ladder()
    """
    return StayOnLadder(clause=clause)

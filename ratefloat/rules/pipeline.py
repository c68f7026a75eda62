"""Rules in order, under a condition, or for a time."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import model_validator

from ratefloat.errors import DefinitionError
from ratefloat.periods import Period
from ratefloat.rules.conditions import AnyCondition
from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.rule import STAGES, AnyRule, Context, Rule
from ratefloat.rules.values import Values


class Then(Rule):
    """Rules one after the other: a >> b."""

    kind: ClassVar[str] = "then"
    takes: ClassVar[tuple[Stage | None, ...]] = (None, *STAGES)

    rules: tuple[AnyRule, ...]

    @classmethod
    def of(cls, first: Rule, second: Rule) -> Then:
        """Two rules as one pipeline; refused where their units do not meet."""
        made = cls(rules=(*_flat(first), *_flat(second)))
        made.fits()
        return made

    @model_validator(mode="after")
    def _not_empty(self) -> Then:
        if not self.rules:
            raise DefinitionError("then: no rules; expected at least one")
        return self

    def stages(self, given: Stage | None) -> list[Stage]:
        """The stage after each rule."""
        found: list[Stage] = []
        for place, rule in enumerate(self.rules):
            before = found[-1] if found else given
            try:
                found.append(rule.stage_after(before))
            except DefinitionError as error:
                if not place:
                    raise
                raise DefinitionError(
                    f"{rule.name} can not follow {self.rules[place - 1].name}: {error}",
                    rule=rule.name, after=self.rules[place - 1].name, place=place,
                ) from None
        return found

    def fits(self) -> None:
        """Refuse rules that can not follow each other wherever the pipeline may come to stand."""
        refusals = []
        for start in _starts(self.rules[0]):
            try:
                self.stages(start)
            except DefinitionError as error:
                refusals.append(error)
            else:
                return
        raise max(refusals, key=lambda error: error.facts.get("place", 0))

    def stage_after(self, given: Stage | None) -> Stage:
        return self.stages(given)[-1]

    def parts(self) -> tuple[Rule, ...]:
        return self.rules

    def apply(self, value: Values | None, rows: Rows) -> Values:
        given = None if value is None else rows.stage
        for rule in self.rules:
            value = rule.apply(value, rows)
            given = rule.stage_after(given)
            rows = rows.at(given)
        assert value is not None
        return value

    def __repr__(self) -> str:
        return " >> ".join(map(repr, self.rules))


def _flat(rule: Rule) -> tuple[Rule, ...]:
    return rule.rules if isinstance(rule, Then) else (rule,)


def _starts(rule: Rule) -> tuple[Stage | None, ...]:
    """The stages that a pipeline may be tested from before it is known where it will stand."""
    return _starts(rule.rule) if isinstance(rule, When | During) else rule.takes


class When(Rule):
    """A rule where a condition holds; elsewhere the value stays."""

    kind: ClassVar[str] = "when"

    rule: AnyRule
    condition: AnyCondition

    def stage_after(self, given: Stage | None) -> Stage:
        if given is None:
            raise DefinitionError(
                f"{self.rule.name}.when(...): can not stand first, elsewhere nothing would be decided; "
                f"start with start_from_base()"
            )
        after = self.rule.stage_after(given)
        if after != given:
            raise DefinitionError(f"{self.rule.name}.when(...): turns {given} into {after} for some rows only")
        return after

    def parts(self) -> tuple[Rule, ...]:
        return (self.rule,)

    def check(self, context: Context) -> None:
        self.rule.check(context.guard(self.condition))

    def apply(self, value: Values | None, rows: Rows) -> Values:
        return self.rule.apply(value, rows.narrow(self.condition.mask(rows), condition=self.condition))

    def __repr__(self) -> str:
        return f"{_bracketed(self.rule)}.when({self.condition!r})"


class During(Rule):
    """A rule for rating days within a period; outside it the value stays."""

    kind: ClassVar[str] = "during"

    rule: AnyRule
    period: Period

    def stage_after(self, given: Stage | None) -> Stage:
        after = self.rule.stage_after(given)
        if after != given:
            raise DefinitionError(f"{self.rule.name}.during(...): must keep the stage; found {given} to {after}")
        return after

    def parts(self) -> tuple[Rule, ...]:
        return (self.rule,)

    def apply(self, value: Values | None, rows: Rows) -> Values:
        holds = self.period.contains(rows.constants.on)
        return self.rule.apply(value, rows.narrow(np.full(rows.n, holds, dtype=np.bool_)))

    def __repr__(self) -> str:
        return f"{_bracketed(self.rule)}.during({str(self.period)!r})"


def _bracketed(rule: Rule) -> str:
    return f"({rule!r})" if isinstance(rule, Then) else repr(rule)

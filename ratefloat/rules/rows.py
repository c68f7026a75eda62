"""The rows that a rule is applied to: indicator columns, the policy's constants, and the notes of what was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import numpy as np

from ratefloat.errors import DefinitionError
from ratefloat.rules.column import Column
from ratefloat.rules.operand import Hole, Money, Thing, open_hole
from ratefloat.rules.values import Codes, Mask, Values

if TYPE_CHECKING:
    from ratefloat.rules.conditions import Condition
    from ratefloat.rules.rule import Rule

Stage = Literal["class", "step", "factor", "rate"]
NEUTRAL = {"class": None, "step": Fraction(0), "factor": Fraction(1), "rate": None}


@dataclass(frozen=True)
class Constants:
    """What a rule may read besides indicators: the day, the window, the ladder's steps and the base rates."""

    on: date
    window_months: int
    steps: Mapping[int | None, tuple[int, ...]] = field(default_factory=dict)
    base: Mapping[tuple[int, int], Fraction] = field(default_factory=dict)


@dataclass
class Note:
    """What one rule did: where it was active, where it changed the value, and which branch it took."""

    rule: Rule
    stage: Stage
    active: Mask
    changed: Mask
    before: Values | None
    after: Values
    branch: Codes | None = None
    privilege: str | None = None
    conditions: tuple[Condition, ...] = ()


@dataclass
class Refusal:
    """Rows that a rule could not decide, and why."""

    mask: Mask
    reason: str
    conflict: bool = False


@dataclass
class Log:
    """What happened in a run; `notes` stays empty in a silent one."""

    tracing: bool = False
    notes: list[Note] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    kept: dict[str, Values] = field(default_factory=dict)


@dataclass(frozen=True)
class Rows:
    """n rows in a run: their columns, the constants, where the present rule is active, and the log."""

    n: int
    columns: Mapping[str, Column]
    constants: Constants
    log: Log
    stage: Stage = "step"
    active: Mask | None = None
    privilege: str | None = None
    conditions: tuple[Condition, ...] = ()

    def column(self, name: str) -> Column:
        """The column of an indicator by its name in the policy."""
        try:
            return self.columns[name]
        except KeyError:
            raise DefinitionError(
                f"indicator {name!r}: not among the policy's; expected one of {', '.join(sorted(self.columns))}",
                indicator=name,
            ) from None

    def narrow(self, mask: Mask, *, condition: Condition | None = None, privilege: str | None = None) -> Rows:
        """The same rows, active only where the mask holds too; the condition or privilege is kept for the notes."""
        return replace(
            self,
            active=mask if self.active is None else mask & self.active,
            privilege=privilege or self.privilege,
            conditions=self.conditions if condition is None else (*self.conditions, condition),
        )

    def at(self, stage: Stage) -> Rows:
        """The same rows at another stage of the pipeline."""
        return replace(self, stage=stage)

    def number(self, thing: Thing) -> Fraction:
        """The exact number that an operand stands for in this policy."""
        if isinstance(thing, Hole):
            raise open_hole(thing)
        if isinstance(thing, Money):
            return Fraction(thing.minor)
        if isinstance(thing, Fraction):
            return thing
        months = self.constants.window_months
        if thing.symbol == "window.years" and months % 12:
            raise DefinitionError(f"window.years: the window has {months} months; expected whole years, or months")
        return Fraction(months if thing.symbol == "window.months" else months // 12)

    def neutral(self) -> Values | None:
        """The value that changes nothing at this stage: base step, factor 1."""
        number = NEUTRAL[self.stage]
        return None if number is None else Values.constant(number, self.n)

    def base_rates(self, of_class: int | None = None) -> Values:
        """The base rate of each row's class, or of a named class in the same area."""
        groups = self.column("base_group").pooled()
        table = self.constants.base
        if of_class is not None:
            return groups.map(lambda group: _rate(table, int(group), of_class))
        classes = self.column("risk_class").pooled()
        return groups.combine(classes, lambda group, c: _rate(table, int(group), int(c)))

    def settle(self, rule: Rule, before: Values | None, after: Values, branch: Codes | None = None) -> Values:
        """The value after a rule: its own where it is active, the one before elsewhere; noted in the log."""
        if before is not None and self.active is not None:
            after = before.where(self.active, after)
        if self.log.tracing:
            start = before if before is not None else self.neutral()
            if rule.converts:
                changed = np.zeros(self.n, dtype=np.bool_)
            else:
                changed = np.ones(self.n, dtype=np.bool_) if start is None else after.differs(start)
            active = np.ones(self.n, dtype=np.bool_) if self.active is None else self.active
            self.log.notes.append(
                Note(
                    rule, self.stage, active, changed & active, before, after, branch, self.privilege, self.conditions
                )
            )
        return after

    def keep(self, name: str, values: Values) -> None:
        """Keep the step or factor on the way to the rate; rows that another case decides keep theirs, or the base."""
        if self.active is not None:
            kept = self.log.kept.get(name, Values.constant(int(name == "factor"), self.n))
            values = kept.where(self.active, values)
        self.log.kept[name] = values

    def refuse(self, mask: Mask, reason: str, *, conflict: bool = False) -> None:
        """Mark rows as undecided, for a reason that names the rule."""
        if self.active is not None:
            mask = mask & self.active
        self.log.refusals.append(Refusal(mask, reason, conflict))

    def without_effect(self, start: int, stop: int, lost: Mask) -> None:
        """Mark the notes between two places as without effect where they lost."""
        for note in self.log.notes[start:stop]:
            note.changed = note.changed & ~lost


def _rate(table: Mapping[tuple[int, int], Fraction], group: int, risk_class: int) -> Fraction:
    try:
        return table[group, risk_class]
    except KeyError:
        raise DefinitionError(
            f"class {risk_class}: not in the base table; expected one of {sorted({c for _, c in table})}",
            risk_class=risk_class,
        ) from None

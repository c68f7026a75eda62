"""Every rule over every possible case: where it applies and changes something, rows taken, bounds undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ratefloat.policy.engine import State, run
from ratefloat.policy.structure import Part
from ratefloat.prove.check.space import Space
from ratefloat.rules.cases import Cases
from ratefloat.rules.column import Column, PooledColumn
from ratefloat.rules.pipeline import During, Then, When
from ratefloat.rules.privilege import Privilege
from ratefloat.rules.rows import Log, Rows
from ratefloat.rules.rule import Rule
from ratefloat.rules.supplied import Supplied

BLOCK = 1 << 16
BOUNDS = (
    "at_least", "at_most", "no_decrease", "no_increase", "only_first_step_down", "move_limit", "floor_rate",
    "floor_by_class", "cap_by_class",
)
"""Rules that promise something of the value; applied once more they change nothing, unless they were undone."""


@dataclass(frozen=True)
class Undone:
    """Cases in which a later rule undoes a bound: one of them, how many there are, and that rule."""

    row: int
    cases: int
    by: Rule


@dataclass
class Use:
    """What one rule did over all possible cases."""

    rule: Rule
    stage: str
    chosen: bool
    """Whether it is one of several cases: then it says something even where it leaves the base."""
    applies: bool = False
    changes: bool = False
    rows: set[int] = field(default_factory=set)
    """Numbers of the rows of its table that are taken."""
    undone: dict[int, Undone] = field(default_factory=dict)
    """By which later rule its bound is undone, and where."""
    asleep: bool = True
    """Whether it stood in a period of time that was never looked at."""


def uses_of(space: Space) -> list[Use]:
    """The use of every rule of a policy, in the order in which they are run."""
    rows = np.flatnonzero(space.possible)
    top = top_level(space.policy.structure.parts)
    asleep = {id(rule) for rule in _asleep(space)}
    chosen_from = {id(rule) for rule in _chosen_from(space)}
    uses: list[Use] = []
    for start in range(0, len(rows), BLOCK):
        chosen = rows[start : start + BLOCK]
        columns = space.columns(chosen)
        log = Log(tracing=True)
        after = run(space.policy.structure.parts, columns, State(), space.kernel.setting, log)
        refused = np.any([refusal.mask for refusal in log.refusals] or [np.zeros(len(chosen), bool)], axis=0)
        if not uses:
            uses = [
                Use(note.rule, note.stage, note.before is None or id(note.rule) in chosen_from) for note in log.notes
            ]
        for number, (use, note) in enumerate(zip(uses, log.notes, strict=True)):
            use.asleep &= id(note.rule) in asleep
            use.applies |= bool(note.active.any())
            use.changes |= bool(note.changed.any())
            if note.branch is not None:
                use.rows |= set(np.unique(note.branch[note.active]).tolist())
            if note.rule.kind in BOUNDS and id(note.rule) in top:
                _undone(use, number, (log, after, columns), (space, chosen, refused))
    return uses


def _undone(use: Use, number: int, ran: tuple[Log, State, dict[str, Column]], cases: tuple[Space, Any, Any]) -> None:
    """Apply a bound to the last value of its stage: where that changes it, something after it has undone it."""
    (log, after, columns), (space, chosen, refused) = ran, cases
    note = log.notes[number]
    final = after.value if note.stage == "rate" else log.kept.get(note.stage)
    if final is None:
        return
    if after.risk_class is not None:
        columns = {**columns, "risk_class": PooledColumn(after.risk_class)}
    held = note.rule.apply(final, Rows(len(chosen), columns, space.kernel.setting, Log(), note.stage, note.active))
    broken = held.differs(final) & note.active & ~refused
    for later in reversed(log.notes[number + 1 :]):
        if not broken.any():
            return
        here = broken & later.changed if later.stage == note.stage else np.zeros_like(broken)
        rows = chosen[here]
        if len(rows):
            row = int(rows[np.argmin(space.oddness[rows])])
            known = use.undone.get(id(later.rule))
            count = len(rows) + (known.cases if known else 0)
            use.undone[id(later.rule)] = Undone(known.row if known else row, count, later.rule)
        broken = broken & ~here


def top_level(parts: tuple[Part, ...]) -> set[int]:
    """The rules that always take part, by identity: those inside a choice of several may lose."""
    return {id(rule) for part in parts for rule in _unwrapped(part.rule)}


def _unwrapped(rule: Rule) -> Iterator[Rule]:
    if isinstance(rule, Then | When | During | Privilege | Supplied):
        for part in rule.parts():
            yield from _unwrapped(part)
    else:
        yield rule


def _asleep(space: Space) -> Iterator[Rule]:
    for rule in space.policy.structure.periods:
        if not rule.period.contains(space.on):
            yield from rule.walk()


def _chosen_from(space: Space) -> Iterator[Rule]:
    for part in space.policy.structure.parts:
        for rule in part.rule.walk():
            if isinstance(rule, Cases):
                yield from rule.walk()


def merged(into: list[Use], more: list[Use]) -> list[Use]:
    """The use of the same rules in another regime added."""
    if not into:
        return more
    for use, other in zip(into, more, strict=True):
        use.applies |= other.applies
        use.changes |= other.changes
        use.rows |= other.rows
        use.asleep &= other.asleep
    return into

"""Every rule over every possible case: where it applies and changes something, rows taken, bounds undone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from ratefloat.rules.rows import Log, Note, Rows
from ratefloat.rules.rule import Rule
from ratefloat.rules.supplied import Supplied

BLOCK = 1 << 16
BOUNDS = (
    "at_least", "at_most", "no_decrease", "no_increase", "only_first_step_down", "move_limit", "floor_rate",
    "floor_by_class", "cap_by_class",
)
"""Rules that promise something of the value; applied once more they change nothing, unless they were undone."""


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
    undone: int = 0
    undone_in: int | None = None
    undone_by: Rule | None = None
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
    if broken.any():
        row = int(np.flatnonzero(broken)[0])
        use.undone += int(broken.sum())
        if use.undone_in is None:
            use.undone_in, use.undone_by = int(chosen[row]), _undoing(log.notes[number:], row)


def _undoing(notes: Sequence[Note], row: int) -> Rule | None:
    """The last rule after the first of some notes that changed a row at the same stage."""
    changed = [other.rule for other in notes[1:] if other.stage == notes[0].stage and bool(other.changed[row])]
    return changed[-1] if changed else None


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

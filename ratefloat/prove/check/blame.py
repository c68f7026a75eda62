"""Which clause is to blame: where, rule by rule, the better record falls behind the worse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from ratefloat.policy.decision import clause_text
from ratefloat.policy.engine import State, run
from ratefloat.prove.check.space import Space
from ratefloat.rules.bands import Bands
from ratefloat.rules.rows import Log, Note
from ratefloat.rules.rule import Rule
from ratefloat.rules.values import Values

BETTER, WORSE = 0, 1


@dataclass(frozen=True)
class Blame:
    """The rule to blame, its clause in words, and the row of its table where it has one."""

    rule: Rule
    row: str = ""
    conditional: bool = False

    @property
    def clause(self) -> str:
        """The clause as reasons name it, else the rule's own word."""
        return clause_text(self)


def blame(space: Space, better: int, worse: int) -> Blame:
    """The rule after which a worse record has the lower value to the end."""
    columns = space.columns(np.asarray([better, worse], dtype=np.intp))
    state, behind = State(), False
    found: Sequence[Note] = ()
    classed: Sequence[Note] = ()
    for part in space.policy.structure.parts:
        log = Log(tracing=True)
        state = run([part], columns, state, space.kernel.setting, log)
        value = state.risk_class if part.before == "class" else state.value
        now = _number(value, WORSE) < _number(value, BETTER)
        if part.before == "class":
            classed = log.notes if now else ()
        elif now and not behind:
            # The base rate only brings to light that the worse record is rated in a lower class.
            found = classed if classed and part.rule.converts else log.notes
        behind = now and part.before != "class"
    return _culprit(found)


def _culprit(notes: Sequence[Note]) -> Blame:
    for test in (_lowers_the_worse, _raises_the_better, _turns_the_order):
        for note in notes:
            if test(note):
                return Blame(note.rule, _row(note), bool(note.conditions))
    return Blame(notes[0].rule, _row(notes[0]), bool(notes[0].conditions))


def _lowers_the_worse(note: Note) -> bool:
    only = bool(note.changed[WORSE]) and not bool(note.changed[BETTER])
    return only and note.before is not None and _number(note.after, WORSE) < _number(note.before, WORSE)


def _raises_the_better(note: Note) -> bool:
    only = bool(note.changed[BETTER]) and not bool(note.changed[WORSE])
    return only and note.before is not None and _number(note.after, BETTER) > _number(note.before, BETTER)


def _turns_the_order(note: Note) -> bool:
    both = bool(note.active[WORSE]) and bool(note.active[BETTER])
    return both and _number(note.after, WORSE) < _number(note.after, BETTER)


def _row(note: Note) -> str:
    rule: Any = note.rule
    if not isinstance(rule, Bands) or note.branch is None:
        return ""
    return str(rule._table()[int(note.branch[WORSE])][0])


def _number(values: Values | None, row: int) -> Fraction:
    assert values is not None
    number: Fraction = values.pool[values.codes[row]]
    return number

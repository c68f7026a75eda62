"""Running a policy's rules on rows, directly: the one definition from which all else is derived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ratefloat.policy.structure import Part, Structure
from ratefloat.rules.column import Column, PooledColumn
from ratefloat.rules.rows import Constants, Log, Rows
from ratefloat.rules.values import Values

Bits = NDArray[np.uint64]


@dataclass(frozen=True)
class State:
    """What the parts of a pipeline hand on: the value, the rated class, and the step and factor on the way."""

    value: Values | None = None
    risk_class: Values | None = None
    kept: Mapping[str, Values] = field(default_factory=dict)

    def take(self, rows: NDArray[np.intp]) -> State:
        """The state of a choice of rows, in any order and number."""
        return State(
            None if self.value is None else self.value.take(rows),
            None if self.risk_class is None else self.risk_class.take(rows),
            {name: values.take(rows) for name, values in self.kept.items()},
        )


def constants(
    structure: Structure, on: date, base: Mapping[tuple[int, int], Fraction] | None = None
) -> Constants:
    """What rules may read besides indicators."""
    return Constants(on=on, window_months=structure.window.months, steps=structure.steps, base=base or {})


def run(parts: Sequence[Part], columns: Mapping[str, Column], given: State, setting: Constants, log: Log) -> State:
    """The state after some parts of a pipeline, for all rows of the columns.

    Args:
        parts: consecutive parts of one policy.
        columns: every indicator the parts read, n rows each.
        given: the state before the first part.
        setting: day, window, ladder and base rates.
        log: receives the notes (if it traces) and the refusals.
    """
    n = len(next(iter(columns.values())))
    state = given
    log.kept.update(given.kept)
    for part in parts:
        state = _run_part(part, columns, state, Rows(n, columns, setting, log))
    return replace(state, kept=dict(log.kept))


def _run_part(part: Part, columns: Mapping[str, Column], state: State, rows: Rows) -> State:
    if part.before == "class":
        rated = part.rule.apply(columns["risk_class"].pooled(), rows.at("class"))
        return replace(state, risk_class=rated)
    if state.risk_class is not None:
        rows = replace(rows, columns={**columns, "risk_class": PooledColumn(state.risk_class)})
    value = part.rule.apply(state.value, rows.at(part.before or "step"))
    if part.last and min(value.pool) < 0:
        rows.refuse(value.mask(lambda rate: rate < 0), f"the rate falls below 0 ({part.rule.name}); expected 0 or more")
    return replace(state, value=value)


def reason_bits(log: Log, n: int) -> Bits:
    """One bit for each note of a traced run: whether that rule changed the row's value."""
    bits = np.zeros(n, dtype=np.uint64)
    for place, note in enumerate(log.notes):
        bits |= note.changed.astype(np.uint64) << np.uint64(place)
    return bits


def refusal_codes(log: Log, n: int, known: list[str]) -> NDArray[np.uint8]:
    """The number of each row's first refusal in a growing list of reasons; 0 where there is none."""
    codes = np.zeros(n, dtype=np.uint8)
    for refusal in log.refusals:
        mask = refusal.mask & (codes == 0)
        if mask.any():
            if refusal.reason not in known:
                known.append(refusal.reason)
            codes[mask] = known.index(refusal.reason) + 1
    return codes

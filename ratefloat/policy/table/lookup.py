"""A rate table read from a file, which decides as the policy does that it was written from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DataError, UncoveredError
from ratefloat.policy.table.axis import Axis, axis_of
from ratefloat.policy.table.tokens import parted
from ratefloat.policy.table.words import ANY
from ratefloat.policy.table.written import Block, Described, WrittenRow, WrittenTable
from ratefloat.units import exact

State = tuple[Fraction, ...]


@dataclass(frozen=True)
class TableAnswer:
    """What a table says of one employer; None for what it does not hold."""

    risk_class: int | None
    step: int | None
    factor: Fraction | None
    rate: Fraction | None
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class _Part:
    """One table of the chain, ready for look-ups: the number of the row for each state and case."""

    states: Mapping[State, int]
    axes: tuple[Axis, ...]
    row: NDArray[np.int32]
    rows: tuple[WrittenRow, ...]
    results: tuple[State | None, ...]


@dataclass(frozen=True)
class RateTable:
    """A rate table from a file; called with indicator values as `policy.prepare` takes them, it answers.

    Raises:
        DataError: two rows claim one case with different results, or a case has no row.
    """

    written: WrittenTable
    _parts: tuple[_Part, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        known = {made.name: made for made in self.written.indicators}
        parts: list[_Part] = []
        for number, block in enumerate(self.written.blocks, start=1):
            parts.append(_part(number, block, known, parts[-1] if parts else None))
        object.__setattr__(self, "_parts", tuple(parts))

    def __call__(self, *, area: str | None = None, tier: str | None = None, **values: Any) -> TableAnswer:
        """The answer for one employer.

        Args:
            area: where its base rates stand; tier likewise.
            values: a ratio as (numerator, denominator), counts as int, yes or no as bool, a word as text.
        Raises:
            UncoveredError: the table refuses the case, with the reason that it states.
            DataError: an indicator is missing.
        """
        given = {**values, "area": area, "tier": tier}
        state: State = ()
        clauses: list[str] = []
        for part in self._parts:
            place = (part.states[state if len(part.states) > 1 else next(iter(part.states))],)
            row = int(part.row[(*place, *(axis.digit(given) for axis in part.axes))])
            found = part.results[row]
            if found is None:
                raise UncoveredError(part.rows[row].refused, reason=part.rows[row].refused)
            state, clauses = found, [*clauses, *parted(part.rows[row].clauses, "; ")]
        return self._answer(state, tuple(dict.fromkeys(clauses)))

    def _answer(self, state: State, clauses: tuple[str, ...]) -> TableAnswer:
        found = dict(zip(self.written.blocks[-1].results, state, strict=True))
        risk_class, step = found.get("rated class"), found.get("step")
        return TableAnswer(
            None if risk_class is None else int(risk_class), None if step is None else int(step),
            found.get("factor"), found.get("rate"), clauses,
        )


def _part(number: int, block: Block, known: Mapping[str, Described], previous: _Part | None) -> _Part:
    columns = zip(*(row.case for row in block.rows), strict=True) if block.names else ()
    axes = tuple(axis_of(known[name], texts) for name, texts in zip(block.names, columns, strict=True))
    results = tuple(None if row.refused else _state(row.results) for row in block.rows)
    states = _states(block, previous)
    table = np.full((len(states), *(axis.size for axis in axes)), -1, dtype=np.int32)
    for place, row in enumerate(block.rows):
        where = np.ix_(_places(row, states), *(axis.cells(text) for axis, text in zip(axes, row.case, strict=True)))
        taken = table[where]
        for other in np.unique(taken[taken >= 0]).tolist():
            if _says(block.rows[other]) != _says(row):
                raise DataError(
                    f"table {number}: rows {other + 1} and {place + 1} claim one case ({_text(block, row)}) with "
                    f"different results; expected one row for each case", rows=(other + 1, place + 1),
                )
        table[where] = place
    _complete(number, block, table, axes)
    return _Part(states, axes, table, block.rows, results)


def _says(row: WrittenRow) -> tuple[Any, ...]:
    return (row.results, row.clauses, row.refused)


def _text(block: Block, row: WrittenRow) -> str:
    return ", ".join(f"{name} {text}" for name, text in zip(block.names, row.case, strict=True))


def _complete(number: int, block: Block, table: NDArray[np.int32], axes: Sequence[Axis]) -> None:
    missing = np.argwhere(table < 0)
    if len(missing):
        digits = zip(block.names, axes, missing[0][1:], strict=True)
        case = ", ".join(f"{name} {axis.texts[digit]}" for name, axis, digit in digits)
        raise DataError(f"table {number}: no row for {len(missing):,} cases, such as {case}; expected one for each")


def _states(block: Block, previous: _Part | None) -> dict[State, int]:
    if previous is None or not block.before:
        return {(): 0}
    found = dict.fromkeys(state for state in previous.results if state is not None)
    return {state: number for number, state in enumerate(found)}


def _places(row: WrittenRow, states: Mapping[State, int]) -> list[int]:
    if not row.before or set(row.before) == {ANY}:
        return list(states.values())
    state = _state(row.before)
    return [states[state]] if state in states else []


def _state(texts: Sequence[str]) -> State:
    return tuple(exact(text.removeprefix("+"), what="result") for text in texts)

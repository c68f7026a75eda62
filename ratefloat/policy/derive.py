"""Deriving the decision table: the same rules, run once over one representative of every case they can tell apart.

A first run on watched columns of one row finds every cut; a second over the product of the cells writes the
table. Where the product is large, consecutive parts are grouped into a chain of small tables that share only
the running state. What reads exact numbers can not be tabulated and stays a tail that runs directly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import ConflictError, DefinitionError
from ratefloat.policy.engine import State, constants, reason_bits, refusal_codes, run
from ratefloat.policy.structure import Part, Structure
from ratefloat.rules.column import Column, Cuts, Watched
from ratefloat.rules.domain import Cell, Domain, Pooled
from ratefloat.rules.rows import Constants, Log
from ratefloat.rules.values import Values

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy

LIMIT = 65_536
"""The most cells of one table; above it a pipeline becomes a chain."""
MOST_NOTES = 64

Outcome = tuple[Fraction | None, ...]
"""Rated class, step, factor and running value of a state; None for what the law has not (yet)."""


START: tuple[Outcome, ...] = ((None, None, None, None),)
"""The state before the first part."""


@dataclass(frozen=True)
class NotePlace:
    """Which rule wrote a note: its clause, kind and stage, and the privilege it belongs to."""

    rule: Any
    stage: str
    privilege: str | None


@dataclass(frozen=True)
class Link:
    """One table of a chain: state before x cells -> state after, the rules that changed it, and refusals."""

    names: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    before: tuple[Outcome, ...]
    after: tuple[Outcome, ...]
    next: NDArray[np.int32]
    reasons: NDArray[np.int32]
    reason_sets: tuple[tuple[int, ...], ...]
    refused: NDArray[np.uint8]
    conflicts: NDArray[np.bool_]
    notes: tuple[NotePlace, ...]
    parts: tuple[Part, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """States before, then the cells of each indicator."""
        return (len(self.before), *(len(c) for c in self.cells))


@dataclass(frozen=True)
class Derived:
    """The decision table of a policy on a day: its links, what could not be tabulated, and the refusals."""

    policy_id: str
    links: tuple[Link, ...]
    tail: tuple[Part, ...]
    rate_parts: tuple[Part, ...]
    cuts: tuple[dict[str, Cuts], ...]
    rate_cuts: dict[str, Cuts]
    domains: dict[str, Domain]
    refusals: tuple[str, ...]
    setting: Constants = field(repr=False)

    @property
    def cells(self) -> int:
        """The number of cases in all links."""
        return sum(prod(link.shape) for link in self.links)


def refuse_conflicts(policy_id: str, links: Sequence[Link], refusals: Sequence[str]) -> None:
    """Raise when two rules claim one case of some tables, naming both and the case."""
    for link in links:
        found = np.flatnonzero(link.conflicts)
        if len(found):
            place = np.unravel_index(found[0], link.shape)[1:]
            case = {n: c[i].text for n, c, i in zip(link.names, link.cells, place, strict=True)}
            raise ConflictError(
                f"policy {policy_id}: {refusals[link.refused[found[0]] - 1]}; "
                f"such as {', '.join(f'{n} {t}' for n, t in case.items())}; order them with first_of(...)",
                case=case, cases=len(found),
            )


def derive(policy: FloatPolicy, on: date | None = None, *, limit: int = LIMIT) -> Derived:
    """The decision table of a policy on a day (by default the first of its effective period).

    The table depends on the day only through rules with a validity period, and is kept for each combination.
    """
    moment = on or policy.effective.start
    active = tuple(rule.period.contains(moment) for rule in policy.structure.periods)
    return _derive(policy, active, moment if active else policy.effective.start, limit)


@lru_cache(maxsize=256)
def _derive(policy: FloatPolicy, active: tuple[bool, ...], moment: date, limit: int) -> Derived:
    structure = policy.structure
    setting = constants(structure, moment, _any_base(policy))
    cuts, readers = watch(structure, setting)
    split = next((i for i in range(len(structure.parts)) if i in readers), structure.first_rate_part)
    split = min(split, structure.first_rate_part)
    links, refusals, done = _chain(structure, cuts, setting, split, limit)
    direct = done < structure.first_rate_part or bool(readers)
    rest = structure.parts[done:]
    rate_cuts = merge_cuts(cuts[done:])
    return Derived(
        policy.id, tuple(links), rest if direct else (), () if direct else rest, tuple(cuts[:done]), rate_cuts,
        structure.domains, tuple(refusals), setting,
    )


def try_out(policy: FloatPolicy) -> None:
    """Run a policy on one row: refuse indicators that are missing or of another kind than its rules ask for."""
    structure = policy.structure
    cuts, _ = watch(structure, constants(structure, policy.effective.start, _any_base(policy)))
    cells_of(structure.domains, merge_cuts(cuts))


def _any_base(policy: FloatPolicy) -> dict[tuple[int, int], Fraction]:
    return {(0, c): Fraction(1) for c in policy.classes or (1,)}


def watch(structure: Structure, setting: Constants) -> tuple[list[dict[str, Cuts]], set[int]]:
    """The cuts that each part makes in each indicator, and the parts that read exact numbers."""
    probes = {name: domain.probe() for name, domain in structure.domains.items()}
    found: list[dict[str, Cuts]] = []
    readers: set[int] = set()
    state = State()
    for place, part in enumerate(structure.parts):
        notes = {name: Cuts() for name in probes}
        columns = {name: Watched(column, notes[name]) for name, column in probes.items()}
        state = run([part], columns, state, setting, Log())
        used = {name: cuts for name, cuts in notes.items() if cuts != Cuts()}
        if any(cuts.exact_numbers for cuts in used.values()):
            readers.add(place)
        pooled = [n for n in used if isinstance(structure.domains[n], Pooled)]
        if pooled and part.after != "rate":
            raise DefinitionError(f"{part.rule.name}: reads {pooled[0]} before the rate; expected after base_rate()")
        found.append(used)
    return found, readers


def merge_cuts(parts: Sequence[Mapping[str, Cuts]]) -> dict[str, Cuts]:
    """All cuts of some parts together."""
    merged: dict[str, Cuts] = {}
    for part in parts:
        for name, cuts in part.items():
            into = merged.setdefault(name, Cuts())
            into.edges |= cuts.edges
            into.categories |= cuts.categories
            into.all_values |= cuts.all_values
            into.asked |= cuts.asked
            into.exact_numbers |= cuts.exact_numbers
    return merged


def cells_of(domains: Mapping[str, Domain], cuts: Mapping[str, Cuts]) -> dict[str, tuple[Cell, ...]]:
    """The cells of each indicator that was asked about; indicators with one cell tell nothing apart."""
    found = {name: domains[name].cells(made) for name, made in cuts.items()}
    return {name: cells for name, cells in found.items() if len(cells) > 1}


def _chain(
    structure: Structure, cuts: list[dict[str, Cuts]], setting: Constants, stop: int, limit: int
) -> tuple[list[Link], list[str], int]:
    links: list[Link] = []
    refusals: list[str] = []
    states = START
    start = 0
    while start < stop:
        end = start + 1
        while end < stop and _size(structure, cuts[start : end + 1], states) <= limit:
            end += 1
        if _size(structure, cuts[start:end], states) > limit:
            return links, refusals, start
        cells = cells_of(structure.domains, merge_cuts(cuts[start:end]))
        link = make_link(structure.parts[start:end], structure.domains, cells, states, (setting, refusals))
        links.append(link)
        states = link.after
        start = end
    return links, refusals, start


def _size(structure: Structure, cuts: list[dict[str, Cuts]], states: tuple[Outcome, ...]) -> int:
    cells = cells_of(structure.domains, merge_cuts(cuts))
    return len(states) * prod(len(c) for c in cells.values())


def make_link(
    parts: tuple[Part, ...], domains: Mapping[str, Domain], cells: Mapping[str, tuple[Cell, ...]],
    states: tuple[Outcome, ...], setting: tuple[Constants, list[str]],
) -> Link:
    """The table of some parts over all states before them and all cells that they tell apart."""
    shape = (len(states), *(len(c) for c in cells.values()))
    n = prod(shape)
    places = np.unravel_index(np.arange(n), shape)
    columns = _representatives(domains, cells, places[1:], n)
    log = Log(tracing=True)
    after = run(parts, columns, state_of(states, places[0]), setting[0], log)
    if len(log.notes) > MOST_NOTES:
        raise DefinitionError(f"{len(log.notes)} rules in one table; expected at most {MOST_NOTES}; nest fewer")
    codes, outcomes = _outcomes(after, n)
    present, reasons = np.unique(reason_bits(log, n), return_inverse=True)
    conflicts = np.zeros(n, dtype=np.bool_)
    for refusal in log.refusals:
        conflicts |= refusal.mask if refusal.conflict else False
    return Link(
        names=tuple(cells), cells=tuple(cells.values()), before=states, after=outcomes,
        next=codes, reasons=reasons.reshape(-1).astype(np.int32),
        reason_sets=tuple(tuple(i for i in range(len(log.notes)) if int(b) >> i & 1) for b in present),
        refused=refusal_codes(log, n, setting[1]), conflicts=conflicts,
        notes=tuple(NotePlace(note.rule, note.stage, note.privilege) for note in log.notes), parts=parts,
    )


def _representatives(
    domains: Mapping[str, Domain], cells: Mapping[str, tuple[Cell, ...]],
    places: Sequence[NDArray[np.intp]], n: int,
) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for name, domain in domains.items():
        if name in cells:
            samples = domain.column([cell.sample for cell in cells[name]])
            columns[name] = samples.take(places[list(cells).index(name)])
        else:
            columns[name] = domain.probe().take(np.zeros(n, dtype=np.intp))
    return columns


def state_of(states: tuple[Outcome, ...], rows: NDArray[np.intp]) -> State:
    """The state of rows that are numbered in a list of outcomes."""
    risk_class, step, factor, value = (_column(states, place, rows) for place in range(4))
    kept = {name: found for name, found in (("step", step), ("factor", factor)) if found is not None}
    return State(value, risk_class, kept)


def _column(states: tuple[Outcome, ...], place: int, rows: NDArray[np.intp]) -> Values | None:
    numbers = [state[place] for state in states]
    known = [number for number in numbers if number is not None]
    return Values.of(known).take(rows) if len(known) == len(numbers) else None


def _outcomes(state: State, n: int) -> tuple[NDArray[np.int32], tuple[Outcome, ...]]:
    columns = (state.risk_class, state.kept.get("step"), state.kept.get("factor"), state.value)
    code = np.zeros(n, dtype=np.int64)
    for column in columns:
        if column is not None:
            code = code * len(column.pool) + column.codes
    _, first, codes = np.unique(code, return_index=True, return_inverse=True)
    outcomes = tuple(
        tuple(None if column is None else column.pool[column.codes[row]] for column in columns) for row in first
    )
    return codes.reshape(-1).astype(np.int32), outcomes



"""Deciding many rows through the derived table: digits of each row, then look-ups, block by block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ratefloat.policy.derive import (
    LIMIT,
    START,
    Derived,
    Link,
    NotePlace,
    Outcome,
    cells_of,
    derive,
    make_link,
    merge_cuts,
    state_of,
)
from ratefloat.policy.engine import State, reason_bits, refusal_codes, run
from ratefloat.rules.column import Column
from ratefloat.rules.domain import Choice, Domain, Pooled
from ratefloat.rules.rows import Constants, Log

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy

BLOCK = 65_536
Base = Mapping[tuple[int, int], Fraction]
"""Base rate by base group (an area and tier of this run) and risk class."""


@dataclass(frozen=True)
class Outcomes:
    """What was decided for n rows: codes into small lists of outcomes, reasons and refusals.

    `state[i]` numbers the outcome (rated class, step, factor, rate) of row i in `states`; `reason[i]` numbers its
    set of effective rules in `reasons`; `refused[i]` is 0 or one more than the place in `refusals`.
    """

    state: NDArray[np.int32]
    states: tuple[Outcome, ...]
    reason: NDArray[np.int32]
    reasons: tuple[tuple[NotePlace, ...], ...]
    refused: NDArray[np.uint8]
    refusals: tuple[str, ...]


class Kernel:
    """The derived table of a policy joined with the base rates of one run; safe to share between threads."""

    def __init__(self, derived: Derived, base: Base, pooled: Mapping[str, tuple[Fraction, ...]] | None = None) -> None:
        setting = derived.setting
        self.derived = derived
        self.setting = Constants(setting.on, setting.window_months, setting.steps, base)
        groups = tuple(sorted({group for group, _ in base})) or (0,)
        self.domains: dict[str, Domain] = {**derived.domains, "base_group": Choice(groups)}
        for name, values in (pooled or {}).items():
            self.domains[name] = Pooled(values)
        self.refusals = list(derived.refusals)
        self.links = derived.links
        self.direct = derived.tail
        if derived.rate_parts:
            self._join_rates()
        self.radix = [len(link.reason_sets) for link in self.links]
        self.refusing = [bool(link.refused.any()) for link in self.links]
        self.states = {} if self.direct else {outcome: code for code, outcome in enumerate(self.links[-1].after)}
        self.reasons = self._all_reasons()

    def _all_reasons(self) -> dict[tuple[NotePlace, ...], int]:
        """The number of each set of effective rules, where one table holds them all apart; else none yet."""
        if len(self.links) != 1 or self.direct:
            return {}
        found = {self.notes_of(code): code for code in range(self.radix[0])}
        return found if len(found) == self.radix[0] else {}

    def notes_of(self, code: int) -> tuple[NotePlace, ...]:
        """The effective rules behind a combined code of the links' reasons."""
        found: list[tuple[NotePlace, ...]] = []
        for link, size in zip(reversed(self.links), reversed(self.radix), strict=True):
            code, own = divmod(code, size)
            found.append(tuple(link.notes[i] for i in link.reason_sets[own]))
        return tuple(note for notes in reversed(found) for note in notes)

    def _join_rates(self) -> None:
        """Make one table of everything where it is small enough, else one more link with the base rates."""
        derived = self.derived
        whole = cells_of(self.domains, merge_cuts([*derived.cuts, derived.rate_cuts]))
        if len(derived.links) < 2 and prod(len(c) for c in whole.values()) <= LIMIT:
            parts = (*(part for link in derived.links for part in link.parts), *derived.rate_parts)
            self.refusals = []
            self.links = (make_link(parts, self.domains, whole, START, (self.setting, self.refusals)),)
            return
        states = self.links[-1].after if self.links else START
        cells = cells_of(self.domains, derived.rate_cuts)
        if len(states) * prod(len(c) for c in cells.values()) > 16 * LIMIT:
            self.direct = derived.rate_parts
            return
        link = make_link(derived.rate_parts, self.domains, cells, states, (self.setting, self.refusals))
        self.links = (*self.links, link)

    @property
    def names(self) -> tuple[str, ...]:
        """The indicators that the kernel looks at."""
        tabled = [name for link in self.links for name in link.names]
        return tuple(dict.fromkeys([*tabled, *(self.derived.rate_cuts if self.direct else ())]))

    def decide(self, columns: Mapping[str, Column], n: int) -> Outcomes:
        """The outcome of every row.

        Args:
            columns: every indicator of `names`, n rows each.
        """
        gathered = Gathering(self, n)
        names = self.names if not self.direct else tuple(columns)
        for start in range(0, n, BLOCK):
            rows = slice(start, min(start + BLOCK, n))
            gathered.take(rows, {name: columns[name].take(rows) for name in names})
        return gathered.outcomes()


@lru_cache(maxsize=64)
def kernel_of(
    policy: FloatPolicy, on: date, base: tuple[tuple[tuple[int, int], Fraction], ...],
    pooled: tuple[tuple[str, tuple[Fraction, ...]], ...] = (),
) -> Kernel:
    """The kernel of a policy on a day with some base rates; kept, since one law rates many books."""
    return Kernel(derive(policy, on), dict(base), dict(pooled))


class Gathering:
    """The outcomes of a run, filled in block by block."""

    def __init__(self, kernel: Kernel, n: int) -> None:
        self.kernel = kernel
        self.state = np.zeros(n, dtype=np.int32)
        self.reason = np.zeros(n, dtype=np.int32)
        self.refused = np.zeros(n, dtype=np.uint8)
        self.states: dict[Outcome, int] = dict(kernel.states)
        self.reasons: dict[tuple[NotePlace, ...], int] = dict(kernel.reasons)
        size = prod(kernel.radix)
        self.compact = np.full(size, -1, dtype=np.int32) if size <= 1 << 22 and not kernel.reasons else None

    def take(self, rows: slice, block: Mapping[str, Column]) -> None:
        """Decide one block of rows.

        Args:
            rows: where the block stands among all rows.
            block: the columns of the block, of every indicator that the kernel looks at.
        """
        n = rows.stop - rows.start
        state: NDArray[np.int32] = np.zeros(n, dtype=np.int32)
        reason: NDArray[np.int64] | NDArray[np.int32] | None = None
        for number, link in enumerate(self.kernel.links):
            place = _place(link, state, block, self.kernel.domains)
            state = np.take(link.next, place, mode="clip")
            coded = np.take(link.reasons, place, mode="clip")
            reason = coded if reason is None else reason.astype(np.int64) * self.kernel.radix[number] + coded
            if self.kernel.refusing[number]:
                late = self.refused[rows] == 0
                self.refused[rows][late] = np.take(link.refused, place, mode="clip")[late]
        base = np.zeros(n, dtype=np.int64) if reason is None else reason
        if self.kernel.direct:
            self._direct(rows, state, base, block)
            return
        self.state[rows] = state
        self.reason[rows] = base if self.kernel.reasons else self._compact(base)

    def _compact(self, code: NDArray[np.integer]) -> NDArray[np.int32]:
        if self.compact is None:
            present, inverse = np.unique(code, return_inverse=True)
            numbers = np.asarray([self._code(int(c)) for c in present], dtype=np.int32)
            return np.asarray(np.take(numbers, inverse.reshape(-1)), dtype=np.int32)
        found: NDArray[np.int32] = np.take(self.compact, code, mode="clip")
        if len(found) and found.min() < 0:
            for new in np.unique(code[found < 0]):
                self.compact[new] = self._code(int(new))
            found = np.take(self.compact, code, mode="clip")
        return found

    def _code(self, code: int) -> int:
        return self.reasons.setdefault(self.kernel.notes_of(code), len(self.reasons))

    def _direct(
        self, rows: slice, state: NDArray[np.int32], base: NDArray[np.integer], columns: Mapping[str, Column]
    ) -> None:
        n = len(state)
        before = self.kernel.links[-1].after if self.kernel.links else START
        log = Log(tracing=True)
        given = state_of(before, state.astype(np.intp))
        after = run(self.kernel.direct, columns, given, self.kernel.setting, log)
        bits = reason_bits(log, n)
        pairs, inverse = np.unique(np.stack([base.astype(np.uint64), bits]), axis=1, return_inverse=True)
        places = [NotePlace(note.rule, note.stage, note.privilege) for note in log.notes]
        codes = []
        for code, bit in pairs.T:
            effective = (place for number, place in enumerate(places) if int(bit) >> number & 1)
            notes = (*self.kernel.notes_of(int(code)), *effective)
            codes.append(self.reasons.setdefault(notes, len(self.reasons)))
        self.reason[rows] = np.asarray(codes, dtype=np.int32)[inverse.reshape(-1)]
        late = self.refused[rows] == 0
        self.refused[rows][late] = refusal_codes(log, n, self.kernel.refusals)[late]
        self.state[rows] = self._state_codes(after, n)

    def _state_codes(self, after: State, n: int) -> NDArray[np.int32]:
        parts = (after.risk_class, after.kept.get("step"), after.kept.get("factor"), after.value)
        lists = [[None] * n if part is None else part.numbers() for part in parts]
        return np.asarray(
            [self.states.setdefault(outcome, len(self.states)) for outcome in zip(*lists, strict=True)], dtype=np.int32
        )

    def outcomes(self) -> Outcomes:
        """What was decided, once every row has been taken."""
        return Outcomes(
            self.state, tuple(self.states), self.reason, tuple(self.reasons), self.refused,
            tuple(self.kernel.refusals),
        )


def _place(
    link: Link, state: NDArray[np.int32], block: Mapping[str, Column], domains: Mapping[str, Domain]
) -> NDArray[np.int32]:
    place = state.copy()
    for name, cells in zip(link.names, link.cells, strict=True):
        place *= np.int32(len(cells))
        np.add(place, domains[name].digits(block[name], cells), out=place, casting="unsafe")
    return place

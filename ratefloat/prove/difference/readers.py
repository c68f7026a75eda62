"""One policy as a comparison reads it: through its table where it has one, else by running its rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ratefloat.policy.decision import clause_text
from ratefloat.policy.derive import Link, Outcome
from ratefloat.policy.kernel import Kernel
from ratefloat.prove.difference.axes import GROUP, Axis, samples, unknown
from ratefloat.prove.difference.verdicts import Verdict
from ratefloat.rules.column import Column
from ratefloat.rules.domain import Choice

Digits = Sequence[NDArray[np.int64]]
"""The cell of every row on each axis, shape (rows,) each."""
Ints = NDArray[np.int64]
Given = Mapping[str, tuple[Column, Column]]
"""Columns for both sides in place of representatives, by axis."""
STRANGE = "a value that the policy does not know"


class Standing(NamedTuple):
    """Where rows stand in a table: their state, and 0 or one more than the place of the reason they are refused for."""

    state: NDArray[np.int64]
    refused: NDArray[np.int64]


class Reader(Protocol):
    """What a comparison asks of a policy."""

    def verdicts(self, digits: Digits, n: int, given: Given) -> tuple[Ints, list[Verdict]]:
        """The number of each row's verdict in a list; its rated class is None where no class rule stands."""

    def clauses(self, digits: Digits, n: int, given: Given) -> set[str]:
        """The clauses that change the value of any of the rows."""


@dataclass(frozen=True)
class Direct:
    """A policy whose rules are run on columns."""

    kernel: Kernel
    axes: tuple[Axis, ...]
    side: int

    def verdicts(self, digits: Digits, n: int, given: Given) -> tuple[Ints, list[Verdict]]:
        outcomes = self.kernel.decide(self._columns(digits, n, given), n)
        refused = strangers(self.axes, self.side, digits, outcomes.refused.astype(np.int64), len(outcomes.refusals))
        return _numbered(Standing(outcomes.state.astype(np.int64), refused), outcomes.states, outcomes.refusals)

    def clauses(self, digits: Digits, n: int, given: Given) -> set[str]:
        outcomes = self.kernel.decide(self._columns(digits, n, given), n)
        return {clause_text(note) for code in np.unique(outcomes.reason) for note in outcomes.reasons[code]}

    def _columns(self, digits: Digits, n: int, given: Given) -> dict[str, Column]:
        domains = self.kernel.domains
        columns = {name: domain.probe().take(np.zeros(n, dtype=np.intp)) for name, domain in domains.items()}
        for axis, digit in zip(self.axes, digits, strict=True):
            name = axis.names[self.side]
            if axis.name in given and name is not None:
                columns[name] = given[axis.name][self.side]
            elif name in domains:
                domain = Choice() if name == GROUP else domains[name]
                columns[name] = domain.column(samples(axis, self.side)).take(digit.astype(np.intp))
        return columns


@dataclass(frozen=True)
class Tabled:
    """A policy whose links are looked up: for each link, the axes it reads and its own cell of each of theirs."""

    links: tuple[Link, ...]
    reads: tuple[tuple[tuple[int, Ints, int], ...], ...]
    refusals: tuple[str, ...]
    axes: tuple[Axis, ...]
    side: int

    @classmethod
    def of(cls, kernel: Kernel, axes: tuple[Axis, ...], side: int) -> Tabled:
        """The tables of a kernel that runs nothing directly."""
        return cls(
            kernel.links, tuple(_reads(link, kernel, axes, side) for link in kernel.links), tuple(kernel.refusals),
            axes, side,
        )

    def start(self, n: int) -> Standing:
        """Where all rows stand before the first link."""
        return Standing(np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64))

    def walk(self, at: Standing, digits: Digits, links: range) -> Standing:
        """Where rows stand after some links."""
        state, refused = at
        for number in links:
            place = self._place(number, state, digits)
            state = self.links[number].next[place].astype(np.int64)
            refused = np.where(refused == 0, self.links[number].refused[place], refused).astype(np.int64)
        return Standing(state, refused)

    def effective(self, at: Standing, digits: Digits, links: range) -> set[str]:
        """The clauses that change the value of any of the rows in some links."""
        state, found = at.state, set[str]()
        for number in links:
            link, place = self.links[number], self._place(number, state, digits)
            sets = (link.reason_sets[code] for code in np.unique(link.reasons[place]))
            found |= {clause_text(link.notes[note]) for notes in sets for note in notes}
            state = link.next[place].astype(np.int64)
        return found

    def verdicts(self, digits: Digits, n: int, given: Given) -> tuple[Ints, list[Verdict]]:
        return self.decided(self.walk(self.start(n), digits, range(len(self.links))), digits)

    def decided(self, at: Standing, digits: Digits) -> tuple[Ints, list[Verdict]]:
        """The verdicts of rows that have walked all links."""
        refused = strangers(self.axes, self.side, digits, at.refused, len(self.refusals))
        return _numbered(Standing(at.state, refused), self.links[-1].after, self.refusals)

    def clauses(self, digits: Digits, n: int, given: Given) -> set[str]:
        return self.effective(self.start(n), digits, range(len(self.links)))

    def _place(self, number: int, state: Ints, digits: Digits) -> Ints:
        place = state
        for axis, lookup, size in self.reads[number]:
            place = place * size + lookup[digits[axis]]
        return place


def _reads(link: Link, kernel: Kernel, axes: tuple[Axis, ...], side: int) -> tuple[tuple[int, Ints, int], ...]:
    found = []
    for name, cells in zip(link.names, link.cells, strict=True):
        place = next(i for i, axis in enumerate(axes) if axis.names[side] == name)
        domain = kernel.domains[name]
        column = (Choice() if name == GROUP else domain).column(samples(axes[place], side))
        found.append((place, domain.digits(column, cells).astype(np.int64), len(cells)))
    return tuple(found)


def strangers(axes: Sequence[Axis], side: int, digits: Digits, refused: Ints, reasons: int) -> Ints:
    """The refusals of rows, with those that hold a value which the side does not know refused for that."""
    for axis, digit in zip(axes, digits, strict=True):
        if axis.names[side] is not None and axis.listed is not None:
            strange = np.asarray(unknown(axis, side), dtype=np.bool_)[digit]
            refused = np.where(strange, reasons + 1, refused)
    return refused


def _numbered(
    at: Standing, states: Sequence[Outcome], refusals: Sequence[str]
) -> tuple[Ints, list[Verdict]]:
    known = {"": 0} | {reason: place + 1 for place, reason in enumerate([*refusals, STRANGE])}
    reasons = [None, *list(known)[1:]]
    size = len(refusals) + 2
    present, inverse = np.unique(at.state * size + at.refused, return_inverse=True)
    verdicts = []
    for code in present.tolist():
        state, refused = divmod(code, size)
        risk_class, step, factor, rate = states[state]
        rated = None if risk_class is None else int(risk_class)
        why = reasons[refused]
        verdicts.append(Verdict(rated, step, factor, rate) if why is None else Verdict(None, None, None, None, why))
    return inverse.reshape(-1).astype(np.int64), verdicts

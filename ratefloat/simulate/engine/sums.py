"""Adding up a task: whole numbers by replicate, year, measure, group and label."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ratefloat.simulate.engine.answer import MILLION
from ratefloat.simulate.engine.ledger import Ledger, Reported
from ratefloat.simulate.engine.luck import Luck, Rows
from ratefloat.simulate.engine.plan import Plan
from ratefloat.simulate.portfolio.portfolio import Year
from ratefloat.simulate.response import KINDS, kind_of
from ratefloat.simulate.totals import MEASURES, PLACE, REPORTED, TRUE

Ints = NDArray[np.int64]
FloatArray = NDArray[np.float64]
ONE = 2.0**32
"""Employers and heads of a group are added up in one number: so many heads are one employer."""


@dataclass(eq=False)
class Shared:
    """What the courses of one task have in common in one year: rows with heads and payroll."""

    rows: Rows
    year: Year

    @cached_property
    def employers_and_heads(self) -> FloatArray:
        """Of each row, packed."""
        heads = self.year.heads[self.rows.employers]
        return np.repeat(np.where(heads > 0, ONE + heads, 0.0), self.rows.lanes)

    @cached_property
    def payroll(self) -> FloatArray:
        """Of each row."""
        return np.repeat(self.year.payroll[self.rows.employers].astype(np.float64), self.rows.lanes)


@dataclass(eq=False)
class Sums:
    """The totals of one course, from year -`before` on.

    Whole numbers below 2^53 are exact as floats, so sums do not depend on their order.
    """

    plan: Plan
    rows: Rows
    luck: Luck
    years: int
    before: int
    shared: dict[int, Shared]
    sums: Ints = field(init=False)
    moved: Ints = field(init=False)
    _labels: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def __post_init__(self) -> None:
        groups, labels = len(self.plan.portfolio.groups), len(self.plan.labels)
        self.sums = np.zeros((self.rows.lanes, self.before + self.years, len(MEASURES), groups, labels), dtype=np.int64)
        self.moved = np.zeros((self.rows.lanes, self.before + self.years, groups, labels, labels), dtype=np.int64)

    @cached_property
    def place(self) -> Ints:
        """The place of each row by replicate and group."""
        groups = len(self.plan.portfolio.groups)
        own = np.repeat(self.plan.portfolio.group_of[self.rows.employers].astype(np.int64), self.rows.lanes)
        return own + np.tile(np.arange(self.rows.lanes) * groups, self.rows.count)

    @property
    def cells(self) -> int:
        """Replicates times groups."""
        return self.rows.lanes * len(self.plan.portfolio.groups)

    @cached_property
    def lightest(self) -> NDArray[np.int8]:
        """The lightest outcome of each severity law: that of the least kind, the most frequent one."""
        laws = self.plan.portfolio.severities
        return np.asarray([
            min(range(len(law.outcomes)), key=lambda o: (kind_of(law.outcomes[o]), -law.outcomes[o].probability))
            for law in laws
        ], dtype=np.int8)

    @cached_property
    def kinds(self) -> Ints:
        """The kind of each outcome of each law."""
        laws = self.plan.portfolio.severities
        width = max(len(law.outcomes) for law in laws)
        found = np.zeros((len(laws), width), dtype=np.int64)
        for number, law in enumerate(laws):
            found[number, : len(law.outcomes)] = [kind_of(outcome) for outcome in law.outcomes]
        return found

    def _label_of(self) -> Ints:
        """The label of each level met so far."""
        if len(self._labels) != len(self.plan.levels):
            self._labels = self.plan.level_labels()
        return self._labels

    def exposure(self, t: int, level: Ints, declared: Ints | None) -> None:
        """Employers, heads, payroll and premium of a year."""
        levels = len(self.plan.levels)
        place = self.place * levels
        place += level
        size = self.cells * levels
        both = np.bincount(place, weights=self.shared[t].employers_and_heads, minlength=size)
        payroll = self.shared[t].payroll
        if declared is not None:
            payroll = np.floor(payroll * declared / MILLION)
        wages = np.bincount(place, weights=payroll, minlength=size)
        # Each employer's premium is a whole number, so that sums do not depend on who is added up together.
        due = np.asarray([float(each.rate) for each in self.plan.levels])[level]
        due *= payroll
        premium = np.bincount(place, weights=np.rint(due, out=due), minlength=size)
        employers, heads = np.divmod(both, ONE)
        for name, values in (("employers", employers), ("heads", heads), ("payroll", wages), ("premium", premium)):
            into = self.sums[:, t + self.before, PLACE[name]]
            by_label = np.zeros((len(self.plan.labels), self.cells), dtype=np.int64)
            np.add.at(by_label, self._label_of(), values.reshape(-1, levels).T.astype(np.int64))
            into += by_label.T.reshape(into.shape)

    def _add(self, t: int, name: str, where: tuple[Ints, Ints], weights: NDArray[np.generic] | None = None) -> None:
        """Add something of chosen rows, by the label of the level they hold."""
        row, held = where
        if not len(row):
            return
        labels = len(self.plan.labels)
        place = self.place[row] * labels + self._label_of()[held]
        found = np.bincount(place, weights=weights, minlength=self.cells * labels)
        into = self.sums[:, t + self.before, PLACE[name]]
        into += np.rint(found).astype(np.int64).reshape(into.shape)

    def cases(self, t: int, happened: tuple[Ints, NDArray[np.int8], NDArray[np.int8]], held: Ints) -> None:
        """True cases by kind."""
        row, outcome, law = happened
        self._kinds(t, TRUE, self.kinds[law, outcome], (row, held))

    def reported(self, t: int, reported: Reported, held: Ints) -> None:
        """Cases that the agency knows, by the kind recorded, and what they cost the fund."""
        self._kinds(t, REPORTED, self.kinds[reported.law, reported.outcome], (reported.row, held))
        self._add(t, "incurred", (reported.row, held), reported.cost)

    def _kinds(self, t: int, names: tuple[str, ...], kind: Ints, where: tuple[Ints, Ints]) -> None:
        row, held = where
        if not len(row):
            return
        labels, kinds = len(self.plan.labels), len(KINDS)
        place = (self.place[row] * labels + self._label_of()[held]) * kinds + kind
        found = np.bincount(place, minlength=self.cells * labels * kinds).reshape(self.rows.lanes, -1, labels, kinds)
        first = PLACE[names[0]]
        self.sums[:, t + self.before, first : first + kinds] += np.moveaxis(found, 3, 1)

    def hidden(self, t: int, row: Ints, held: Ints, found: NDArray[np.bool_]) -> None:
        """Cases that their employer did not report, and those of them that were found."""
        self._add(t, "hidden", (row, held))
        self._add(t, "found", (row[found], held[found]))

    def fines(self, t: int, where: tuple[Ints, Ints], amount: NDArray[np.floating]) -> None:
        """Fines for found cases."""
        self._add(t, "fines", where, np.rint(amount))

    def paid(self, t: int, ledger: Ledger, level: Ints) -> None:
        """The fund's cash of a year, by the level held when it is paid."""
        for reported, passed in ledger.payees(t):
            self._add(t, "paid", (reported.row, level[reported.row]), ledger.cash.paid(reported.cost, reported, passed))

    def moves(self, t: int, levels: tuple[Ints, Ints], seen: NDArray[np.bool_]) -> None:
        """Employers by the labels before and after a review."""
        labels = len(self.plan.labels)
        label = self._label_of()
        insured = seen & (self.shared[t].employers_and_heads > 0)
        place = (self.place[insured] * labels + label[levels[0][insured]]) * labels + label[levels[1][insured]]
        found = np.bincount(place, minlength=self.cells * labels * labels)
        self.moved[:, t + self.before] += found.reshape(self.moved[:, t + self.before].shape)

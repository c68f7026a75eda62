"""One policy over the rows of one task: the employers to whom nothing happens, and those who had a case.

An employer without a reported case has the same course in every replicate, so it is followed once. Only rows with a
case are followed by themselves, from their first case on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.simulate.engine.answer import Answer
from ratefloat.simulate.engine.course import Course, Crowd, Quiet
from ratefloat.simulate.engine.exposure import Exposure
from ratefloat.simulate.engine.ledger import Ledger, Reported
from ratefloat.simulate.engine.luck import Cases, Luck, Rows
from ratefloat.simulate.engine.plan import Plan
from ratefloat.simulate.engine.sums import Sums

Ints = NDArray[np.int64]
FloatArray = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(eq=False)
class Courses:
    """One policy with one answer over the rows of a task."""

    plan: Plan
    answer: Answer
    rows: Rows
    exposure: Mapping[int, Exposure]
    luck: Luck
    sums: Sums
    quiet: Course = field(init=False)
    touched: Course = field(init=False)
    slot: NDArray[np.int32] = field(init=False)
    cell: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.quiet = self._everybody()
        self.touched = Course.empty(self.plan, self.answer, self.exposure)
        self.slot = np.full(len(self.rows), -1, dtype=np.int32)
        self.cell = self.plan.portfolio.cell_of[self.rows.employers].astype(np.int64)
        if self.plan.coupled:
            nobody = {each.name: getattr(self.touched, each.name) for each in fields(Course)}
            self.touched = Crowd(**nobody, groups=self.sums.groups)
            self._touch(np.arange(len(self.rows)))

    def _everybody(self) -> Course:
        """Every employer of the task, a newcomer."""
        portfolio = self.plan.portfolio
        employer = np.arange(self.rows.employers.start, self.rows.employers.stop)
        first = self.plan.newcomers()
        by_class = np.zeros(max(first, default=0) + 1, dtype=np.int64)
        by_class[list(first)] = list(first.values())
        knows = self.rows.awareness < self.answer.response.aware
        cell = portfolio.cell_of[employer].astype(np.int64)
        return Quiet(
            self.plan, self.answer, self.exposure, Ledger(portfolio), employer,
            group=portfolio.group_of[employer].astype(np.int64),
            target=cell + np.where(knows, 0, len(self.answer.marginal.cells)),
            level=by_class[portfolio.risk_class[employer]], log=np.zeros(len(employer)),
        )

    def _touch(self, rows: Ints) -> None:
        """Follow rows by themselves from now on."""
        place, lane = np.divmod(rows, self.rows.lanes)
        self.slot[rows] = len(self.touched) + np.arange(len(rows), dtype=np.int32)
        self.touched.join(self.quiet, place, lane * self.sums.groups + self.quiet.group[place])

    def year(self, t: int, cases: Cases) -> None:
        """One year: reviews and answers, then cases, then money."""
        if isinstance(self.touched, Crowd) and self.plan.funds:
            self.touched.fund_tenths = self.sums.fund_tenths(t, self.answer.response.money)
        reviewed = self.quiet.begin(t)
        self.touched.begin(t)
        if reviewed:
            self.sums.moves(t, self.quiet, self.touched)
        self._happen(t, cases)
        if t >= -self.sums.before:
            self.sums.exposure(t, self.quiet, self.touched)
            self.sums.paid(t, self.touched)

    def _happen(self, t: int, cases: Cases) -> None:
        """Thin the candidates, report what is reported, and add up."""
        true = self._true(cases)
        row, outcome, law = cases.row[true], cases.outcome[true], cases.law[true]
        place = row // self.rows.lanes
        held, group = self._held(row, "level"), self.quiet.group[place] + (row % self.rows.lanes) * self.sums.groups
        tables, cell = self.quiet.tables(before=t < 0), self.cell[place]
        told, found = self._told(t, cases, true, tables.report[cell, held, outcome])
        recorded, cost = outcome, cases.cost[true]
        if tables.relabel.any():
            lighter = cases.relabel[true] < tables.relabel[cell, held, outcome]
            if told is not None:
                lighter &= told
            recorded = np.where(lighter, self.luck.lightest[law], outcome)
            cost = np.where(lighter, self.luck.cost(law, recorded, cases.wage[true], cases.growth), cost)
        if t >= -self.sums.before:
            self.sums.true(t, (group, held), self.luck.kinds[law, outcome])
            if told is not None:
                fine = np.rint(cases.cost[true] * self.answer.response.fine)
                self.sums.hidden(t, (group, held), (~told, found), fine)
        if told is not None:
            known = np.flatnonzero(told if found is None else told | found)
            true, row, cost, group, held = (each[known] for each in (true, row, cost, group, held))
            law, recorded = law[known], recorded[known]
        self._record(t, row, Reported(row, cases.accident[true], recorded, law, cost, cases.wage[true]))
        if t >= -self.sums.before:
            self.sums.reported(t, (group, held), self.luck.kinds[law, recorded], cost)

    def _true(self, cases: Cases) -> Ints:
        """Which candidates happen."""
        thin = cases.thin * self.plan.portfolio.envelope
        log = self._held(cases.row, "log") if self.answer.moves else 0.0
        if self.answer.offset.any():
            log = log + self.answer.offset[self.cell[cases.row // self.rows.lanes]]
        return np.flatnonzero(thin < np.exp(log))

    def _held(self, row: Ints, name: str) -> NDArray[Any]:
        """The level or the log hazard of some rows."""
        own = getattr(self.quiet, name)[row // self.rows.lanes]
        slot = self.slot[row]
        followed = slot >= 0
        own[followed] = getattr(self.touched, name)[slot[followed]]
        return np.asarray(own)

    def _told(self, t: int, cases: Cases, true: Ints, chance: FloatArray) -> tuple[Mask | None, Mask | None]:
        """Which cases are reported (None for all), and which of the others are found (None for none)."""
        if (chance >= 1).all():
            return None, None
        told = cases.report[true] < chance
        if t < 0 or not self.answer.response.found:
            return told, None
        return told, ~told & (cases.found[true] < self.answer.response.found)

    def _record(self, t: int, row: Ints, reported: Reported) -> None:
        new = row[self.slot[row] < 0]
        if len(new):
            # Rows come in order, so that neighbours tell where a row is met for the first time.
            self._touch(new[np.concatenate([[True], new[1:] != new[:-1]])])
        self.touched.ledger.add(t, reported.of(self.slot[row].astype(np.int64)))

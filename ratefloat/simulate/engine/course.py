"""The course of one policy over the rows of one task: levels, answers, reported cases and totals, year by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.reading import CHARGED
from ratefloat.errors import UncoveredError
from ratefloat.history.channels.base import Channel
from ratefloat.history.channels.exposure import HeadMonths, InsuredMonths, Payroll
from ratefloat.history.channels.premium import Premium
from ratefloat.simulate.engine.answer import MILLION, Answer, Tables
from ratefloat.simulate.engine.ledger import Ledger, Reported
from ratefloat.simulate.engine.luck import Cases, Rows
from ratefloat.simulate.engine.plan import REFUSED, Block, Plan
from ratefloat.simulate.engine.sums import Sums
from ratefloat.simulate.portfolio.portfolio import Year

Ints = NDArray[np.int64]
FloatArray = NDArray[np.float64]
UNKNOWN = -2


@dataclass(eq=False)
class Course:
    """One policy, one answer, the rows of one task."""

    plan: Plan
    answer: Answer
    rows: Rows
    exposure: Mapping[int, Year]
    sums: Sums
    ledger: Ledger = field(init=False)
    level: NDArray[np.int64] = field(init=False)
    log: FloatArray = field(init=False)
    charged: dict[int, NDArray[np.int64]] = field(default_factory=dict)
    declared: dict[int, Ints] = field(default_factory=dict)
    _settled: Ints = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.plan.portfolio)
        first = self.plan.newcomers()
        by_class = np.zeros(max(first, default=0) + 1, dtype=np.int64)
        by_class[list(first)] = list(first.values())
        self.level = by_class[self.risk_class]
        self.log = np.zeros(len(self.rows) if self.answer.moves else 0)

    @cached_property
    def risk_class(self) -> Ints:
        """The class of each row."""
        return np.asarray(self.rows.spread(self.plan.portfolio.risk_class)).astype(np.int64)

    @cached_property
    def cell(self) -> Ints:
        """The cell of each row."""
        return np.asarray(self.rows.spread(self.plan.portfolio.cell_of)).astype(np.int64)

    @cached_property
    def targeted(self) -> Ints:
        """The row of the table of targets that each row reads."""
        knows = self.rows.awareness < self.answer.response.aware
        half = len(self.answer.marginal.cells)
        return self.cell + np.where(np.repeat(knows, self.rows.lanes), 0, half)

    def year(self, t: int, cases: Cases) -> None:
        """One year: a review where one is due, answers, cases, money."""
        if t >= 0 and t % self.plan.reading.cycle == 0:
            self.review(t)
        tables = self.tables(before=t < 0)
        if t >= 0 and self.answer.moves:
            target = tables.target.ravel()[self.targeted * len(self.plan.levels) + self.level]
            target -= self.log
            target *= self.answer.response.speed
            self.log += target
        if self.plan.reads_paid:
            self.charged[t] = self.level.copy()
        if self.answer.declares_less:
            self.declared[t] = tables.declared[self.cell, self.level]
        self._happen(t, cases, tables)
        if t >= -self.sums.before:
            self.sums.exposure(t, self.level, self.declared.get(t))

    def tables(self, *, before: bool) -> Tables:
        """The tables of answers over the levels met so far."""
        return self.answer.tables(tuple(self.plan.levels), before=before)

    def _happen(self, t: int, cases: Cases, tables: Tables) -> None:
        """Thin the candidates, report what is reported, and add up."""
        level = 1.0 if not self.answer.moves else np.exp(self.log[cases.row])
        true = np.flatnonzero(cases.thin * self.plan.portfolio.envelope < level)
        row, outcome = cases.row[true], cases.outcome[true]
        at = self.rows.employers.start + row // self.rows.lanes
        law, cell, held = self.plan.portfolio.severity_of[at], self.cell[row], self.level[row]
        told, found, recorded = self._told(cases, true, (tables.report[cell, held, outcome], outcome, law))
        if tables.relabel.any():
            lighter = cases.relabel[true] < tables.relabel[cell, held, outcome]
            recorded = np.where(lighter, self.sums.lightest[law], recorded)
        cost = cases.cost[true]
        if recorded is not outcome:
            cost = self.sums.luck.cost(law, recorded, cases.wage[true])
        known = np.flatnonzero(told | found)
        reported = Reported(
            row[known], cases.accident[true][known], recorded[known], law[known], cost[known], cases.wage[true][known]
        )
        self.ledger.add(t, reported)
        if t >= -self.sums.before:
            self.sums.cases(t, (row, outcome, law), held)
            self.sums.reported(t, reported, held[known])
            self.sums.hidden(t, row[~told], held[~told], found[~told])
            self.sums.fines(t, (row[found], held[found]), cases.cost[true][found] * self.answer.response.fine)
            self.sums.paid(t, self.ledger, self.level)

    def _told(
        self, cases: Cases, true: Ints, seen: tuple[FloatArray, NDArray[np.int8], NDArray[np.int8]]
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.int8]]:
        """Which cases are reported, which are hidden and found, and as what they are recorded."""
        chance, outcome, _ = seen
        if (chance >= 1).all():
            told = np.ones(len(true), dtype=np.bool_)
            return told, ~told, outcome
        told = cases.report[true] < chance
        found = ~told & (cases.found[true] < self.answer.response.found)
        return told, found, outcome

    def review(self, t: int) -> None:
        """Put every employer that has been insured on its new level."""
        plan = self.plan
        years = [t - plan.reading.lag - age for age in range(1, max(plan.reading.reach, 1) + 1)]
        insured = self._insured(years)
        before = self.level
        self.level = before.copy()
        seen = np.repeat(insured > 0, self.rows.lanes)
        if plan.coupled:
            self._decide_all(years, seen)
        else:
            with_cases = self.ledger.rows_with_cases(plan.channels, years, len(self.rows))
            if not plan.settled_without_cases:
                with_cases = np.flatnonzero(seen)
            else:
                self._settle(years, (insured, seen, before))
            for start in range(0, len(with_cases), CHUNK):
                rows = with_cases[start : start + CHUNK]
                self.level[rows] = self._decided(rows, before[rows], years)
        self._refuse(t)
        self.sums.moves(t, (before, self.level), seen)

    def _insured(self, years: list[int]) -> Ints:
        """In which years of the window each employer was insured, as bits."""
        found = np.zeros(self.rows.count, dtype=np.int64)
        for place, year in enumerate(years):
            found |= (self.exposure[year].months[self.rows.employers] > 0).astype(np.int64) << place
        return found

    def _settle(self, years: list[int], who: tuple[Ints, NDArray[np.bool_], Ints]) -> None:
        """The levels of employers without a case: one decision for each class, months insured and level in force."""
        insured, seen, before = who
        kinds = 1 << len(years)
        own = self.plan.portfolio.risk_class[self.rows.employers].astype(np.int64) * kinds + insured
        place = np.repeat(own, self.rows.lanes)
        width = len(self.plan.levels)
        table = self._table((int(self.plan.portfolio.risk_class.max()) + 1) * kinds, width)
        place *= table.shape[1]
        place += before
        found = table.ravel()[place]
        new = np.flatnonzero((found == UNKNOWN) & seen)
        if len(new):
            _, first = np.unique(place[new], return_index=True)
            rows = new[first]
            decided = self._decided(rows, before[rows], years, blank=True)
            table = self._table(len(table), len(self.plan.levels))
            keys = np.repeat(own, self.rows.lanes)
            table[keys[rows], before[rows]] = decided
            found = table[keys, before]
        self.level[seen] = found[seen]

    def _table(self, kinds: int, width: int) -> Ints:
        """What is known of employers without cases, wide enough for all levels."""
        known = self._settled
        if known.shape[0] < kinds or known.shape[1] < width:
            wider = np.full((kinds, max(2 * width, 16)), UNKNOWN, dtype=np.int64)
            wider[: known.shape[0], : known.shape[1]] = known
            self._settled = wider
        return self._settled

    def _decided(self, rows: Ints, level: Ints, years: list[int], *, blank: bool = False) -> Ints:
        place = np.full(len(self.rows), len(rows), dtype=np.int32)
        place[rows] = np.arange(len(rows), dtype=np.int32)
        sums = {
            channel: [
                np.zeros(len(rows), dtype=np.int64) if blank and channel in self.plan.channels
                else self._sums(channel, years[age - 1], rows, place)
                for age in range(span, 0, -1)
            ]
            for channel, span in self.plan.spans.items()
        }
        return self.plan.decide(Block(self.risk_class[rows], level, sums))

    def _decide_all(self, years: list[int], seen: NDArray[np.bool_]) -> None:
        """Decide replicate by replicate, since the average of peers is that of one replicate."""
        for lane in range(self.rows.lanes):
            rows = np.arange(lane, len(self.rows), self.rows.lanes)
            rows = rows[seen[rows]]
            self.level[rows] = self._decided(rows, self.level[rows], years)

    def _sums(self, channel: Channel, year: int, rows: Ints, place: NDArray[np.int32]) -> Ints:
        if channel in self.plan.channels:
            return self.ledger.sums(channel, year, place, len(rows))
        at = self.rows.employers.start + rows // self.rows.lanes
        exposure = self.exposure[year]
        if isinstance(channel, HeadMonths):
            return np.asarray(exposure.heads[at] * exposure.months[at])
        if isinstance(channel, InsuredMonths):
            return np.asarray(exposure.months[at])
        payroll = np.asarray(exposure.payroll[at])
        if year in self.declared:
            payroll = payroll * self.declared[year][rows] // MILLION
        if isinstance(channel, Payroll):
            return payroll
        assert isinstance(channel, Premium)
        return np.asarray(np.rint(payroll * self._rates(channel, year, rows))).astype(np.int64)

    def _rates(self, channel: Premium, year: int, rows: Ints) -> FloatArray:
        """The rate at which a premium counts, less what does not."""
        less = float(channel.less or 0)
        if channel.basis in CHARGED:
            rates = np.asarray([float(level.rate) for level in self.plan.levels])
            return np.maximum(rates[self.charged[year][rows]] - less, 0.0)
        rates = np.zeros(max(self.plan.base, default=0) + 1)
        rates[list(self.plan.base)] = [float(rate) for rate in self.plan.base.values()]
        return np.maximum(rates[self.risk_class[rows]] - less, 0.0)

    def _refuse(self, t: int) -> None:
        if (self.level == REFUSED).any():
            row = int(np.flatnonzero(self.level == REFUSED)[0])
            raise UncoveredError(
                f"policy {self.plan.policy.id}: refuses an experience of class {self.risk_class[row]} that happened "
                f"in year {t}; expected a rate for each", policy=self.plan.policy.id, year=t,
            )


CHUNK = 65_536

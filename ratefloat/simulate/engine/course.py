"""The course of some employers under one policy: their levels, their answers and their record, year by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.reading import CHARGED
from ratefloat.errors import UncoveredError
from ratefloat.history.channels.base import Channel
from ratefloat.history.channels.exposure import HeadMonths, InsuredMonths, Payroll
from ratefloat.history.channels.premium import Premium
from ratefloat.simulate.engine.answer import MILLION, Answer, Tables
from ratefloat.simulate.engine.exposure import Exposure
from ratefloat.simulate.engine.ledger import Ledger
from ratefloat.simulate.engine.plan import REFUSED, Block, Plan

Ints = NDArray[np.int64]
FloatArray = NDArray[np.float64]
UNKNOWN = -2
CHUNK = 65_536


@dataclass(eq=False)
class Course:
    """Members under one policy and one answer; arrays have shape (members,).

    `employer` is the place of each member in the portfolio, `group` what the sums of members are sorted by,
    `level` the number of its level, `log` the logarithm of its hazard over the latent one, `target` the row of the
    table of targets that it reads. `charged` and `declared` remember levels and declared payroll by year.
    """

    plan: Plan
    answer: Answer
    exposure: Mapping[int, Exposure]
    ledger: Ledger
    employer: Ints
    group: Ints
    target: Ints
    level: Ints
    log: FloatArray
    charged: dict[int, Ints] = field(default_factory=dict)
    declared: dict[int, Ints] = field(default_factory=dict)
    before: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    alike: ClassVar[bool] = False
    """Whether a member stands for its employer in every replicate, not in one."""
    _settled: Ints = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))

    @classmethod
    def empty(cls, plan: Plan, answer: Answer, exposure: Mapping[int, Exposure]) -> Course:
        """The course of nobody yet."""
        nobody = np.zeros(0, dtype=np.int64)
        return cls(
            plan, answer, exposure, Ledger(plan.portfolio), nobody, nobody, nobody, nobody, np.zeros(0),
        )

    def __len__(self) -> int:
        return len(self.employer)

    def join(self, other: Course, which: Ints, group: Ints) -> None:
        """Take in copies of members of another course, as they are now."""
        for name in ("employer", "target", "level", "log"):
            setattr(self, name, np.concatenate([getattr(self, name), getattr(other, name)[which]]))
        self.group = np.concatenate([self.group, group])
        for mine, theirs in ((self.charged, other.charged), (self.declared, other.declared)):
            for year, values in theirs.items():
                mine[year] = np.concatenate([mine.get(year, values[:0]), values[which]])

    @property
    def risk_class(self) -> Ints:
        """The class of each member."""
        return self.plan.portfolio.risk_class[self.employer].astype(np.int64)

    def begin(self, t: int) -> bool:
        """Begin a year: a review where one is due, and answers. Whether there was a review."""
        due = t >= 0 and t % self.plan.reading.cycle == 0
        if due:
            self.review(t)
        if t >= 0 and self.answer.moves:
            target = self.tables(before=False).target.ravel()[self.target * len(self.plan.levels) + self.level]
            target -= self.log
            target *= self.answer.response.speed
            if self.alike:
                # Nobody has answered before he was there; whoever had a case was.
                target[self.plan.portfolio.first[self.employer] > t] = 0.0
            self.log = self.log + target
        if self.plan.reads_paid:
            self.charged[t] = self.level
        if self.answer.declares_less:
            cell = self.plan.portfolio.cell_of[self.employer]
            self.declared[t] = self.tables(before=t < 0).declared[cell, self.level]
        return due

    def tables(self, *, before: bool) -> Tables:
        """The tables of answers over the levels met so far."""
        return self.answer.tables(self.plan.levels, before=before)

    def review(self, t: int) -> None:
        """Put every member that is or has been insured on its new level."""
        plan, years = self.plan, self._years(t)
        insured = self._insured(years)
        level = self.level.copy()
        with_cases = self.ledger.members_with_cases(plan.channels, years, len(self))
        if plan.settled_without_cases:
            self._settle(years, insured, (self._seen(t, insured), level))
        else:
            with_cases = np.flatnonzero(self._seen(t, insured))
        for start in range(0, len(with_cases), CHUNK):
            some = with_cases[start : start + CHUNK]
            level[some] = self.decided(some, years)
        self._take(level, insured, t)

    def _years(self, t: int) -> list[int]:
        """The years that a review looks at, the latest first."""
        reading = self.plan.reading
        return [t - reading.lag - age for age in range(1, max(reading.reach, 1) + 1)]

    def _seen(self, t: int, insured: Ints) -> NDArray[np.bool_]:
        """Who is reviewed: whoever was insured in the window, or is now."""
        return np.asarray((insured > 0) | (self.exposure[t].insured[self.employer] > 0))

    def _take(self, level: Ints, insured: Ints, t: int) -> None:
        """Take over the new levels; newcomers, and those who have left, stay where the policy does not cover them."""
        self.before = self.level
        absent = (insured == 0) | (self.exposure[t].insured[self.employer] == 0)
        level = np.where((level == REFUSED) & absent, self.level, level)
        if (level == REFUSED).any():
            member = int(np.flatnonzero(level == REFUSED)[0])
            raise UncoveredError(
                f"policy {self.plan.policy.id}: refuses an experience of class {self.risk_class[member]} that happened "
                f"in year {t}; expected a rate for each", policy=self.plan.policy.id, year=t,
            )
        self.level = level

    def _insured(self, years: list[int]) -> Ints:
        """In which years of the window each member was insured, as bits."""
        found = np.zeros(len(self), dtype=np.int64)
        for place, year in enumerate(years):
            found |= self.exposure[year].insured[self.employer] << place
        return found

    def _settle(self, years: list[int], insured: Ints, into: tuple[NDArray[np.bool_], Ints]) -> None:
        """Levels of members without a case: one decision for each class, months insured and level in force.

        Args:
            into: who is reviewed, and the levels to be written.
        """
        seen, level = into
        kinds = 1 << len(years)
        kind = self.risk_class * kinds + insured
        width = len(self.plan.levels)
        table = self._table((int(self.plan.portfolio.risk_class.max()) + 1) * kinds, width)
        found = table.ravel()[kind * table.shape[1] + self.level]
        new = np.flatnonzero((found == UNKNOWN) & seen)
        if len(new):
            _, first = np.unique(kind[new] * width + self.level[new], return_index=True)
            some = new[first]
            decided = self.decided(some, years, blank=True)
            table = self._table(len(table), len(self.plan.levels))
            table[kind[some], self.level[some]] = decided
            found = table[kind, self.level]
        np.copyto(level, found, where=seen)

    def _table(self, kinds: int, width: int) -> Ints:
        """What is known of members without cases, wide enough for all levels."""
        known = self._settled
        if known.shape[0] < kinds or known.shape[1] < width:
            wider = np.full((kinds, max(2 * width, 16)), UNKNOWN, dtype=np.int64)
            wider[: known.shape[0], : known.shape[1]] = known
            self._settled = wider
        return self._settled

    def decided(self, some: Ints, years: list[int], *, blank: bool = False, fund_tenths: int = 0) -> Ints:
        """The levels that the policy puts some members on; with `blank`, as if they had no case."""
        place = np.full(len(self), len(some), dtype=np.int32)
        place[some] = np.arange(len(some), dtype=np.int32)
        sums = {
            channel: [
                np.zeros(len(some), dtype=np.int64) if blank and channel in self.plan.channels
                else self._sums(channel, years[age - 1], some, place)
                for age in range(span, 0, -1)
            ]
            for channel, span in self.plan.spans.items()
        }
        return self.plan.decide(Block(self.risk_class[some], self.level[some], sums, fund_tenths))

    def _sums(self, channel: Channel, year: int, some: Ints, place: NDArray[np.int32]) -> Ints:
        if channel in self.plan.channels:
            return self.ledger.sums(channel, year, place, len(some))
        at, exposure = self.employer[some], self.exposure[year]
        if isinstance(channel, HeadMonths):
            return np.asarray(exposure.heads[at] * exposure.months[at])
        if isinstance(channel, InsuredMonths):
            return np.asarray(exposure.months[at])
        payroll = np.asarray(exposure.payroll[at])
        if year in self.declared:
            payroll = payroll * self.declared[year][some] // MILLION
        if isinstance(channel, Payroll):
            return payroll
        assert isinstance(channel, Premium)
        return np.asarray(np.rint(payroll * self._rates(channel, year, some))).astype(np.int64)

    def _rates(self, channel: Premium, year: int, some: Ints) -> FloatArray:
        """The rate at which a premium counts, less what does not."""
        less = float(channel.less or 0)
        if channel.basis in CHARGED:
            return np.maximum(self.plan.rates[self.charged[year][some]] - less, 0.0)
        rates = np.zeros(max(self.plan.base, default=0) + 1)
        rates[list(self.plan.base)] = [float(rate) for rate in self.plan.base.values()]
        return np.maximum(rates[self.risk_class[some]] - less, 0.0)


class Quiet(Course):
    """The course of employers to whom nothing happens."""

    alike: ClassVar[bool] = True


@dataclass(eq=False)
class Crowd(Course):
    """The course of all employers of some replicates whose levels depend on each other.

    The average of peers, and the state of the fund, is that of one replicate, so replicates are decided one by one;
    `group` tells them apart. `fund_tenths` are tenths of a month of reserve by replicate.
    """

    groups: int = 1
    fund_tenths: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def review(self, t: int) -> None:
        years = self._years(t)
        insured = self._insured(years)
        seen = self._seen(t, insured)
        level, lane = self.level.copy(), self.group // self.groups
        for replicate in np.unique(lane):
            some = np.flatnonzero((lane == replicate) & seen)
            tenths = int(self.fund_tenths[replicate]) if len(self.fund_tenths) else 0
            level[some] = self.decided(some, years, fund_tenths=tenths)
        self._take(level, insured, t)

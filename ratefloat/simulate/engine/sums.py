"""Adding up a task: whole numbers by replicate, year, measure, group and label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ratefloat.simulate.engine.answer import MILLION
from ratefloat.simulate.engine.course import Course
from ratefloat.simulate.engine.exposure import ONE, Exposure
from ratefloat.simulate.engine.luck import Luck
from ratefloat.simulate.engine.plan import Plan
from ratefloat.simulate.response import KINDS
from ratefloat.simulate.totals import FACTOR_UNIT, MEASURES, PLACE, REPORTED, TRUE

Ints = NDArray[np.int64]
FloatArray = NDArray[np.float64]
Mask = NDArray[np.bool_]
Small = NDArray[np.int8]
EXPOSED = ("employers", "heads", "payroll", "premium", "factor")


@dataclass(eq=False)
class Sums:
    """The totals of one policy and answer in a task, from year -`before` on.

    Whole numbers below 2^53 are exact as floats, so sums do not depend on their order.
    """

    plan: Plan
    luck: Luck
    exposures: Mapping[int, Exposure]
    lanes: int
    years: int
    before: int
    sums: Ints = field(init=False)
    moved: Ints = field(init=False)
    _labels: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    _sorted: FloatArray = field(default_factory=lambda: np.zeros((0, 0)))
    _factors: FloatArray = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        span, labels = self.before + self.years, len(self.plan.labels)
        self.sums = np.zeros((self.lanes, span, len(MEASURES), self.groups, labels), dtype=np.int64)
        self.moved = np.zeros((self.lanes, span, self.groups, labels, labels), dtype=np.int64)

    @property
    def groups(self) -> int:
        """The number of groups of the portfolio."""
        return len(self.plan.portfolio.groups)

    @property
    def labels(self) -> Ints:
        """The label of each level met so far."""
        if len(self._labels) != len(self.plan.levels):
            self._labels = self.plan.level_labels()
            self._sorted = np.eye(len(self.plan.labels))[self._labels]
            bases = (self.plan.base.get(risk_class) for risk_class in self.plan.classes)
            self._factors = np.asarray([
                float(round(FACTOR_UNIT * level.rate / base)) if base else 0.0
                for level, base in zip(self.plan.levels, bases, strict=True)
            ])
        return self._labels

    def exposure(self, t: int, quiet: Course, touched: Course) -> None:
        """Employers, heads, payroll and premium of a year.

        All rows as if nothing had happened to them, and those to whom it did, as they are instead.
        """
        self._exposed(t, quiet, (quiet.level, quiet.declared.get(t)))
        at = touched.employer - quiet.employer[0]
        instead = quiet.level[at]
        other = touched.level != instead
        own, usual = touched.declared.get(t), quiet.declared.get(t)
        if own is not None and usual is not None:
            other |= own != usual[at]
        differ = np.flatnonzero(other)
        if len(differ):
            for sign, level, declared in (
                (-1, instead[differ], None if usual is None else usual[at[differ]]),
                (1, touched.level[differ], None if own is None else own[differ]),
            ):
                self._exposed(t, touched, (level, declared), sign=sign, some=differ)

    def _exposed(
        self, t: int, course: Course, held: tuple[Ints, Ints | None], *, sign: int = 1, some: Ints | None = None
    ) -> None:
        level, declared = held
        levels, year = len(self.plan.levels), self.exposures[t]
        group, employer = (course.group, course.employer) if some is None else (
            course.group[some], course.employer[some]
        )
        lanes = 1 if course.alike else self.lanes
        place = group * levels
        place += level
        size = lanes * self.groups * levels
        payroll = year.wages[employer]
        if declared is not None:
            payroll = np.floor(payroll * declared / MILLION)
        # Each employer's premium is a whole number, so that sums do not depend on who is added up together.
        due = self.plan.rates[level]
        due *= payroll
        np.rint(due, out=due)
        _ = self.labels
        by_level = [
            np.bincount(place, weights=weights, minlength=size).reshape(-1, levels)
            for weights in (year.packed[employer], payroll, due)
        ]
        # Of the packed numbers only the employers: heads never fill what one employer stands for.
        factor = by_level[0] // ONE * self._factors
        packed, *others = (each @ self._sorted for each in (*by_level, factor))
        into = self.sums[:, t + self.before]
        shape = (lanes, self.groups, self._sorted.shape[1])
        for name, values in zip(EXPOSED, (*np.divmod(packed, ONE), *others), strict=True):
            # One lane stands for all where nothing has happened in any of them.
            into[:, PLACE[name]] += (sign * values).astype(np.int64).reshape(shape)

    def _add(self, t: int, name: str, where: tuple[Ints, Ints], weights: NDArray[np.generic] | None = None) -> None:
        """Add something of chosen rows, by group and by the label of the level they hold."""
        group, held = where
        if not len(group):
            return
        labels = len(self.plan.labels)
        place = group * labels + self.labels[held]
        found = np.bincount(place, weights=weights, minlength=self.lanes * self.groups * labels)
        into = self.sums[:, t + self.before, PLACE[name]]
        into += np.rint(found).astype(np.int64).reshape(into.shape)

    def true(self, t: int, where: tuple[Ints, Ints], kind: Ints) -> None:
        """Cases that happened, by group and level, and by kind."""
        self._kinds(t, TRUE, kind, where)

    def reported(self, t: int, where: tuple[Ints, Ints], kind: Ints, cost: Ints) -> None:
        """Cases that the agency knows, by the kind recorded, with what they cost the fund."""
        self._kinds(t, REPORTED, kind, where)
        self._add(t, "incurred", where, cost)

    def _kinds(self, t: int, names: tuple[str, ...], kind: Ints, where: tuple[Ints, Ints]) -> None:
        group, held = where
        labels, kinds = len(self.plan.labels), len(KINDS)
        place = (group * labels + self.labels[held]) * kinds + kind
        found = np.bincount(place, minlength=self.lanes * self.groups * labels * kinds)
        first = PLACE[names[0]]
        self.sums[:, t + self.before, first : first + kinds] += np.moveaxis(
            found.reshape(self.lanes, self.groups, labels, kinds), 3, 1
        )

    def hidden(self, t: int, where: tuple[Ints, Ints], which: tuple[Mask, Mask | None], fine: FloatArray) -> None:
        """Cases that their employer did not report, those of them that were found, and the fines for these."""
        (group, held), (untold, found) = where, which
        self._add(t, "hidden", (group[untold], held[untold]))
        if found is not None:
            self._add(t, "found", (group[found], held[found]))
            self._add(t, "fines", (group[found], held[found]), fine[found])

    def paid(self, t: int, course: Course) -> None:
        """The fund's cash of a year, by the level held when it is paid."""
        for reported, passed in course.ledger.payees(t):
            amount = course.ledger.cash.paid(reported.cost, reported, passed)
            self._add(t, "paid", (course.group[reported.member], course.level[reported.member]), amount)

    def fund_tenths(self, t: int, money: float) -> Ints:
        """Tenths of a month of the last year's payments that the fund holds at the start of year t, by replicate.

        Read where a task holds all employers. Never below zero: an empty fund has no reserve.
        """
        fund = self.plan.portfolio.fund
        if t < 0 or not self.before:
            return np.zeros(self.lanes, dtype=np.int64)
        at = {name: self.sums[:, :, PLACE[name]].sum(axis=(2, 3)) for name in ("premium", "paid", "fines")}
        stock = np.asarray([fund.stock[min(max(year, 0), len(fund.stock) - 1)] for year in range(-1, t)])
        span = slice(self.before, self.before + t)
        spent = np.rint(at["premium"][:, self.before - 1 : self.before - 1 + t] * money)
        flow = at["premium"][:, span] + at["fines"][:, span] - at["paid"][:, span] - spent - stock[1:]
        reserve = fund.reserve + flow.sum(axis=1)
        year = at["paid"][:, self.before + t - 1] + stock[-1]
        months = np.where(year > 0, 120 * reserve / np.maximum(year, 1), 0)
        return np.asarray(np.clip(np.floor(months), 0, 10**6)).astype(np.int64)

    def moves(self, t: int, quiet: Course, touched: Course) -> None:
        """Employers by the labels before and after a review, as for exposure."""
        self._moved(t, quiet, (quiet.before, quiet.level), sign=1)
        if len(touched):
            at = touched.employer - quiet.employer[0]
            self._moved(t, touched, (quiet.before[at], quiet.level[at]), sign=-1)
            self._moved(t, touched, (touched.before, touched.level), sign=1)

    def _moved(self, t: int, course: Course, levels: tuple[Ints, Ints], *, sign: int) -> None:
        labels, lanes = len(self.plan.labels), 1 if course.alike else self.lanes
        insured = np.flatnonzero(self.exposures[t].heads[course.employer] > 0)
        group = course.group[insured]
        before, after = (self.labels[level[insured]] for level in levels)
        place = (group * labels + before) * labels + after
        found = np.bincount(place, minlength=lanes * self.groups * labels * labels)
        into = self.moved[:, t + self.before]
        into += sign * found.reshape(lanes, self.groups, labels, labels)
        old, new = (self._factors[level[insured]] for level in levels)
        found = np.bincount(group * labels + after, weights=(new - old) ** 2, minlength=lanes * self.groups * labels)
        self.sums[:, t + self.before, PLACE["change"]] += sign * found.astype(np.int64).reshape(
            lanes, self.groups, labels
        )

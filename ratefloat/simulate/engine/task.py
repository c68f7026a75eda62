"""One task of a run: some employers, up to twenty replicates, all policies, some answers, all years."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.desk import Level
from ratefloat.numeric.keyed import LANES
from ratefloat.simulate.engine.answer import Answer
from ratefloat.simulate.engine.courses import Courses
from ratefloat.simulate.engine.exposure import exposure
from ratefloat.simulate.engine.ledger import Cash
from ratefloat.simulate.engine.luck import Luck, Rows
from ratefloat.simulate.engine.plan import Plan
from ratefloat.simulate.engine.sums import Sums
from ratefloat.simulate.portfolio.portfolio import Portfolio

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Task:
    """Which employers, how many replicates from which group of four on, and which answers."""

    start: int
    stop: int
    word: int
    lanes: int
    first: int
    last: int


@dataclass(frozen=True, eq=False)
class Work:
    """What every task of a run needs: the policies, and of each the answers to be run on the same luck."""

    portfolio: Portfolio
    plans: tuple[Plan, ...]
    answers: tuple[tuple[Answer, ...], ...]
    years: int
    before: int
    seed: int

    @property
    def history(self) -> int:
        """The years before the policy that make a difference; earlier ones would be drawn for nothing."""
        cash = Cash(self.portfolio.payment)
        needed = max(self.before, *(plan.back for plan in self.plans))
        return min(needed + cash.reach, self.portfolio.history) if not cash.pays_pensions else self.portfolio.history

    def run(self, task: Task) -> Done:
        """The totals of one task."""
        rows = Rows(self.portfolio, slice(task.start, task.stop), task.word, task.lanes, self.seed)
        luck = _luck(self.portfolio)
        exposed = {t: exposure(self.portfolio, t) for t in range(-self.history, self.years)}
        courses = [
            [
                Courses(plan, answer, rows, exposed, luck,
                      Sums(plan, luck, exposed, rows.lanes, self.years, self.before))
                for answer in answers[task.first : task.last]
            ]
            for plan, answers in zip(self.plans, self.answers, strict=True)
        ]
        most = max(answer.most for each in self.answers for answer in each[task.first : task.last])
        for t, year in exposed.items():
            cases = luck.cases(rows, year, t, most=most)
            for of_plan in courses:
                for each in of_plan:
                    each.year(t, cases)
        totals = [[(each.sums.sums, each.sums.moved) for each in of_plan] for of_plan in courses]
        levels = [list(zip(plan.classes, plan.levels, strict=True)) for plan in self.plans]
        return Done(task, totals, levels)


@dataclass(frozen=True, eq=False)
class Done:
    """What a task leaves: by policy and answer totals and moves, replicates first; and the levels met by policy."""

    task: Task
    totals: list[list[tuple[Ints, Ints]]]
    levels: list[list[tuple[int, Level]]]


@lru_cache(maxsize=4)
def _luck(portfolio: Portfolio) -> Luck:
    return Luck(portfolio)


def tasks(employers: int, *, replicates: tuple[int, int], rows: int, sets: int) -> list[Task]:
    """The tasks of a run, each of about so many rows: central replicates, then a few evidence sets at a time.

    Args:
        replicates: of the central parameters, and of each evidence set.
    """
    central, few = replicates
    return _tasks(employers, central, rows, (0, 1)) + [
        task
        for first in range(1, 1 + sets, _together(few))
        for task in _tasks(employers, few, rows, (first, min(first + _together(few), 1 + sets)))
    ]


def _tasks(employers: int, replicates: int, rows: int, answers: tuple[int, int]) -> list[Task]:
    return [
        Task(start, stop, first // LANES, min(TOGETHER, replicates - first), *answers)
        for first in range(0, replicates, TOGETHER)
        for start, stop in _blocks(employers, rows // min(TOGETHER, replicates))
    ]


def _together(replicates: int) -> int:
    """How many evidence sets a task holds: the more replicates, the fewer, so that its totals stay as big."""
    return max(SETS * LANES // max(min(replicates, TOGETHER), LANES), 1)


def _blocks(employers: int, size: int) -> list[tuple[int, int]]:
    size = max(size, 1)
    return [(start, min(start + size, employers)) for start in range(0, employers, size)]


SETS = 8
"""Evidence sets of four replicates that one task holds in memory."""
TOGETHER = 20
"""Replicates of a task: what happens to nobody is followed once for all of them."""

"""Doing the tasks of a run: in any order, by one worker or several, to be broken off and taken up again."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.desk import Level
from ratefloat.errors import ConflictError, DataError
from ratefloat.numeric.keyed import LANES
from ratefloat.simulate.engine.identity import fingerprint
from ratefloat.simulate.engine.task import Done, Task, Work, tasks

Ints = NDArray[np.int64]
Progress = Callable[[int, int], None]
"""Called with the tasks done and all tasks."""


FEW = 4
"""Replicates of an evidence set where nothing else is said."""


@dataclass(frozen=True)
class Effort:
    """How much is drawn, and how: nothing here changes a result but `replicates`, `sets` and `evidence_replicates`.

    `replicates` of the central parameters; `sets` evidence sets with `evidence_replicates` each, on the luck of the
    first replicates of the central ones: of four the ranges of rare events carry much noise, of `replicates` as
    little as the central figures. So many `rows`, employers times replicates, are drawn at a time. With a `checkpoint`
    file a run that was broken off goes on where it was.
    """

    replicates: int = 20
    sets: int = 64
    rows: int = 262_144
    workers: int = 1
    checkpoint: str | Path | None = None
    progress: Progress | None = None
    evidence_replicates: int = FEW

    def __post_init__(self) -> None:
        if self.replicates < 1 or self.sets < 0 or self.rows < 1 or self.workers < 1:
            raise DataError(
                f"effort: {self.replicates} replicates, {self.sets} sets, {self.rows} rows, {self.workers} "
                f"workers; expected at least 1, 0, 1 and 1"
            )
        # The default is no choice: of fewer replicates all are drawn.
        if not 1 <= self.evidence_replicates <= max(self.replicates, FEW):
            raise DataError(
                f"effort: {self.evidence_replicates} evidence replicates; expected 1 to {self.replicates}, the "
                f"replicates of the central run", evidence_replicates=self.evidence_replicates,
            )

    @property
    def of_each_set(self) -> int:
        """The replicates drawn of each evidence set; not more than of the central parameters."""
        return min(self.evidence_replicates, self.replicates)


@dataclass(eq=False)
class Gathered:
    """The totals of all tasks so far: by policy, central replicates and evidence sets."""

    work: Work
    effort: Effort
    central: list[Ints] = field(init=False)
    central_moves: list[Ints] = field(init=False)
    evidence: list[Ints] = field(init=False)
    evidence_moves: list[Ints] = field(init=False)
    done: NDArray[np.bool_] = field(init=False)
    whole: bool = field(default=True, init=False)

    def __post_init__(self) -> None:
        from ratefloat.simulate.totals import MEASURES

        groups, years = len(self.work.portfolio.groups), self.work.before + self.work.years
        sets = len(self.work.answers[0]) - 1
        self.tasks = tasks(
            len(self.work.portfolio), replicates=(self.effort.replicates, self.effort.of_each_set), sets=sets,
            rows=2**62 if any(plan.coupled for plan in self.work.plans) else self.effort.rows,
        )
        labels = [len(plan.labels) for plan in self.work.plans]
        self.central, self.evidence = (
            [np.zeros((n, years, len(MEASURES), groups, k), dtype=np.int64) for k in labels]
            for n in (self.effort.replicates, sets)
        )
        self.central_moves, self.evidence_moves = (
            [np.zeros((n, years, groups, k, k), dtype=np.int64) for k in labels]
            for n in (self.effort.replicates, sets)
        )
        self.done = np.zeros(len(self.tasks), dtype=np.bool_)

    def run(self, identity: str) -> None:
        """Do what is left to do."""
        path = None if self.effort.checkpoint is None else Path(self.effort.checkpoint)
        identity = fingerprint(identity, self.effort.of_each_set)
        if path is not None and path.exists():
            self._resume(path, identity)
        left = [number for number in range(len(self.tasks)) if not self.done[number]]
        every = max(len(self.tasks) // 20, 1)
        try:
            for count, (number, done) in enumerate(self._each(left), start=1):
                self._add(number, done)
                if self.effort.progress is not None:
                    self.effort.progress(int(self.done.sum()), len(self.tasks))
                if path is not None and count % every == 0 and count < len(left):
                    self._save(path, identity)
        except BaseException:
            # A task that was broken off while it was added is in some sums and not in others.
            if path is not None and self.whole:
                self._save(path, identity)
            raise
        if path is not None:
            path.unlink(missing_ok=True)

    def _each(self, left: Sequence[int]) -> Iterator[tuple[int, Done]]:
        if self.effort.workers == 1:
            yield from ((number, self.work.run(self.tasks[number])) for number in left)
            return
        pool = ProcessPoolExecutor(
            self.effort.workers, mp_context=get_context("fork"), initializer=_take, initargs=(self.work,)
        )
        with pool:
            yield from zip(left, pool.map(_run, [self.tasks[number] for number in left]), strict=True)

    def _add(self, number: int, done: Done) -> None:
        self.whole = False
        task = done.task
        lanes = slice(LANES * task.word, LANES * task.word + task.lanes)
        for policy, (totals, levels) in enumerate(zip(done.totals, done.levels, strict=True)):
            for risk_class, level in levels:
                self.work.plans[policy].number(risk_class, level)
            for answer, (sums, moves) in enumerate(totals, start=task.first):
                if answer == 0:
                    self.central[policy][lanes] += sums
                    self.central_moves[policy][lanes] += moves
                else:
                    self.evidence[policy][answer - 1] += sums.sum(axis=0)
                    self.evidence_moves[policy][answer - 1] += moves.sum(axis=0)
        self.done[number] = True
        self.whole = True

    def _arrays(self) -> list[Ints]:
        return [*self.central, *self.central_moves, *self.evidence, *self.evidence_moves]

    def _levels(self) -> str:
        """The levels met under each policy, in order, as JSON: class, step and rate. Labels are read off them."""
        every = (zip(plan.classes, plan.levels, strict=True) for plan in self.work.plans)
        return json.dumps([[(risk_class, level.step, str(level.rate)) for risk_class, level in met] for met in every])

    def _save(self, path: Path, identity: str) -> None:
        """Write what there is, whole or not at all."""
        beside = path.with_name(path.name + ".part")
        named: dict[str, NDArray[Any]] = {f"a{number}": array for number, array in enumerate(self._arrays())}
        named |= {"identity": np.asarray(identity), "done": self.done, "levels": np.asarray(self._levels())}
        with open(beside, "wb") as file:
            np.savez(file, **named)  # type: ignore[arg-type]
        os.replace(beside, path)

    def _resume(self, path: Path, identity: str) -> None:
        try:
            with np.load(path) as kept:
                if str(kept["identity"]) != identity:
                    raise ConflictError(
                        f"checkpoint {path.name}: of another run; expected the same policies, portfolio, behaviour, "
                        f"seed and effort, or another file"
                    )
                self.done[:] = kept["done"]
                for plan, levels in zip(self.work.plans, json.loads(str(kept["levels"])), strict=True):
                    for risk_class, step, rate in levels:
                        plan.number(risk_class, Level(step, Fraction(rate)))
                for number, array in enumerate(self._arrays()):
                    array[:] = kept[f"a{number}"]
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise DataError(f"checkpoint {path.name}: cannot be read ({error}); remove it to begin anew") from None


_working: list[Work] = []


def _take(work: Work) -> None:
    """Remember the work in a worker process."""
    _working[:] = [work]


def _run(task: Task) -> Done:
    return _working[0].run(task)

"""Golden cases: what a policy decides at each edge, for each class and each length of history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.periods import day
from ratefloat.policy.derive import derive
from ratefloat.policy.kernel import Kernel
from ratefloat.policy.table.whole import base_groups, exclusions
from ratefloat.rules.column import Column
from ratefloat.rules.domain import Cell, Pooled, Ratio
from ratefloat.testing.cases import history_lengths, read_cells, special_values
from ratefloat.testing.golden_file import GoldenCase, GoldenTable, expected_of, given_text

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy

MOST, MOST_DIRECT = 20_000, 500
"""The most combinations among which the rest of a case is looked for; fewer where no table decides them."""
REFUSED = 1000
"""What a refusal costs, in articles, when a case is chosen."""


def golden(policy: FloatPolicy, *, on: date | str | None = None) -> GoldenTable:
    """The golden cases of a policy on a day, with what it decides.

    Each edge of each indicator has a case on it and one a unit to either side, where that edge makes a
    difference and as few other articles as possible apply; each step has a case for each risk class; each area
    and tier has one for each class; and each length of history has one.

    Args:
        on: the day; by default the first of the policy.

    >>> import ratefloat as rf
    >>> table = golden(rf.load_plan("cn-shenzhen-2018"))
    >>> next(case for case in table.cases if case.what == "loss_ratio one unit above 50%").given["loss_ratio"]
    '500001/1000000'
    """
    moment = policy.effective.start if on is None else policy.require_in_force(day(on))
    search = _Search(policy, moment)
    found: dict[tuple[Any, ...], GoldenCase] = {}
    for what, place, given in search.cases():
        texts = {name: given_text(value) for name, value in given.items()}
        key = (*place, *texts.items())
        if key in found:
            found[key] = replace(found[key], what=f"{found[key].what}; {what}")
            continue
        expected = expected_of(policy, moment, place, given)
        found[key] = GoldenCase(what, "generated", moment, place[0], place[1], texts, expected)
    return GoldenTable(policy.id, tuple(search.cells), tuple(found.values()))


class _Search:
    """Combinations of cells, what each leads to, and those among them that show one thing best."""

    def __init__(self, policy: FloatPolicy, on: date) -> None:
        self.policy, self.on = policy, on
        self.cells = read_cells(policy, on)
        self.groups, base = base_groups(policy.structure.base, on)
        self.domains = derive(policy, on).domains
        pooled = {
            name: tuple(cell.sample for cell in own) for name, own in self.cells.items()
            if isinstance(self.domains[name], Pooled)
        }
        self.kernel = Kernel(derive(policy, on), base, pooled)
        self.contexts = _contexts(
            [len(own) for own in self.cells.values()], MOST_DIRECT if self.kernel.direct else MOST
        )
        valued = [isinstance(self.domains[name], Ratio) for name in self.cells]
        self.empty = (self.contexts[:, valued] < 2).sum(axis=1) if any(valued) else np.zeros(len(self.contexts), int)
        self.possible = ~_excluded(policy, self.cells, self.contexts)

    def cases(self) -> Iterator[tuple[str, tuple[str | None, str | None], dict[str, Any]]]:
        """What each case shows, its area and tier, and its values."""
        first = self.groups[0]
        for axis, (name, own) in enumerate(self.cells.items()):
            for special in special_values(self.domains[name], own):
                given = self._given(self._telling(axis, special.between))
                yield f"{name} {special.what}", first, {**given, name: special.value}
            for length in history_lengths(self.policy, name):
                context = self._telling(axis, (0, len(own) - 1))
                yield f"history of {name} {length}", first, {**self._given(context), name: length}
        if "risk_class" not in self.cells:
            return
        for step, context in self._by_step():
            for risk_class in self.policy.classes:
                yield f"class {risk_class}{step}", first, {**self._given(context), "risk_class": risk_class}
        for place in self.groups[1:]:
            where = " ".join(filter(None, ("area", place[0], "tier" if place[1] else "", place[1])))
            for risk_class in self.policy.classes:
                yield f"{where}, class {risk_class}", place, {**self._given(self._typical()), "risk_class": risk_class}

    def _given(self, context: NDArray[np.intp]) -> dict[str, Any]:
        return {name: own[digit].sample for (name, own), digit in zip(self.cells.items(), context, strict=True)}

    def _outcomes(self, contexts: NDArray[np.intp]) -> tuple[NDArray[np.int64], NDArray[np.int64], list[Any]]:
        """One number for what each context leads to, how many articles changed it, and its step."""
        n = len(contexts)
        columns: dict[str, Column] = {
            name: self.domains[name].column([cell.sample for cell in own]).take(contexts[:, axis])
            for axis, (name, own) in enumerate(self.cells.items())
        }
        columns = {
            **{m: d.probe().take(np.zeros(n, dtype=np.intp)) for m, d in self.domains.items() if m not in columns},
            **columns,
        }
        found = self.kernel.decide(columns, n)
        code = (found.state.astype(np.int64) * len(found.reasons) + found.reason) * 256 + found.refused
        articles = np.asarray([len(notes) for notes in found.reasons], dtype=np.int64)[found.reason]
        steps = [state[1] for state in found.states]
        return code, articles + REFUSED * (found.refused > 0), [steps[code] for code in found.state]

    def _best(self, cost: NDArray[np.int64], among: NDArray[np.bool_]) -> NDArray[np.intp]:
        """The context with fewest articles among those that show something, possible and with premium if it can be."""
        choice = among & self.possible if (among & self.possible).any() else among
        rows = np.flatnonzero(choice if choice.any() else np.ones_like(choice))
        return np.asarray(self.contexts[rows[np.argmin(2 * cost[rows] + self.empty[rows])]])

    def _telling(self, axis: int, between: tuple[int, int]) -> NDArray[np.intp]:
        """A context in which it matters on which side of an edge an indicator lies."""
        (one, one_cost, _), (two, two_cost, _) = (
            self._outcomes(_with(self.contexts, axis, digit)) for digit in between
        )
        return self._best(one_cost + two_cost, one != two)

    def _typical(self) -> NDArray[np.intp]:
        """A context with as few articles as possible."""
        _, cost, _ = self._outcomes(self.contexts)
        return self._best(cost, np.ones(len(cost), dtype=np.bool_))

    def _by_step(self) -> list[tuple[str, NDArray[np.intp]]]:
        _, cost, steps = self._outcomes(self.contexts)
        if steps[0] is None:
            return [("", self._typical())]
        found = []
        for step in sorted({step for step, price in zip(steps, cost, strict=True) if price < REFUSED}):
            among = np.asarray([own == step for own in steps], dtype=np.bool_) & (cost < REFUSED)
            found.append((f" from step {'+' if step > 0 else ''}{step}", self._best(cost, among)))
        return found


def _contexts(sizes: list[int], most: int) -> NDArray[np.intp]:
    """All combinations of cells, or as many drawn at random as are looked at."""
    if prod(sizes) <= most:
        return np.asarray(list(product(*map(range, sizes))), dtype=np.intp).reshape(-1, len(sizes))
    draw = np.random.default_rng(0)
    return np.stack([draw.integers(0, size, most) for size in sizes], axis=1).astype(np.intp)


def _excluded(
    policy: FloatPolicy, cells: Mapping[str, tuple[Cell, ...]], contexts: NDArray[np.intp]
) -> NDArray[np.bool_]:
    mask = np.zeros(len(contexts), dtype=np.bool_)
    for one, two, table in exclusions(policy, cells):
        mask |= table[contexts[:, one], contexts[:, two]]
    return mask


def _with(contexts: NDArray[np.intp], axis: int, digit: int) -> NDArray[np.intp]:
    changed = contexts.copy()
    changed[:, axis] = digit
    return changed

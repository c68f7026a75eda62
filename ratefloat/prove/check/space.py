"""All cases of a policy on a day: the product of all cells, what is decided in each, and which can exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import UncoveredError
from ratefloat.history.implications import implications
from ratefloat.history.indicator import Indicator
from ratefloat.history.indicators.fund import FundMonths
from ratefloat.policy.derive import Outcome, cells_of, derive, merge_cuts
from ratefloat.policy.kernel import Gathering, Kernel, Outcomes
from ratefloat.prove.witness.areas import Place, rates_by_place
from ratefloat.prove.witness.case import Case
from ratefloat.rules.column import Column
from ratefloat.rules.domain import Cell, Domain

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy

MOST_CASES = 1 << 23
"""The most cases that are looked at one by one."""
BLOCK = 1 << 18
USUAL_CLASS = 4
Ints = NDArray[np.int32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Space:
    """The cases of one policy on one day, in the order of `names`, the last one fastest.

    `outcomes` says what is decided in each case, `possible` whether a history can lie in it.
    """

    policy: FloatPolicy
    on: date
    kernel: Kernel
    places: tuple[Place, ...]
    cells: Mapping[str, tuple[Cell, ...]]

    @classmethod
    def of(cls, policy: FloatPolicy, on: date) -> Space:
        """The cases of a policy on a day.

        Raises:
            UncoveredError: no base table covers the day, or the rule reads exact numbers, or there are too many cases.
        """
        by_place = rates_by_place(policy, on)
        if not by_place:
            raise UncoveredError(f"policy {policy.id}: no base rate on {on}")
        base = {(group, c): rate for group, rates in enumerate(by_place.values()) for c, rate in rates.items()}
        derived = derive(policy, on)
        rates = tuple(sorted(set(base.values())))
        pooled = {name: rates for name in policy.structure.domains if name.startswith("rate_in_force")}
        kernel = Kernel(derived, base, pooled)
        if derived.tail:
            raise UncoveredError(f"policy {policy.id}: its rule reads exact numbers and has no finite table", tail=True)
        cells = cells_of(kernel.domains, merge_cuts([*derived.cuts, derived.rate_cuts]))
        if prod(len(found) for found in cells.values()) > MOST_CASES:
            raise UncoveredError(f"policy {policy.id}: more than {MOST_CASES:,} cases", tail=True)
        return cls(policy, on, kernel, tuple(by_place), cells)

    @property
    def names(self) -> tuple[str, ...]:
        """The indicators that tell cases apart, in the order of the axes."""
        return tuple(self.cells)

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of cells of each indicator."""
        return tuple(len(found) for found in self.cells.values())

    @property
    def size(self) -> int:
        """The number of cases."""
        return prod(self.shape)

    @property
    def axes(self) -> dict[str, tuple[Domain, tuple[Cell, ...]]]:
        """The domain and the cells of each indicator."""
        return {name: (self.kernel.domains[name], found) for name, found in self.cells.items()}

    def columns(self, rows: NDArray[np.intp]) -> dict[str, Column]:
        """A column of every indicator for some cases, by representatives."""
        places = np.unravel_index(rows, self.shape) if self.cells else ()
        columns: dict[str, Column] = {}
        for name, domain in self.kernel.domains.items():
            if name in self.cells:
                samples = domain.column([cell.sample for cell in self.cells[name]])
                columns[name] = samples.take(places[self.names.index(name)])
            else:
                columns[name] = domain.probe().take(np.zeros(len(rows), dtype=np.intp))
        return columns

    @cached_property
    def outcomes(self) -> Outcomes:
        """What is decided in every case."""
        gathered = Gathering(self.kernel, self.size)
        for start in range(0, self.size, BLOCK):
            stop = min(start + BLOCK, self.size)
            gathered.take(slice(start, stop), self.columns(np.arange(start, stop, dtype=np.intp)))
        return gathered.outcomes()

    @cached_property
    def possible(self) -> Mask:
        """Which cases some history may lie in, as far as the definitions tell."""
        policy = self.policy
        mask = np.ones(self.shape, dtype=np.bool_)
        own = {n: made for n, made in policy.indicator_map.items() if n in self.cells and isinstance(made, Indicator)}
        for found in implications(own, policy.structure.window):
            one, two = self.cells[found.if_name], self.cells[found.then_name]
            if found.if_name == found.then_name:
                bad = np.asarray([found.excluded({found.if_name: cell}) for cell in one])
                mask &= ~self._along(bad, (found.if_name,))
                continue
            pairs = [[found.excluded({found.if_name: a, found.then_name: b}) for b in two] for a in one]
            mask &= ~self._along(np.asarray(pairs), (found.if_name, found.then_name))
        for name, made in own.items():
            if isinstance(made, FundMonths):
                # A balance is always over ten tenths of a month: it never lacks a value.
                mask &= self._along(np.asarray([c.interval is not None for c in self.cells[name]]), (name,))
        return mask.reshape(-1)

    def _along(self, values: NDArray[np.bool_], names: tuple[str, ...]) -> NDArray[np.bool_]:
        """An array over some axes, in their order, stretched to be combined with one over all."""
        order = sorted(range(len(names)), key=lambda i: self.names.index(names[i]))
        shape = [1] * len(self.shape)
        for name in names:
            shape[self.names.index(name)] = len(self.cells[name])
        return np.transpose(values, order).reshape(shape)

    @cached_property
    def decided(self) -> Mask:
        """Which cases can exist and are decided."""
        return np.asarray(self.possible & (self.outcomes.refused == 0))

    @cached_property
    def rates(self) -> tuple[Fraction, ...]:
        """The distinct rates, ascending."""
        return tuple(sorted({state[3] for state in self.outcomes.states if state[3] is not None}))

    @cached_property
    def rank(self) -> Ints:
        """The number of each case's rate among all rates; -1 where nothing is decided or the case can not exist."""
        place = {rate: number for number, rate in enumerate(self.rates)}
        of_state = np.asarray([-1 if s[3] is None else place[s[3]] for s in self.outcomes.states], dtype=np.int32)
        return np.where(self.decided, of_state[self.outcomes.state], np.int32(-1))

    @cached_property
    def oddness(self) -> Ints:
        """How far each case is from what readers know best: class 4, a ratio that has a value, all else plain."""
        total = np.zeros(self.shape, dtype=np.int32)
        for axis, (name, cells) in enumerate(self.cells.items()):
            odd = np.asarray([_oddness(name, number, cell) for number, cell in enumerate(cells)], dtype=np.int32)
            total += odd.reshape([-1 if place == axis else 1 for place in range(len(self.shape))])
        return total.reshape(-1)

    def place(self, row: int) -> dict[str, int]:
        """The number of the cell of each indicator in a case."""
        return dict(zip(self.names, (int(i) for i in np.unravel_index(row, self.shape)), strict=True))

    def outcome(self, row: int) -> Outcome:
        """What is decided in a case."""
        return self.outcomes.states[int(self.outcomes.state[row])]

    def case(self, row: int) -> Case:
        """A case as a witness is asked for it."""
        cells = {name: self.cells[name][number] for name, number in self.place(row).items()}
        area, tier = self.places[int(cells["base_group"].sample) if "base_group" in cells else 0]
        refused = int(self.outcomes.refused[row])
        reason = self.outcomes.refusals[refused - 1] if refused else ""
        return Case(cells, area, tier, self.outcome(row), reason)

    def rows_of(self, mask: NDArray[np.bool_]) -> NDArray[np.intp]:
        """The numbers of the cases in which a mask holds."""
        return np.flatnonzero(mask)

    def digits(self, rows: NDArray[np.intp], names: Iterable[str]) -> NDArray[np.intp]:
        """The cells of some indicators in some cases, shape (rows, names)."""
        places = np.unravel_index(rows, self.shape) if self.cells else ()
        wanted = [places[self.names.index(name)] for name in names]
        return np.stack(wanted, axis=1) if wanted else np.zeros((len(rows), 0), dtype=np.intp)


def _oddness(name: str, number: int, cell: Cell) -> int:
    if name == "risk_class":
        return abs(int(cell.sample) - USUAL_CLASS)
    if name == "prior_step":
        return 2 * abs(int(cell.sample))
    if cell.interval is None and isinstance(cell.sample, tuple):
        return 100
    if name == "insured_months" and cell.interval is not None:
        return 0 if cell.interval.high is None else 50
    return 0 if isinstance(cell.sample, tuple | Fraction) else 20 * min(number, 3)


def some(rows: NDArray[Any], keys: NDArray[Any], most: int) -> list[int]:
    """One row for each distinct key, at most so many."""
    if not len(rows):
        return []
    _, first = np.unique(keys, axis=0, return_index=True)
    return [int(row) for row in rows[np.sort(first)[:most]]]

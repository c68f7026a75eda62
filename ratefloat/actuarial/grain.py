"""How fine an experience has to be seen: found by asking the policy what it can tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.desk import REFUSED, Desk, Level, Years, with_newcomers
from ratefloat.actuarial.lattice import Lattice, Measures
from ratefloat.actuarial.reading import Reading
from ratefloat.actuarial.severities import MINOR
from ratefloat.actuarial.solvable import refuse_endless
from ratefloat.errors import DefinitionError, UncoveredError
from ratefloat.history.channels.base import Channel
from ratefloat.numeric.counts import Poisson
from ratefloat.numeric.panjer import panjer
from ratefloat.units import exact

Ints = NDArray[np.int64]
MONEY = np.asarray([0, *(2**power for power in range(51))], dtype=np.int64)
"""Sums of money from which an edge is narrowed down; nobody costs the last."""
MANY = 10**6
TAIL = 1e-12
"""Where a policy never stops telling losses apart, what happens more rarely than this is put into the last cell."""


@dataclass(frozen=True)
class Grain:
    """From which sum of money, and from which count of each counter, a policy tells nothing more apart."""

    measures: Measures
    end: int
    caps: tuple[int, ...]
    finite: bool = True

    def lattice(self, asked: Any, most: int) -> Lattice:
        """The lattice of a request: None, a number of cells, or a step such as "1000" in the main unit.

        Args:
            most: the most experiences where nothing is asked.
        Raises:
            DefinitionError: neither a number of cells from 2 on nor an amount above 0.
        """
        below = [cost for cost in self.measures.costs if 0 < cost < self.end]
        common = gcd(*below) if below else max(self.end, 1)
        counts = prod(cap + 1 for cap in self.caps)
        if isinstance(asked, int) and not isinstance(asked, bool):
            if asked < 2:
                raise DefinitionError(f"lattice {asked}: expected 2 or more cells, or a step such as '1000'")
            return self._of(common if self._cells(common) <= asked else -(-self.end // (asked - 1)), common)
        if asked is not None:
            step = exact(asked, what="lattice step") * MINOR
            if step <= 0 or step.denominator != 1:
                raise DefinitionError(f"lattice {asked!r}: expected a step above 0 of whole minor units, or cells")
            return self._of(int(step), common)
        if self._cells(common) * counts <= most:
            return self._of(common, common)
        cells = max(most // (2 * counts), 8)
        return self._of(-(-self.end // (cells - 1)), common)

    def _cells(self, step: int) -> int:
        return -(-self.end // step) + 1

    def _of(self, step: int, common: int) -> Lattice:
        return Lattice(self.measures, step, self._cells(step), self.caps, exact=common % step == 0)


def scout(
    reading: Reading, measures: Measures, *, known: Iterable[Level] = (), hazard: float = 1.0
) -> tuple[Grain, tuple[Level, ...]]:
    """The grain of a policy, and the levels that it was seen to put employers on.

    Args:
        known: levels that are met elsewhere: their premiums too are what losses are measured against.
        hazard: the greatest multiple of the cell's frequency that will be asked for.
    Raises:
        UncoveredError: the policy covers no experience at all.
    """
    desk = Desk(reading)
    for step in reading.steps if reading.reads_prior else reading.steps[:1]:
        desk.number(Level(step, reading.base_rate or Fraction(0)))
    for level in known:
        desk.number(level)
    cases = float(reading.cell.cases) * max(reading.reach, 1) * hazard
    counts = np.asarray([*range(_most_counts(5 * cases + 1) + 1), MANY], dtype=np.int64)
    counted = [_counted(measures, counts, number) for number in range(len(measures.marks))]
    levels = _met(desk, [(_spent(measures, MONEY), len(MONEY)), *((table, len(counts)) for table in counted)])
    end = _money_end(desk, measures, cases) if measures.money else 0
    caps = tuple(_cap(desk, measures, counts, number) for number in range(len(measures.marks)))
    return Grain(measures, end, caps, desk.finite), levels


def _met(desk: Desk, tables: Sequence[tuple[Mapping[Channel, Ints], int]]) -> tuple[Level, ...]:
    """The levels that come out of the probes, from all that went in or came out before."""
    met: set[int] = set()
    while True:
        before = len(desk.levels)
        for table, count in tables:
            met |= set(np.unique(desk.decide(table, _probes(desk, count))).tolist())
        refuse_endless(desk.reading, len(met) if desk.reading.reads_prior or desk.reading.paid else 0)
        blind = not (desk.reading.reads_prior or desk.reading.paid)
        if len(desk.levels) == before or blind:
            break
    levels = with_newcomers(desk.reading, (desk.levels[number] for number in met - {REFUSED}))
    if not levels:
        reading = desk.reading
        raise UncoveredError(f"policy {reading.policy.id}: covers no experience of class {reading.cell.risk_class}")
    return levels


def _spent(measures: Measures, money: Ints) -> dict[Channel, Ints]:
    return measures.tables(money, (np.zeros_like(money),) * len(measures.marks))


def _counted(measures: Measures, values: Ints, counter: int, money: int = 0) -> dict[Channel, Ints]:
    zeros = np.zeros_like(values)
    counts = tuple(values if number == counter else zeros for number in range(len(measures.marks)))
    return measures.tables(zeros + money, counts)


def _cap(desk: Desk, measures: Measures, counts: Ints, counter: int) -> int:
    # What a formula makes of a count may depend on the money beside it; cells of a table do not.
    money = (0,) if desk.finite or not measures.money else MONEY[::3].tolist()
    cap = max(_last(_seen(desk, _counted(measures, counts, counter, sum_), len(counts))) for sum_ in money)
    return min(cap, len(counts) - 2)


def _probes(desk: Desk, count: int) -> Years:
    """Employers with each value in each year, at each level: ages x levels x values, in that order."""
    ages, levels = max(desk.reading.reach, 1), len(desk.levels)
    if not (desk.reading.reads_prior or desk.reading.paid):
        levels = 1
    shape = (ages, levels, count)
    age, level, value = (place.reshape(-1) for place in np.indices(shape))
    return Years([np.where(age == number, value, 0) for number in range(ages)], [level] * ages, level)


def _seen(desk: Desk, table: Mapping[Channel, Ints], count: int) -> Ints:
    """What is told apart of each value, shape (cases, values, what)."""
    probes = _probes(desk, count)
    found = desk.digits(table, probes) if desk.finite else desk.decide(table, probes)[:, None]
    return found.reshape(-1, count, found.shape[1])


def _last(seen: Ints) -> int:
    """The place from which nothing more is told apart from the last value."""
    differ = (seen != seen[:, -1:]).any(axis=(0, 2))
    return int(np.flatnonzero(differ)[-1]) + 1 if differ.any() else 0


def _money_end(desk: Desk, measures: Measures, cases: float) -> int:
    if not desk.finite:
        # A formula may look at money only where a count or a year says so: it is taken to do so without end.
        return _quantile(measures, cases)
    place = _last(_seen(desk, _spent(measures, MONEY), len(MONEY)))
    if place == 0:
        return 0
    low, high = int(MONEY[place - 1]), int(MONEY[place])
    for _ in range(2):
        # The first value stands for years without a case, so it is always nothing.
        values = np.asarray([0, *(low + (high - low) * part // 32 for part in range(33)), MONEY[-1]])
        place = _last(_seen(desk, _spent(measures, values), len(values)))
        low, high = int(values[place - 1]), int(values[place])
    return high


def _quantile(measures: Measures, cases: float) -> int:
    """A loss that a window exceeds hardly ever."""
    chances = [float(o.probability) for o in measures.reading.cell.severity.outcomes]
    end = 2 * max(*measures.costs, 1)
    while True:
        step = -(-end // 1024)
        steps = np.asarray([-(-cost // step) for cost in measures.costs])
        law = panjer(Poisson(cases), np.bincount(steps, weights=chances), cells=1025)
        if law.beyond < TAIL:
            return int(end)
        end *= 2


def _most_counts(cases: float) -> int:
    from scipy.special import gammainc

    cap = 8
    while gammainc(cap, cases) > TAIL and cap < 4096:
        cap *= 2
    return cap

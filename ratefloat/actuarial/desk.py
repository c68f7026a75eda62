"""A policy's own decision over many imagined employers of one risk cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.reading import Reading
from ratefloat.history.channels.base import Channel
from ratefloat.history.channels.premium import Premium
from ratefloat.history.evaluate import from_channels
from ratefloat.history.filled import YearColumns
from ratefloat.rules.column import Column, IntegerColumn
from ratefloat.units import percent_text

Ints = NDArray[np.int64]
REFUSED = -1


class Level(NamedTuple):
    """What an employer can be charged: the step on the ladder (None where the law has none) and the rate."""

    step: int | None
    rate: Fraction

    @property
    def text(self) -> str:
        """Step and rate in words."""
        return percent_text(self.rate) if self.step is None else f"{self.step:+d} at {percent_text(self.rate)}"


def with_newcomers(reading: Reading, levels: Iterable[Level]) -> tuple[Level, ...]:
    """Levels in order, with that of newcomers: step 0 at the base rate, where no record leads to step 0."""
    found = set(levels)
    known = {level.step for level in found}
    if reading.base_rate is not None and 0 in reading.steps and not known & {0, None}:
        found.add(Level(0, reading.base_rate))
    return tuple(sorted(found))


@dataclass(frozen=True)
class Years:
    """Imagined employers: the experience of each year and the level at which it was charged, by age of year.

    `claims[a - 1]` holds each row's number in the tables of claim channels for the year of age a;
    `charged[a - 1]` the number of its level; `prior` the number of the level in force.
    """

    claims: Sequence[Ints]
    charged: Sequence[Ints]
    prior: Ints

    @property
    def rows(self) -> int:
        """The number of employers."""
        return len(self.prior)


class Desk:
    """Decides imagined employers by the policy itself; levels get their numbers as they are met."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.levels: list[Level] = []
        self._numbers: dict[Level, int] = {}
        self._cells = [
            (name, cells)
            for link in reading.kernel.links
            for name, cells in zip(link.names, link.cells, strict=True)
            if name in reading.indicators
        ]

    @property
    def finite(self) -> bool:
        """Whether the policy can tell only finitely many cases apart."""
        return not self.reading.kernel.direct

    def number(self, level: Level) -> int:
        """The number of a level, new or known."""
        if level not in self._numbers:
            self._numbers[level] = len(self.levels)
            self.levels.append(level)
        return self._numbers[level]

    def decide(self, tables: Mapping[Channel, Ints], years: Years) -> Ints:
        """The number of the level that each employer is put on; REFUSED where the policy covers no such case."""
        columns = self._columns(tables, years)
        outcomes = self.reading.kernel.decide(columns, years.rows)
        place = np.full(len(outcomes.states), REFUSED, dtype=np.int64)
        refused = outcomes.refused > 0
        for state in np.unique(outcomes.state[~refused]).tolist():
            _, step, _, rate = outcomes.states[state]
            place[state] = self.number(Level(None if step is None else int(step), rate or Fraction(0)))
        return np.where(refused, REFUSED, place[outcomes.state])

    def digits(self, tables: Mapping[Channel, Ints], years: Years, names: frozenset[str] | None = None) -> Ints:
        """What the policy can tell apart of each employer, shape (employers, indicators).

        Args:
            names: of some indicators only.
        """
        columns = self._columns(tables, years)
        domains = self.reading.kernel.domains
        found = [
            domains[name].digits(columns[name], cells).astype(np.int64)
            for name, cells in self._cells
            if names is None or name in names
        ]
        return np.stack(found, axis=1) if found else np.zeros((years.rows, 0), dtype=np.int64)

    def _columns(self, tables: Mapping[Channel, Ints], years: Years) -> dict[str, Column]:
        reading, zeros = self.reading, np.zeros(years.rows, dtype=np.int64)
        states = {name: column.take(zeros) for name, column in reading.constants.items()}
        if reading.reads_prior:
            steps = np.asarray([level.step or 0 for level in self.levels] or [0], dtype=np.int64)
            states["prior_step"] = IntegerColumn(steps[years.prior])
        else:
            states["prior_step"] = IntegerColumn(zeros)
        if not reading.indicators:
            return states
        channels = {request.channel: request.last for request in reading.requests}
        for request in reading.requests:
            channels[request.channel] = max(channels[request.channel], request.last)
        grids = {channel: self._by_year(channel, last, tables, years) for channel, last in channels.items()}
        found = from_channels(
            reading.indicators, YearColumns(grids, ends=reading.ends), reading.dates, peers=reading.peers, states=states
        )
        return dict(found.columns)

    def _by_year(self, channel: Channel, last: int, tables: Mapping[Channel, Ints], years: Years) -> list[Ints]:
        """The sums of a channel, one column a year, the oldest first."""
        ages = range(last, 0, -1)
        if channel in tables:
            return [tables[channel][years.claims[age - 1]] for age in ages]
        if any(request.channel == channel for request in self.reading.paid):
            assert isinstance(channel, Premium)
            paid = np.asarray([self.reading.premium(channel, level.rate) for level in self.levels], dtype=np.int64)
            return [paid[years.charged[age - 1]] for age in ages]
        return [np.full(years.rows, self.reading.yearly(channel), dtype=np.int64)] * len(ages)

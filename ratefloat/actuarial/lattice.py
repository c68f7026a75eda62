"""The experience of a year as a point on a lattice: what it cost, and the cases that the policy counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.reading import Reading
from ratefloat.actuarial.severities import MINOR, Outcome
from ratefloat.history.channels.base import Channel
from ratefloat.history.channels.benefits import Benefits
from ratefloat.history.channels.cases import AccidentDeaths, Cases
from ratefloat.numeric.counts import Poisson
from ratefloat.numeric.joint import Outcomes, joint_law, with_claim

FloatArray = NDArray[np.float64]
Ints = NDArray[np.int64]


def case_marks(channel: Channel, outcomes: tuple[Outcome, ...]) -> tuple[int, ...]:
    """How many persons of a channel a case with each outcome is."""
    return tuple(int(_counts(channel, outcome)) for outcome in outcomes)


def _counts(channel: Channel, outcome: Outcome) -> bool:
    if isinstance(channel, AccidentDeaths):
        return outcome.death
    assert isinstance(channel, Cases)
    if channel.grades is not None:
        return outcome.grade is not None and channel.grades[0] <= outcome.grade <= channel.grades[1]
    return {
        "injury": True, "death": outcome.death, "disease": False, "graded": outcome.death or outcome.grade is not None,
    }[channel.of]


@dataclass(frozen=True)
class Measures:
    """How the claims of a cell enter the channels that a policy reads: one amount, and counters.

    `costs` is what each outcome adds to the money, in minor units; `marks[i]` what it adds to counter i.
    """

    reading: Reading
    costs: tuple[int, ...]
    marks: tuple[tuple[int, ...], ...]
    money: tuple[Benefits, ...]
    counters: Mapping[Channel, int]

    @classmethod
    def of(cls, reading: Reading) -> Measures:
        """The measures of what a policy reads; all sums of money that it reads are the same for a cell."""
        channels = tuple(dict.fromkeys(request.channel for request in reading.claims))
        money = money_of(reading)
        outcomes = reading.cell.severity.outcomes
        marks: list[tuple[int, ...]] = []
        counters: dict[Channel, int] = {}
        for channel in channels:
            if channel not in money:
                mark = case_marks(channel, outcomes)
                counters[channel] = marks.index(mark) if mark in marks else len(marks)
                marks += [mark] if mark not in marks else []
        own = case_costs(money[0], reading.cell.costs) if money else (0,) * len(outcomes)
        return cls(reading, own, tuple(marks), money, counters)

    def tables(self, money: Ints, counts: tuple[Ints, ...]) -> dict[Channel, Ints]:
        """The sums of every claim channel for experiences of some money and counts."""
        found: dict[Channel, Ints] = dict.fromkeys(self.money, money)
        for channel, number in self.counters.items():
            count = counts[number]
            found[channel] = np.minimum(count, 1) if isinstance(channel, AccidentDeaths) else count
        return found


def money_of(reading: Reading) -> tuple[Benefits, ...]:
    """The sums of money that a policy reads of cases."""
    return tuple(dict.fromkeys(r.channel for r in reading.claims if isinstance(r.channel, Benefits)))


def case_costs(channel: Benefits, costs: tuple[int, ...]) -> tuple[int, ...]:
    """What a case with each outcome adds to a sum of money, whose limit per case counts."""
    limit = channel.per_claim_at_most if channel.per_claim_at_most is not None else channel.per_accident_at_most
    return costs if limit is None else tuple(min(cost, int(limit * MINOR)) for cost in costs)


@dataclass(frozen=True, eq=False)
class Lattice:
    """Experiences of a year: money in `cells` steps of `step` minor units, and counters up to their caps.

    The last cell and each cap mean "so much or more". Where the step does not divide every cost, a cost is split
    between its neighbours so that its mean stays, and a last counter says whether anything was paid at all.
    An experience has one number; `shape` unravels it.
    """

    measures: Measures
    step: int
    cells: int
    caps: tuple[int, ...]
    exact: bool
    _laws: dict[float, FloatArray] = field(default_factory=dict, repr=False)

    @property
    def shape(self) -> tuple[int, ...]:
        """Cells of money, then counts."""
        return (self.cells, *(cap + 1 for cap in self.all_caps))

    @property
    def all_caps(self) -> tuple[int, ...]:
        """The caps of all counters, with that of "anything paid"."""
        return self.caps if self.exact else (*self.caps, 1)

    @property
    def size(self) -> int:
        """The number of experiences."""
        return prod(self.shape)

    @cached_property
    def tables(self) -> dict[Channel, Ints]:
        """The sums of every claim channel by experience."""
        places = np.unravel_index(np.arange(self.size), self.shape)
        money = places[0].astype(np.int64) * self.step
        if not self.exact:
            money = np.maximum(money, places[-1])
        return self.measures.tables(money, tuple(place.astype(np.int64) for place in places[1:]))

    @cached_property
    def pieces(self) -> tuple[tuple[int, int, float, tuple[int, ...]], ...]:
        """What a case can add: number of its outcome, steps, probability given the outcome, marks."""
        found = []
        for number, cost in enumerate(self.measures.costs):
            marks = tuple(mark[number] for mark in self.measures.marks)
            for steps, chance in self._split(cost):
                found.append((number, steps, chance, marks if self.exact else (*marks, int(cost > 0))))
        return tuple(found)

    def _split(self, cost: int) -> list[tuple[int, float]]:
        whole, rest = divmod(cost, self.step)
        if whole >= self.cells - 1:
            return [(self.cells - 1, 1.0)]
        upper = rest / self.step
        return [(whole, 1.0 - upper), (whole + 1, upper)] if rest else [(whole, 1.0)]

    @cached_property
    def outcomes(self) -> Outcomes:
        """The same as the compound distributions take it."""
        chances = [float(outcome.probability) for outcome in self.measures.reading.cell.severity.outcomes]
        return Outcomes(
            [steps for _, steps, _, _ in self.pieces], [chances[n] * p for n, _, p, _ in self.pieces],
            np.asarray([marks for *_, marks in self.pieces], dtype=np.int64).reshape(len(self.pieces), -1),
        )

    def law(self, cases: float) -> FloatArray:
        """The probability of each experience with so many expected cases, shape (size,)."""
        if cases not in self._laws:
            self.prepare([cases])
        return self._laws[cases]

    def prepare(self, cases: Sequence[float]) -> None:
        """Keep the laws of several numbers of expected cases ready, made at once; others are forgotten."""
        self._laws.clear()
        laws = joint_law(Poisson(cases), self.outcomes, cells=self.cells, caps=self.all_caps)
        laws.setflags(write=False)
        self._laws.update(zip(cases, laws.reshape(len(cases), -1), strict=True))

    def one_more(self, law: FloatArray) -> FloatArray:
        """The change of a law by one more case of each outcome, shape (outcomes, size)."""
        shaped = law.reshape(self.shape)
        changes = np.zeros((len(self.measures.costs), self.size))
        for number, steps, chance, marks in self.pieces:
            changes[number] += chance * with_claim(shaped, steps, marks).reshape(-1)
        return changes - law

    def sums(self, one: Ints, two: Ints) -> Ints:
        """The number of the experience of two years together, of each pair, shape (len(one), len(two))."""
        total = np.zeros((len(one), len(two)), dtype=np.int64)
        for size, first, second in zip(
            self.shape, np.unravel_index(one, self.shape), np.unravel_index(two, self.shape), strict=True
        ):
            total *= size
            total += np.minimum(first[:, None] + second[None, :], size - 1)
        return total

"""The luck of a year that all policies share: candidate cases, each with numbers of its own for every question."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ratefloat.numeric.keyed import LANE_SPAN, LANES, halves, hashed, lanes, numbered, poisson, salt, scattered, uniform
from ratefloat.simulate.portfolio.portfolio import Portfolio, Year
from ratefloat.simulate.response import kind_of

Ints = NDArray[np.int64]
FloatArray = NDArray[np.float64]
Words = NDArray[np.uint64]

_CANDIDATE, _COUNT, _ACCIDENT, _PERSON, _RELABEL, _FOUND = range(6)


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a task: some employers, each once for each of some replicates.

    Row = place of the employer x lanes + lane. Replicates are drawn four by four; `word` numbers the first four.
    """

    portfolio: Portfolio
    employers: slice
    word: int
    lanes: int
    seed: int

    @property
    def count(self) -> int:
        """Employers."""
        return int(self.employers.stop - self.employers.start)

    def __len__(self) -> int:
        return self.count * self.lanes

    @cached_property
    def keys(self) -> Words:
        """The scattered keys of the employers."""
        return scattered(self.portfolio.key[self.employers])

    def spread(self, values: NDArray[np.generic]) -> NDArray[np.generic]:
        """Values of the portfolio's employers, once for each row."""
        return np.repeat(values[self.employers], self.lanes)

    @cached_property
    def awareness(self) -> FloatArray:
        """A number from 0 to 1 of each employer, the same in all years and replicates: who knows the rule."""
        return self.portfolio.awareness[self.employers]


@dataclass(frozen=True, eq=False)
class Cases:
    """Candidate cases of one year, in the order of rows; one entry a person.

    `accident` numbers the accident of each case from 0; `thin` is that of the accident: it happens under a policy
    whose hazard is above `thin` x envelope x the latent one. It is reported where `report` is below the chance of
    that. `cost` is what a case costs the fund, `wage` the worker's, both in minor units; amounts and limits of the
    law are `growth` times those of year 0.
    """

    row: Ints
    accident: Ints
    thin: FloatArray
    report: FloatArray
    law: NDArray[np.int8]
    outcome: NDArray[np.int8]
    cost: Ints
    wage: Ints
    keys: Words
    growth: float = 1.0

    def __len__(self) -> int:
        return len(self.row)

    @cached_property
    def relabel(self) -> FloatArray:
        """Recorded as lighter than it is where below the chance of that."""
        return uniform(hashed(self.keys, salt(_RELABEL)))

    @cached_property
    def found(self) -> FloatArray:
        """Found by inspection, if hidden, where below the chance of that."""
        return uniform(hashed(self.keys, salt(_FOUND)))


class Luck:
    """Draws candidate cases; what an outcome costs, and of what kind it is, is made ready once."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        victims = np.asarray(portfolio.victims)
        self.victims = np.cumsum(victims)[:-1]
        self.mean_victims = float(victims @ np.arange(1, len(victims) + 1))
        laws = portfolio.severities
        self.outcome_edges = [np.cumsum([float(o.probability) for o in law.outcomes])[:-1] for law in laws]
        self.tariffs = [Tariff.of(portfolio, number) for number in range(len(laws))]
        self.kinds = np.zeros((len(laws), max(len(law.outcomes) for law in laws)), dtype=np.int64)
        for number, law in enumerate(laws):
            self.kinds[number, : len(law.outcomes)] = [kind_of(outcome) for outcome in law.outcomes]
        # The lightest outcome of a law is that of the least kind, the most frequent one of it.
        self.lightest = np.asarray([
            min(range(len(law.outcomes)), key=lambda o: (kind_of(law.outcomes[o]), -law.outcomes[o].probability))
            for law in laws
        ], dtype=np.int8)

    def cases(self, rows: Rows, year: Year, t: int, *, most: float = 1.0) -> Cases:
        """The candidate cases of year t that may happen under a hazard of at most `most` times the latent one."""
        mean = year.expected[rows.employers] * (self.portfolio.envelope / self.mean_victims)
        place, lane, keys, number = self._accidents(rows, mean, t)
        nth = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number)
        own = hashed(numbered(np.repeat(keys, number), nth), salt(_ACCIDENT))
        thin, other = halves(own)
        employer, row = np.repeat(place, number), np.repeat(place * rows.lanes + lane, number)
        possible = np.flatnonzero(thin * self.portfolio.envelope < most)
        persons = np.ones(len(possible), dtype=np.int64)
        if len(self.victims):
            persons += np.searchsorted(self.victims, other[possible], side="right")
        accidents = row[possible], employer[possible], own[possible], thin[possible]
        return self._persons(rows, year, accidents, persons, growth=self.portfolio.growth(t))

    def _accidents(self, rows: Rows, mean: FloatArray, t: int) -> tuple[Ints, Ints, Words, Ints]:
        """Place, lane, key and number of accidents of the rows that have any.

        The chance of none is compared in 16 bits first; only rows that pass, or lie on the edge, get all 53.
        """
        words = np.empty((rows.count, -(-rows.lanes // LANES)), dtype=np.uint64)
        for column in range(words.shape[1]):
            words[:, column] = hashed(rows.keys, salt(rows.seed, _CANDIDATE, t, rows.word + column))
        draws = lanes(words).reshape(rows.count, -1)[:, : rows.lanes]
        edge = np.minimum(np.exp(-mean) * LANE_SPAN, LANE_SPAN - 1).astype(np.uint16)
        passed = np.flatnonzero(draws >= edge[:, None])
        place, lane = np.divmod(passed, rows.lanes)
        keys = hashed(numbered(words[place, lane // LANES], lane % LANES), salt(_COUNT))
        fine = np.minimum((draws[place, lane] + uniform(keys)) / LANE_SPAN, 1 - 2.0**-53)
        number = poisson(fine, mean[place])
        some = number > 0
        return place[some], lane[some], keys[some], number[some]

    def _persons(
        self, rows: Rows, year: Year, accidents: tuple[Ints, Ints, Words, FloatArray], persons: Ints, *, growth: float
    ) -> Cases:
        accident = np.repeat(np.arange(len(persons)), persons)
        row, employer, own, thin = accidents
        nth = np.arange(len(accident)) - np.repeat(np.cumsum(persons) - persons, persons)
        keys = hashed(numbered(own[accident], nth), salt(_PERSON))
        at = employer[accident] + rows.employers.start
        law, wage = self.portfolio.severity_of[at], year.wage[at]
        draw, report = halves(keys)
        outcome = np.zeros(len(at), dtype=np.int8)
        for number, edges in enumerate(self.outcome_edges):
            among = slice(None) if len(self.outcome_edges) == 1 else law == number
            outcome[among] = np.searchsorted(edges, draw[among], side="right")
        cost = self.cost(law, outcome, wage, growth)
        return Cases(row[accident], accident, thin[accident], report, law, outcome, cost, wage, keys, growth)

    def cost(self, law: NDArray[np.int8], outcome: NDArray[np.int8], wage: Ints, growth: float = 1.0) -> Ints:
        """What cases of some outcomes cost the fund for workers of some wage, in minor units.

        Args:
            growth: amounts and limits as a multiple of those of year 0.
        """
        if len(self.tariffs) == 1:
            return self.tariffs[0].cost(outcome, wage, growth)
        cost = np.zeros(len(outcome), dtype=np.int64)
        for number, tariff in enumerate(self.tariffs):
            among = law == number
            cost[among] = tariff.cost(outcome[among], wage[among], growth)
        return cost


@dataclass(frozen=True, eq=False)
class Tariff:
    """What each outcome of a severity law costs for a worker of some wage, in minor units, rounded half up.

    `fixed` in minor units, `months` of own wage; own wages count within `low` and `high`. All but months grow.
    """

    fixed: FloatArray
    months: FloatArray
    low: int
    high: int

    @classmethod
    def of(cls, portfolio: Portfolio, number: int) -> Tariff:
        """The tariff of one of the portfolio's severity laws."""
        law = portfolio.severities[number]
        local = law.local_wage
        outcomes = law.outcomes
        months_of_local = [float(o.local_months) for o in outcomes]
        fixed = np.asarray([float(o.amount) * 100 for o in outcomes])
        months = np.asarray([float(o.own_months) for o in outcomes])
        if local is None:
            return cls(fixed, months + months_of_local, 0, 2**62)
        fixed += np.asarray(months_of_local) * float(local) * 100 / 12
        return cls(fixed, months, int(local * 60), int(local * 300))

    def cost(self, outcome: NDArray[np.integer], wage: Ints, growth: float) -> Ints:
        """The cost of cases."""
        own = np.clip(wage, self.low * growth, self.high * growth)
        amount = self.fixed[outcome] * growth + self.months[outcome] * own / 12
        return np.asarray(np.floor(amount + 0.5)).astype(np.int64)

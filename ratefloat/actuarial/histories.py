"""Simulated histories of a risk cell: employers who share their luck, but for one more case."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.desk import REFUSED, Desk, Level, Years
from ratefloat.actuarial.lattice import case_costs, case_marks
from ratefloat.actuarial.markov import Discount, refuse_uncovered
from ratefloat.actuarial.reading import Reading
from ratefloat.actuarial.severities import MINOR
from ratefloat.errors import DataError
from ratefloat.history.channels.base import Channel
from ratefloat.history.channels.benefits import Benefits
from ratefloat.history.channels.cases import AccidentDeaths

FloatArray = NDArray[np.float64]
Ints = NDArray[np.int64]
BURN_IN = 30
"""Years before anything is counted, so that levels have forgotten the start."""
MOST_YEARS = 90
"""Years after the case; a difference that lasts longer is worth next to nothing."""


@dataclass(frozen=True, eq=False)
class Simulated:
    """What one more case costs by level and outcome, and its Monte Carlo standard error, in the main unit.

    `shares` is the simulated share of employers on each level when the case happens.
    """

    levels: tuple[Level, ...]
    shares: FloatArray
    worth: FloatArray
    error: FloatArray


class Histories:
    """Employers in rows; the first `employers` had no further case, then as many with one of each outcome."""

    def __init__(self, reading: Reading, *, employers: int, seed: int) -> None:
        self.reading, self.employers = reading, employers
        self.desk = Desk(reading)
        self.draw = np.random.default_rng(seed)
        self.chances = np.asarray([float(o.probability) for o in reading.cell.severity.outcomes])
        self.channels = tuple(dict.fromkeys(request.channel for request in reading.claims))
        self.copies = 1
        level = self.desk.number(Level(0, reading.base_rate or Fraction(0)))
        self.level: Ints = np.full(employers, level)
        back = reading.lag + max(reading.reach, 1)
        self.years = [self._drawn() for _ in range(back)]
        self.charged = [self.level] * back

    def _drawn(self) -> Ints:
        """The number of cases with each outcome in a year, shape (employers, outcomes)."""
        return self.draw.poisson(float(self.reading.cell.cases) * self.chances, (self.employers, len(self.chances)))

    def year(self, further: int | None = None) -> None:
        """One more year of luck, the same for all copies; `further` outcomes are added copy by copy, once."""
        cases = np.tile(self._drawn(), (self.copies, 1))
        if further is not None:
            added = np.repeat(np.eye(further, dtype=np.int64), self.employers, axis=0)
            cases[self.employers :] += added
        self.years.append(cases)
        self.charged.append(self.level)

    def split(self) -> None:
        """From one history of each employer make one without and one with a further case of each outcome."""
        self.copies = 1 + len(self.chances)
        back = self.reading.lag + max(self.reading.reach, 1)
        self.years = [np.tile(year, (self.copies, 1)) for year in self.years[-back:]]
        self.charged = [np.tile(level, self.copies) for level in self.charged[-back:]]
        self.level = np.tile(self.level, self.copies)

    def review(self) -> None:
        """Put every employer on its new level."""
        rows, span = len(self.level), max(self.reading.reach, 1)
        end = len(self.years) - self.reading.lag
        window = self.years[end - span : end][::-1]
        tables = {channel: np.concatenate([self._sums(channel, year) for year in window]) for channel in self.channels}
        everybody = np.arange(rows)
        claims = [everybody + age * rows for age in range(span)]
        found = self.desk.decide(tables, Years(claims, self.charged[end - span : end][::-1], self.level))
        if (found == REFUSED).any():
            refuse_uncovered(self.reading, found)
        self.level = found

    def _sums(self, channel: Channel, cases: Ints) -> Ints:
        cell = self.reading.cell
        if isinstance(channel, Benefits):
            return np.asarray(cases @ np.asarray(case_costs(channel, cell.costs)))
        counted = np.asarray(cases @ np.asarray(case_marks(channel, cell.severity.outcomes)))
        return np.minimum(counted, 1) if isinstance(channel, AccidentDeaths) else counted

    def premiums(self) -> FloatArray:
        """The premium of a year of every row, in the main unit."""
        rates = np.asarray([float(level.rate) for level in self.desk.levels])
        return np.asarray(rates[self.level]) * (self.reading.cell.payroll / MINOR)


def simulate_one_more_case(reading: Reading, discount: Discount, *, employers: int, seed: int) -> Simulated:
    """What one more case brings in later premium: histories with and without it, on common luck.

    The case falls into each year of a review period alike; its worth is the difference of all later premiums.

    Raises:
        DataError: fewer than two employers.
    """
    if employers < 2:
        raise DataError(f"employers: {employers}; expected 2 or more to have an error", employers=employers)
    histories = Histories(reading, employers=employers, seed=seed)
    cycle = reading.cycle
    for year in range(-(-BURN_IN // cycle) * cycle):
        histories.year()
        if year % cycle == cycle - 1:
            histories.review()
    worth = [_one(reading, discount, histories, at=at) for at in range(cycle)]
    return _summary(histories, np.mean([w for w, _ in worth], axis=0), worth[0][1])


def _one(reading: Reading, discount: Discount, start: Histories, *, at: int) -> tuple[FloatArray, Ints]:
    """Worth of a case in year `at` of the period, shape (outcomes, employers), and the level at its start."""
    run = _fork(start)
    before = run.level
    run.split()
    outcomes, cycle = len(run.chances), reading.cycle
    worth = np.zeros((outcomes, run.employers))
    for year in range(cycle + MOST_YEARS):
        if year and year % cycle == 0:
            run.review()
        paid = run.premiums().reshape(1 + outcomes, -1)
        passed = year if discount.valued == "period start" else year - at
        worth += discount.v**passed * (paid[1:] - paid[0])
        run.year(outcomes if year == at else None)
        same = (run.level.reshape(1 + outcomes, -1) == run.level[: run.employers]).all()
        if year > at + cycle + reading.lag + reading.reach and same:
            break
    return worth, before


def _fork(start: Histories) -> Histories:
    """The same employers with the same luck behind them, and the same luck to come for each fork."""
    run = object.__new__(Histories)
    run.__dict__.update(start.__dict__)
    run.years, run.charged = list(start.years), list(start.charged)
    run.draw = np.random.Generator(type(start.draw.bit_generator)())
    run.draw.bit_generator.state = start.draw.bit_generator.state
    return run


def _summary(histories: Histories, worth: FloatArray, before: Ints) -> Simulated:
    present = sorted(set(before.tolist()), key=lambda number: histories.desk.levels[number])
    by_level = [worth[:, before == number] for number in present]
    counts = np.asarray([rows.shape[1] for rows in by_level])
    means = np.asarray([rows.mean(axis=1) for rows in by_level])
    errors = np.asarray([
        rows.std(axis=1, ddof=1) / np.sqrt(rows.shape[1]) if rows.shape[1] > 1 else np.full(len(rows), np.nan)
        for rows in by_level
    ])
    levels = tuple(histories.desk.levels[number] for number in present)
    return Simulated(levels, counts / counts.sum(), means, errors)


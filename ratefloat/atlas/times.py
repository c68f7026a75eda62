"""How long a claim takes to reach the premium, and how long it stays there."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

from ratefloat.actuarial.reading import Reading
from ratefloat.atlas.subject import Subject
from ratefloat.errors import RatefloatError


@dataclass(frozen=True)
class Times:
    """Years of the cycle and of the longest window, and the way of a claim through them.

    `lag` runs from the year of a claim to the first year whose premium may be dearer, on average over the years of
    a review period; `lasts` is for how many years on average. Where the rule `remembers` the prior step, what a
    claim moved may last longer.
    """

    cycle: int
    window: float
    lag: float
    lasts: float
    remembers: bool


def times_of(subject: Subject) -> Times:
    """The times of a subject; nan where what the law reads is not known year by year."""
    structure = subject.policy.structure
    cycle, months = structure.review.every_years, structure.window.months
    try:
        reading = Reading.of(subject.policy, subject.cell(50), subject.on, subject.given(50))
    except RatefloatError:
        return Times(cycle, months / 12, nan, nan, False)
    ages = [age for request in reading.claims for age in request.ages]
    if not ages:
        return Times(cycle, months / 12, nan, nan, reading.reads_prior)
    delays = [_delay(year, cycle, reading.lag, min(ages)) for year in range(cycle)]
    years = len(range(min(ages), max(ages) + 1))
    return Times(cycle, max(ages), sum(delays) / cycle, float(years), reading.reads_prior)


def _delay(year: int, cycle: int, lag: int, first: int) -> int:
    """Years from a claim in so many years after a review to the first review that reads its year.

    >>> _delay(0, 1, 0, 1), _delay(0, 2, 0, 1), _delay(1, 2, 0, 1), _delay(0, 1, 1, 1)
    (1, 2, 1, 2)
    """
    earliest = year + first + lag
    return -(-earliest // cycle) * cycle - year

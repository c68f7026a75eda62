"""Employers one by one around one review, while nobody answers to the premium: what luck alone shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DataError
from ratefloat.numeric.keyed import LANES
from ratefloat.simulate.engine.answer import Answer, offset_of
from ratefloat.simulate.engine.course import Course, Crowd
from ratefloat.simulate.engine.exposure import Exposure, exposure
from ratefloat.simulate.engine.ledger import Cash, Ledger, Reported
from ratefloat.simulate.engine.luck import Cases, Luck, Rows
from ratefloat.simulate.engine.plan import Plan
from ratefloat.simulate.marginal import uncharged
from ratefloat.simulate.response import Response

FloatArray = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Watched:
    """One block of employers around the review of one year, each in up to four replicates.

    Arrays have one entry a row (employer x replicate): `replicate` and `employer` name it, `level` is the number of
    its level from the review on, `decided` whether it was insured before the review and in its year; `cases[t]` and
    `heads[t]` are its cases and insured heads of year t.
    """

    replicate: Ints
    employer: Ints
    level: Ints
    decided: Mask
    cases: Mapping[int, Ints]
    heads: Mapping[int, Ints]


@dataclass(frozen=True)
class Moment:
    """The review of year `review`, watched until the end of year `last`, with so many replicates from a seed."""

    review: int
    last: int
    replicates: int
    seed: int
    block: int = 16_384

    def __post_init__(self) -> None:
        if self.review < 0 or self.last < self.review or self.replicates < 1 or self.block < 1:
            raise DataError(
                f"review of year {self.review}, watched to year {self.last}, {self.replicates} replicates; expected a "
                f"year from 0 on, the same or a later one, and at least 1"
            )


def still(plan: Plan) -> Answer:
    """The answer of employers who do nothing."""
    nothing = uncharged(plan.readings)
    none = Response.none(*nothing.premium.shape)
    offset = offset_of(plan.portfolio, nothing.chance, none.report[:, 0])
    return Answer(nothing, none, none, plan.portfolio.envelope, offset)


def watch(plan: Plan, moment: Moment) -> Iterator[Watched]:
    """The employers of a portfolio around one review, block by block.

    Raises:
        DataError: no review in that year, or years that the portfolio does not hold.
    """
    portfolio, cycle = plan.portfolio, plan.reading.cycle
    if moment.review % cycle:
        raise DataError(
            f"review of year {moment.review}: policy {plan.policy.id} reviews every {cycle} years from year 0 on; "
            f"expected a multiple of {cycle}", year=moment.review,
        )
    if moment.last >= portfolio.horizon:
        raise DataError(
            f"years up to {moment.last}: portfolio {portfolio.name} ends with year {portfolio.horizon - 1}; expected "
            f"an earlier review, fewer years, or a longer portfolio", year=moment.last,
        )
    luck, block = Luck(portfolio), len(portfolio) if plan.coupled else moment.block
    for start in range(0, len(portfolio), block):
        employers = slice(start, min(start + block, len(portfolio)))
        for first in range(0, moment.replicates, LANES):
            lanes = min(LANES, moment.replicates - first)
            yield _block(plan, luck, moment, Rows(portfolio, employers, first // LANES, lanes, moment.seed))


def everybody(plan: Plan, rows: Rows, exposures: Mapping[int, Exposure]) -> Course:
    """The course of all rows, newcomers at step 0."""
    first = plan.newcomers()
    by_class = np.zeros(max(first, default=0) + 1, dtype=np.int64)
    by_class[list(first)] = list(first.values())
    employer = np.repeat(np.arange(rows.employers.start, rows.employers.stop), rows.lanes)
    kind = Crowd if plan.coupled else Course
    return kind(
        plan, still(plan), exposures, Ledger(plan.portfolio), employer, group=np.arange(len(rows)) % rows.lanes,
        target=plan.portfolio.cell_of[employer].astype(np.int64), level=by_class[plan.portfolio.risk_class[employer]],
        log=np.zeros(len(rows)),
    )


def happened(cases: Cases, envelope: float, times: FloatArray | float = 1.0) -> Reported:
    """The candidate cases that come at so many times the latent hazard, all reported."""
    true = np.flatnonzero(cases.thin * envelope < times)
    return Reported(
        cases.row[true], cases.accident[true], cases.outcome[true], cases.law[true], cases.cost[true], cases.wage[true]
    )


def window(plan: Plan, review: int) -> range:
    """The years that a review looks at; the last one before it where a policy reads nothing."""
    end = review - plan.reading.lag
    return range(end - max(plan.reading.reach, 1), end)


def first_year(plan: Plan) -> int:
    """The first year that makes a difference to the review of year 0: what it reads, and what is still paid then."""
    cash, history = Cash(plan.portfolio.payment), plan.portfolio.history
    return -history if cash.pays_pensions else -min(plan.back + cash.reach, history)


def _block(plan: Plan, luck: Luck, moment: Moment, rows: Rows) -> Watched:
    years = range(min(first_year(plan), window(plan, 0)[0]), moment.last + 1)
    exposures = {t: exposure(plan.portfolio, t) for t in years}
    course = everybody(plan, rows, exposures)
    level = course.level
    for t, year in exposures.items():
        course.begin(t)
        if t == moment.review:
            level = course.level
        cases = luck.cases(rows, year, t)
        employer = rows.employers.start + cases.row // rows.lanes
        times = np.exp(course.answer.offset[plan.portfolio.cell_of[employer]])
        course.ledger.add(t, happened(cases, plan.portfolio.envelope, times))
    insured = np.any([exposures[t].heads > 0 for t in window(plan, moment.review)], axis=0)
    insured &= exposures[moment.review].heads > 0
    return Watched(
        replicate=LANES * rows.word + course.group, employer=course.employer, level=level,
        decided=insured[course.employer],
        cases={t: np.bincount(found.member, minlength=len(rows)) for t, found in course.ledger.years.items()},
        heads={t: year.heads[course.employer] for t, year in exposures.items()},
    )

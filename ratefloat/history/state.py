"""What a law remembers: steps, rates and privileges, read from the decisions on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import UncoveredError
from ratefloat.history.book import Book
from ratefloat.history.dates import Dates
from ratefloat.history.experience import Experience
from ratefloat.history.filled import Channels
from ratefloat.history.table import Ints, Mask
from ratefloat.history.values import MISSING, words_of
from ratefloat.periods import day as day_of
from ratefloat.rules.column import CategoryColumn, Column, IntegerColumn, PooledColumn
from ratefloat.rules.values import Values
from ratefloat.units import RATE_UNIT

Rows = NDArray[np.intp]


def on_the_eve(experience: Experience) -> Rows:
    """The decision of each employer that is in force on the day before the review starts, as its record; else -1."""
    return experience.memory.in_force(_eve(experience), experience.rows)


def _eve(experience: Experience) -> np.datetime64:
    return np.datetime64(experience.dates.period.start) - np.timedelta64(1, "D")


def risk_class(experience: Experience) -> Column:
    """The class on record, or that of the industry; 0 where there is none, and the employer is refused."""
    classes = experience.book.tables["employers"].numbers("risk_class")
    experience.refuse(classes == MISSING, "risk_class: none on record; expected a class, or an industry code")
    return IntegerColumn(np.where(classes == MISSING, 0, classes))


def prior_step(experience: Experience) -> Column:
    """The step in force on the eve of the review; 0 without a decision. An heir has that of its main predecessor."""
    rows = on_the_eve(experience)
    return IntegerColumn(_number(experience, "prior_step", "step", rows, otherwise=0))


def prior_factor(experience: Experience) -> Column:
    """The factor in force on the eve of the review; 1 without a decision."""
    rows = on_the_eve(experience)
    return PooledColumn(_rates(_number(experience, "prior_factor", "factor", rows, otherwise=RATE_UNIT)))


def rate_in_force(experience: Experience, moment: date) -> Column:
    """The rate in force on a day; see `rates_in_force`. An employer of whom none is known is refused."""
    rates, known = rates_in_force(experience, moment)
    experience.refuse(~known, f"rate_in_force: none known on {moment}; expected a decision, or a base rate then")
    return PooledColumn(_rates(rates))


def rates_in_force(experience: Experience, moment: date) -> tuple[Ints, Mask]:
    """The rate of each employer on a day, in 1e-8, and of whom it is known.

    That of the decision in force; without one the rate charged for that month; else the base rate of its class.
    """
    rows = experience.memory.in_force(np.datetime64(moment), experience.rows)
    rates = np.append(experience.book.tables["decisions"].numbers("rate"), MISSING)[rows]
    for fallback in (_charged, _base):
        lacking = rates == MISSING
        if lacking.any():
            rates = np.where(lacking, fallback(experience, moment), rates)
    known = rates != MISSING
    return np.where(known, rates, 0), known


def _charged(experience: Experience, moment: date) -> Ints:
    exposure = experience.book.tables["exposure"]
    on = np.datetime64(moment)
    rows = np.flatnonzero((exposure.days("start") <= on) & (exposure.days("end") > on))
    rates = np.full(experience.rows, MISSING, dtype=np.int64)
    rates[exposure.owners()[rows]] = exposure.numbers("rate_charged")[rows]
    return rates


def _base(experience: Experience, moment: date) -> Ints:
    employers = experience.book.tables["employers"]
    rates = np.full(experience.rows, MISSING, dtype=np.int64)
    if experience.base is None:
        return rates
    classes, areas, tiers = employers.numbers("risk_class"), employers.words("area"), employers.words("tier")
    keys = np.stack([areas.codes, tiers.codes], axis=1)
    for area, tier in np.unique(keys, axis=0).tolist():
        of = (areas.codes == area) & (tiers.codes == tier)
        try:
            found = experience.base(moment, areas.word(area), tiers.word(tier))
        except UncoveredError:
            continue
        for number, rate in found.items():
            rates[of & (classes == number)] = int(rate * RATE_UNIT)
    return rates


def rates_before(book: Book, dates: Dates) -> Values:
    """The rate of each employer on the eve of the review, as decided; 0 where no decision tells it."""
    experience = Experience(Channels({}, len(book)), dates, book)
    rows = on_the_eve(experience)
    numbers = np.append(book.tables["decisions"].numbers("rate"), 0)[rows]
    return _rates(np.where(numbers == MISSING, 0, numbers))


def privilege_used(experience: Experience, name: str) -> Column:
    """How often a privilege has been used in reviews before this one."""
    memory = experience.memory
    reviews = memory.days("review_start")
    words = memory.decisions.words("privileges")
    naming = np.asarray([name in words_of(str(word)) for word in words.words] + [False], dtype=np.bool_)
    used = (reviews < np.datetime64(experience.dates.period.start)) & naming[words.codes[memory.rows]]
    # A review with several decisions uses a privilege once.
    pairs = np.unique(np.stack([memory.owners[used].astype(np.int64), reviews[used].astype(np.int64)]), axis=1)
    return IntegerColumn(np.bincount(pairs[0], minlength=experience.rows).astype(np.int64))


def word(experience: Experience, name: str) -> Column:
    """The area or tier on record; "" without one."""
    words = experience.book.tables["employers"].words(name)
    texts = [str(text) for text in words.words]
    return CategoryColumn(np.where(words.codes < 0, len(texts), words.codes).astype(np.int64), [*texts, ""])


def built_in(name: str, experience: Experience) -> Column:
    """The column of an indicator that every policy may read without defining it.

    Raises:
        UncoveredError: no such indicator.
    """
    plain: dict[str, Callable[[Experience], Column]] = {
        "risk_class": risk_class, "prior_step": prior_step, "prior_factor": prior_factor,
    }
    if name in plain:
        return plain[name](experience)
    if name in ("area", "tier"):
        return word(experience, name)
    family, _, argument = name.partition(".")
    if family == "rate_in_force" and argument:
        return rate_in_force(experience, day_of(argument))
    if family == "privilege_used" and argument:
        return privilege_used(experience, argument)
    raise UncoveredError(
        f"indicator {name!r}: not built in; expected {', '.join(plain)}, area, tier, rate_in_force.<date> "
        f"or privilege_used.<name>", indicator=name,
    )


def _number(experience: Experience, name: str, column: str, rows: Rows, *, otherwise: int) -> Ints:
    stored = experience.book.tables["decisions"].numbers(column)
    numbers = np.append(stored, otherwise)[rows]
    lacking: Mask = numbers == MISSING
    experience.refuse(lacking, f"{name}: the decision in force has no {column}; expected one in decisions")
    return np.where(lacking, otherwise, numbers)


def _rates(numbers: Ints) -> Values:
    found, codes = np.unique(numbers, return_inverse=True)
    return Values(codes.reshape(-1), tuple(Fraction(int(number), RATE_UNIT) for number in found))

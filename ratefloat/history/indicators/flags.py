"""Flags, levels and categories: what was on record about an employer at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np

from ratefloat.errors import DefinitionError
from ratefloat.history.arrears import FLAG, arrears
from ratefloat.history.dates import Day
from ratefloat.history.experience import Experience
from ratefloat.history.indicator import Indicator
from ratefloat.history.standing import Moment, When, last_start, rows_of, standing
from ratefloat.periods import Window
from ratefloat.rules.column import BooleanColumn, CategoryColumn, Column, IntegerColumn
from ratefloat.rules.domain import Boolean, Domain, Integer
from ratefloat.rules.domain import Category as CategoryDomain

__all__ = ["Category", "Flag", "Level", "category", "flag", "last_start", "level"]


class Flag(Indicator):
    """Whether an employer has a flag; "arrears" is derived from premium due and paid as well."""

    kind: ClassVar[str] = "flag"

    name: str
    when: When = "on date"
    day: Day = "review"

    def domain(self) -> Domain:
        return Boolean()

    def column(self, name: str, experience: Experience) -> Column:
        moment = Moment(experience.dates, self.when, day=self.day, window=self.window)
        if self.name == FLAG:
            return BooleanColumn(arrears(experience, moment))
        return BooleanColumn(standing(experience, rows_of(experience, self.name), moment))


class Level(Indicator):
    """The level of a certificate or credit that an employer has, 0 without one.

    Of several levels at once the one that stands first in `levels` counts.
    """

    kind: ClassVar[str] = "level"

    name: str
    levels: tuple[int, ...] = (1, 2, 3)
    when: When = "on date"
    day: Day = "review"

    def domain(self) -> Domain:
        return Integer(0, max(self.levels))

    def column(self, name: str, experience: Experience) -> Column:
        moment = Moment(experience.dates, self.when, day=self.day, window=self.window)
        rows = rows_of(experience, self.name)
        flags = experience.book.tables["flags"]
        stated = flags.numbers("level")[rows]
        found = np.zeros(experience.rows, dtype=np.int64)
        for number in reversed(self.levels):
            found[standing(experience, rows[stated == number], moment)] = number
        other = rows[~np.isin(stated, (0, *self.levels))]
        unknown = np.zeros(experience.rows, dtype=np.bool_)
        unknown[flags.owners()[other]] = True
        expected = ", ".join(map(str, self.levels))
        experience.refuse(unknown, f"{name}: a {self.name} of unknown level; expected one of {expected}, or 0 for none")
        return IntegerColumn(found)


class Category(Indicator):
    """A word on record about an employer, such as its unit type."""

    kind: ClassVar[str] = "category"

    name: str
    values: tuple[str, ...]

    def domain(self) -> Domain:
        return CategoryDomain(self.values)

    def column(self, name: str, experience: Experience) -> Column:
        words = experience.book.tables["employers"].words(self.name)
        place = {value: code for code, value in enumerate(self.values)}
        codes = np.asarray([place.get(str(word), -1) for word in words.words] + [-1], dtype=np.int64)[words.codes]
        expected = ", ".join(self.values)
        experience.refuse(codes < 0, f"{name}: {self.name} empty or not in the list; expected one of {expected}")
        return CategoryColumn(np.maximum(codes, 0), self.values)


def flag(
    name: str, *, when: When = "on date", day: Day = "review", window: Window | None = None, label: Any = None
) -> Flag:
    """Whether an employer has a flag.

    Args:
        when: "on date", "any in window", or "all through window".
        day: for "on date", which day: the start of the review, the day it was fixed, or the day of rating.

    >>> flag("arrears", when="any in window")
    flag(name='arrears', when='any in window')
    """
    return Flag(name=name, when=when, day=day, window=window, label=label)


def level(
    name: str, *, levels: Sequence[int] = (1, 2, 3), when: When = "on date", day: Day = "review",
    window: Window | None = None, label: Any = None,
) -> Level:
    """The level of a certificate or credit in force, 0 without one; the first listed level counts first.

    Source: Shenzhen 2018 and Hangzhou, safety standardisation levels 1 to 3.

    >>> level("standardisation", levels=[1, 2])
    level(name='standardisation', levels=(1, 2))
    """
    if not levels or min(levels) < 1:
        raise DefinitionError(f"level {name!r}: levels {tuple(levels)}; expected whole numbers from 1 on")
    return Level(name=name, levels=tuple(levels), when=when, day=day, window=window, label=label)


def category(name: str, *, values: Sequence[str], label: Any = None) -> Category:
    """A word on record about an employer: "unit_type", "area" or "tier".

    Args:
        values: all words that may stand there; another one is refused.

    >>> category("unit_type", values=["company", "dispatch"])
    category(name='unit_type', values=('company', 'dispatch'))
    """
    if name not in ("unit_type", "area", "tier"):
        raise DefinitionError(f"category {name!r}: unknown; expected unit_type, area or tier", name=name)
    return Category(name=name, values=tuple(values), label=label)

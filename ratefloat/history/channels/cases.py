"""Cases counted: injured, graded, dead or diseased persons, and the deaths of one accident."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

import numpy as np

from ratefloat.errors import DefinitionError
from ratefloat.history.channels.base import Carried, Causes, Channel, Filling
from ratefloat.history.channels.claim_rows import (
    Basis,
    accidents,
    dated,
    first_days,
    first_records,
    refuse_undated,
    without,
)
from ratefloat.history.grid import Days, Entries, Grid, add_up, bucket, edges
from ratefloat.history.table import Ints, Mask
from ratefloat.history.values import MISSING

Of = Literal["injury", "death", "disease", "graded"]
"""Which persons count: every case, the dead, the diseased, or those graded, diseased or dead."""


class Cases(Channel):
    """Persons with a case; each claim is one person, however often it was paid."""

    kind: ClassVar[str] = "cases"
    source: ClassVar[Literal["claims", "premium"]] = "claims"
    carried: ClassVar[Carried] = "heir"

    of: Of = "injury"
    grades: tuple[int, int] | None = None
    without: Causes = ()
    date: Basis = "recognised"

    def model_post_init(self, context: Any) -> None:
        if self.grades and (self.of != "graded" or not 1 <= self.grades[0] <= self.grades[1] <= 10):
            raise DefinitionError(f"cases of {self.of}, grades {self.grades}; expected of graded, within 1 to 10")

    def fill(self, filling: Filling) -> Grid:
        claims = filling.book.tables["claims"]
        days, counted = self.days(filling), self.counted(filling)
        one = counted & first_records(claims)
        ones = np.ones(len(claims), dtype=np.int64)
        entries = Entries(claims.owners("bearer"), days, lambda block: ones[block], lambda block: one[block])
        grid = add_up(entries, filling.span, len(filling.book), what="cases")
        refuse_undated(filling, self.date, counted & np.isnat(days), grid.reasons)
        return grid

    def days(self, filling: Filling) -> Days:
        """The day of each claim on the date basis, beside all its records."""
        days = dated(filling, self.date, self)
        # One claim has one accident and one recognition, as the book has checked; assessed and paid it may be often.
        return first_days(filling.book.tables["claims"], days) if self.date in ("assessed", "paid") else days

    def covers(self, other: Channel) -> bool:
        if isinstance(other, AccidentDeaths):
            other = Cases(of="death", without=other.without, date=other.date)
        if not isinstance(other, Cases) or other.date != self.date or not set(self.without) <= set(other.without):
            return False
        if self.of == "injury" or (self.of, self.grades) == (other.of, other.grades):
            return True
        if self.of != "graded" or other.of == "injury":
            return False
        if self.grades is None:
            return True
        return other.grades is not None and self.grades[0] <= other.grades[0] <= other.grades[1] <= self.grades[1]

    def counted(self, filling: Filling) -> Mask:
        """The records of the claims that count, all of each."""
        claims = filling.book.tables["claims"]
        kept = without(claims, self.without)
        counted = np.ones(len(claims), dtype=np.bool_) if kept is None else kept
        grade = claims.numbers("grade")
        if self.grades is not None:
            counted &= (grade >= self.grades[0]) & (grade <= self.grades[1])
        elif self.of == "graded":
            counted &= (grade != MISSING) | claims.mask("death") | claims.mask("disease")
        elif self.of != "injury":
            counted &= claims.mask(self.of)
        return counted


class AccidentDeaths(Channel):
    """The greatest number of deaths in one accident; without an accident id each death stands alone."""

    kind: ClassVar[str] = "accident deaths"
    source: ClassVar[Literal["claims", "premium"]] = "claims"
    carried: ClassVar[Carried] = "greatest"

    without: Causes = ()
    date: Basis = "accident"

    @property
    def adds_over_years(self) -> bool:
        return False

    def over_years(self, sums: Ints) -> Ints:
        return np.asarray(sums.max(axis=0, initial=0))

    def fill(self, filling: Filling) -> Grid:
        claims, bounds = filling.book.tables["claims"], edges(filling.span)
        grid = Grid.empty(filling.span, len(filling.book))
        deaths = Cases(of="death", without=self.without, date=self.date)
        days, counted = deaths.days(filling), deaths.counted(filling)
        refuse_undated(filling, self.date, counted & np.isnat(days), grid.reasons)
        period = bucket(days, bounds)
        rows = np.flatnonzero(counted & first_records(claims) & (period > 0) & (period < len(bounds)))
        keys = np.stack([period[rows] - 1, claims.owners("bearer")[rows].astype(np.int64), accidents(claims)[rows]])
        found, number = np.unique(keys, axis=1, return_counts=True)
        np.maximum.at(grid.periods, (found[0], found[1]), number)
        return grid


def cases(
    of: Of = "injury", *, grades: tuple[int, int] | None = None, without: Sequence[str] = (),
    date: Basis = "recognised",
) -> Cases:
    """Persons with a case, as a channel.

    Args:
        of: "injury" (every case), "death", "disease", or "graded" (a grade, a disease or a death).
        grades: only these disability grades, both ends included; with of="graded".
        without: causes that are left out.

    >>> cases("graded", without=["old_injury"])
    cases(of='graded', without=('old_injury',))
    """
    return Cases(of=of, grades=grades, without=tuple(without), date=date)


def accident_deaths(*, without: Sequence[str] = (), date: Basis = "accident") -> AccidentDeaths:
    """The greatest number of deaths in one accident, as a channel.

    >>> accident_deaths(without=["commuting"]).without
    ('commuting',)
    """
    return AccidentDeaths(without=tuple(without), date=date)

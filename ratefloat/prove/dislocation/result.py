"""The same book under two policies: who moves, by how much, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DataError
from ratefloat.history.book import Book
from ratefloat.numeric import multiply_divide_by
from ratefloat.periods import Period, day
from ratefloat.policy.document import FloatPolicy
from ratefloat.policy.rate import rate
from ratefloat.policy.rating import Rating
from ratefloat.prove.dislocation.bands import CHANGES, SIZES, Line, Mask, Money, band_of_change, size_names
from ratefloat.prove.dislocation.parts import NAMES, Parts, Ways, ways
from ratefloat.rules.values import Values
from ratefloat.units import MINOR_UNITS, money_text, percent_text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from ratefloat.policy.decision import Decision
    from ratefloat.prove.dislocation.summary import Summary


@dataclass(frozen=True)
class Extreme:
    """One of the employers who move most: the change of its premium in minor units, and both decisions."""

    employer: str
    change: int
    currency: str
    old: Decision = field(repr=False)
    new: Decision = field(repr=False)

    def explain(self, lang: str = "en") -> str:
        """Both decisions in words, "en" or "zh", the old one first."""
        sign = "+" if self.change > 0 else ""
        return "\n".join([
            f"{self.employer}: {sign}{money_text(self.change, self.currency)}", self.old.explain(lang),
            self.new.explain(lang),
        ])


@dataclass(frozen=True, eq=False)
class Dislocation:
    """A book rated under an old and a new policy on one day, on the same payroll.

    Money is minor units over twelve months; employers that either policy refuses are left out and counted.
    """

    old: Rating
    new: Rating
    sizes: tuple[int, ...]

    def __len__(self) -> int:
        return int(self.both.sum())

    @cached_property
    def both(self) -> Mask:
        """Which rows of the book have a rate under both policies."""
        return np.asarray(self.old.rated & self.new.rated)

    @cached_property
    def rates(self) -> tuple[Values, Values]:
        """The old and the new rate of every row."""
        return _rates(self.old), _rates(self.new)

    @cached_property
    def money(self) -> Money:
        """Payroll, both premiums and the way each row moves."""
        old, new = self.rates
        payroll = self.new.money.payroll
        before, _ = multiply_divide_by(payroll, old.codes, list(old.pool))
        moved = new.combine(old, lambda a, b: Fraction((a > b) - (a < b)))
        signs = np.asarray([int(x) for x in moved.pool], dtype=np.int8)[moved.codes]
        return Money(signs, payroll, before, self.new.money.premium)

    @cached_property
    def ways(self) -> Ways:
        """The rates of every row between the two policies."""
        return ways(self.old, self.new)

    @cached_property
    def total(self) -> Line:
        """All employers that both policies rate."""
        return self.money.line("all", self.both)

    @cached_property
    def by_class(self) -> tuple[Line, ...]:
        """One line for each rated class of the new policy."""
        classes = self.new.classes
        present = np.unique(classes[self.both]).tolist()
        return tuple(self.money.line(f"class {c}", self.both & (classes == c)) for c in present)

    @cached_property
    def by_size(self) -> tuple[Line, ...]:
        """One line for each band of payroll."""
        unit = 10 ** MINOR_UNITS[self.new.book.currency]
        bands = np.searchsorted(np.asarray(self.sizes, dtype=np.int64) * unit, self.money.payroll, side="right")
        names = size_names(self.sizes)
        return tuple(self.money.line(name, self.both & (bands == place)) for place, name in enumerate(names))

    @cached_property
    def by_change(self) -> tuple[Line, ...]:
        """One line for each band of the relative change of the rate."""
        old, new = self.rates
        found = old.combine(new, lambda a, b: Fraction(band_of_change(a, b)))
        bands = np.asarray([int(x) for x in found.pool], dtype=np.int8)[found.codes]
        return tuple(self.money.line(name, self.both & (bands == n)) for n, (name, _, _) in enumerate(CHANGES))

    @cached_property
    def parts(self) -> Parts:
        """The change of all premiums by what caused it."""
        return self.ways.parts(self.both, self.money.payroll, self.total.change)

    def parts_of(self, employer: str) -> Parts:
        """The change of one employer's premium by what caused it.

        Raises:
            UncoveredError: the employer is not in the book.
            DataError: one of the policies refuses it.
        """
        row = self.new.book.index(employer)
        if not self.both[row]:
            reason = self.old.refusals.get(row) or self.new.refusals.get(row)
            raise DataError(f"employer {employer}: not rated by both policies: {reason}", employer=employer)
        one = np.zeros(len(self.both), dtype=np.bool_)
        one[row] = True
        return self.ways.parts(one, self.money.payroll, self.money.line("", one).change)

    def extremes(self, most: int = 3) -> tuple[Extreme, ...]:
        """Those who pay most more, the greatest first, then those who pay most less, each up to a number."""
        change = np.where(self.both, self.money.after - self.money.before, 0)
        order = np.argsort(change, kind="stable")
        up = [row for row in order[::-1][:most].tolist() if change[row] > 0]
        down = [row for row in order[:most].tolist() if change[row] < 0]
        return tuple(self._extreme(row, int(change[row])) for row in (*up, *down))

    def _extreme(self, row: int, change: int) -> Extreme:
        id = str(self.new.book.ids[row])
        return Extreme(id, change, self.new.book.currency, self.old.decision(id), self.new.decision(id))

    @property
    def refused(self) -> pd.DataFrame:
        """The employers that either policy refuses: employer, and each policy's reason (None where it rates)."""
        import pandas as pd

        rows = np.flatnonzero(~self.both)
        ids = self.new.book.ids[rows]
        reasons = [[rating.refusals.get(row) for row in rows.tolist()] for rating in (self.old, self.new)]
        return pd.DataFrame({"employer": ids, "old": reasons[0], "new": reasons[1]}, dtype=object)

    def to_frame(self) -> pd.DataFrame:
        """One row for each employer that both policies rate.

        Columns: employer, risk_class, old_rate and new_rate (exact percent text), payroll, old_premium, new_premium
        and change (minor units), then the parts of the change (exact Fractions of minor units, adding up to it).
        """
        import pandas as pd

        rows = np.flatnonzero(self.both)
        texts = [[percent_text(x, places=2) for x in values.pool] for values in self.rates]
        old, new = (
            np.asarray(text, dtype=object)[values.codes[rows]] for text, values in zip(texts, self.rates, strict=True)
        )
        money = self.money
        change = (money.after - money.before)[rows]
        return pd.DataFrame(
            {
                "employer": self.new.book.ids[rows], "risk_class": self.new.classes[rows], "old_rate": old,
                "new_rate": new, "payroll": money.payroll[rows], "old_premium": money.before[rows],
                "new_premium": money.after[rows], "change": change, **self._parts_by_row(rows, change),
            }
        )

    def _parts_by_row(self, rows: NDArray[np.intp], change: NDArray[np.int64]) -> dict[str, Any]:
        moves = [[b - a for a, b in pairwise(way)] for way in self.ways.rates]
        paid = zip(self.ways.code[rows].tolist(), self.money.payroll[rows].tolist(), change.tolist(), strict=True)
        found = []
        for code, payroll, whole in paid:
            parts = [payroll * move for move in moves[code]]
            found.append([*parts, whole - sum(parts)])
        columns = zip(*found, strict=True) if found else [()] * len(NAMES)
        return {name: np.asarray(column, dtype=object) for name, column in zip(NAMES, columns, strict=True)}

    def summary(self) -> Summary:
        """The move of a book as a report reads it: by class, size and band of change, its causes, the extremes."""
        from ratefloat.prove.dislocation.summary import summarise

        return summarise(self)

    def plot(self) -> Figure:
        """A figure: employers by band of change, money by class, and the change by its causes (needs matplotlib)."""
        from ratefloat.prove.dislocation.plot import plot

        return plot(self)

    def __str__(self) -> str:
        return str(self.summary())

    __repr__ = __str__


def dislocation(
    old: FloatPolicy, new: FloatPolicy, book: Book, *, on: date | str | None = None, sizes: Sequence[int] = SIZES
) -> Dislocation:
    """A book under an old and a new policy: who pays more, who less, and why.

    The premium changes by these parts, replaced in this order: the base rate, the rated class, the experience (the
    same indicators as the new policy measures them), the rule; rounding is what the rounded rates and premiums add.

    Args:
        old, new: complete policies; the old one is taken as if it were still in force.
        book: the records; they are not altered.
        on: the day the rates apply, by default the first day of the new policy.
        sizes: edges of the size bands, payroll of twelve months in the main unit of the currency, ascending.
    Raises:
        UncoveredError: no base table covers the day, or the new policy is not in force.
        DefinitionError: a template with open holes.
    """
    moment = new.effective.start if on is None else new.require_in_force(on)
    old.require_complete()
    ratings = [rate(policy, book, on=moment) for policy in (as_in_force(old, moment), new)]
    return Dislocation(ratings[0], ratings[1], tuple(sizes))


def as_in_force(policy: FloatPolicy, on: date | str) -> FloatPolicy:
    """A policy as if it were in force on a day, however long ago it ended."""
    moment, effective = day(on), policy.effective
    if effective.contains(moment):
        return policy
    longer = Period(min(effective.start, moment), max(effective.end, date(moment.year + 1, moment.month, 1)))
    return policy.replace(effective=longer)


def _rates(rating: Rating) -> Values:
    numbers = [state[3] or Fraction(0) for state in rating.outcomes.states]
    return Values.of(numbers).take(rating.outcomes.state.astype(np.intp))

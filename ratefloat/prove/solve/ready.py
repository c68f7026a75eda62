"""A book read once, so that many variants of a policy can be charged to it exactly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DefinitionError
from ratefloat.history.book import Book
from ratefloat.numeric import exact_sum
from ratefloat.policy.derive import derive
from ratefloat.policy.document import FloatPolicy
from ratefloat.policy.kernel import Base, Kernel
from ratefloat.policy.rate import rate
from ratefloat.policy.rating import Rating
from ratefloat.rules.column import IntegerColumn, PooledColumn
from ratefloat.rules.values import Values

Mask = NDArray[np.bool_]
SAME = ("indicators", "window", "review", "days", "base", "transition")
"""Fields that decide what is measured; where they are equal, one reading of the book serves two policies."""


class Income(NamedTuple):
    """Twelve months of premium in minor units, exact: at the floated rates, and at the base rates of the same rows."""

    floated: Fraction
    base: Fraction
    refused: int


@dataclass(frozen=True)
class Charged:
    """The exact rate of every row under one policy, and which rows it rates."""

    rates: Values
    rated: Mask


@dataclass(frozen=True, eq=False)
class Ready:
    """A rating whose columns are charged again under variants of its policy.

    Premium here is payroll x rate without the rounding to whole minor units, so that sums are exact.
    """

    rating: Rating

    @classmethod
    def of(cls, policy: FloatPolicy, book: Book, on: date | str) -> Ready:
        """A book rated under a policy.

        Raises:
            DefinitionError: the policy has no base table, so that there is nothing to balance against.
            UncoveredError: the policy is not in force on the day, or no base table covers it.
        """
        if policy.base is None:
            raise DefinitionError(f"policy {policy.id}: no base table; expected one, to balance against its rates")
        return cls(rate(policy, book, on=on))

    def serves(self, policy: FloatPolicy) -> bool:
        """Whether the columns of this rating are those of another policy too."""
        return all(getattr(policy, name) == getattr(self.rating.policy, name) for name in SAME)

    def charge(self, policy: FloatPolicy, factor: Fraction = Fraction(1)) -> Charged:
        """The rates of a variant of the policy, its base rates times a factor.

        Indicators stay as they were measured, also those that are made of base rates.
        """
        if not self.serves(policy):
            return Ready.of(policy, self.rating.book, self.rating.dates.on).charge(policy, factor)
        columns = self.rating.columns
        base: Base = {key: rate * factor for key, rate in self.rating.base.items()}
        pooled = {name: c.values.pool for name, c in columns.items() if isinstance(c, PooledColumn)}
        outcomes = Kernel(derive(policy, self.rating.dates.on), base, pooled).decide(columns, len(self.rating))
        values = Values.of(state[3] or Fraction(0) for state in outcomes.states)
        return Charged(values.take(outcomes.state.astype(np.intp)), (outcomes.refused == 0) & self._readable)

    @cached_property
    def _readable(self) -> Mask:
        """Rows that were not refused for their records: whom the rule refuses, another rule may rate."""
        by_rule = self.rating.outcomes.refused > 0
        own = set(self.rating.outcomes.refusals)
        refused = [row for row, why in self.rating.refusals.items() if not (by_rule[row] and why in own)]
        mask = np.ones(len(self.rating), dtype=np.bool_)
        mask[refused] = False
        return mask

    @cached_property
    def base(self) -> Values:
        """The base rate of every row's own class, before any class rule."""
        classes = self.rating.columns["risk_class"]
        assert isinstance(classes, IntegerColumn)
        groups = IntegerColumn(self.rating.base_group).pooled()
        return groups.combine(classes.pooled(), lambda g, c: self.rating.base.get((int(g), int(c)), Fraction(0)))

    def premium(self, rates: Values, rows: Mask) -> Fraction:
        """Payroll x rate of some rows, minor units, exact."""
        codes, wages = rates.codes[rows], self.rating.money.payroll[rows]
        return sum(
            (exact_sum(wages[codes == code]) * rates.pool[code] for code in np.unique(codes).tolist()), Fraction(0)
        )

    def income(self, policy: FloatPolicy, factor: Fraction = Fraction(1)) -> Income:
        """What a variant brings in, beside what the unfloated base rates do."""
        charged = self.charge(policy, factor)
        return Income(
            self.premium(charged.rates, charged.rated), self.premium(self.base, charged.rated),
            int((~charged.rated).sum()),
        )

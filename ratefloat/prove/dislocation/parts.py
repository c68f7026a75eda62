"""What moves a rate from one policy to another, replaced part by part in a stated order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ratefloat.numeric import exact_sum
from ratefloat.policy.derive import derive
from ratefloat.policy.document import FloatPolicy
from ratefloat.policy.kernel import Base, Kernel, Outcomes
from ratefloat.policy.rating import Rating
from ratefloat.prove.difference.axes import GROUP, Side, matched
from ratefloat.prove.solve.without import without
from ratefloat.rules.column import Column, IntegerColumn, PooledColumn
from ratefloat.rules.domain import Choice
from ratefloat.rules.values import Values

Mask = NDArray[np.bool_]
ORDER = ("base rate", "class", "experience", "rule")
"""The order in which parts of the old policy are replaced by those of the new one; rounding is taken apart first."""
NAMES = (*ORDER, "rounding")


@dataclass(frozen=True)
class Parts:
    """A change of premium by what caused it, minor units, exact; the parts add up to the change."""

    base_rate: Fraction
    risk_class: Fraction
    experience: Fraction
    rule: Fraction
    rounding: Fraction

    @property
    def total(self) -> Fraction:
        """The whole change."""
        return self.base_rate + self.risk_class + self.experience + self.rule + self.rounding

    @property
    def by_name(self) -> dict[str, Fraction]:
        """The parts in their order, by the names of `NAMES`."""
        values = (self.base_rate, self.risk_class, self.experience, self.rule, self.rounding)
        return dict(zip(NAMES, values, strict=True))


@dataclass(frozen=True)
class Ways:
    """The exact rates on the way from the old policy to the new one, before any rounding.

    `code[i]` numbers the way of row i in `rates`: the old rate, that with the new base rates, with the new class too,
    with the new experience too, and the new rate. A part that can not be replaced alone leaves the rate as it is, so
    that its share falls to the next.
    """

    code: NDArray[np.int64]
    rates: tuple[tuple[Fraction, ...], ...]

    def parts(self, rows: Mask, payroll: NDArray[np.int64], change: int) -> Parts:
        """The parts of the change of some rows' premium together.

        Args:
            rows: which rows.
            payroll: of all rows, minor units.
            change: of the premium of these rows, in minor units; what the ways do not explain is rounding.
        """
        moved = [Fraction(0) for _ in ORDER]
        code, wages = self.code[rows], payroll[rows]
        for way in np.unique(code).tolist():
            paid = exact_sum(wages[code == way])
            rates = self.rates[way]
            for place in range(len(ORDER)):
                moved[place] += paid * (rates[place + 1] - rates[place])
        base_rate, risk_class, experience, rule = moved
        return Parts(base_rate, risk_class, experience, rule, change - sum(moved, Fraction(0)))


def ways(old: Rating, new: Rating) -> Ways:
    """The ways of all rows from one rating of a book to another of the same book."""
    before, after = (without(rating.policy, lambda rule: rule.kind == "round_to") for rating in (old, new))
    based = None not in (old.policy.base, new.policy.base)
    first = Step(before, old.dates.on, old.columns, old.base)
    second = Step(before, first.on, {**old.columns, GROUP: new.columns[GROUP]}, new.base) if based else first
    unruled = before.replace(class_rule=None) if before.class_rule else before
    third = Step(unruled, first.on, {**second.columns, "risk_class": IntegerColumn(new.classes)}, second.base)
    fourth = Step(unruled, first.on, {**third.columns, **_experience(old, new)}, second.base)
    found: list[Values] = []
    for step in (first, second, third, fourth, Step(after, new.dates.on, new.columns, new.base)):
        rates, unrated = step.rates(len(new))
        found.append(rates.where(unrated, found[-1]) if found else rates)
    return _joined(found)


@dataclass(frozen=True)
class Step:
    """One step of the way: a policy on a day, on some columns and base rates."""

    policy: FloatPolicy
    on: date
    columns: Mapping[str, Column]
    base: Base

    def rates(self, n: int) -> tuple[Values, Mask]:
        """The rate of every row, and the rows that this mixture of two policies can not rate."""
        groups = {group for group, _ in self.base}
        base = {(g, c): self.base.get((g, c), Fraction(0)) for g in groups for c in self.policy.classes or (1,)}
        pooled = {name: c.values.pool for name, c in self.columns.items() if isinstance(c, PooledColumn)}
        columns, unknown = self._known(n)
        outcomes = Kernel(derive(self.policy, self.on), base, pooled).decide(columns, n)
        return _values(outcomes, 3), (outcomes.refused > 0) | unknown | self._without_base(outcomes)

    def _known(self, n: int) -> tuple[dict[str, Column], Mask]:
        """The columns with only such classes and steps as the policy knows, and the rows that have another."""
        columns, unknown = dict(self.columns), np.zeros(n, dtype=np.bool_)
        for name, domain in self.policy.structure.domains.items():
            column = columns.get(name)
            if isinstance(domain, Choice) and isinstance(column, IntegerColumn) and name != GROUP:
                strange = ~np.isin(column.values, domain.values)
                columns[name] = IntegerColumn(np.where(strange, min(domain.values), column.values))
                unknown |= strange
        return columns, unknown

    def _without_base(self, outcomes: Outcomes) -> Mask:
        """Rows whose class has no base rate in their place."""
        if self.policy.base is None:
            return np.zeros(len(outcomes.state), dtype=np.bool_)
        by_rule = outcomes.states[0][0] is not None
        rated = _values(outcomes, 0) if by_rule else self.columns["risk_class"].pooled()
        known = Values.of([0, 1]).pool
        found = self.columns[GROUP].pooled().combine(rated, lambda g, c: known[(int(g), int(c)) in self.base])
        return found.mask(lambda x: x == 0)


def _experience(old: Rating, new: Rating) -> dict[str, Column]:
    """The indicators of the old policy as the new one measures them, where it knows them at all."""
    pairs, _ = matched(Side.of(old.policy, old.dates.on), Side.of(new.policy, new.dates.on))
    mine, theirs = old.policy.structure.domains, new.policy.structure.domains
    found = {}
    for name, other in pairs:
        source = other or name
        if name is None or source is None or name == "risk_class" or source not in new.columns:
            continue
        if type(mine[name]) is type(theirs.get(source)):
            found[name] = new.columns[source]
    return found


def _values(outcomes: Outcomes, place: int) -> Values:
    numbers = [state[place] or Fraction(0) for state in outcomes.states]
    return Values.of(numbers).take(outcomes.state.astype(np.intp))


def _joined(found: Sequence[Values]) -> Ways:
    code = np.zeros(len(found[0]), dtype=np.int64)
    for values in found:
        code = code * len(values.pool) + values.codes
        code = np.unique(code, return_inverse=True)[1].reshape(-1).astype(np.int64)
    _, first = np.unique(code, return_index=True)
    return Ways(code, tuple(tuple(values.pool[values.codes[row]] for values in found) for row in first.tolist()))

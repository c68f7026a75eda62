"""Rules side by side on the same start: the highest, the lowest, the sum, a weighted mean."""

from __future__ import annotations

from abc import abstractmethod
from fractions import Fraction
from functools import reduce
from typing import Any, ClassVar

import numpy as np

from ratefloat.errors import DefinitionError
from ratefloat.rules.operand import Operand, shown
from ratefloat.rules.rows import NEUTRAL, Rows, Stage
from ratefloat.rules.rule import STAGES, AnyRule, Rule
from ratefloat.rules.values import Mask, Values


class SideBySide(Rule):
    """Rules that each start from the same value; their results are made into one."""

    takes: ClassVar[tuple[Stage | None, ...]] = (None, *STAGES)

    rules: tuple[AnyRule, ...]

    def model_post_init(self, context: Any) -> None:
        if len(self.rules) < 2:
            raise DefinitionError(f"{self.name}: {len(self.rules)} rules; expected at least two")

    def stage_after(self, given: Stage | None) -> Stage:
        first, *others = (rule.stage_after(given) for rule in self.rules)
        for rule, after in zip(self.rules[1:], others, strict=True):
            if after != first:
                raise DefinitionError(
                    f"{self.name}: {self.rules[0].name} gives a {first}, {rule.name} a {after}; expected one unit"
                )
        return first

    def parts(self) -> tuple[Rule, ...]:
        return self.rules

    def results(self, value: Values | None, rows: Rows) -> tuple[list[Values], list[tuple[int, int]], Rows]:
        """The value after each rule and the places of its notes."""
        found, places = [], []
        for rule in self.rules:
            start = len(rows.log.notes)
            found.append(rule.apply(value, rows))
            places.append((start, len(rows.log.notes)))
        return found, places, rows.at(self.stage_after(None if value is None else rows.stage))

    def __repr__(self) -> str:
        clause = f", clause={self.clause!r}" if self.clause else ""
        return f"{self.kind}({', '.join(map(repr, self.rules))}{clause})"


class Extreme(SideBySide):
    """One of the results wins; the rules that lose are without effect."""

    @abstractmethod
    def pick(self, a: Fraction, b: Fraction) -> Fraction:
        """The winner of two."""

    def apply(self, value: Values | None, rows: Rows) -> Values:
        found, places, _ = self.results(value, rows)
        best = reduce(lambda a, b: a.combine(b, self.pick), found)
        if rows.log.tracing:
            taken: Mask = np.zeros(rows.n, dtype=np.bool_)
            for result, (start, stop) in zip(found, places, strict=True):
                wins = ~result.differs(best) & ~taken
                rows.without_effect(start, stop, ~wins)
                taken |= wins
        return best


class HighestOf(Extreme):
    """The highest of several results."""

    kind: ClassVar[str] = "highest_of"

    def pick(self, a: Fraction, b: Fraction) -> Fraction:
        return max(a, b)

    def words(self, lang: str, stage: str) -> str:
        return "取其高者" if lang == "zh" else "the highest of"


class LowestOf(Extreme):
    """The lowest of several results."""

    kind: ClassVar[str] = "lowest_of"

    def pick(self, a: Fraction, b: Fraction) -> Fraction:
        return min(a, b)

    def words(self, lang: str, stage: str) -> str:
        return "取其低者" if lang == "zh" else "the lowest of"


class SumOf(SideBySide):
    """The movements of several rules added: each is measured from where they all start."""

    kind: ClassVar[str] = "sum_of"

    def apply(self, value: Values | None, rows: Rows) -> Values:
        found, _, after = self.results(value, rows)
        start = Values.constant(NEUTRAL[after.stage] or 0, rows.n) if value is None else value
        moves = [result.combine(start, lambda a, b: a - b) for result in found]
        return reduce(lambda a, b: a.combine(b, lambda x, y: x + y), moves, start)

    def words(self, lang: str, stage: str) -> str:
        return "各项之和" if lang == "zh" else "the sum of"


class Blend(SideBySide):
    """A weighted mean of two results: weight x first + (1 - weight) x second."""

    kind: ClassVar[str] = "blend"

    weight: Operand

    def model_post_init(self, context: Any) -> None:
        if len(self.rules) != 2:
            raise DefinitionError(f"{self.name}: {len(self.rules)} rules; expected two")
        if isinstance(self.weight, Fraction) and not 0 <= self.weight <= 1:
            raise DefinitionError(f"{self.name}: weight {self.weight}; expected 0 to 1")

    def apply(self, value: Values | None, rows: Rows) -> Values:
        weight = rows.number(self.weight)
        (first, second), _, after = self.results(value, rows)
        mixed = first.combine(second, lambda a, b: weight * a + (1 - weight) * b)
        return after.settle(self, value, mixed)

    def __repr__(self) -> str:
        first, second = self.rules
        clause = f", clause={self.clause!r}" if self.clause else ""
        return f"blend({first!r}, {second!r}, weight={shown(self.weight)}{clause})"

    def words(self, lang: str, stage: str) -> str:
        return "加权平均" if lang == "zh" else "the weighted mean of"


def highest_of(*rules: Rule, clause: Any = None) -> HighestOf:
    """The highest result of several rules on the same start.

    >>> from ratefloat.rules.set_to import set_to
    >>> highest_of(set_to(1), set_to(2))
    highest_of(set_to(1), set_to(2))
    """
    return HighestOf(rules=rules, clause=clause)


def lowest_of(*rules: Rule, clause: Any = None) -> LowestOf:
    """The lowest result of several rules on the same start.

    >>> from ratefloat.rules.set_to import set_to
    >>> lowest_of(set_to(1), set_to(2))
    lowest_of(set_to(1), set_to(2))
    """
    return LowestOf(rules=rules, clause=clause)


def sum_of(*rules: Rule, clause: Any = None) -> SumOf:
    """The movements of several rules on the same start, added.

    >>> from ratefloat.rules.move import move
    >>> sum_of(move(1), move(-2))
    sum_of(move(1), move(-2))
    """
    return SumOf(rules=rules, clause=clause)


def blend(first: Rule, second: Rule, *, weight: Any, clause: Any = None) -> Blend:
    """weight x first + (1 - weight) x second, as factors or rates.

    >>> from ratefloat.rules.set_to import set_to
    >>> blend(set_to("80%"), set_to("120%"), weight="25%").weight
    Fraction(1, 4)
    """
    return Blend(rules=(first, second), weight=weight, clause=clause)

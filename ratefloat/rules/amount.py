"""Rules with one number, in the unit of their place in the pipeline: what they share."""

from __future__ import annotations

from abc import abstractmethod
from fractions import Fraction
from typing import ClassVar

from ratefloat.rules.operand import Operand, shown
from ratefloat.rules.rows import Rows
from ratefloat.rules.rule import Rule
from ratefloat.rules.values import Values
from ratefloat.rules.words import value_words


class AmountRule(Rule):
    """A rule that combines the value with one number."""

    english: ClassVar[str] = ""
    chinese: ClassVar[str] = ""

    by: Operand

    @abstractmethod
    def combine(self, value: Fraction, number: Fraction) -> Fraction:
        """The value after the rule."""

    def apply(self, value: Values | None, rows: Rows) -> Values:
        assert value is not None
        number = rows.number(self.by)
        return rows.settle(self, value, value.map(lambda x: self.combine(x, number)))

    def words(self, lang: str, stage: str) -> str:
        number = value_words(self.by, stage, lang) if isinstance(self.by, Fraction) else repr(self.by)
        return (self.chinese if lang == "zh" else self.english).format(number)

    def __repr__(self) -> str:
        return f"{self.kind}({shown(self.by)}{f', clause={self.clause!r}' if self.clause else ''})"

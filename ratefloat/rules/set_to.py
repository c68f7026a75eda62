"""Set the value, whatever it was."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

from ratefloat.rules.operand import Operand, shown
from ratefloat.rules.rows import Rows
from ratefloat.rules.rule import Rule
from ratefloat.rules.values import Values
from ratefloat.rules.words import value_words


class SetTo(Rule):
    """A fixed value in place of the one before: a step, a factor or a rate, as the stage is."""

    kind: ClassVar[str] = "set_to"

    value: Operand

    def apply(self, value: Values | None, rows: Rows) -> Values:
        return rows.settle(self, value, Values.constant(rows.number(self.value), rows.n))

    def words(self, lang: str, stage: str) -> str:
        to = value_words(self.value, stage, lang) if isinstance(self.value, Fraction) else repr(self.value)
        return f"定为{to}" if lang == "zh" else f"set to {to}"

    def __repr__(self) -> str:
        return f"set_to({shown(self.value)}{f', clause={self.clause!r}' if self.clause else ''})"


def set_to(value: Any, *, clause: Any = None) -> SetTo:
    """A fixed value in place of the one before, in the unit of its place in the pipeline.

    >>> set_to(0, clause="art. 4")
    set_to(0, clause='art. 4')
    """
    return SetTo(value=value, clause=clause)

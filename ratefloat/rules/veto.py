"""Vetoes in the law's verbs: no decrease, no increase, only the first step down."""

from __future__ import annotations

from abc import abstractmethod
from fractions import Fraction
from typing import Any, ClassVar, Literal

from ratefloat.errors import DefinitionError
from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.rule import Rule
from ratefloat.rules.values import Values


class Veto(Rule):
    """Bars a movement away from the base, or from the employer's present step; never moves by itself."""

    takes: ClassVar[tuple[Stage | None, ...]] = ("step", "factor", "rate")
    english: ClassVar[str] = ""
    chinese: ClassVar[str] = ""

    against: Literal["base", "prior"] = "base"

    @abstractmethod
    def bar(self, value: Fraction, mark: Fraction) -> Fraction:
        """The value after the veto, seen from the mark that movements start from."""

    def apply(self, value: Values | None, rows: Rows) -> Values:
        assert value is not None
        return rows.settle(self, value, value.combine(self.mark(rows), self.bar))

    def mark(self, rows: Rows) -> Values:
        """What the movement is measured from."""
        if self.against == "prior":
            if rows.stage != "step":
                raise DefinitionError(f"{self.name} from the prior step: expected steps, found a {rows.stage}")
            return rows.column("prior_step").pooled()
        neutral = rows.neutral()
        return rows.base_rates() if neutral is None else neutral

    def words(self, lang: str, stage: str) -> str:
        return self.chinese if lang == "zh" else self.english

    def __repr__(self) -> str:
        parts = ["against='prior'"] if self.against == "prior" else []
        parts += [f"clause={self.clause!r}"] if self.clause else []
        return f"{self.kind}({', '.join(parts)})"


class NoDecrease(Veto):
    """Bars a step down (不得下浮); a surcharge stays."""

    kind: ClassVar[str] = "no_decrease"
    english: ClassVar[str] = "no decrease"
    chinese: ClassVar[str] = "不得下浮"

    def bar(self, value: Fraction, mark: Fraction) -> Fraction:
        return max(value, mark)


class NoIncrease(Veto):
    """Bars a step up (不得上浮); a discount stays."""

    kind: ClassVar[str] = "no_increase"
    english: ClassVar[str] = "no increase"
    chinese: ClassVar[str] = "不得上浮"

    def bar(self, value: Fraction, mark: Fraction) -> Fraction:
        return min(value, mark)


class OnlyFirstStepDown(Veto):
    """Bars the second step down (只能下浮一档)."""

    kind: ClassVar[str] = "only_first_step_down"
    takes: ClassVar[tuple[Stage | None, ...]] = ("step",)
    english: ClassVar[str] = "only the first step down"
    chinese: ClassVar[str] = "至多下浮一档"

    def bar(self, value: Fraction, mark: Fraction) -> Fraction:
        return max(value, mark - 1)


def no_decrease(*, against: Literal["base", "prior"] = "base", clause: Any = None) -> NoDecrease:
    """No step down below the base (or below the prior step); a surcharge stays.

    >>> no_decrease(clause="art. 7")
    no_decrease(clause='art. 7')
    """
    return NoDecrease(against=against, clause=clause)


def no_increase(*, against: Literal["base", "prior"] = "base", clause: Any = None) -> NoIncrease:
    """No step up above the base (or above the prior step); a discount stays.

    >>> no_increase(clause="art. 3")
    no_increase(clause='art. 3')
    """
    return NoIncrease(against=against, clause=clause)


def only_first_step_down(*, clause: Any = None) -> OnlyFirstStepDown:
    """At most one step down from the base.

    >>> only_first_step_down(clause="art. 8")
    only_first_step_down(clause='art. 8')
    """
    return OnlyFirstStepDown(clause=clause)

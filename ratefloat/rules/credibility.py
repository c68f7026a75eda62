"""A credibility formula: the factor moves from 1 towards the employer's own record as far as its size allows."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from ratefloat.errors import DefinitionError
from ratefloat.rules.column import Column
from ratefloat.rules.domain import Ratio
from ratefloat.rules.operand import Operand, Symbol, Thing, operand, shown
from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.rule import Context, Rule
from ratefloat.rules.values import Mask, Values
from ratefloat.units import Percent, decimal_text, percent_text

ONE = Fraction(1)


def _written(value: Thing) -> Any:
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else decimal_text(value)
    return value.symbol if isinstance(value, Symbol) else value.model_dump(exclude_defaults=True)


Size = Annotated[
    Thing,
    BeforeValidator(operand),
    PlainSerializer(_written, return_type=Any),
    WithJsonSchema({"type": ["string", "integer", "object"], "description": "number, money, window.months or hole"}),
]
"""An operand that is an amount or a count, so that it is written as a decimal and never as percent."""


class Credibility(Rule):
    """factor = 1 + Z (ratio / expected - 1), Z = w / (w + k); in place of the factor before, if there is one."""

    kind: ClassVar[str] = "credibility"
    takes: ClassVar[tuple[Stage | None, ...]] = (None, "factor")
    gives: ClassVar[Stage | None] = "factor"

    ratio: str
    weight: str
    expected: Operand
    k: Size
    no_premium: Percent | None = None

    def model_post_init(self, context: Any) -> None:
        for name, number in (("expected", self.expected), ("k", self.k)):
            if isinstance(number, Fraction) and number <= 0:
                raise DefinitionError(f"{self.name}: {name} {number}; expected above 0", **{name: number})
        if self.no_premium is not None and self.no_premium < 0:
            raise DefinitionError(f"{self.name}: no_premium {percent_text(self.no_premium)}; expected 0 or more")

    def check(self, context: Context) -> None:
        may_lack = isinstance(context.domains.get(self.ratio), Ratio) and self.ratio not in context.secured
        if may_lack and self.no_premium is None:
            raise DefinitionError(
                f"{self.name}: {self.ratio} has no value without premium; expected no_premium=..., the factor of "
                f"such rows, or .when(indicator({self.ratio!r}).has_value())",
                indicator=self.ratio,
            )

    def apply(self, value: Values | None, rows: Rows) -> Values:
        expected, k = rows.number(self.expected), rows.number(self.k)
        ratio, weight = rows.column(self.ratio), rows.column(self.weight)
        factor = weight.numbers().combine(ratio.numbers(), lambda w, own: _factor(w, own, expected, k))
        if not (has := ratio.has_value()).all():
            factor = factor.where(~has, Values.constant(ONE if self.no_premium is None else self.no_premium, rows.n))
        self._refuse(weight, has, rows)
        return rows.at("factor").settle(self, value, factor)

    def factor(self, ratio: Fraction, weight: Fraction | int) -> Fraction:
        """The factor of one ratio and weight, where both numbers are stated."""
        if not (isinstance(self.expected, Fraction) and isinstance(self.k, Fraction)):
            raise DefinitionError(f"{self.name}: expected or k is no plain number; expected both stated")
        return _factor(Fraction(weight), ratio, self.expected, self.k)

    def _refuse(self, weight: Column, has: Mask, rows: Rows) -> None:
        negative = ~weight.at_least(Fraction(0)) & weight.has_value()
        for mask, reason in (
            (negative, f"{self.weight} is negative"),
            (~weight.has_value(), f"{self.weight} has no value"),
            (~has & (self.no_premium is None), f"{self.ratio} has no value"),
        ):
            if np.any(mask):
                rows.refuse(mask, f"{reason} ({self.name})")

    def words(self, lang: str, stage: str) -> str:
        expected = percent_text(self.expected) if isinstance(self.expected, Fraction) else shown(self.expected)
        k = decimal_text(self.k) if isinstance(self.k, Fraction) else shown(self.k)
        if lang == "zh":
            return f"1 + Z ×（{self.ratio} ÷ {expected} - 1），可信度 Z = {self.weight} ÷（{self.weight} + {k}）"
        return f"1 + Z ({self.ratio} / {expected} - 1), credibility Z = {self.weight} / ({self.weight} + {k})"

    def __repr__(self) -> str:
        k = repr(_written(self.k)) if isinstance(self.k, Fraction) else shown(self.k)
        given = [f"expected={shown(self.expected)}", f"k={k}"]
        if self.no_premium is not None:
            given.append(f"no_premium={percent_text(self.no_premium)!r}")
        if self.clause:
            given.append(f"clause={self.clause!r}")
        return f"credibility({self.ratio!r}, {self.weight!r}, {', '.join(given)})"


def _factor(weight: Fraction, own: Fraction, expected: Fraction, k: Fraction) -> Fraction:
    """1 + Z (own / expected - 1) over one common denominator: rows by the million pay for each fraction made."""
    if weight <= 0:
        return ONE
    certain = weight.numerator * k.denominator
    doubt = k.numerator * weight.denominator
    base = own.denominator * expected.numerator
    return Fraction(doubt * base + certain * own.numerator * expected.denominator, (certain + doubt) * base)


def credibility(
    ratio: str, weight: str, *, expected: Any, k: Any, no_premium: Any = None, clause: Any = None
) -> Credibility:
    """A continuous plan: factor = 1 + Z (ratio / expected - 1), credibility Z = weight / (weight + k).

    Args:
        ratio: indicator of the employer's record (a loss ratio, a frequency).
        weight: indicator of its size, an amount in minor units or a count: premium, payroll, head-months.
        expected: the ratio of an average employer, exact, above 0.
        k: the weight at which Z is one half, in the unit of the weight (or an amount such as yuan("500000")).
        no_premium: the factor where the ratio has no value; to be stated unless the rule is guarded.
        clause: the article.
    Raises:
        DefinitionError: expected or k not above 0; a ratio without premium left open (when the policy is built).
    Source: Bühlmann-Straub and Poisson-gamma credibility; a fitted model gives its own by `.rule(...)`.

    >>> plan = credibility("loss_ratio", "premium", expected="60%", k=500_000, no_premium="100%")
    >>> plan.factor(Fraction(9, 10), 500_000), plan.factor(Fraction(0), 500_000)
    (Fraction(5, 4), Fraction(1, 2))
    """
    return Credibility(ratio=ratio, weight=weight, expected=expected, k=k, no_premium=no_premium, clause=clause)

"""A surcharge of flat amounts for cases, at most a share of the premium."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from ratefloat.errors import DefinitionError
from ratefloat.rules.operand import Money, operand
from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.rule import Rule
from ratefloat.rules.values import Values
from ratefloat.tables.currencies import currency_name
from ratefloat.units import Percent, percent_text


def _amounts(value: Any) -> Any:
    pairs = value.items() if isinstance(value, Mapping) else value
    return tuple((str(name), operand(amount)) for name, amount in pairs)


Amounts = Annotated[
    tuple[tuple[str, Money], ...],
    BeforeValidator(_amounts),
    PlainSerializer(lambda value: {n: m.model_dump(exclude_defaults=True) for n, m in value}, return_type=Any),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": "object"}}),
]
"""Counts and what each case of them costs, in document order."""


class FlatSurcharge(Rule):
    """100 % plus the flat amounts of all cases over the premium, held at a share; in place of the factor before.

    An employer without premium has 100 %; with cases all the same it is refused. The factor varies with the
    premium, so this rule is not tabulated.
    """

    kind: ClassVar[str] = "flat_surcharge"
    takes: ClassVar[tuple[Stage | None, ...]] = (None, "factor")
    gives: ClassVar[Stage | None] = "factor"

    amounts: Amounts
    premium: str
    most: Percent

    def model_post_init(self, context: Any) -> None:
        if not self.amounts or len({name for name, _ in self.amounts}) < len(self.amounts):
            raise DefinitionError(f"{self.name}: expected one amount for each of one or more counts")
        if self.most <= 0:
            raise DefinitionError(f"{self.name}: at most {percent_text(self.most)}; expected above 0")

    def apply(self, value: Values | None, rows: Rows) -> Values:
        total = Values.constant(0, rows.n)
        for name, amount in self.amounts:
            each = Fraction(amount.minor)
            total = total.combine(rows.column(name).numbers(), lambda sum_, n, each=each: sum_ + n * each)  # type: ignore[misc]
        premium = rows.column(self.premium).numbers()
        share = total.combine(premium, lambda sum_, base: min(sum_ / base, self.most) if base else Fraction(0))
        lacking = premium.mask(lambda base: base == 0) & total.mask(bool)
        rows.refuse(np.asarray(lacking), f"{self.premium}: cases without premium ({self.name})")
        return rows.at("factor").settle(self, value, share.map(lambda part: 1 + part))

    def words(self, lang: str, stage: str) -> str:
        each = ", ".join(
            f"{name.replace('_', ' ')} {amount.money} {currency_name(amount.currency, lang)}"
            for name, amount in self.amounts
        )
        if lang == "zh":
            return f"按件定额加收（{each}），不超过保险费的{percent_text(self.most)}"
        return f"flat amounts for each ({each}), at most {percent_text(self.most)} of the premium"

    def __repr__(self) -> str:
        clause = f", clause={self.clause!r}" if self.clause else ""
        most = percent_text(self.most)
        return f"flat_surcharge({dict(self.amounts)!r}, premium={self.premium!r}, most={most!r}{clause})"


def flat_surcharge(amounts: Mapping[str, Money], *, premium: str, most: Any, clause: Any = None) -> FlatSurcharge:
    """100 % plus flat amounts for cases over the premium, at most a share of it.

    Args:
        amounts: name of a count -> what each of its cases costs.
        premium: name of the amount that the surcharge is a share of.
        most: the greatest share.

    Source: Germany, bylaw of the BGW, section 30.

    >>> from ratefloat.rules.operand import yuan
    >>> flat_surcharge({"deaths": yuan("1000")}, premium="contribution", most="50%").stage_after(None)
    'factor'
    """
    return FlatSurcharge(amounts=amounts, premium=premium, most=most, clause=clause)

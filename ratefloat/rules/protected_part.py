"""From the factor to the rate where a part of the rate does not float."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

from ratefloat.errors import DefinitionError
from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.rule import Rule
from ratefloat.rules.values import Values
from ratefloat.units import Percent, percent_text


class ProtectedPart(Rule):
    """(Base rate - protected part) x factor + protected part; the part is the same for every class."""

    kind: ClassVar[str] = "protected_part"
    takes: ClassVar[tuple[Stage | None, ...]] = ("factor",)
    gives: ClassVar[Stage | None] = "rate"
    converts: ClassVar[bool] = True

    part: Percent

    def apply(self, value: Values | None, rows: Rows) -> Values:
        assert value is not None
        rows.keep("factor", value)
        rate = value.combine(rows.base_rates(), self.floated)
        return rows.at("rate").settle(self, None, rate)

    def floated(self, factor: Fraction, base: Fraction) -> Fraction:
        """The rate of a factor and a base rate."""
        if base < self.part:
            raise DefinitionError(
                f"{self.name}: base rate {percent_text(base)} below the protected part {percent_text(self.part)}",
                base=base, part=self.part,
            )
        return (base - self.part) * factor + self.part

    def __repr__(self) -> str:
        return f"protected_part({percent_text(self.part)!r}{f', clause={self.clause!r}' if self.clause else ''})"

    def words(self, lang: str, stage: str) -> str:
        part = percent_text(self.part)
        if lang == "zh":
            return f"基准费率中{part}不浮动"
        return f"{part} of the base rate does not float"


def protected_part(part: Any, *, clause: Any = None) -> ProtectedPart:
    """The base rate floated but for a part of it: stands in the place of base_rate().

    Japan's premium, for one: the rate for commuting accidents ("0.6‰") is outside the merit system.

    >>> protected_part("0.9‰").floated(Fraction(7, 5), Fraction(8, 1000))
    Fraction(271, 25000)
    """
    return ProtectedPart(part=part, clause=clause)

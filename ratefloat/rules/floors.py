"""Floors and caps of the rate: the base rate of a class as floor for everybody, or bounds by class."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from ratefloat.errors import DefinitionError
from ratefloat.rules.ladder import classes_of
from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.rule import Rule
from ratefloat.rules.values import Values
from ratefloat.rules.words import value_words
from ratefloat.units import exact, percent_text

Bounds = tuple[tuple[str, Fraction], ...]


def _bounds(value: Any) -> Any:
    pairs = value.items() if isinstance(value, Mapping) else value
    return tuple((str(key), exact(rate)) for key, rate in pairs)


PerClass = Annotated[
    Bounds,
    BeforeValidator(_bounds),
    PlainSerializer(lambda value: {key: percent_text(rate) for key, rate in value}, return_type=Any),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": "string"}}),
]


class FloorRate(Rule):
    """No rate below the base rate of a class in the same area, whatever the employer's own class."""

    kind: ClassVar[str] = "floor_rate"
    takes: ClassVar[tuple[Stage | None, ...]] = ("rate",)

    of_class: int

    def apply(self, value: Values | None, rows: Rows) -> Values:
        assert value is not None
        return rows.settle(self, value, value.combine(rows.base_rates(self.of_class), max))

    def words(self, lang: str, stage: str) -> str:
        if lang == "zh":
            return f"不低于{value_words(Fraction(self.of_class), 'class', lang)}行业基准费率"
        return f"not below the base rate of class {self.of_class}"


class BoundByClass(Rule):
    """A bound of the rate for some classes each; other classes are free."""

    takes: ClassVar[tuple[Stage | None, ...]] = ("rate",)

    rates: PerClass

    @abstractmethod
    def hold(self, rate: Fraction, bound: Fraction) -> Fraction:
        """The rate within its bound."""

    def model_post_init(self, context: Any) -> None:
        seen: list[int | None] = []
        for key, _ in self.rates:
            seen += classes_of(key) or (None,)
        if len(set(seen)) < len(seen) or (None in seen and len(seen) > 1):
            raise DefinitionError(f"{self.name}: a class has two bounds; expected one rate for each class")

    def apply(self, value: Values | None, rows: Rows) -> Values:
        assert value is not None
        bounds = {c: rate for key, rate in self.rates for c in classes_of(key) or (None,)}
        if None in bounds:
            return rows.settle(self, value, value.map(lambda r: self.hold(r, bounds[None])))
        classes = rows.column("risk_class").pooled()
        held = value.combine(classes, lambda r, c: self.hold(r, bounds[int(c)]) if int(c) in bounds else r)
        return rows.settle(self, value, held)

    def __repr__(self) -> str:
        rates = {key: percent_text(rate) for key, rate in self.rates}
        return f"{self.kind}({rates!r}{f', clause={self.clause!r}' if self.clause else ''})"


class FloorByClass(BoundByClass):
    """A least rate for some classes each."""

    kind: ClassVar[str] = "floor_by_class"

    def hold(self, rate: Fraction, bound: Fraction) -> Fraction:
        return max(rate, bound)

    def words(self, lang: str, stage: str) -> str:
        limits = ", ".join(f"{key}: {percent_text(rate)}" for key, rate in self.rates)
        return f"各类最低费率 {limits}" if lang == "zh" else f"least rate by class {limits}"


class CapByClass(BoundByClass):
    """A greatest rate for some classes each."""

    kind: ClassVar[str] = "cap_by_class"

    def hold(self, rate: Fraction, bound: Fraction) -> Fraction:
        return min(rate, bound)

    def words(self, lang: str, stage: str) -> str:
        limits = ", ".join(f"{key}: {percent_text(rate)}" for key, rate in self.rates)
        return f"各类最高费率 {limits}" if lang == "zh" else f"greatest rate by class {limits}"


def floor_rate(*, of_class: int, clause: Any = None) -> FloorRate:
    """No rate below the base rate of a class, for employers of every class.

    >>> floor_rate(of_class=1, clause="art. 9")
    floor_rate(clause='art. 9', of_class=1)
    """
    return FloorRate(of_class=of_class, clause=clause)


def floor_by_class(rates: Mapping[Any, Any], *, clause: Any = None) -> FloorByClass:
    """A least rate for some classes each: {"2": "0.5%", "3": "1%"}.

    >>> floor_by_class({2: "0.5%", 3: "1%"}).kind
    'floor_by_class'
    """
    return FloorByClass(rates=rates, clause=clause)


def cap_by_class(rates: Mapping[Any, Any], *, clause: Any = None) -> CapByClass:
    """A greatest rate for some classes each.

    >>> cap_by_class({2: "1.5%", 3: "3%"}).kind
    'cap_by_class'
    """
    return CapByClass(rates=rates, clause=clause)

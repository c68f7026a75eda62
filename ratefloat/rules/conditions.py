"""Conditions: comparisons of indicators, joined by & | ~."""

from __future__ import annotations

from abc import abstractmethod
from typing import Annotated, Any, ClassVar, Literal, NoReturn

import numpy as np
from pydantic import BeforeValidator, SerializeAsAny

from ratefloat.definition import Definition, of_family
from ratefloat.errors import DefinitionError
from ratefloat.rules.operand import Operand, shown
from ratefloat.rules.rows import Rows
from ratefloat.rules.values import Mask


class Condition(Definition):
    """A yes or no of every row."""

    family: ClassVar[str] = "condition"

    @abstractmethod
    def mask(self, rows: Rows) -> Mask:
        """Which rows fulfil the condition."""

    def needs_value(self) -> frozenset[str]:
        """Indicators that are compared without a guard against having no value."""
        return frozenset()

    def secures(self) -> frozenset[str]:
        """Indicators that surely have a value where the condition holds."""
        return frozenset()

    def secures_otherwise(self) -> frozenset[str]:
        """Indicators that surely have a value where the condition does not hold."""
        return frozenset()

    def __and__(self, other: Any) -> Condition:
        return And(parts=(*_flat(And, self), *_flat(And, as_condition(other))))

    def __rand__(self, other: Any) -> Condition:
        return And(parts=(*_flat(And, as_condition(other)), *_flat(And, self)))

    def __or__(self, other: Any) -> Condition:
        return Or(parts=(*_flat(Or, self), *_flat(Or, as_condition(other))))

    def __ror__(self, other: Any) -> Condition:
        return Or(parts=(*_flat(Or, as_condition(other)), *_flat(Or, self)))

    def __invert__(self) -> Condition:
        return Not(part=self)

    def __bool__(self) -> NoReturn:
        raise _no_truth(self)


def _no_truth(thing: object) -> DefinitionError:
    return DefinitionError(
        f"{thing!r} is a condition on many rows, not True or False; "
        f"write a & b, a | b or ~a instead of and, or, not, and two comparisons instead of a chained one"
    )


def _flat(join: type[And] | type[Or], condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, join) else (condition,)


AnyCondition = Annotated[
    SerializeAsAny[Condition], BeforeValidator(lambda value: of_family("condition", as_condition(value)))
]


class Compare(Condition):
    """An indicator compared with a number: `indicator("deaths") >= 1`."""

    kind: ClassVar[str] = "compare"

    indicator: str
    op: Literal[">=", ">", "<=", "<", "==", "!="]
    value: Operand

    def mask(self, rows: Rows) -> Mask:
        column, edge = rows.column(self.indicator), rows.number(self.value)
        has = column.has_value()
        if self.op in (">=", "<"):
            found = column.at_least(edge)
        elif self.op in (">", "<="):
            found = column.above(edge)
        else:
            found = column.equals(edge)
        return np.asarray((found if self.op in (">=", ">", "==") else ~found) & has)

    def needs_value(self) -> frozenset[str]:
        return frozenset({self.indicator})

    def __repr__(self) -> str:
        return f"(indicator({self.indicator!r}) {self.op} {shown(self.value)})"


class Yes(Condition):
    """A yes-or-no indicator that says yes."""

    kind: ClassVar[str] = "yes"

    indicator: str

    def mask(self, rows: Rows) -> Mask:
        return rows.column(self.indicator).holds()

    def __repr__(self) -> str:
        return f"indicator({self.indicator!r})"


class HasValue(Condition):
    """A ratio that has a denominator."""

    kind: ClassVar[str] = "has value"

    indicator: str

    def mask(self, rows: Rows) -> Mask:
        return rows.column(self.indicator).has_value()

    def secures(self) -> frozenset[str]:
        return frozenset({self.indicator})

    def __repr__(self) -> str:
        return f"indicator({self.indicator!r}).has_value()"


class IsIn(Condition):
    """A category that is one of some."""

    kind: ClassVar[str] = "is in"

    indicator: str
    values: tuple[str, ...]

    def mask(self, rows: Rows) -> Mask:
        return rows.column(self.indicator).is_in(self.values)

    def __repr__(self) -> str:
        return f"indicator({self.indicator!r}).is_in{self.values!r}"


class And(Condition):
    """All of some conditions."""

    kind: ClassVar[str] = "and"

    parts: tuple[AnyCondition, ...]

    def mask(self, rows: Rows) -> Mask:
        return np.asarray(np.logical_and.reduce([part.mask(rows) for part in self.parts]))

    def needs_value(self) -> frozenset[str]:
        return frozenset().union(*(p.needs_value() for p in self.parts)) - self.secures()

    def secures(self) -> frozenset[str]:
        return frozenset().union(*(p.secures() for p in self.parts))

    def secures_otherwise(self) -> frozenset[str]:
        return frozenset.intersection(*(p.secures_otherwise() for p in self.parts))

    def __repr__(self) -> str:
        return f"({' & '.join(map(repr, self.parts))})"


class Or(Condition):
    """Any of some conditions."""

    kind: ClassVar[str] = "or"

    parts: tuple[AnyCondition, ...]

    def mask(self, rows: Rows) -> Mask:
        return np.asarray(np.logical_or.reduce([part.mask(rows) for part in self.parts]))

    def needs_value(self) -> frozenset[str]:
        return frozenset().union(*(p.needs_value() for p in self.parts)) - self.secures_otherwise()

    def secures(self) -> frozenset[str]:
        return frozenset.intersection(*(p.secures() for p in self.parts))

    def secures_otherwise(self) -> frozenset[str]:
        return frozenset().union(*(p.secures_otherwise() for p in self.parts))

    def __repr__(self) -> str:
        return f"({' | '.join(map(repr, self.parts))})"


class Not(Condition):
    """The contrary of a condition."""

    kind: ClassVar[str] = "not"

    part: AnyCondition

    def mask(self, rows: Rows) -> Mask:
        return ~self.part.mask(rows)

    def needs_value(self) -> frozenset[str]:
        return self.part.needs_value()

    def secures(self) -> frozenset[str]:
        return self.part.secures_otherwise()

    def secures_otherwise(self) -> frozenset[str]:
        return self.part.secures()

    def __repr__(self) -> str:
        return f"~{self.part!r}"


class Indicator:
    """The name of an indicator, to be compared: `indicator("deaths") >= 1`, or used as it is if yes-or-no."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, name: str) -> None:
        self.name = name

    def __ge__(self, value: Any) -> Condition:
        return Compare(indicator=self.name, op=">=", value=value)

    def __gt__(self, value: Any) -> Condition:
        return Compare(indicator=self.name, op=">", value=value)

    def __le__(self, value: Any) -> Condition:
        return Compare(indicator=self.name, op="<=", value=value)

    def __lt__(self, value: Any) -> Condition:
        return Compare(indicator=self.name, op="<", value=value)

    def __eq__(self, value: object) -> Condition:  # type: ignore[override]
        return Compare(indicator=self.name, op="==", value=value)

    def __ne__(self, value: object) -> Condition:  # type: ignore[override]
        return Compare(indicator=self.name, op="!=", value=value)

    def has_value(self) -> Condition:
        """Whether the ratio has a denominator."""
        return HasValue(indicator=self.name)

    def is_in(self, *values: str) -> Condition:
        """Whether the category is one of some."""
        return IsIn(indicator=self.name, values=values)

    def __and__(self, other: Any) -> Condition:
        return Condition.__and__(Yes(indicator=self.name), other)

    def __or__(self, other: Any) -> Condition:
        return Condition.__or__(Yes(indicator=self.name), other)

    def __invert__(self) -> Condition:
        return Not(part=Yes(indicator=self.name))

    def __bool__(self) -> NoReturn:
        raise _no_truth(self)

    def __repr__(self) -> str:
        return f"indicator({self.name!r})"


def indicator(name: str) -> Indicator:
    """An indicator of the policy, by its name, to stand in a condition.

    >>> indicator("deaths") >= 1
    (indicator('deaths') >= 1)
    """
    return Indicator(name)


def as_condition(value: Any) -> Any:
    """A condition from a condition or from a yes-or-no indicator."""
    if isinstance(value, Indicator):
        return Yes(indicator=value.name)
    if isinstance(value, bool):
        raise DefinitionError(f"condition: {value!r} is a constant; expected a comparison of an indicator")
    return value

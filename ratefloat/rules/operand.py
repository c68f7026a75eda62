"""What a definition compares with: exact numbers, amounts of money, a constant of the policy, or an open hole."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema

from ratefloat.definition import Definition
from ratefloat.errors import DefinitionError
from ratefloat.units import exact, plain
from ratefloat.units import money as minor_units


class Hole(Definition):
    """A number or part that the source leaves to the agency; a template is refused until it is filled."""

    hole: str
    what: str = ""

    def __repr__(self) -> str:
        return f"hole({self.hole!r}{f', {self.what!r}' if self.what else ''})"


class Money(BaseModel):
    """An amount of money in a condition."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    money: str
    currency: str = "CNY"

    @property
    def minor(self) -> int:
        """The amount in the smallest unit of its currency."""
        return minor_units(self.money, self.currency)

    def __repr__(self) -> str:
        return f"yuan({self.money!r})" if self.currency == "CNY" else f"money({self.money!r}, {self.currency!r})"


class Symbol(BaseModel):
    """A constant that each policy has: its window in months or years."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    symbol: str

    def __repr__(self) -> str:
        return self.symbol


class _WindowSymbols:
    """The window of whatever policy a condition stands in."""

    months = Symbol(symbol="window.months")
    years = Symbol(symbol="window.years")


window = _WindowSymbols()

Thing = Fraction | Money | Symbol | Hole


def operand(value: Any) -> Thing:
    """What a condition may be compared with, from what a user or a document writes."""
    if isinstance(value, Money | Symbol | Hole):
        return value
    if isinstance(value, dict):
        for shape in (Money, Hole):
            if next(iter(shape.model_fields)) in value:
                return shape.model_validate(value)
    if value in ("window.months", "window.years"):
        return Symbol(symbol=str(value))
    return exact(value)


def _written(value: Thing) -> Any:
    if isinstance(value, Symbol):
        return value.symbol
    if isinstance(value, Money | Hole):
        return value.model_dump(exclude_defaults=True)
    return plain(value)


Operand = Annotated[
    Thing,
    BeforeValidator(operand),
    PlainSerializer(_written, return_type=Any),
    WithJsonSchema({"type": ["string", "integer", "object"], "description": "number, money, window.months or hole"}),
]


def shown(value: Thing) -> str:
    """An operand as the code that writes it."""
    return repr(plain(value)) if isinstance(value, Fraction) else repr(value)


def yuan(amount: str | int) -> Money:
    """An amount in yuan, for a condition on money.

    >>> yuan("5000").minor
    500000
    """
    made = Money(money=str(amount), currency="CNY")
    _ = made.minor
    return made


def hole(name: str, what: str = "") -> Hole:
    """A place in a template that the agency has to fill, with a name and what belongs there.

    >>> hole("top edge", "where the second surcharge begins")
    hole('top edge', 'where the second surcharge begins')
    """
    return Hole(hole=name, what=what)


def open_hole(found: Hole) -> DefinitionError:
    """The refusal of a template that is used before its holes are filled."""
    return DefinitionError(
        f"hole {found.hole!r} is open{f' ({found.what})' if found.what else ''}; "
        f"expected a value from the agency; fill it with policy.fill({{{found.hole!r}: ...}})",
        hole=found.hole,
    )

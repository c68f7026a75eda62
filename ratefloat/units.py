"""Exact numbers in definitions: percent, factors and money as text, never as binary floats."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from ratefloat.errors import DefinitionError

RATE_UNIT = 10**8
"""Rates in columns are integers of 1e-8 of payroll."""

MINOR_UNITS = {"CNY": 2, "JPY": 0, "TWD": 0, "KRW": 0, "EUR": 2, "USD": 2, "CAD": 2}
"""Decimal places of each currency's smallest unit (ISO 4217)."""

_NUMBER = re.compile(r"^\s*([+-]?)\s*((?:\d{1,3}(?:[ ,_]\d{3})+|\d+)(?:\.\d+)?|\.\d+)\s*(%|‰|per mille)?\s*$")
_RATIO = re.compile(r"^\s*(?:([+-]?\d+)\s*/\s*(\d+)|\(([+-]?\d+)/(\d+)\)%|([+-]?\d+)/(\d+)‰)\s*$")


def exact(value: Any, *, what: str = "number") -> Fraction:
    """The exact value of a number as it stands in a notice.

    Args:
        value: int, Fraction, Decimal, or text: "0.7%", "4.5‰", "120%", "1.25", "1/3", "(2/3)%", "5 000".
        what: the name of the thing, for the message.
    Raises:
        DefinitionError: a float, a bool, or text that is no number.

    >>> exact("0.7%"), exact("4.5‰"), exact(3)
    (Fraction(7, 1000), Fraction(9, 2000), Fraction(3, 1))
    """
    if isinstance(value, bool | float):
        raise DefinitionError(
            f"{what}: {value!r} is a {type(value).__name__}; expected an exact number; "
            f'write it as text, such as "0.7%" or "1.25"',
            what=what, value=value,
        )
    if isinstance(value, int | Fraction):
        return Fraction(value)
    if isinstance(value, Decimal) and value.is_finite():
        return Fraction(value)
    if isinstance(value, str):
        parsed = _parse(value)
        if parsed is not None:
            return parsed
    raise DefinitionError(
        f'{what}: {value!r} is not a number; expected text such as "0.7%", "4.5‰", "1.25" or "1/3"',
        what=what, value=value,
    )


def _parse(text: str) -> Fraction | None:
    ratio = _RATIO.match(text)
    if ratio:
        top, bottom = (int(part) for part in ratio.groups() if part is not None)
        scale = 1 if ratio[1] else 100 if ratio[3] else 1000
        return Fraction(top, bottom * scale) if bottom else None
    match = _NUMBER.match(text)
    if not match:
        return None
    sign, digits, unit = match.groups()
    number = Fraction(re.sub(r"[ ,_]", "", digits))
    scale = {None: 1, "%": 100, "‰": 1000, "per mille": 1000}[unit]
    return (-number if sign == "-" else number) / scale


def decimal_text(value: Fraction) -> str:
    """An exact number as a plain decimal, or as p/q where it has no finite decimal.

    >>> decimal_text(Fraction(1, 8)), decimal_text(Fraction(-5)), decimal_text(Fraction(1, 3))
    ('0.125', '-5', '1/3')
    """
    places, rest = 0, value.denominator
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest //= prime
            power += 1
        places = max(places, power)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    if places == 0:
        return str(value.numerator)
    scaled = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{scaled[:-places]}.{scaled[-places:]}"


def percent_text(value: Fraction, *, places: int = 0) -> str:
    """A rate, factor or ratio as percent, exact, with at least `places` decimals.

    >>> percent_text(Fraction(7, 1000)), percent_text(Fraction(9, 1000), places=2)
    ('0.7%', '0.90%')
    """
    text = decimal_text(value * 100)
    if "/" in text:
        return f"({text})%"
    whole, _, decimals = text.partition(".")
    decimals = decimals.ljust(places, "0")
    return f"{whole}.{decimals}%" if decimals else f"{whole}%"


def rounded_percent_text(value: Fraction, *, places: int = 1) -> str:
    """A percentage for reading, rounded half up; "about" values only, never at a legal edge.

    >>> rounded_percent_text(Fraction(624, 1001))
    '62.3%'
    """
    scaled = value * 100 * 10**places
    rounded = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return f"{decimal_text(Fraction(rounded, 10**places))}%"


def plain(value: Fraction) -> int | str:
    """The canonical form of a number in a document: an integer, or percent text.

    >>> plain(Fraction(1)), plain(Fraction(6, 5))
    (1, '120%')
    """
    if value.denominator == 1:
        return int(value)
    text = percent_text(value)
    return decimal_text(value) if text.startswith("(") else text


def money(text: str | int, currency: str = "CNY") -> int:
    """An amount in the smallest unit of its currency; finer amounts are refused.

    >>> money("5000"), money("12.5"), money("300", "JPY")
    (500000, 1250, 300)
    """
    places = MINOR_UNITS[currency]
    amount = exact(text, what="amount") * 10**places
    if amount.denominator != 1:
        raise DefinitionError(
            f"amount {text!r}: more than {places} decimals; expected at most {places} for {currency}",
            value=text, currency=currency,
        )
    return int(amount)


def money_text(minor: int, currency: str = "CNY") -> str:
    """An amount of minor units as plain text with all its decimals.

    >>> money_text(756000), money_text(-5), money_text(300, "JPY")
    ('7560.00', '-0.05', '300')
    """
    places = MINOR_UNITS[currency]
    if not places:
        return str(minor)
    whole, rest = divmod(abs(minor), 10**places)
    return f"{'-' if minor < 0 else ''}{whole}.{rest:0{places}d}"


def _validate(value: Any) -> Fraction:
    return exact(value)


Number = Annotated[
    Fraction,
    BeforeValidator(_validate),
    PlainSerializer(plain, return_type=Any),
    WithJsonSchema({"type": ["string", "integer"], "description": 'exact: 1, "0.7%", "120%", "1/3"'}),
]
"""An exact number of a definition; integers stay integers, all else is written as percent."""

Percent = Annotated[
    Fraction,
    BeforeValidator(_validate),
    PlainSerializer(percent_text, return_type=str),
    WithJsonSchema({"type": "string", "description": 'exact percent text, such as "120%"'}),
]
"""A rate or factor of a definition, always written as percent."""

"""Indicator values as people give them, one at a time, turned into columns."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from ratefloat.errors import DataError, DefinitionError
from ratefloat.rules.column import Column, PooledColumn, RatioColumn
from ratefloat.rules.domain import Boolean, Category, Choice, Domain, Integer, Pooled, Ratio
from ratefloat.rules.values import Values
from ratefloat.units import exact

BIG = 2**63


def column_of(name: str, domain: Domain, value: Any) -> Column:
    """A column of one row.

    Args:
        value: for a ratio text, a number, a pair (numerator, denominator) or None (no premium); for whole
            numbers an int; for yes-or-no a bool; for a category its word.
    Raises:
        DataError: the value is not of the indicator's kind, naming both.
    """
    if isinstance(domain, Ratio):
        return _ratio(name, value, domain.unit)
    if isinstance(domain, Boolean):
        if not isinstance(value, bool | np.bool_):
            raise _wrong(name, value, "True or False")
        return domain.column([bool(value)])
    if isinstance(domain, Category):
        if value not in domain.values:
            raise _wrong(name, value, f"one of {', '.join(domain.values)}")
        return domain.column([value])
    if isinstance(domain, Pooled):
        return PooledColumn(Values.of([_exact(name, value)]))
    number = _exact(name, value)
    if number.denominator != 1:
        raise _wrong(name, value, "a whole number")
    if isinstance(domain, Choice) and int(number) not in domain.values:
        raise _wrong(name, value, f"one of {', '.join(map(str, domain.values))}")
    if isinstance(domain, Integer) and not _within(domain, int(number)):
        limit = "" if domain.greatest is None else f" to {domain.greatest}"
        raise _wrong(name, value, f"a whole number from {domain.least}{limit}")
    return domain.column([int(number)])


def _within(domain: Integer, number: int) -> bool:
    return domain.least <= number and (domain.greatest is None or number <= domain.greatest)


def _ratio(name: str, value: Any, unit: str) -> RatioColumn:
    if value is None:
        pair = (0, 0)
    elif isinstance(value, tuple):
        if len(value) != 2 or not all(isinstance(v, int) and 0 <= v < BIG for v in value):
            raise _wrong(name, value, "(numerator, denominator) as whole numbers, 0 or more")
        pair = value
    else:
        number = _exact(name, value)
        if unit and isinstance(value, str) and number > 10 and not set(value) & {"%", "‰", "/"}:
            raise _wrong(name, value, f'a unit: "{value}{unit}", or the ratio itself, which is seldom above 10')
        pair = (number.numerator, number.denominator)
        if number < 0 or max(pair) >= BIG:
            raise _wrong(name, value, "0 or more")
    return RatioColumn(np.asarray(pair[:1], dtype=np.int64), np.asarray(pair[1:], dtype=np.int64))


def _exact(name: str, value: Any) -> Fraction:
    try:
        return exact(value, what=name)
    except DefinitionError as error:
        raise DataError(str(error), indicator=name, value=value) from None


def _wrong(name: str, value: Any, expected: str) -> DataError:
    return DataError(f"{name}: {value!r}; expected {expected}", indicator=name, value=value)

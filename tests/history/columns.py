"""What a test sees of an indicator of a small book."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from history.books import dates
from ratefloat.history import (
    Book,
    Dates,
    Indicator,
    evaluate,
)
from ratefloat.rules.column import Column


def column(indicator: Indicator, made: Book, when: Dates | None = None, **more: Any) -> Column:
    found = evaluate({"it": indicator}, [], made, when or dates(), **more)
    assert found.refused == {}
    return found.columns["it"]


def integers(indicator: Indicator, made: Book, when: Dates | None = None) -> list[int]:
    return [int(number) for number in column(indicator, made, when).numbers().numbers()]


def fractions(indicator: Indicator, made: Book, when: Dates | None = None, **more: Any) -> list[Fraction | None]:
    found = column(indicator, made, when, **more)
    numbers = found.numbers().numbers()
    return [number if value else None for number, value in zip(numbers, found.has_value(), strict=True)]


def truths(indicator: Indicator, made: Book, when: Dates | None = None) -> list[bool]:
    return column(indicator, made, when).holds().tolist()


def injury(employer: str, day: str, **more: Any) -> dict[str, Any]:
    return {"employer": employer, "accident_on": day, "recognised_on": day, **more}


def paid(employer: str, day: str, medical: str, **more: Any) -> dict[str, Any]:
    return {"employer": employer, "paid_on": day, "medical": medical, **more}

"""Whether a condition holds for one employer: yes, no, or a question about a number that does not exist."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from oracle.reading import number

COMPARED: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "==": operator.eq, "!=": operator.ne,
}


def holds(node: Mapping[str, Any], row: Mapping[str, Any], months: int) -> bool | None:
    """True, False, or None where it hangs on the ratio of an employer without premium (Kleene's logic)."""
    kind = node["kind"]
    if kind in ("and", "or"):
        answers = [holds(part, row, months) for part in node["parts"]]
        settles = kind == "or"
        if settles in answers:
            return settles
        return None if None in answers else not settles
    if kind == "not":
        answer = holds(node["part"], row, months)
        return None if answer is None else not answer
    value = row[node["indicator"]]
    if kind == "yes":
        return bool(value)
    if kind == "has value":
        return bool(value[1] > 0) if isinstance(value, tuple) else True
    if kind == "is in":
        return value in node["values"]
    assert kind == "compare", kind
    if isinstance(value, tuple):
        if value[1] == 0:
            return None
        value = Fraction(*value)
    return COMPARED[node["op"]](Fraction(value), number(node["value"], months))

"""Band tables and grids of two documents side by side: the exact intervals and cells whose value changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ratefloat.rules.domain import BENEFITS_WITHOUT_PREMIUM, NO_PREMIUM
from ratefloat.rules.interval import Interval, between

Row = tuple[str, str, str]
"""What changed, and its old and new text."""
NONE = "-"


def bands_changed(old: Mapping[str, Any], new: Mapping[str, Any], of: str) -> list[Row]:
    """The intervals of a band table whose value changed, whatever rows they were printed in.

    Args:
        old, new: interval text -> value, as documents have them.
        of: "step", "factor" or "rate".

    >>> bands_changed({"[0, 150%]": 1, "(150%, inf)": 2}, {"[0, 120%]": 1, "(120%, inf)": 2}, "step")
    [('(120%, 150%]', '+1', '+2')]
    """
    named = (NO_PREMIUM, BENEFITS_WITHOUT_PREMIUM)
    rows = [(n, _value(old, n, of), _value(new, n, of)) for n in named if old.get(n, NONE) != new.get(n, NONE)]
    tables = [[(Interval.parse(key), v) for key, v in table.items() if key not in named] for table in (old, new)]
    starts = {place for table in tables for i, _ in table for place in (i.start, i.stop) if place is not None}
    unit = "%" if "%" in str([*old, *new]) else "‰" if "‰" in str([*old, *new]) else ""
    pieces: list[list[Any]] = []
    ordered = sorted(starts)
    for start, stop in zip(ordered, [*ordered[1:], None], strict=True):
        values = tuple(_at(table, start, of) for table in tables)
        if pieces and pieces[-1][2] == values:
            pieces[-1][1] = stop
        else:
            pieces.append([start, stop, values])
    return [*rows, *((between(a, b).text(unit), *values) for a, b, values in pieces if values[0] != values[1])]


def _at(table: list[tuple[Interval, Any]], place: tuple[Any, int], of: str) -> str:
    """The value just at the beginning of a piece."""
    for interval, value in table:
        if interval.start <= place and (interval.stop is None or place < interval.stop):
            return _worth(value, of)
    return NONE


def grid_changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Row] | None:
    """The cells of a grid whose value changed; None where its rows or columns changed too."""
    axes = ("down", "across", "down_rows", "across_rows")
    if any(old.get(name) != new.get(name) for name in axes):
        return None
    of = str(old.get("of", "step"))
    return [
        (f"({down}; {across})", _worth(before, of), _worth(after, of))
        for down, firsts, seconds in zip(old["down_rows"], old["cells"], new["cells"], strict=True)
        for across, before, after in zip(old["across_rows"], firsts, seconds, strict=True)
        if before != after
    ]


def _value(table: Mapping[str, Any], key: str, of: str) -> str:
    return _worth(table[key], of) if key in table else NONE


def _worth(value: Any, of: str) -> str:
    """A value of a table; steps with their sign.

    >>> _worth(1, "step"), _worth("120%", "factor"), _worth(None, "step")
    ('+1', '120%', '-')
    """
    if value is None:
        return NONE
    return f"{value:+d}" if of == "step" and isinstance(value, int) and value else str(value)

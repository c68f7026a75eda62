"""Figures of the story in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def told(row: Mapping[Any, Any], places: int = 1, scale: float = 1.0, unit: str = "") -> str:
    """A figure with its Monte Carlo error and its range over the evidence."""
    value, error, low, high = (f"{scale * row[name]:,.{places}f}" for name in ("value", "error", "low", "high"))
    return f"{value} ± {error} [{low} .. {high}]{unit}"


def lines(rows: Iterable[Mapping[Any, Any]], places: int = 1, scale: float = 1.0, unit: str = "") -> Iterator[str]:
    """Figures by policy, a line each."""
    return (f"  {row['policy']:12} {told(row, places, scale, unit)}" for row in rows)


def falls(rows: Iterable[Any]) -> Iterator[str]:
    """The falls that a chance tells of, a line each."""
    return lines(({**row._asdict(), "value": row.fall} for row in rows), 1, 100, " %")


def percents(share: float) -> str:
    """A share in percent, to one decimal."""
    return f"{100 * float(share):.1f} %"

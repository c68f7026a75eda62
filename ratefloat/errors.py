"""The small tree of errors: each carries its facts as attributes and says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class RatefloatError(Exception):
    """Any refusal by this library; `facts` holds what the message says, as data."""

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts

    def __getattr__(self, name: str) -> Any:
        facts = self.__dict__.get("facts", {})
        if name in facts:
            return facts[name]
        raise AttributeError(name)


class DefinitionError(RatefloatError, ValueError):
    """A policy, table or rule is wrong; raised when it is built."""


class DataError(RatefloatError, ValueError):
    """Columns or records are wrong."""


class ShapeError(DataError):
    """Columns that belong together differ in shape."""


class UncoveredError(RatefloatError, LookupError):
    """No table, date or case covers what was asked for."""


class ConflictError(RatefloatError):
    """Two rules claim the same case and nothing says which goes first."""


def rows_text(rows: Sequence[int], total: int, *, shown: int = 3) -> str:
    """The count of bad rows and the first of them, as every frame error words it.

    >>> rows_text([4, 91, 230, 231], 1_000_000)
    '4 of 1,000,000 rows (rows 4, 91, 230, ...)'
    >>> rows_text([7], 10)
    '1 of 10 rows (row 7)'
    """
    listed = ", ".join(str(row) for row in rows[:shown])
    more = ", ..." if len(rows) > shown else ""
    word = "row" if len(rows) == 1 else "rows"
    return f"{len(rows):,} of {total:,} rows ({word} {listed}{more})"

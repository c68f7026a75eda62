"""One record table as columns of numpy arrays, with the line that each record had in its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.history.schema import Kind

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

NUMBERS: frozenset[Kind] = frozenset({"money", "count", "tenths", "grade", "step", "rate", "factor"})
WORDS: frozenset[Kind] = frozenset({"text", "key", "cause", "source", "shares", "list"})


@dataclass(frozen=True)
class Words:
    """A column of text: `words[codes[i]]` is the text of row i, code -1 where there is none."""

    codes: NDArray[np.int32]
    words: NDArray[Any]

    def take(self, rows: NDArray[Any] | slice) -> Words:
        """The same column over a choice of rows."""
        return Words(self.codes[rows], self.words)

    def word(self, code: int) -> str | None:
        """The text of a code; None for no text."""
        return str(self.words[code]) if code >= 0 else None

    def texts(self) -> NDArray[Any]:
        """The text of every row; "" where there is none."""
        words = np.append(np.asarray([str(word) for word in self.words], dtype=object), "")
        return np.asarray(words[self.codes])

    def is_in(self, wanted: tuple[str, ...]) -> Mask:
        """Which rows hold one of some words."""
        chosen = np.asarray([str(word) in wanted for word in self.words] + [False], dtype=np.bool_)
        return np.asarray(chosen[self.codes])


Stored = NDArray[Any] | Words


@dataclass(frozen=True)
class Table:
    """Records of one kind.

    Numbers are int64 (money in minor units, rates in 1e-8, `MISSING` where not given), dates datetime64[D],
    yes-or-no bool, text `Words`, employers the int32 row of the employer in the book.
    `given` names the columns that the source had.
    """

    name: str
    columns: Mapping[str, Stored]
    lines: Ints
    given: frozenset[str]

    def __len__(self) -> int:
        return len(self.lines)

    def take(self, rows: NDArray[Any]) -> Table:
        """The same table over a choice of records."""
        columns = {name: _take(column, rows) for name, column in self.columns.items()}
        return Table(self.name, columns, self.lines[rows], self.given)

    def changed(self, **columns: Stored) -> Table:
        """The same table with some columns replaced."""
        return Table(self.name, {**self.columns, **columns}, self.lines, self.given)

    def numbers(self, name: str) -> Ints:
        """A column of numbers."""
        return self._array(name)

    def days(self, name: str) -> NDArray[np.datetime64]:
        """A column of days; NaT where not given."""
        return self._array(name)

    def mask(self, name: str) -> Mask:
        """A column of yes or no."""
        return self._array(name)

    def owners(self, name: str = "employer") -> NDArray[np.int32]:
        """A column of employers, as rows of the book."""
        return self._array(name)

    def words(self, name: str) -> Words:
        """A column of text."""
        column = self.columns[name]
        assert isinstance(column, Words)
        return column

    def _array(self, name: str) -> NDArray[Any]:
        column = self.columns[name]
        assert isinstance(column, np.ndarray)
        return column


def _take(column: Stored, rows: NDArray[Any]) -> Stored:
    return column.take(rows) if isinstance(column, Words) else column[rows]

"""Columns of a file or frame as checked arrays: every cell is read or becomes a problem, none raises."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DataError
from ratefloat.history.schema import TABLES, Column, TableSchema, header_of
from ratefloat.history.table import NUMBERS, WORDS, Ints, Mask, Stored, Table, Words
from ratefloat.history.values import MISSING, BadValueError, reader
from ratefloat.units import MINOR_UNITS

if TYPE_CHECKING:
    import pandas as pd


class Problem(NamedTuple):
    """One bad cell or record: where it stands and what was expected."""

    table: str
    row: int
    """Line in the file; the header is line 1."""
    employer: str
    column: str
    value: str
    reason: str
    recorded_at: str = ""

    def text(self) -> str:
        """The problem as one line.

        >>> Problem("exposure", 7, "E1", "payroll", "-5", "negative; expected >= 0").text()
        "exposure row 7: payroll '-5': negative; expected >= 0"
        """
        return f"{self.table} row {self.row}: {self.column} {self.value!r}: {self.reason}"


@dataclass
class Raw:
    """A table as it came: columns as given, the line of each row, and employers still as text."""

    table: Table
    employers: dict[str, Words]
    """Each column that names an employer, by its header."""
    bad: Mask
    """Rows that have a problem."""
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, rows: NDArray[np.intp], column: str, reason: str, *, value: str | None = None) -> None:
        """Note a problem of some rows, which leaves them out of the records."""
        self.tell(rows, column, reason, value=value)
        self.bad[rows] = True

    def tell(self, rows: NDArray[np.intp], column: str, reason: str, *, value: str | None = None) -> None:
        """Note a problem of some rows that stay: whoever reads them has to refuse by himself."""
        for row in rows.tolist():
            shown = self._shown(column, row) if value is None else value
            self.problems.append(
                Problem(
                    self.table.name, int(self.table.lines[row]), self.owner(row), column, shown, reason,
                    self._shown("recorded_at", row),
                )
            )

    def owner(self, row: int) -> str:
        """The employer whose result a row changes, as the file names it: who bears a claim, else its employer."""
        return next(filter(None, (self._shown(name, row) for name in ("bearer", "employer"))), "")

    def _shown(self, column: str, row: int) -> str:
        stored = self.employers.get(column, self.table.columns.get(column))
        if isinstance(stored, Words):
            return str(stored.words[stored.codes[row]]) if stored.codes[row] >= 0 else ""
        value = "" if stored is None else str(stored[row])
        return "" if value in ("NaT", str(MISSING)) else value


def convert(name: str, frame: pd.DataFrame, *, currency: str) -> Raw:
    """A table from a frame of text, integers, decimals or dates.

    Raises:
        DataError: a column that must be there is missing, or one header stands twice.
    """
    schema = TABLES[name]
    headers = [header_of(header) for header in frame.columns]
    _check_headers(schema, headers)
    lines = _lines(frame)
    given = frozenset(headers) & frozenset(schema.names)
    raw = Raw(Table(name, {}, lines, given), {}, np.zeros(len(frame), dtype=np.bool_))
    columns: dict[str, Stored] = {}
    cells: list[tuple[Column, _Read]] = []
    for column in schema.columns:
        if column.name not in given:
            _store(raw, columns, column, nothing(column, len(frame)))
            continue
        read = _read(frame.iloc[:, headers.index(column.name)], column, currency)
        _store(raw, columns, column, read.values)
        cells.append((column, read))
    raw.table = Table(name, columns, lines, given)
    for column, read in cells:
        for row, value, reason in read.problems(column):
            raw.refuse(np.asarray([row]), column.name, reason, value=value)
    for header in headers:
        if header not in given:
            raw.problems.append(Problem(name, 1, "", header, "", _unknown_header(header, schema)))
    return raw


def _store(raw: Raw, columns: dict[str, Stored], column: Column, values: Stored) -> None:
    if column.kind == "employer":
        assert isinstance(values, Words)
        raw.employers[column.name] = values
    else:
        columns[column.name] = values


def _lines(frame: pd.DataFrame) -> Ints:
    if frame.index.name == "line":
        return np.asarray(frame.index, dtype=np.int64)
    return np.arange(2, len(frame) + 2, dtype=np.int64)


def _check_headers(schema: TableSchema, headers: list[str]) -> None:
    twice = sorted({header for header in headers if headers.count(header) > 1})
    if twice:
        raise DataError(f"{schema.name}: column {twice[0]!r} stands twice; expected once", table=schema.name)
    lacking = [column.name for column in schema.columns if column.needed and column.name not in headers]
    if schema.name == "exposure" and not ({"month"} <= set(headers) or {"start", "end"} <= set(headers)):
        lacking.append("month (or start and end)")
    if lacking:
        close = [f" (write {header!r} as {name})" for name in lacking for header in headers if _is_close(header, name)]
        raise DataError(
            f"{schema.name}: no column {', '.join(lacking)}{''.join(close)}; it has {', '.join(headers) or 'none'}; "
            f"expected at least {', '.join(c.name for c in schema.columns if c.needed)}",
            table=schema.name, columns=lacking,
        )


def _is_close(header: str, name: str) -> bool:
    return difflib.SequenceMatcher(None, header.casefold(), name).ratio() > 0.8


def _unknown_header(header: str, schema: TableSchema) -> str:
    close = difflib.get_close_matches(header.casefold(), schema.names, n=1)
    return f"unknown column, not read{f'; did you mean {close[0]}' if close else ''}"


@cache
def empty_table(name: str) -> Table:
    """A table without records."""
    columns: dict[str, Stored] = {
        column.name: np.zeros(0, dtype=np.int32) if column.kind == "employer" else nothing(column, 0)
        for column in TABLES[name].columns
    }
    return Table(name, columns, np.zeros(0, dtype=np.int64), frozenset(columns))


def nothing(column: Column, rows: int) -> Stored:
    """A column of so many rows in which nothing is given."""
    if column.kind in NUMBERS:
        amount = 0 if column.kind == "money" and column.name not in _ZERO_IS_NOT_MISSING else MISSING
        return np.full(rows, amount, dtype=np.int64)
    if column.kind in ("date", "month"):
        return np.full(rows, np.datetime64("NaT"), dtype="datetime64[D]")
    if column.kind == "yes_no":
        return np.zeros(rows, dtype=np.bool_)
    return Words(np.full(rows, -1, dtype=np.int32), np.empty(0, dtype=object))


_ZERO_IS_NOT_MISSING = frozenset({"payroll", "premium_due", "premium_paid", "wage_basis", "income"})
"""Amounts where an empty cell means unknown; an empty benefit item means that nothing was paid."""


@dataclass
class _Read:
    """A column as read, and the distinct texts that could not be."""

    values: Stored
    codes: NDArray[np.intp]
    reasons: Mapping[int, tuple[str, str]]
    """Code of a distinct value -> what stood there, and what was expected."""

    def problems(self, column: Column) -> Iterator[tuple[int, str, str]]:
        if column.filled:
            for row in np.flatnonzero(self.codes < 0).tolist():
                yield row, "", "empty; expected a value"
        if self.reasons:
            wrong = np.zeros(max(self.reasons) + 1, dtype=np.bool_)
            wrong[list(self.reasons)] = True
            within = (self.codes >= 0) & (self.codes < len(wrong))
            rows = np.flatnonzero(within)[wrong[self.codes[within]]]
            for row in rows.tolist():
                yield row, *self.reasons[int(self.codes[row])]


def _read(series: pd.Series[Any], column: Column, currency: str) -> _Read:
    import pandas as pd

    fast = _integers(series, column, currency)
    if fast is not None:
        return fast
    codes, distinct = pd.factorize(series, use_na_sentinel=True)
    if column.kind == "key" and pd.api.types.is_integer_dtype(series.dtype):
        return _Read(Words(codes.astype(np.int32), np.asarray(distinct)), codes, {})
    texts = [_text(value) for value in distinct]
    empty = np.asarray([text == "" for text in texts] + [True], dtype=np.bool_)
    codes = np.where(empty[codes], -1, codes)
    read = reader(column.kind, currency)
    values: list[Any] = []
    reasons: dict[int, tuple[str, str]] = {}
    for code, text in enumerate(texts):
        try:
            values.append(read(text) if text else None)
        except BadValueError as error:
            values.append(None)
            reasons[code] = (text, str(error))
    return _Read(_gather(column, codes, values), codes, reasons)


def _integers(series: pd.Series[Any], column: Column, currency: str) -> _Read | None:
    """Whole main units in an integer column, without a detour through text; None where that does not apply."""
    if column.kind not in ("money", "count") or series.dtype != np.int64:
        return None
    scale = 10 ** MINOR_UNITS[currency] if column.kind == "money" else 1
    values = series.to_numpy()
    if len(values) and (int(values.min()) < 0 or int(values.max()) > 2**58 // scale):
        return None
    return _Read(values * scale, np.zeros(len(values), dtype=np.intp), {})


def _gather(column: Column, codes: NDArray[np.intp], values: list[Any]) -> Stored:
    if column.kind in WORDS or column.kind == "employer":
        # Two cells may read alike, as with blanks around one of them: one word has one code.
        place = {word: code for code, word in enumerate(dict.fromkeys(v for v in values if v is not None))}
        words = np.empty(len(place), dtype=object)
        words[:] = list(place)
        coded = np.asarray([-1 if value is None else place[value] for value in values] + [-1], dtype=np.int32)
        return Words(coded[codes], words)
    if column.kind in NUMBERS:
        nothing = 0 if column.kind == "money" and column.name not in _ZERO_IS_NOT_MISSING else MISSING
        numbers = np.asarray([nothing if v is None else v for v in values] + [nothing], dtype=np.int64)
        return np.asarray(numbers[codes])
    if column.kind == "yes_no":
        return np.asarray(np.asarray([bool(v) for v in values] + [False], dtype=np.bool_)[codes])
    days = [np.datetime64("NaT") if value is None else np.datetime64(value) for value in [*values, None]]
    return np.asarray(np.asarray(days, dtype="datetime64[D]")[codes])


def _text(value: Any) -> str:
    """A cell as the text that a file would hold; floats as repr prints them."""
    if isinstance(value, str):
        return value.strip().strip("\u3000\ufeff").strip()
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, float | np.floating):
        return repr(float(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)

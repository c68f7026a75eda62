"""The book: everything an agency has on record about its employers, checked once and then passed around."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DataError, DefinitionError, UncoveredError
from ratefloat.history.build import build, spoiled
from ratefloat.history.convert import Problem, empty_table
from ratefloat.history.fingerprint import fingerprint
from ratefloat.history.reading import read_file, read_folder
from ratefloat.history.repeats import repeated
from ratefloat.history.schema import TABLES
from ratefloat.history.selecting import linked, select_tables
from ratefloat.history.table import Ints, Table
from ratefloat.history.text import frame_of
from ratefloat.history.versions import known_by, restored
from ratefloat.periods import Span

if TYPE_CHECKING:
    import pandas as pd

_PROBLEMS = "problems.csv"


@dataclass(frozen=True, eq=False)
class Book:
    """The records of many employers: seven tables of checked columns, and the problems that were found.

    A bad record never raises: it is left out, told in `problems`, and its employer is `spoiled`, which a
    rating refuses with the reason; nobody else's result changes. Amounts are in minor units of `currency`.
    """

    tables: Mapping[str, Table]
    ids: NDArray[np.object_]
    """Ids of the employers, text, in file order, each once."""
    found: tuple[Problem, ...]
    currency: str = "CNY"
    superseded: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """Records of employers, fund and observed that later ones have replaced; they stand on an earlier day."""

    @classmethod
    def read(cls, folder: Path | str, *, encoding: str | None = None, currency: str = "CNY") -> Self:
        """A book from a folder of CSV files named as its tables.

        Args:
            folder: holds employers.csv, exposure.csv and claims.csv; flags.csv, decisions.csv, fund.csv and
                observed.csv where there are any.
            encoding: by default UTF-8, else GB 18030, whichever the file is in.
            currency: ISO 4217 code; amounts in the files are in its main unit.
        Raises:
            DataError: a file is missing, empty or undecodable, or lacks a column.
        """
        files = read_folder(Path(folder), encoding=encoding)
        frames = {name: file.frame for name, file in files.items()}
        book = cls._build(frames, {name: file.uneven for name, file in files.items()}, currency)
        earlier = Path(folder) / _PROBLEMS
        return book._with(_read_problems(earlier)) if earlier.exists() else book

    @classmethod
    def from_frames(
        cls, *, employers: pd.DataFrame, exposure: pd.DataFrame, claims: pd.DataFrame, currency: str = "CNY",
        **optional: pd.DataFrame | None,
    ) -> Self:
        """A book from frames of text, integers, decimals or dates; amounts in the currency's main unit.

        Args:
            optional: flags, decisions, fund and observed.
        Raises:
            DataError: a frame lacks a column.

        >>> import pandas as pd
        >>> book = Book.from_frames(
        ...     employers=pd.DataFrame({"employer": ["007"], "risk_class": [4], "participation": ["2020-01-01"]}),
        ...     exposure=pd.DataFrame({"employer": ["007"], "month": ["2023-05"], "payroll": ["5000.50"]}),
        ...     claims=pd.DataFrame(columns=["claim", "employer", "cause", "death", "disease"]),
        ... )
        >>> book.tables["exposure"].numbers("payroll")
        array([500050])
        """
        frames = {"employers": employers, "exposure": exposure, "claims": claims}
        frames |= {name: frame for name, frame in optional.items() if frame is not None}
        unknown = set(optional) - set(TABLES)
        if unknown:
            raise DataError(f"table {min(unknown)!r}: unknown; expected one of {', '.join(TABLES)}")
        return cls._build(frames, {}, currency)

    @classmethod
    def empty(cls, currency: str = "CNY") -> Self:
        """A book of nobody."""
        return cls({name: empty_table(name) for name in TABLES}, np.zeros(0, dtype=object), (), currency)

    @classmethod
    def _build(
        cls, frames: Mapping[str, pd.DataFrame], uneven: Mapping[str, Mapping[int, int]], currency: str
    ) -> Self:
        parts = build(frames, uneven, currency)
        return cls(parts.tables, parts.ids, parts.problems, currency, parts.superseded)

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        return f"Book({len(self):,} employers, {len(self.tables['claims']):,} claims, {len(self.found):,} problems)"

    @cached_property
    def spoiled(self) -> dict[str, str]:
        """Employers that can not be rated, with the reason."""
        return spoiled(self.tables["employers"], self.ids, self.found)

    @cached_property
    def problems(self) -> pd.DataFrame:
        """All bad cells and records with their table, line (the header is 1), employer, column, value and reason."""
        import pandas as pd

        return pd.DataFrame(list(self.found), columns=list(Problem._fields))

    def frame(self, table: str) -> pd.DataFrame:
        """The good records of a table as text, as `from_frames` reads them, indexed by line; replaced ones last."""
        if table not in self.tables:
            raise DataError(f"table {table!r}: unknown; expected one of {', '.join(TABLES)}", table=table)
        frame = self._current(table)
        if table not in self.superseded:
            return frame
        import pandas as pd

        return pd.concat([frame, self.superseded[table].reindex(columns=frame.columns)])

    def _current(self, table: str) -> pd.DataFrame:
        return frame_of(self.tables[table], self.ids, self.currency)

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {str(name): row for row, name in enumerate(self.ids)}

    @cached_property
    def remembered(self) -> dict[str, Any]:
        """What was worked out of these records once, by name; a book never changes."""
        return {}

    @cached_property
    def repeated(self) -> Ints:
        """The lines of claim payments that equal an earlier one in every column; they count all the same."""
        return repeated(self.tables["claims"])

    def index(self, employer: str) -> int:
        """The row of an employer.

        Raises:
            UncoveredError: no such employer; the message names close ones.
        """
        row = self._rows.get(employer)
        if row is None:
            close = get_close_matches(str(employer), self._rows, n=3)
            hint = f"; close: {', '.join(close)}" if close else ""
            raise UncoveredError(
                f"employer {employer!r}: not in the book of {len(self):,}{hint}; ids are text, leading zeros count",
                employer=employer, close=close,
            )
        return row

    def span(self) -> Span:
        """The months from the first to the last exposure.

        Raises:
            DataError: the book has no exposure.
        """
        exposure = self.tables["exposure"]
        if not len(exposure):
            raise DataError("exposure: no good record; expected at least one to know the months of the book")
        start, end = (exposure.days(name).astype("datetime64[M]").astype(np.int64) for name in ("start", "end"))
        return Span(int(start.min()) + 1970 * 12, int(end.max()) + 1970 * 12)

    def hash(self) -> str:
        """A sha256 of all records and problems that does not depend on the order of rows."""
        return fingerprint(self.tables, self.ids, self.found, self.currency, self.superseded)

    def select(self, employers: Iterable[str]) -> Self:
        """The book of some employers, and of all that are linked to them by succession."""
        rows = linked(self.tables["employers"], self.ids, [self.index(name) for name in employers])
        kept = set(self.ids[rows].tolist())
        problems = tuple(problem for problem in self.found if problem.employer in kept)
        superseded = {name: frame for name, frame in self.superseded.items() if name != "employers"}
        old = self.superseded.get("employers")
        if old is not None and old["employer"].isin(kept).any():
            superseded["employers"] = old[old["employer"].isin(kept)]
        tables = select_tables(self.tables, rows, len(self))
        return type(self)(tables, self.ids[rows], problems, self.currency, superseded)

    def as_known_on(self, day: date) -> Self:
        """The book without what was recorded or corrected after a day; records without such a date always stood."""
        if self.superseded:
            iso = day.isoformat()
            frames = {name: restored(name, self._current(name), old, iso) for name, old in self.superseded.items()}
            return self.replace(**frames)._without_later(day)
        return self._without_later(day)

    def _without_later(self, day: date) -> Self:
        known = {name: table.take(known_by(table, day)) for name, table in self.tables.items()}
        rows = known_by(self.tables["employers"], day)
        tables = select_tables({**known, "employers": self.tables["employers"]}, rows, len(self))
        found = tuple(problem for problem in self.found if problem.recorded_at <= day.isoformat())
        return type(self)(tables, self.ids[rows], found, self.currency, self.superseded)

    def replace(self, **tables: pd.DataFrame) -> Self:
        """The book with some tables given anew; problems of the other tables stay."""
        unknown = set(tables) - set(TABLES)
        if unknown:
            raise DefinitionError(f"table {min(unknown)!r}: unknown; expected one of {', '.join(TABLES)}")
        frames = {name: self.frame(name) for name in TABLES if name not in tables}
        book = self._build(frames | tables, {}, self.currency)
        return book._with(tuple(problem for problem in self.found if problem.table not in tables))

    def _with(self, problems: tuple[Problem, ...]) -> Self:
        # What is found again stands on another line now.
        again = {problem._replace(row=0) for problem in self.found}
        earlier = (problem for problem in dict.fromkeys(problems) if problem._replace(row=0) not in again)
        return type(self)(self.tables, self.ids, (*earlier, *self.found), self.currency, self.superseded)

    def write(self, folder: Path | str) -> None:
        """Write the book as CSV files, whole or not at all; problems go to problems.csv and are read back.

        Raises:
            DataError: the folder is there already.
        """
        target = Path(folder)
        if target.exists():
            raise DataError(f"folder {target}: is there already; expected a new name", folder=str(target))
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            for name, table in self.tables.items():
                if TABLES[name].needed or len(table):
                    self.frame(name).to_csv(draft / f"{name}.csv", index=False)
            if self.found:
                self.problems.to_csv(draft / _PROBLEMS, index=False)
            draft.chmod(0o755)
            draft.rename(target)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise


def _read_problems(path: Path) -> tuple[Problem, ...]:
    frame = read_file(path, encoding=None).frame
    expected = ", ".join(Problem._fields)
    if ", ".join(frame.columns) != expected or not frame["row"].str.fullmatch("[0-9]+").all():
        raise DataError(
            f"{path}: not the problems of a written book; expected the columns {expected}, with a line number as row; "
            f"give that file another name", file=str(path),
        )
    rows: Any = frame.to_numpy().tolist()
    return tuple(Problem(row[0], int(row[1]), *row[2:]) for row in rows)

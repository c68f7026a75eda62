"""CSV files of an agency as frames of text: UTF-8 or GB 18030, every cell as it stands, every row with its line."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ratefloat.errors import DataError
from ratefloat.history.schema import TABLES

if TYPE_CHECKING:
    import pandas as pd


class File(NamedTuple):
    """One file: a frame of text, indexed by line, and the number of cells of lines that do not fit the header."""

    frame: pd.DataFrame
    uneven: dict[int, int]


def read_folder(folder: Path, *, encoding: str | None) -> dict[str, File]:
    """The record files of a folder, by table; those that need not be there may be absent.

    Raises:
        DataError: the folder or a needed file is missing, a file is empty, or its encoding is unknown.
    """
    expected = ", ".join(f"{name}.csv" for name, schema in TABLES.items() if schema.needed)
    if not folder.is_dir():
        raise DataError(f"folder {folder}: not found; expected a folder with {expected}", folder=str(folder))
    files = {}
    for name, schema in TABLES.items():
        path = folder / f"{name}.csv"
        if path.exists():
            files[name] = read_file(path, encoding=encoding)
        elif schema.needed:
            raise DataError(f"{path}: not found; expected the files {expected}", file=str(path))
    return files


def read_file(path: Path, *, encoding: str | None) -> File:
    """One file, with blank lines left out."""
    import pandas as pd

    text = decode(path, encoding)
    if not text.strip():
        raise DataError(f"{path}: empty; expected a header line and records", file=str(path))
    lines: list[int] = []
    rows: list[list[str]] = []
    uneven: dict[int, int] = {}
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader)]
        before = reader.line_num
        for row in reader:
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                uneven[line] = len(row)
                row = row[: len(header)] + [""] * (len(header) - len(row))
            lines.append(line)
            rows.append(row)
    except csv.Error as error:
        raise DataError(
            f"{path} line {reader.line_num}: {error}; expected comma-separated values; mend the quotes there",
            file=str(path), row=reader.line_num,
        ) from None
    index = pd.Index(lines, name="line", dtype="int64")
    return File(pd.DataFrame(rows, columns=header, index=index, dtype=object), uneven)


def decode(path: Path, encoding: str | None) -> str:
    """The text of a file: in the stated encoding, else UTF-8, else GB 18030."""
    content = path.read_bytes()
    for candidate in (encoding,) if encoding else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(candidate)
        except UnicodeDecodeError:
            continue
        except LookupError:
            raise DataError(f"encoding {encoding!r}: unknown; expected such as utf-8 or gb18030") from None
        if "\x00" not in text:
            return text.removeprefix("\ufeff")
    raise DataError(
        f"{path}: not text in {encoding or 'UTF-8 or GB 18030'}; expected CSV in UTF-8 or GB 18030; "
        f"save it again as UTF-8, or name its encoding with encoding=",
        file=str(path), encoding=encoding,
    )

"""Decision tables in files: CSV, JSON and workbooks, written without loss and read back into a table that decides."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ratefloat.errors import DataError
from ratefloat.policy.table.lookup import RateTable
from ratefloat.policy.table.sheets import Sheet, sheets_of, table_of
from ratefloat.policy.table.tokens import joined, parted
from ratefloat.policy.table.written import FORMAT, Block, Described, WrittenRow, WrittenTable, written_table

if TYPE_CHECKING:
    from ratefloat.policy.table.decision_table import DecisionTable

Form = Literal["csv", "json", "xlsx"]


def write_table(table: DecisionTable, path: Path, form: Form) -> Path:
    """Write a whole law into a file, whole or not at all, and return the path.

    Every case is held, also those that no history can be in; money, factors and rates are exact text.
    Raises:
        UncoveredError: no base rates cover the table's day.
    """
    written = written_table(table)
    if form != "xlsx":
        return write_text(table_text(written, form), path)
    with _draft(path) as draft:
        _write_workbook(sheets_of(written), draft)
    return path


def write_text(text: str, path: Path) -> Path:
    """Write a text file in UTF-8, whole or not at all, and return the path."""
    with _draft(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="")
    return path


def write_bytes(data: bytes, path: Path) -> Path:
    """Write a file of bytes, whole or not at all, and return the path."""
    with _draft(path) as draft:
        draft.write_bytes(data)
    return path


@contextmanager
def _draft(path: Path) -> Iterator[Path]:
    """A file beside the one that is meant, which takes its place once it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        draft.chmod(0o644)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def table_text(written: WrittenTable, form: Literal["csv", "json"]) -> str:
    """The text of a CSV file (its sheets parted by empty lines, after a byte-order mark) or of a JSON document."""
    if form == "json":
        return json.dumps(_document(written), ensure_ascii=False, indent=1) + "\n"
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    for number, sheet in enumerate(sheets_of(written)):
        writer.writerows([[], *sheet.rows] if number else sheet.rows)
    # Spreadsheets take a file for UTF-8 only where it begins so.
    return "\ufeff" + lines.getvalue()


def read_table(path: Path | str) -> RateTable:
    """A rate table from a file that `policy.table().to_csv`, `.to_json` or `.to_excel` wrote; it decides.

    Raises:
        DataError: the file is no such table, two rows claim one case, or a case has no row.

    >>> import tempfile, ratefloat as rf
    >>> policy = rf.load_plan("cn-shenzhen-2018")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     table = read_table(policy.table().to_csv(f"{folder}/shenzhen.csv"))
    >>> table(loss_ratio=(50, 100), risk_class=4).rate == policy.decide(on="2018-03-01", risk_class=4,
    ...     loss_ratio="50%").rate
    True
    """
    place = Path(path)
    try:
        if place.suffix == ".json":
            written = _from_document(json.loads(place.read_text(encoding="utf-8-sig")))
        elif place.suffix == ".xlsx":
            written = table_of(_read_workbook(place))
        else:
            written = table_of(_read_csv(place))
        return RateTable(written)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        if isinstance(error, DataError):
            raise DataError(f"table {place}: {error}", path=str(place)) from None
        raise DataError(f"table {place}: no rate table ({error!r}); expected a file that to_csv wrote") from None


def _read_csv(path: Path) -> list[Sheet]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    found: list[list[list[str]]] = [[]]
    for row in rows:
        if any(row):
            found[-1].append(row)
        elif found[-1]:
            found.append([])
    return [Sheet(str(number), tuple(map(tuple, rows))) for number, rows in enumerate(found) if rows]


def _write_workbook(sheets: Iterable[Sheet], path: Path) -> None:
    xlsxwriter = _extra("xlsxwriter")
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        text = book.add_format({"num_format": "@"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.title)
            page.set_column(0, 40, 16, text)
            for number, row in enumerate(sheet.rows):
                for place, value in enumerate(row):
                    # Always as text: a leading "=" is no formula, and a rate keeps every digit.
                    page.write_string(number, place, value)


def _read_workbook(path: Path) -> list[Sheet]:
    calamine = _extra("python_calamine")
    book = calamine.CalamineWorkbook.from_path(str(path))
    return [Sheet(name, tuple(_texts(book.get_sheet_by_name(name).to_python()))) for name in book.sheet_names]


def _texts(rows: Iterable[Sequence[Any]]) -> Iterable[tuple[str, ...]]:
    for row in rows:
        bad = [value for value in row if not isinstance(value, str)]
        if bad:
            raise DataError(f"cell {bad[0]!r}: a {type(bad[0]).__name__}; expected text in every cell")
        if any(row):
            yield tuple(row)


def _extra(module: str) -> Any:
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError:
        raise DataError(f"workbooks need {module}; install ratefloat[excel]") from None


def _document(written: WrittenTable) -> dict[str, Any]:
    return {
        "format": FORMAT, "policy": written.policy, "hash": written.hash, "title": written.title,
        "on": written.on, "language": written.lang, "then": list(written.rest),
        "indicators": [vars(made) for made in written.indicators],
        "tables": [
            {
                "from": list(block.before), "conditions": list(block.names), "results": list(block.results),
                "rows": [_row_document(block, row) for row in block.rows],
            }
            for block in written.blocks
        ],
    }


def _row_document(block: Block, row: WrittenRow) -> dict[str, Any]:
    made: dict[str, Any] = {"from": dict(zip(block.before, row.before, strict=True))} if block.before else {}
    made["case"] = dict(zip(block.names, row.case, strict=True))
    if row.refused:
        made["refused"] = row.refused
    else:
        made |= {"result": dict(zip(block.results, row.results, strict=True)), "clauses": parted(row.clauses, "; ")}
    return made if row.possible == "yes" else made | {"possible": "no"}


def _from_document(document: dict[str, Any]) -> WrittenTable:
    if document["format"] != FORMAT:
        raise DataError(f"format {document['format']!r}; expected {FORMAT!r}")
    blocks = tuple(
        Block(
            tuple(table["from"]), tuple(table["conditions"]), tuple(table["results"]),
            tuple(_row_of(table, row) for row in table["rows"]),
        )
        for table in document["tables"]
    )
    return WrittenTable(
        document["policy"], document["hash"], document["title"], document["on"], document["language"],
        tuple(Described(**made) for made in document["indicators"]), blocks, tuple(document["then"]),
    )


def _row_of(table: dict[str, Sequence[str]], row: dict[str, Any]) -> WrittenRow:
    refused = row.get("refused", "")
    return WrittenRow(
        tuple(row["from"][name] for name in table["from"]), tuple(row["case"][name] for name in table["conditions"]),
        tuple("" if refused else row["result"][name] for name in table["results"]),
        joined(row.get("clauses", ()), "; "), refused, row.get("possible", "yes"),
    )

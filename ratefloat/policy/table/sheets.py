"""A written table as sheets of text cells: what a CSV file and a workbook have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ratefloat.errors import DataError
from ratefloat.policy.table.written import FORMAT, Block, Described, WrittenRow, WrittenTable

HEAD = ("indicator", "kind", "unit", "values", "label")
TAIL = ("clauses", "refused", "possible")


@dataclass(frozen=True)
class Sheet:
    """Rows of text cells under a title."""

    title: str
    rows: tuple[tuple[str, ...], ...]


def sheets_of(written: WrittenTable) -> list[Sheet]:
    """The sheets of a table: the policy, its indicators, and each table of the chain.

    A table's first row says how many columns are results of the table before it ("from"), conditions and
    results; then follow the header and the rows. "any" stands for every value; "possible" is "no" where the
    indicators, as the policy defines them, can not be in that case together.
    """
    about = [
        (FORMAT,), ("policy", written.policy), ("hash", written.hash), ("title", written.title), ("on", written.on),
        ("language", written.lang), *(("then", text) for text in written.rest),
    ]
    indicators = [(made.name, made.kind, made.unit, made.values, made.label) for made in written.indicators]
    tables = [_sheet(number, block) for number, block in enumerate(written.blocks, start=1)]
    return [Sheet("policy", tuple(about)), Sheet("indicators", (HEAD, *indicators)), *tables]


def _sheet(number: int, block: Block) -> Sheet:
    title = f"table {number}"
    sizes = (title, "from", len(block.before), "conditions", len(block.names), "results", len(block.results))
    header = (*(f"from {name}" for name in block.before), *block.names, *block.results, *TAIL)
    rows = [
        (*row.before, *row.case, *row.results, row.clauses, row.refused, row.possible) for row in block.rows
    ]
    return Sheet(title, (tuple(map(str, sizes)), header, *rows))


def table_of(sheets: Sequence[Sheet]) -> WrittenTable:
    """The table that stands on some sheets.

    Raises:
        DataError: they are no table of this format.
    """
    if not sheets or not sheets[0].rows or sheets[0].rows[0][0] != FORMAT:
        raise DataError(f"expected {FORMAT!r} in the first cell")
    about = {row[0]: row[1] for row in sheets[0].rows[1:] if row[0] != "then"}
    rest = tuple(row[1] for row in sheets[0].rows[1:] if row[0] == "then")
    indicators = tuple(Described(*_width(row, len(HEAD))) for row in sheets[1].rows[1:])
    blocks = tuple(_block(sheet) for sheet in sheets[2:])
    return WrittenTable(
        about["policy"], about["hash"], about["title"], about["on"], about["language"], indicators, blocks, rest
    )


def _block(sheet: Sheet) -> Block:
    first, header, *rows = sheet.rows
    before, names, results = (int(first[place]) for place in (2, 4, 6))
    ends = (before, before + names, before + names + results)
    head = _width(header, ends[2] + len(TAIL))
    if head[ends[2] :] != TAIL:
        raise DataError(f"{first[0]}: columns {', '.join(head[ends[2]:])} at the end; expected {', '.join(TAIL)}")
    return Block(
        tuple(name.removeprefix("from ") for name in head[: ends[0]]), head[ends[0] : ends[1]],
        head[ends[1] : ends[2]], tuple(_row(_width(row, ends[2] + len(TAIL)), ends) for row in rows),
    )


def _row(cells: tuple[str, ...], ends: tuple[int, int, int]) -> WrittenRow:
    clauses, refused, possible = cells[ends[2] :]
    return WrittenRow(
        cells[: ends[0]], cells[ends[0] : ends[1]], cells[ends[1] : ends[2]], clauses, refused, possible
    )


def _width(cells: Sequence[str], size: int) -> tuple[str, ...]:
    """A row of a fixed width: spreadsheets drop empty cells at its end or add some."""
    return (*cells[:size], *("" for _ in range(size - len(cells))))

"""`ratefloat table`: a policy's decision table to read, or the whole law for a spreadsheet, a program or a database."""

from __future__ import annotations

import argparse
import html
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ratefloat.cli.arguments import a_day, policy_arguments, policy_of
from ratefloat.cli.exits import OK
from ratefloat.errors import DataError

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy
    from ratefloat.policy.table.decision_table import DecisionTable

HELP = "print a policy's decision table, or write the whole law as a table or as SQL"
FORMATS = ("text", "html", "csv", "json", "xlsx", "sql")


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    policy_arguments(parser)
    parser.add_argument("--on", type=a_day, metavar="DATE", help="the day (default: the first of the policy)")
    parser.add_argument(
        "--format", choices=FORMATS, default="text",
        help="text and html for people, without cases that can not exist; csv, json and xlsx the whole law, every case "
        "and rate, which reads back; sql one SELECT (default text)",
    )
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the table")
    parser.add_argument("--dialect", choices=("postgres", "duckdb"), default="postgres", help="of the SQL")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write to a file, whole or not at all")


def run(args: argparse.Namespace) -> int:
    """Print or write the table."""
    policy = policy_of(args)
    if args.format == "xlsx" and args.out is None:
        raise DataError("--format xlsx: a workbook can not be printed; expected --out FILE")
    if args.format == "sql":
        _give(policy.to_sql(args.dialect, on=args.on) + "\n", args.out)
        return OK
    table = policy.table(on=args.on, lang=args.lang)
    if args.format in ("csv", "json", "xlsx"):
        _give_law(table, args)
    else:
        _give(f"{_page(policy, table) if args.format == 'html' else table}\n", args.out)
    return OK


def _give_law(table: DecisionTable, args: argparse.Namespace) -> None:
    from ratefloat.policy.table.export import table_text, write_table
    from ratefloat.policy.table.written import written_table

    if args.out is not None:
        write_table(table, args.out, args.format)
    else:
        sys.stdout.write(table_text(written_table(table), args.format).removeprefix("\ufeff"))


def _give(text: str, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(text)
        return
    from ratefloat.policy.table.export import write_text

    write_text(text, out)


def _page(policy: FloatPolicy, table: DecisionTable) -> str:
    title = html.escape(f"{policy.title.en} {policy.title.zh}")
    return (
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body><h1>{title}</h1>\n{table._repr_html_()}\n</body></html>"
    )

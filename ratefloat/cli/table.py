"""`ratefloat table`: a policy's decision table as text or for a spreadsheet, a program or a browser."""

from __future__ import annotations

import argparse
import csv
import html
import json
import sys
from typing import TYPE_CHECKING

from ratefloat.cli.arguments import a_day, policy_arguments, policy_of
from ratefloat.cli.exits import OK

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy
    from ratefloat.policy.table import DecisionTable

HELP = "print a policy's decision table"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    policy_arguments(parser)
    parser.add_argument("--on", type=a_day, metavar="DATE", help="the day (default: the first of the policy)")
    parser.add_argument("--format", choices=("text", "csv", "json", "html"), default="text", help="default text")


def run(args: argparse.Namespace) -> int:
    """Print the table."""
    policy = policy_of(args)
    table = policy.table(on=args.on)
    if args.format == "csv":
        _csv(table)
    elif args.format == "json":
        print(json.dumps(_document(policy, table), ensure_ascii=False, indent=1))
    elif args.format == "html":
        print(_page(policy, table))
    else:
        print(table)
    return OK


def _csv(table: DecisionTable) -> None:
    """One block for each link of the table, and what follows it in words, blank lines between."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    for names, results, rows in table.links:
        writer.writerow([*names, *results, "clauses"])
        writer.writerows([*row.case, *row.results, "; ".join(row.clauses)] for row in rows)
        writer.writerow([])
    writer.writerows([f"then {text}"] for text in table.then)


def _document(policy: FloatPolicy, table: DecisionTable) -> dict[str, object]:
    links = [
        [
            {
                "case": dict(zip(names, row.case, strict=True)),
                "result": dict(zip(results, row.results, strict=True)),
                "clauses": list(row.clauses),
            }
            for row in rows
        ]
        for names, results, rows in table.links
    ]
    return {
        "policy": policy.id, "hash": policy.hash, "cases": table.derived.cells, "links": links,
        "then": list(table.then),
    }


def _page(policy: FloatPolicy, table: DecisionTable) -> str:
    title = html.escape(f"{policy.title.en} {policy.title.zh}")
    return (
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body><h1>{title}</h1>\n{table._repr_html_()}\n</body></html>"
    )

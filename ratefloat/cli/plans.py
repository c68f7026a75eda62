"""`ratefloat plans`: the plans that are shipped."""

from __future__ import annotations

import argparse

from ratefloat.cli.arguments import a_day
from ratefloat.cli.exits import OK

HELP = "list the shipped plans"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("--on", type=a_day, metavar="DATE", help="also say which are in force on a day")


def run(args: argparse.Namespace) -> int:
    """Print one line a plan: id, effective period, what is open, the state on the day, title."""
    from ratefloat.plans import plans

    frame = plans(on=args.on)
    columns = ["from", "to", "completeness", *(["state"] if args.on else []), "title"]
    rows = [("id", *columns), *((id, *row) for id, *row in frame[columns].itertuples(name=None))]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return OK

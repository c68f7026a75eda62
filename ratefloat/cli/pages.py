"""`ratefloat pages`: a page of each shipped plan, and an index."""

from __future__ import annotations

import argparse
from pathlib import Path

from ratefloat.cli.exits import OK
from ratefloat.cli.progress import doing

HELP = "write a page of each shipped plan: what it says, examples, findings, incentive"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the pages go")
    parser.add_argument("plans", nargs="*", metavar="PLAN", help="ids of plans (default: all)")


def run(args: argparse.Namespace) -> int:
    """Write the pages and print the path of the index."""
    from ratefloat.atlas import write_pages

    with doing("writing pages"):
        made = write_pages(args.folder, args.plans or None)
    print(f"{len(made) - 1} pages: {made[-1]}")
    return OK

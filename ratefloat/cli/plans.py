"""`ratefloat plans`: the plans that are shipped."""

from __future__ import annotations

import argparse

from ratefloat.cli.arguments import a_day
from ratefloat.cli.exits import OK, UNCOVERED

HELP = "list the shipped plans"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("--on", type=a_day, metavar="DATE", help="only those in force on a day")


def run(args: argparse.Namespace) -> int:
    """Print one line a plan: id, effective period, how many holes are open, title."""
    from ratefloat.plans import load_plan, plans

    found = [policy for policy in map(load_plan, plans()) if args.on is None or policy.effective.contains(args.on)]
    rows = [(p.id, str(p.effective), f"template, {len(p.holes)} holes" if p.holes else "complete", p.title.en) for p in found]
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(3)]
    for row in rows:
        print("  ".join([*(cell.ljust(w) for cell, w in zip(row[:3], widths, strict=True)), row[3]]))
    if not found:
        print(f"no shipped plan is in force on {args.on}")
    return OK if found else UNCOVERED

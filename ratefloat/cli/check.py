"""`ratefloat check`: what is wrong with a policy, before it is signed."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from typing import TYPE_CHECKING, Any

from ratefloat.cli.arguments import a_day, policy_arguments, policy_of
from ratefloat.cli.exits import OK
from ratefloat.cli.progress import doing

if TYPE_CHECKING:
    from ratefloat.prove.finding import Finding, Findings

HELP = "check a policy over all of its cases: holes, order, bounds, reach, cliffs, dates"
ERRORS = 1
"""Exit code: there are findings of severity error."""
COLUMNS = ("severity", "check", "clause", "message", "witness", "advice")


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    policy_arguments(parser)
    parser.add_argument(
        "--on", type=a_day, metavar="DATE", help="the rating day (default: every stretch of days with a law of its own)"
    )
    parser.add_argument(
        "--worse", action="append", default=[], metavar="NAME=more|less",
        help="which way an indicator speaks against an employer, where that can not be known; may be repeated",
    )
    parser.add_argument("--no-frame", action="store_true", help="do not hold the policy to the national frame of 2015")
    parser.add_argument("--format", choices=("text", "json", "csv"), default="text", help="default text")


def run(args: argparse.Namespace) -> int:
    """Print the findings; 1 if any is an error."""
    from ratefloat.prove.check import check
    from ratefloat.prove.check.run import BY_JURISDICTION

    policy = policy_of(args)
    worse = dict(_direction(text) for text in args.worse)
    with doing(f"checking {policy.id}"):
        found = check(policy, args.on, worse=worse, frame=None if args.no_frame else BY_JURISDICTION)
    if args.format == "json":
        print(json.dumps({"policy": policy.id, "hash": policy.hash, **_document(found)}, ensure_ascii=False, indent=1))
    elif args.format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([_row(one)[name] for name in COLUMNS] for one in found)
    else:
        print(found)
    return ERRORS if found.errors else OK


def _direction(text: str) -> tuple[str, str]:
    name, _, way = text.partition("=")
    return name, way


def _document(found: Findings) -> dict[str, Any]:
    return {"cases": found.cases, "errors": len(found.errors), "findings": [_row(one) for one in found]}


def _row(one: Finding) -> dict[str, str]:
    return {
        "severity": one.severity, "check": one.check, "clause": one.clause, "message": one.message,
        "witness": str(one.witness or ""), "advice": one.advice,
    }

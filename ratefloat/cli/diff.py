"""`ratefloat diff`: where a policy differs from the one before it."""

from __future__ import annotations

import argparse
import csv
import sys
from typing import TYPE_CHECKING

from ratefloat.cli.arguments import a_day, policy_arguments, policy_of
from ratefloat.cli.exits import OK
from ratefloat.cli.progress import doing

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy

HELP = "compare two policies: articles, base rates, and the exact cases that they decide differently"
DIFFERENT = 1
"""Exit code: some case is decided differently, or a base rate differs."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    policy_arguments(parser)
    parser.add_argument("--old", required=True, metavar="ID|FILE", help="the policy to compare with, the older one")
    parser.add_argument(
        "--on", type=a_day, metavar="DATE", help="the day of both (default: the first day on which both are in force)"
    )
    parser.add_argument("--format", choices=("text", "csv"), default="text", help="default text")


def run(args: argparse.Namespace) -> int:
    """Print the differences; 1 if the two do not decide alike."""
    new, old = policy_of(args), _old(args)
    with doing("comparing"):
        found = new.diff(old, on=args.on)
    if args.format == "csv":
        frame = found.to_frame()
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(frame.columns)
        writer.writerows(frame.itertuples(index=False, name=None))
    else:
        print(found)
    return OK if found.empty else DIFFERENT


def _old(args: argparse.Namespace) -> FloatPolicy:
    return policy_of(argparse.Namespace(policy=args.old, kinds=[]))

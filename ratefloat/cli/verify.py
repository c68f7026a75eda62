"""`ratefloat verify`: whether an archived rating is as it was written, and comes out the same again."""

from __future__ import annotations

import argparse
from pathlib import Path

from ratefloat.cli.arguments import book_arguments, book_of
from ratefloat.cli.exits import OK
from ratefloat.cli.progress import doing

HELP = "check an archived rating, and rate again from the records"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("archive", type=Path, help="a folder that `ratefloat rate --out` wrote")
    parser.add_argument(
        "--book", type=Path, metavar="FOLDER", help="the records; every rate is computed again from them"
    )
    book_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Print what was verified."""
    from ratefloat.policy.archive import read_archive, verify_archive

    meta = read_archive(args.archive).meta
    policy = f"{meta['policy']} ({meta['policy_hash'][:16]})"
    print(f"{args.archive}: files as written; policy {policy}, rates on {meta['on']}")
    if args.book is None:
        print("rates not computed again; give --book FOLDER to do so")
        return OK
    args.currency = meta["currency"]
    book = book_of(args.book, args)
    with doing("rating again"):
        verify_archive(args.archive, book)
    print(f"records as they were rated; {meta['employers']:,} employers rated again with the same result")
    return OK

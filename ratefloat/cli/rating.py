"""`ratefloat rate`: the rates of a whole book."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ratefloat.cli.arguments import book_arguments, book_of, policy_arguments, policy_of, review_arguments
from ratefloat.cli.exits import OK, REFUSED
from ratefloat.cli.progress import doing
from ratefloat.errors import DataError

HELP = "rate every employer of a book and print the summary of the round"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("book", type=Path, help="a folder with employers.csv, exposure.csv, claims.csv and others")
    policy_arguments(parser)
    review_arguments(parser)
    book_arguments(parser)
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", help="archive the rating in a new folder, whole or not at all"
    )
    parser.add_argument("--strict", action="store_true", help="write nothing and exit with 1 if an employer is refused")


def run(args: argparse.Namespace) -> int:
    """Rate, print the summary, and write the archive if asked."""
    from ratefloat.policy.rate import rate

    policy = policy_of(args)
    policy.require_in_force(args.on)
    if args.out is not None and args.out.exists():
        raise DataError(f"--out {args.out}: exists; expected a new folder; an archive is never overwritten")
    book = book_of(args.book, args)
    with doing(f"rating {len(book):,} employers"):
        rating = rate(policy, book, on=args.on, known_on=args.known_on)
        summary, refused = str(rating.summary()), len(rating.refused)
    print(summary)
    if args.strict and refused:
        print(f"ratefloat: {refused:,} employers refused; --strict writes nothing", file=sys.stderr)
        return REFUSED
    if args.out is not None:
        with doing(f"writing {args.out}"):
            rating.archive(args.out)
        print(f"\narchived in {args.out}")
    return OK

"""`ratefloat diagnose`: an old system's rates held against the policy."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ratefloat.cli.arguments import book_arguments, book_of, policy_arguments, policy_of, review_arguments
from ratefloat.cli.exits import OK
from ratefloat.cli.progress import doing
from ratefloat.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

HELP = "compare an old system's rates with the policy, mismatches grouped by the rule that explains them"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("book", type=Path, help="a folder with employers.csv, exposure.csv, claims.csv and others")
    policy_arguments(parser)
    review_arguments(parser)
    book_arguments(parser)
    parser.add_argument(
        "--old", type=Path, required=True, metavar="FILE", help="CSV of the old system, one row an employer"
    )
    parser.add_argument("--id-column", default="employer", metavar="NAME", help="default employer")
    result = parser.add_mutually_exclusive_group()
    result.add_argument("--rate-column", metavar="NAME", help="its rate (default: rate)")
    result.add_argument("--step-column", metavar="NAME", help="its step, where it has no rate")
    parser.add_argument("--unit", choices=("%", "‰"), help="unit of rates that are written without one, such as 1.08")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write every mismatch to a new CSV file")


def run(args: argparse.Namespace) -> int:
    """Print the agreement and the groups."""
    from ratefloat.policy.diagnose import diagnose
    from ratefloat.policy.rate import rate

    policy = policy_of(args)
    if args.out is not None and args.out.exists():
        raise DataError(f"--out {args.out}: exists; expected a new file")
    old = _old(args)
    column = None if args.step_column else args.rate_column or "rate"
    if args.unit and column in old.columns:
        old[column] = [_with_unit(cell, args.unit) for cell in old[column]]
    book = book_of(args.book, args)
    with doing(f"rating {len(book):,} employers"):
        rating = rate(policy, book, on=args.on, known_on=args.known_on)
    with doing("comparing"):
        found = diagnose(rating, old, employer=args.id_column, rate=column, step=args.step_column)
    print(found)
    if args.out is not None:
        draft = args.out.with_name(f".{args.out.name}.draft")
        found.to_frame().to_csv(draft, index=False)
        draft.rename(args.out)
        print(f"\nmismatches in {args.out}")
    return OK


def _old(args: argparse.Namespace) -> pd.DataFrame:
    from ratefloat.history.reading import read_file

    if not args.old.is_file():
        raise DataError(f"--old {args.old}: not found; expected a CSV file, one row an employer")
    return read_file(args.old, encoding=args.encoding).frame


def _with_unit(cell: str, unit: str) -> str:
    return cell if not cell or cell.endswith(("%", "‰")) else cell + unit

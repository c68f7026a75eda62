"""`ratefloat decide`: one employer's rate, explained."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ratefloat.cli.arguments import book_arguments, book_of, policy_arguments, policy_of, review_arguments
from ratefloat.cli.exits import OK
from ratefloat.cli.progress import doing
from ratefloat.errors import DataError

if TYPE_CHECKING:
    from ratefloat.policy.decision import Decision
    from ratefloat.policy.document import FloatPolicy

HELP = "explain the rate of one employer, from given values or from a book"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "values", nargs="*", metavar="name=value",
        help="indicator values: a ratio as 62.4%%, 624/1000 or none (no premium); a count; yes or no; a word",
    )
    policy_arguments(parser)
    review_arguments(parser)
    parser.add_argument("--area", help="the area whose base table applies")
    parser.add_argument("--tier", help="the tier whose base table applies")
    parser.add_argument("--book", type=Path, metavar="FOLDER", help="take the values from the records of a book")
    parser.add_argument("--employer", metavar="ID", help="the employer in that book")
    book_arguments(parser)
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the explanation")


def run(args: argparse.Namespace) -> int:
    """Print the explanation."""
    policy = policy_of(args)
    decision = _from_values(policy, args) if args.book is None else _from_book(policy, args)
    print(decision.explain(args.lang))
    return OK


def _from_values(policy: FloatPolicy, args: argparse.Namespace) -> Decision:
    from ratefloat.cli.given import values_of

    if args.employer is not None or args.known_on is not None:
        raise DataError("decide: --employer and --known-on need the records; expected --book FOLDER with them")
    values = values_of(args.values, policy.structure.domains)
    return policy.decide(on=args.on, area=args.area, tier=args.tier, **values)


def _from_book(policy: FloatPolicy, args: argparse.Namespace) -> Decision:
    from ratefloat.policy.rate import rate

    if args.values or args.area or args.tier or args.employer is None:
        raise DataError("decide --book: expected --employer ID and no values; area and tier stand in the records")
    book = book_of(args.book, args)
    if args.employer not in book.spoiled:
        book.index(args.employer)
    # The whole book is rated, because a peer mean needs all employers.
    with doing(f"rating {len(book):,} employers"):
        return rate(policy, book, on=args.on, known_on=args.known_on).decision(args.employer)

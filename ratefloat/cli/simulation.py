"""`ratefloat simulate`: what policies would do to injuries, to reporting and to the fund."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ratefloat.cli.arguments import policy_named
from ratefloat.cli.exits import OK
from ratefloat.errors import DataError

HELP = "run policies forward over a portfolio: injuries, reporting and fund, with error and evidence range"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "--policy", required=True, action="append", metavar="ID|FILE",
        help="a shipped plan or a JSON document; may be repeated, the first is compared with",
    )
    parser.add_argument(
        "--portfolio", default="example-city", metavar="NAME",
        help="employers made from public figures: nation-2021, jiangxi, ganzhou or example-city (the default)",
    )
    parser.add_argument("--employers", type=int, metavar="N", help="so many employers (default: as the figures say)")
    parser.add_argument("--years", type=int, default=10, help="default 10")
    parser.add_argument("--seed", type=int, required=True, help="of the employers and of their luck")
    parser.add_argument("--replicates", type=int, default=20, help="default 20")
    parser.add_argument("--sets", type=int, default=64, help="sets of behaviour from the evidence (default 64)")
    parser.add_argument(
        "--evidence-replicates", type=int, default=4, metavar="N",
        help="of each set; with as many as --replicates ranges of rare events are sharpest (default 4)",
    )
    parser.add_argument("--still", action="store_true", help="nobody answers to a premium: luck alone")
    parser.add_argument("--fall", metavar="PERCENT", help="chance that true injuries fall so far, such as 20%%")
    parser.add_argument("--by-year", type=int, default=5, metavar="YEAR", help="in this year (default 5)")
    parser.add_argument(
        "--given", action="append", default=[], metavar="NAME=VALUE",
        help="what a portfolio does not have, such as fund_months=12, the same in all years; may be repeated",
    )
    parser.add_argument(
        "--first-year", type=int, metavar="YEAR",
        help="calendar year of year 0; policies must be in force from then on (default: the law of one day holds)",
    )
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes (default 1)")
    parser.add_argument(
        "--checkpoint", type=Path, metavar="FILE", help="keep what is done here, to go on from if the run breaks off"
    )
    parser.add_argument("--save", type=Path, metavar="FILE", help="keep the run in a file")


def run(args: argparse.Namespace) -> int:
    """Print the summary, and the chance of a fall if asked for."""
    from ratefloat.cli.given import values_of
    from ratefloat.simulate import Effort, Hiding, Nothing, Portfolio, Prevention, Target, Terms, compare

    # A target out of reach is refused before the run, not after it.
    target = None if args.fall is None else Target(fall=args.fall, by_year=args.by_year)
    if target is not None:
        target.within(args.years)
    policies = {policy.id: policy for policy in map(policy_named, args.policy)}
    if len(policies) < len(args.policy):
        raise DataError("--policy: two with one id; expected ids that differ")
    domains = {name: domain for policy in policies.values() for name, domain in policy.structure.domains.items()}
    terms = Terms(first_year=args.first_year, given=values_of(args.given, domains))
    portfolio = Portfolio.from_aggregates(
        args.portfolio, seed=args.seed, employers=args.employers, years=max(args.years, 1)
    )
    result = compare(
        policies, portfolio, years=args.years, behaviour=Nothing() if args.still else Prevention() + Hiding(),
        seed=args.seed, terms=terms, effort=Effort(
            replicates=args.replicates, sets=args.sets, evidence_replicates=args.evidence_replicates,
            workers=args.workers, checkpoint=args.checkpoint, progress=_shown if sys.stderr.isatty() else None,
        ),
    )
    print(result.summary())
    if target is not None:
        print()
        print(result.chance(target))
    if args.save is not None:
        result.save(args.save)
    return OK


def _shown(done: int, total: int) -> None:
    """Tell how far the run is, on one line that is gone at the end."""
    end = "\r" + " " * 40 + "\r" if done == total else ""
    print(f"\rsimulating: {done} of {total} tasks{end}", end="", file=sys.stderr, flush=True)

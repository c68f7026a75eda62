"""Arguments that several commands share: a policy, a day, the records of a book."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from ratefloat.cli.progress import doing
from ratefloat.errors import DataError, DefinitionError

if TYPE_CHECKING:
    from ratefloat.history.book import Book
    from ratefloat.policy.document import FloatPolicy


def a_day(text: str) -> date:
    """A day as it stands on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; expected such as 2024-01-01") from None


def policy_arguments(parser: argparse.ArgumentParser) -> None:
    """--policy and --kinds."""
    parser.add_argument(
        "--policy", required=True, metavar="ID|FILE", help="a shipped plan (see `ratefloat plans`) or a JSON document"
    )
    parser.add_argument(
        "--kinds", action="append", default=[], metavar="MODULE",
        help="import a Python module that defines rule kinds of your own; may be repeated",
    )


def policy_of(args: argparse.Namespace) -> FloatPolicy:
    """The policy that was named: a file where the name is one, else a shipped plan."""
    for module in args.kinds:
        _import(module)
    return policy_named(args.policy)


def policy_named(name: str) -> FloatPolicy:
    """A policy by the path of its file, or by the id of a shipped plan."""
    path = Path(name)
    if path.suffix == ".json" or path.is_file():
        return _read(path)
    from ratefloat.plans import load_plan

    return load_plan(name)


def _import(module: str) -> None:
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        import_module(module)
    except ImportError as error:
        raise DefinitionError(
            f"--kinds {module}: {error}; expected a module in this folder or on the Python path"
        ) from None


def _read(path: Path) -> FloatPolicy:
    from ratefloat.policy.document import FloatPolicy

    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DefinitionError(f"policy {path}: not found; expected a JSON document or the id of a plan") from None
    except UnicodeDecodeError:
        raise DefinitionError(f"policy {path}: not UTF-8; expected a JSON document; save it again as UTF-8") from None
    return FloatPolicy.from_json(text)


def book_arguments(parser: argparse.ArgumentParser) -> None:
    """--encoding and --currency of a book's files."""
    parser.add_argument("--encoding", help="encoding of the files; by default UTF-8, else GB 18030, as each file is")
    parser.add_argument("--currency", default="CNY", help="ISO 4217 code of the amounts (default CNY)")


def book_of(folder: Path, args: argparse.Namespace) -> Book:
    """The records in a folder."""
    from ratefloat.history.book import Book
    from ratefloat.units import MINOR_UNITS

    if args.currency not in MINOR_UNITS:
        raise DataError(f"--currency {args.currency}: unknown; expected one of {', '.join(MINOR_UNITS)}")
    with doing(f"reading {folder}"):
        return Book.read(folder, encoding=args.encoding, currency=args.currency)


def review_arguments(parser: argparse.ArgumentParser) -> None:
    """--on and --known-on of a rating."""
    parser.add_argument("--on", required=True, type=a_day, metavar="DATE", help="the day the rates apply")
    parser.add_argument(
        "--known-on", type=a_day, metavar="DATE", help="rate as records and tables were known on a past day"
    )

"""The entry point: parses the command line, runs the command, and turns refusals into messages and exit codes."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from typing import Any

from ratefloat import __version__
from ratefloat.cli import atlas, check, decide, diagnosis, diff, exits, pages, plans, rating, simulation, table, verify
from ratefloat.errors import RatefloatError, UncoveredError

COMMANDS: dict[str, Any] = {
    "rate": rating, "decide": decide, "table": table, "plans": plans, "verify": verify, "diagnose": diagnosis,
    "check": check, "diff": diff, "simulate": simulation, "pages": pages, "atlas": atlas,
}
CODES = (
    "exit codes: 0 done; 1 some employers refused (rate --strict), an error found (check), or a difference (diff); "
    "2 wrong usage, definition or data; 3 not covered"
)


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="ratefloat", description="Experience-rated floating of work-injury premiums.", epilog=CODES
    )
    parser.add_argument("--version", action="version", version=f"ratefloat {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        own = commands.add_parser(name, help=command.HELP, description=f"{command.HELP}.", epilog=CODES)
        command.arguments(own)
        own.set_defaults(run=command.run)
    return parser


def parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    """The arguments; values name=value may stand before, between and after the options."""
    parser = build_parser()
    args, rest = parser.parse_known_args(argv)
    # argparse takes a list of positional arguments only in one piece.
    if rest and (not hasattr(args, "values") or any(text.startswith("-") for text in rest)):
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if rest:
        args.values += rest
    return args


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    # A console that can not show a character gets an escape, not a crash.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    args = parsed(argv)
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except UncoveredError as error:
        return _refuse(error, exits.UNCOVERED)
    except RatefloatError as error:
        return _refuse(error, exits.WRONG)
    except BrokenPipeError:
        # The reader of a pipe has gone, such as `head`; nothing is left to say to it.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exits.OK
    except OSError as error:
        return _refuse(error, exits.WRONG)
    except KeyboardInterrupt:
        return exits.INTERRUPTED
    return code


def _refuse(error: Exception, code: int) -> int:
    print(f"ratefloat: {error}", file=sys.stderr)
    return code

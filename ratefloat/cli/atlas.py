"""`ratefloat atlas`: all shipped laws on one scale."""

from __future__ import annotations

import argparse
from pathlib import Path

from ratefloat.cli.exits import OK
from ratefloat.cli.progress import doing

HELP = "write the atlas of all shipped laws on one scale: atlas.csv, atlas.html and atlas.png"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the files go")


def run(args: argparse.Namespace) -> int:
    """Write the atlas and print the paths."""
    from ratefloat.atlas import write_atlas

    with doing("measuring the plans"):
        made = write_atlas(args.folder)
    for path in made:
        print(path)
    return OK

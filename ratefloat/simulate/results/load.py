"""Results read back from their files."""

from __future__ import annotations

from pathlib import Path

from ratefloat.simulate.results.comparison import Comparison
from ratefloat.simulate.results.projection import Projection
from ratefloat.simulate.results.result import Result


def load(path: Path | str) -> Result:
    """A result from the file that `save` wrote; it answers everything but what needs a second run.

    Raises:
        DataError: no such file, not one that `save` wrote, of another format, or changed since.
    """
    from ratefloat.simulate.results.store import read

    run, kind = read(path)
    return (Projection if kind == "Projection" else Comparison)(run)

"""Differences between policies on common luck."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ratefloat.errors import DataError
from ratefloat.simulate.results.draws import Draws
from ratefloat.simulate.results.frames import FIGURES, Cut, Reader, asked_for, cells, places, unit_text
from ratefloat.simulate.results.where import Where
from ratefloat.simulate.run import Run

if TYPE_CHECKING:
    import pandas as pd


def difference(
    run: Run, to: str, *, by: Collection[str], quantities: Sequence[str] | None, where: Where
) -> pd.DataFrame:
    """Figures of every other policy less those of one, replicate by replicate and set by set.

    Columns: those of `by`, to, quantity, unit, value (the difference), error, low, median, high.
    """
    import pandas as pd

    check_policy(run, to)
    cut = Cut.of(run, by, where)
    if "step" in cut.by:
        raise DataError("difference by step: policies have steps of their own; expected policy, year or labels")
    rows: list[tuple[Any, ...]] = []
    reference = Reader(run, to, cut)
    for name in run.policies:
        if name == to:
            continue
        reader = Reader(run, name, cut)
        for asked in asked_for(quantities, cut):
            found = minus(reader.draws(asked), reference.draws(asked))
            rows += [
                (*(place[column] for column in cut.by), to, asked.name, unit_text(asked, run), *figures)
                for place, figures in zip(places(reader), cells(found), strict=True)
            ]
    return pd.DataFrame(rows, columns=[*cut.by, "to", "quantity", "unit", *FIGURES])


def minus(one: Draws, other: Draws) -> Draws:
    """One figure less another, on the same luck."""
    return one.with_(np.subtract, other)


def check_policy(run: Run, name: str) -> None:
    """Refuse a policy that was not run.

    Raises:
        DataError: the run has no policy of this name.
    """
    if name not in run.policies:
        raise DataError(
            f"policy {name!r}: not in the run; expected one of {', '.join(map(repr, run.policies))}", policy=name
        )

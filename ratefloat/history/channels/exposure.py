"""Payroll, heads and insured months."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from ratefloat.history.channels.base import Carried, Channel, Filling
from ratefloat.history.channels.exposure_rows import added, months, summed, within
from ratefloat.history.grid import Grid, Reasons, note_heir
from ratefloat.history.succession import Succession
from ratefloat.history.table import Ints


class Payroll(Channel):
    """Wages on which premium is due, in minor units."""

    kind: ClassVar[str] = "payroll"
    unit: ClassVar[str] = "fen"

    def fill(self, filling: Filling) -> Grid:
        return summed(filling, "payroll", self)


class HeadMonths(Channel):
    """Insured heads added up over months; averages are never rounded on the way."""

    kind: ClassVar[str] = "head months"

    def fill(self, filling: Filling) -> Grid:
        return summed(filling, "head_months", self)


class InsuredMonths(Channel):
    """Months with exposure from the month of participation on; that month counts whole.

    Insurance goes on in every heir (条例 art. 43): the months of its predecessors and its own count once each.
    """

    kind: ClassVar[str] = "insured months"
    carried: ClassVar[Carried] = "itself"

    def fill(self, filling: Filling) -> Grid:
        book = filling.book
        exposure, refused = book.tables["exposure"], Reasons()
        rows = within(filling, refused)
        joined = months(book.tables["employers"].days("participation"))[exposure.owners()[rows]]
        start = np.maximum(months(exposure.days("start")[rows]), joined)
        end = months(exposure.days("end")[rows])
        grid = added(filling, rows, np.maximum(end - start, 0), refused)
        unite(grid, filling.succession, (exposure.owners()[rows], start, end))
        return grid


def unite(grid: Grid, succession: Succession, insured: tuple[NDArray[np.integer], Ints, Ints]) -> None:
    """Give heirs the months of their predecessors: `insured` is owner, first and last (exclusive) month of records."""
    linked = {row for giver, heirs in succession.heirs.items() for row in (giver, *(heir for heir, _ in heirs))}
    covered: dict[int, set[int]] = {row: set() for row in linked}
    for owner, start, end in zip(*(part.tolist() for part in insured), strict=True):
        if owner in covered:
            covered[owner] |= set(range(start, end))
    for giver in succession.order:
        for heir, _ in succession.heirs[giver]:
            covered[heir] |= covered[giver]
            if heir != giver:
                note_heir(grid.reasons, heir, grid.reasons.get(giver, {}))
    last = grid.span.end
    for row, found in covered.items():
        counts = [0] * len(grid.periods)
        for month in found:
            if grid.span.start <= month < last:
                counts[len(counts) - 1 - (last - 1 - month) // 12] += 1
        grid.periods[:, row] = counts


def payroll() -> Payroll:
    """Wages on which premium is due, as a channel.

    >>> payroll().kind
    'payroll'
    """
    return Payroll()


def head_months() -> HeadMonths:
    """Insured heads added up over months, as a channel.

    >>> head_months().kind
    'head months'
    """
    return HeadMonths()


def months_insured() -> InsuredMonths:
    """Months with exposure since participation, as a channel."""
    return InsuredMonths()

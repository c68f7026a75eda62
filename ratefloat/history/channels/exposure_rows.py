"""What the channels of exposure share: records that lie in one period, with all their amounts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ratefloat.history.channels.base import Channel, Filling, need
from ratefloat.history.grid import Days, Entries, Grid, Reasons, add_up, bucket, edges, note
from ratefloat.history.table import Ints
from ratefloat.history.values import MISSING


def months(days: Days) -> Ints:
    """The number of the month of each day, as `ratefloat.periods.month_of` counts."""
    return days.astype("datetime64[M]").astype(np.int64) + 1970 * 12


def within(filling: Filling, refused: Reasons) -> NDArray[np.intp]:
    """The exposure records in the span; a record that crosses a boundary of periods is refused."""
    exposure, bounds = filling.book.tables["exposure"], edges(filling.span)
    first = bucket(exposure.days("start"), bounds)
    last = bucket(exposure.days("end") - np.timedelta64(1, "D"), bounds)
    for row in np.flatnonzero(first != last).tolist():
        boundary = bounds[first[row]].astype("datetime64[D]")
        reason = (
            f"exposure row {exposure.lines[row]}: {exposure.days('start')[row]} to {exposure.days('end')[row]} "
            f"crosses {boundary}; expected records that end there; split it"
        )
        touched = range(max(int(first[row]), 1) - 1, min(int(last[row]), len(bounds) - 1))
        note(refused, int(exposure.owners()[row]), touched, reason)
    return np.flatnonzero((first == last) & (first > 0) & (first < len(bounds)))


def refuse(filling: Filling, rows: NDArray[np.intp], reason: str, refused: Reasons) -> None:
    """Refuse the employers of some exposure records in the periods of these, naming the record."""
    exposure, bounds = filling.book.tables["exposure"], edges(filling.span)
    period = bucket(exposure.days("start")[rows], bounds) - 1
    for row, number in zip(rows.tolist(), period.tolist(), strict=True):
        note(refused, int(exposure.owners()[row]), (number,), f"exposure row {exposure.lines[row]}: {reason}")


def refuse_missing(filling: Filling, column: str, rows: NDArray[np.intp], refused: Reasons) -> None:
    """Refuse employers with a record that lacks a number."""
    exposure = filling.book.tables["exposure"]
    lacking = rows[exposure.numbers(column)[rows] == MISSING]
    refuse(filling, lacking, f"{column} empty; expected a number, 0 where there was none", refused)


def summed(filling: Filling, column: str, channel: Channel) -> Grid:
    """The sums of one column of the exposure records."""
    exposure = filling.book.tables["exposure"]
    need(exposure, column, channel)
    refused: Reasons = {}
    rows = within(filling, refused)
    refuse_missing(filling, column, rows, refused)
    amounts = exposure.numbers(column)[rows]
    return added(filling, rows, np.where(amounts == MISSING, 0, amounts), refused)


def added(filling: Filling, rows: NDArray[np.intp], amounts: Ints, refused: Reasons) -> Grid:
    """The sums of amounts that stand beside some exposure records."""
    exposure = filling.book.tables["exposure"]
    entries = Entries(
        exposure.owners()[rows], exposure.days("start")[rows], lambda block: amounts[block], lambda block: None
    )
    grid = add_up(entries, filling.span, len(filling.book), what="exposure")
    for row, by_period in refused.items():
        grid.reasons[row] = {**grid.reasons.get(row, {}), **by_period}
    return grid

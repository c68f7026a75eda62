"""What the channels of claims share: dates, causes left out, and limits per claim or accident."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ratefloat.history.channels.base import Channel, Filling, need
from ratefloat.history.grid import Days, Entries, Grid, Reasons, bucket, edges, note, refuse_beyond
from ratefloat.history.table import Ints, Mask, Table

Basis = Literal["accident", "recognised", "assessed", "paid"]
"""Which date of a claim counts."""

_DATES = ("accident_on", "recognised_on", "assessed_on", "paid_on")


def dated(filling: Filling, basis: Basis, channel: Channel) -> Days:
    """The days of all claims on a date basis.

    Raises:
        DataError: the records do not have that date at all.
    """
    claims = filling.book.tables["claims"]
    need(claims, f"{basis}_on", channel)
    return claims.days(f"{basis}_on")


def refuse_undated(filling: Filling, basis: Basis, undated: Mask, reasons: Reasons) -> None:
    """Refuse employers with a record that counts but lacks its date although something later has happened.

    Without any later date the event itself is still to come, and the record does not count yet.
    """
    claims = filling.book.tables["claims"]
    place = _DATES.index(f"{basis}_on")
    later = np.zeros(len(claims), dtype=np.bool_)
    for name in _DATES[place + 1 :]:
        later |= ~np.isnat(claims.days(name))
    for row in np.flatnonzero(undated & later).tolist():
        reason = f"claims row {claims.lines[row]}: no {basis}_on though later dates are given; expected that date"
        note(reasons, int(claims.owners("bearer")[row]), range(filling.span.years), reason)


def without(claims: Table, causes: tuple[str, ...]) -> Mask | None:
    """The claims that stay when some causes are left out; None for all."""
    return ~claims.words("cause").is_in(causes) if causes else None


def first_days(claims: Table, days: Days) -> Days:
    """The earliest day of each claim, beside all its records: instalments may stand in any order."""
    codes = claims.words("claim").codes
    first = np.full(len(claims.words("claim").words), _NO_DAY, dtype=np.int64)
    np.minimum.at(first, codes, np.where(np.isnat(days), _NO_DAY, days.view(np.int64)))
    found = first[codes]
    return np.where(found == _NO_DAY, np.iinfo(np.int64).min, found).view("datetime64[D]")


_NO_DAY = np.iinfo(np.int64).max


def first_records(claims: Table) -> Mask:
    """One record of each claim; a claim that is paid several times still counts once."""
    codes = claims.words("claim").codes
    first = np.empty(len(claims.words("claim").words), dtype=np.int64)
    places = np.arange(len(codes))
    first[codes[::-1]] = places[::-1]
    return np.asarray(first[codes] == places)


def accidents(claims: Table) -> Ints:
    """A number for each accident; a claim without an accident id is an accident of its own."""
    accident = claims.words("accident_id").codes.astype(np.int64)
    claim = claims.words("claim").codes.astype(np.int64)
    return np.where(accident >= 0, accident, len(claims.words("accident_id").words) + claim)


def limited(filling: Filling, days: Days, rows: NDArray[np.intp], amounts: Ints, limit: tuple[Ints, int]) -> Grid:
    """Sums in which each claim or accident adds at most a limit over the whole span, earliest periods first.

    Args:
        rows: the claims that count; `amounts` stand beside them.
        limit: the number of the claim or accident of every record, and the most that one adds.
    """
    claims, bounds = filling.book.tables["claims"], edges(filling.span)
    grid = Grid.empty(filling.span, len(filling.book))
    period = bucket(days[rows], bounds)
    inside = (period > 0) & (period < len(bounds))
    rows, amounts, period = rows[inside], amounts[inside], period[inside] - 1
    owner, group = claims.owners("bearer")[rows].astype(np.int64), limit[0][rows]
    _, unit = np.unique(np.stack([owner, group]), axis=1, return_inverse=True)
    unit = unit.reshape(-1)
    size = int(unit.max()) + 1 if len(unit) else 0
    sums = np.zeros((grid.span.years, size), dtype=np.int64)
    np.add.at(sums, (period, unit), amounts)
    counted = np.minimum(np.cumsum(sums, axis=0), limit[1])
    counted[1:] -= counted[:-1].copy()
    of_unit = np.zeros(size, dtype=np.int64)
    of_unit[unit] = owner
    for number, added in enumerate(counted):
        np.add.at(grid.periods[number], of_unit, added)
    paid = Entries(claims.owners("bearer")[rows], days[rows], lambda block: amounts[block], lambda block: None)
    refuse_beyond(paid, grid, what="benefits")
    return grid

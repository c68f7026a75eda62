"""Records that were corrected: of several with one key, the one that was recorded last stands for all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ratefloat.history.convert import Raw, convert
from ratefloat.history.schema import header_of
from ratefloat.history.table import Mask, Table, Words

if TYPE_CHECKING:
    import pandas as pd

KEYS = {"employers": ("employer",), "fund": ("date", "area"), "observed": ("source", "area")}
"""What tells that two records speak of the same thing, in the tables that hold states rather than events."""


class Versions(NamedTuple):
    """A table as it stands, and the records that later ones have replaced: as they came, but for key and date."""

    raw: Raw
    superseded: pd.DataFrame


def latest(name: str, frame: pd.DataFrame, *, currency: str) -> Versions:
    """A table from a frame, without the records that another one of a later `recorded_at` replaces."""
    import pandas as pd

    raw = convert(name, frame, currency=currency)
    replaced = _replaced(raw)
    if not replaced.any():
        return Versions(raw, frame[:0])
    frame = frame.set_axis(pd.Index(raw.table.lines, name="line")).rename(columns=header_of)
    old = frame.loc[replaced, [column for column in frame.columns if column in raw.table.given]].astype(object)
    old = old.where(old.notna(), "")
    for column in {*KEYS[name], "recorded_at"} & raw.table.given:
        old[column] = _texts(raw, column)[replaced]
    return Versions(convert(name, frame[~replaced], currency=currency), old)


def _replaced(raw: Raw) -> Mask:
    table = raw.table
    if table.name not in KEYS or "recorded_at" not in table.given:
        return np.zeros(len(table), dtype=np.bool_)
    recorded = table.days("recorded_at").astype(np.int64)
    columns = [table.columns[name] for name in KEYS[table.name]]
    keys = [(column.codes if isinstance(column, Words) else column).astype(np.int64) for column in columns]
    group = np.unique(np.stack(keys), axis=1, return_inverse=True)[1].reshape(-1)
    last = np.full(len(group), np.iinfo(np.int64).min)
    np.maximum.at(last, group, recorded)
    # A record whose own date can not be read stays, so that it is told.
    unread = [problem.row for problem in raw.problems if problem.column == "recorded_at"]
    return np.asarray((recorded < last[group]) & ~np.isin(table.lines, unread))


def _texts(raw: Raw, column: str) -> NDArray[np.object_]:
    stored = raw.table.columns[column]
    if isinstance(stored, Words):
        return stored.texts()
    return np.where(np.isnat(stored), "", np.datetime_as_string(stored)).astype(object)


def known_by(table: Table, day: date) -> NDArray[np.intp]:
    """The records that were neither recorded nor corrected after a day."""
    later = np.zeros(len(table), dtype=np.bool_)
    for column in {"recorded_at", "corrected_at"} & set(table.columns):
        later |= table.days(column) > np.datetime64(day)
    return np.flatnonzero(~later)


def restored(name: str, frame: pd.DataFrame, superseded: pd.DataFrame, day: str) -> pd.DataFrame:
    """The records of a table as they stood on a day: what was recorded later gives way to what it replaced."""
    import pandas as pd

    earlier = superseded[superseded["recorded_at"] <= day]
    key = [column for column in KEYS[name] if column in frame.columns]
    replacing = pd.MultiIndex.from_frame(frame[key]).isin(pd.MultiIndex.from_frame(earlier[key]))
    return pd.concat([frame[~replacing | (frame["recorded_at"] <= day)], earlier.reindex(columns=frame.columns)])

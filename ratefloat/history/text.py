"""Record tables as text again, each cell as a file holds it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.history.schema import TABLES, Kind
from ratefloat.history.table import Stored, Table, Words
from ratefloat.history.values import MISSING
from ratefloat.units import RATE_UNIT, money_text, percent_text

if TYPE_CHECKING:
    import pandas as pd


def frame_of(table: Table, ids: NDArray[Any], currency: str) -> pd.DataFrame:
    """A table as a frame of text with the columns that its source had; `Book.from_frames` reads it back."""
    import pandas as pd

    shown = {
        column.name: _texts(column.kind, table.columns[column.name], ids, currency)
        for column in TABLES[table.name].columns
        if column.name in table.given or column.needed
    }
    return pd.DataFrame(shown, index=pd.Index(table.lines, name="line", dtype="int64"), dtype=object)


def _texts(kind: Kind, column: Stored, ids: NDArray[Any], currency: str) -> NDArray[Any]:
    if isinstance(column, Words):
        return column.texts()
    if kind == "employer":
        return np.append(ids, "")[column]
    distinct, codes = np.unique(column, return_inverse=True)
    texts = np.empty(len(distinct), dtype=object)
    texts[:] = [_text(kind, value, currency) for value in distinct]
    return np.asarray(texts[codes.reshape(-1)])


def _text(kind: Kind, value: Any, currency: str) -> str:
    if kind in ("date", "month"):
        return "" if np.isnat(value) else str(value)[: 10 if kind == "date" else 7]
    if kind == "yes_no":
        return "yes" if value else "no"
    if value == MISSING:
        return ""
    number = int(value)
    if kind == "money":
        return money_text(number, currency)
    if kind in ("rate", "factor"):
        return percent_text(Fraction(number, RATE_UNIT))
    return f"{number // 10}.{number % 10}" if kind == "tenths" else str(number)

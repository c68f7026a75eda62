"""Frames and marginal premiums of a run as plain data, and back."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from ratefloat.actuarial.cell import RiskCell
from ratefloat.actuarial.desk import Level
from ratefloat.simulate.response import Marginal
from ratefloat.simulate.totals import Label

if TYPE_CHECKING:
    import pandas as pd

MARGINAL = ("premium", "error", "before", "cost", "chance", "relative")


def frame_data(frame: pd.DataFrame) -> dict[str, Any]:
    """A frame of numbers and texts, with the type of each column; ordered categories stay ordered."""
    import pandas as pd

    columns = []
    for name, column in frame.items():
        # What a text column is called differs between versions of pandas.
        text = pd.api.types.is_string_dtype(column) or column.dtype == object
        kind, values = "text" if text else str(column.dtype), column.tolist()
        said: dict[str, Any] = {"name": name, "dtype": kind, "values": values}
        if isinstance(column.dtype, pd.CategoricalDtype):
            said |= {"categories": column.cat.categories.tolist(), "ordered": bool(column.cat.ordered)}
        columns.append(said)
    return {"columns": columns, "index": frame.index.tolist(), "index_name": frame.index.name}


def frame_of(data: dict[str, Any]) -> pd.DataFrame:
    """The frame of plain data."""
    import pandas as pd

    numbers, name = list(range(len(data["index"]))), data["index_name"]
    index = pd.RangeIndex(len(numbers), name=name) if data["index"] == numbers else pd.Index(data["index"], name=name)
    columns = {said["name"]: pd.Series(_values(said), index=index) for said in data["columns"]}
    return pd.DataFrame(columns, index=index)


def _values(said: dict[str, Any]) -> Any:
    import pandas as pd

    if "categories" in said:
        return pd.Categorical(said["values"], categories=said["categories"], ordered=said["ordered"])
    if said["dtype"] != "text":
        return np.asarray(said["values"], dtype=said["dtype"])
    return said["values"] or np.empty(0, dtype=object)


def labels_data(labels: tuple[Label, ...]) -> list[list[Any]]:
    """Labels of levels; factors as text, so that they stay exact."""
    return [[one.step, one.text, None if one.factor is None else str(one.factor)] for one in labels]


def labels_of(data: list[list[Any]]) -> tuple[Label, ...]:
    """The labels of plain data."""
    return tuple(Label(step, text, None if factor is None else Fraction(factor)) for step, text, factor in data)


def marginal_data(marginal: Marginal) -> dict[str, Any]:
    """Cells and levels of marginal premiums; their arrays are kept apart."""
    return {
        "cells": [cell.model_dump(mode="json") for cell in marginal.cells],
        "levels": [[level.step, str(level.rate)] for level in marginal.levels],
    }


def marginal_of(data: dict[str, Any], arrays: dict[str, np.ndarray[Any, Any]]) -> Marginal:
    """The marginal premiums of plain data and arrays."""
    cells = tuple(RiskCell(**_without_kind(cell)) for cell in data["cells"])
    levels = tuple(Level(step, Fraction(rate)) for step, rate in data["levels"])
    return Marginal(cells, levels, **arrays)


def _without_kind(data: Any) -> Any:
    """Plain data of definitions that belong to no family, and so do not take their kind back."""
    if isinstance(data, dict):
        return {name: _without_kind(part) for name, part in data.items() if name != "kind"}
    return [_without_kind(part) for part in data] if isinstance(data, list) else data

"""Which employers figures are of: groups by their class, size and labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

KEY = "key_industry"
NOT_KEY = ("", "other")
Where = str | Mapping[str, Any] | None
Mask = NDArray[np.bool_]


def chosen(groups: pd.DataFrame, where: Where) -> Mask:
    """The groups that are meant: all for None, those of any key industry, or those with some values.

    Args:
        where: "key industries", or by column of `groups` a value or several.
    Raises:
        DataError: a column or value that the groups do not have.
    """
    if where is None:
        return np.ones(len(groups), dtype=np.bool_)
    if isinstance(where, str):
        return _key_industries(groups, where)
    mask = np.ones(len(groups), dtype=np.bool_)
    for name, wanted in where.items():
        mask &= _one(groups, name, wanted)
    return mask


def where_text(where: Where) -> str:
    """Which employers are meant, in words; nothing for all.

    >>> where_text({"place": "Nankang", "risk_class": [4, 5]})
    'place Nankang, risk_class 4 or 5'
    """
    if where is None or isinstance(where, str):
        return where or ""
    return ", ".join(f"{name} {' or '.join(map(str, _values(wanted)))}" for name, wanted in where.items())


def _values(wanted: Any) -> list[Any]:
    return [wanted] if isinstance(wanted, str) or not isinstance(wanted, Iterable) else list(wanted)


def _key_industries(groups: pd.DataFrame, where: str) -> Mask:
    if where != "key industries":
        raise DataError(f'where: {where!r}; expected "key industries" or a mapping such as {{"risk_class": 4}}')
    mask = np.asarray(~groups[KEY].isin(NOT_KEY)) if KEY in groups.columns else np.zeros(len(groups), dtype=np.bool_)
    if not mask.any():
        raise DataError(f"where: no group of the portfolio is a key industry; expected a label {KEY!r}")
    return mask


def _one(groups: pd.DataFrame, name: str, wanted: Any) -> Mask:
    column = known(groups, name)
    values = _values(wanted)
    present = list(column.unique())
    for value in values:
        if value not in present:
            shown = ", ".join(repr(one) for one in present[:20])
            raise DataError(f"where: no group has {name} {value!r}; expected one of {shown}", column=name, value=value)
    return np.asarray(column.isin(values))


def known(groups: pd.DataFrame, name: str) -> pd.Series[Any]:
    """A column of the groups.

    Raises:
        DataError: the groups do not have it.
    """
    if name not in groups.columns:
        raise DataError(
            f"groups: no column {name!r}; expected one of {', '.join(map(str, groups.columns))}", column=name
        )
    return groups[name]


@dataclass(frozen=True, eq=False)
class Keys:
    """Groups put together: `rows` of key values, and to which row each group belongs; `of` is -1 for none."""

    names: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    of: NDArray[np.int64]

    @classmethod
    def by(cls, groups: pd.DataFrame, names: tuple[str, ...], mask: Mask) -> Keys:
        """By some columns of the groups, in the order in which their values are met; numbers in their own."""
        import pandas as pd

        if not names:
            return cls((), [()], np.where(mask, 0, -1))
        columns = [known(groups, name) for name in names]
        ranks = []
        for column in columns:
            numeric = pd.api.types.is_numeric_dtype(column) or isinstance(column.dtype, pd.CategoricalDtype)
            ranks.append(pd.factorize(column, sort=numeric)[0])
        places = sorted({ranked for ranked, inside in zip(zip(*ranks, strict=True), mask, strict=True) if inside})
        number = {place: row for row, place in enumerate(places)}
        of = np.array([
            number[ranked] if inside else -1 for ranked, inside in zip(zip(*ranks, strict=True), mask, strict=True)
        ], dtype=np.int64)
        first = {int(row): group for group, row in reversed(list(enumerate(of))) if row >= 0}
        rows = [tuple(column.iloc[first[row]] for column in columns) for row in range(len(places))]
        return cls(names, rows, of)

    @property
    def masks(self) -> list[Mask]:
        """The groups of each row."""
        return [np.asarray(self.of == row) for row in range(len(self.rows))]

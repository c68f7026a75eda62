"""Parts of a book: the records of some employers, and who is linked to them by succession."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from ratefloat.history.table import Table
from ratefloat.history.values import shares_of


def linked(employers: Table, ids: NDArray[np.object_], rows: Iterable[int]) -> NDArray[np.intp]:
    """The rows of some employers and of all their predecessors, heirs and co-heirs, in book order.

    Co-heirs belong to it: the remainders of a split depend on all its shares.
    """
    words = employers.words("predecessors")
    heirs = np.flatnonzero(words.codes >= 0).tolist()
    if not heirs:
        return np.unique(np.fromiter(rows, dtype=np.intp))
    row_of = {str(name): row for row, name in enumerate(ids)}
    near: dict[int, list[int]] = {}
    for heir in heirs:
        for name, _ in shares_of(str(words.words[words.codes[heir]])):
            if name in row_of:
                near.setdefault(heir, []).append(row_of[name])
                near.setdefault(row_of[name], []).append(heir)
    seen: set[int] = set()
    todo = list(rows)
    while todo:
        row = todo.pop()
        if row not in seen:
            seen.add(row)
            todo.extend(near.get(row, ()))
    return np.asarray(sorted(seen), dtype=np.intp)


def select_tables(tables: Mapping[str, Table], rows: NDArray[np.intp], total: int) -> dict[str, Table]:
    """The records of the employers in some rows, their owners numbered anew; tables without owners stay."""
    place = np.full(total + 1, -1, dtype=np.int32)
    place[rows] = np.arange(len(rows), dtype=np.int32)
    made = {}
    for name, table in tables.items():
        if name == "employers":
            made[name] = table.take(rows)
        elif "employer" not in table.columns:
            made[name] = table
        else:
            bearing = place[table.owners("bearer" if "bearer" in table.columns else "employer")]
            kept = table.take(np.flatnonzero(bearing >= 0))
            owners = {column: place[kept.owners(column)] for column in ("employer", "bearer") if column in kept.columns}
            made[name] = kept.changed(**owners)
    return made

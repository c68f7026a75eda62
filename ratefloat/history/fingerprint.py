"""One hash of all records, whatever order they stand in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ratefloat.history.convert import Problem
from ratefloat.history.table import Stored, Table, Words

if TYPE_CHECKING:
    import pandas as pd


def fingerprint(
    tables: Mapping[str, Table], ids: NDArray[np.object_], problems: tuple[Problem, ...], currency: str,
    superseded: Mapping[str, pd.DataFrame],
) -> str:
    """The sha256 of the records and problems of a book; lines and row order do not enter.

    Columns become integers over sorted words, rows are sorted by them, and then hashed column by column.
    """
    total = hashlib.sha256(f"book 1 {currency}".encode())
    order = np.argsort(ids.astype(str), kind="stable")
    rank = np.full(len(ids) + 1, -1, dtype=np.int64)
    rank[order] = np.arange(len(ids))
    _add(total, "\n".join(sorted(ids.tolist())).encode())
    for name, table in sorted(tables.items()):
        _add(total, _table(name, table, rank))
    told = sorted(f"{p.table}\t{p.employer}\t{p.column}\t{p.value}\t{p.reason}" for p in problems)
    _add(total, "\n".join(told).encode())
    for name, frame in sorted(superseded.items()):
        cells = frame.reindex(columns=sorted(frame.columns)).astype(str)
        _add(total, name.encode())
        _add(total, "\n".join(sorted("\t".join(row) for row in cells.to_numpy().tolist())).encode())
    return total.hexdigest()


def _table(name: str, table: Table, rank: NDArray[np.int64]) -> bytes:
    total = hashlib.sha256(f"{name} {len(table)}".encode())
    numbers: list[NDArray[np.int64]] = []
    for column, stored in sorted(table.columns.items()):
        words, codes = _numbers(column, stored, rank)
        _add(total, column.encode())
        _add(total, words)
        numbers.append(codes)
    order = np.lexsort(numbers) if len(table) else np.zeros(0, dtype=np.intp)
    for codes in numbers:
        total.update(np.ascontiguousarray(codes[order]).astype("<i8").tobytes())
    return total.digest()


def _numbers(name: str, stored: Stored, rank: NDArray[np.int64]) -> tuple[bytes, NDArray[np.int64]]:
    if not isinstance(stored, Words):
        return b"", rank[stored] if name in ("employer", "bearer") else stored.astype(np.int64)
    used, codes = np.unique(stored.codes, return_inverse=True)
    texts = [str(stored.words[code]) if code >= 0 else "" for code in used]
    distinct, place = np.unique(np.asarray(texts, dtype=object).astype(str), return_inverse=True)
    return "\x00".join(distinct.tolist()).encode(), place.reshape(-1)[codes.reshape(-1)].astype(np.int64)


def _add(total: hashlib._Hash, part: bytes) -> None:
    """Each part with its length, so that no two lists of parts read alike."""
    total.update(len(part).to_bytes(8, "little") + part)

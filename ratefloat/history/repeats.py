"""Payments that stand twice in the same words: perhaps one payment exported twice, perhaps two alike."""

from __future__ import annotations

import numpy as np

from ratefloat.history.table import Ints, Table, Words


def repeated(claims: Table) -> Ints:
    """The lines of claim records that equal an earlier record in every column."""
    claim = claims.words("claim").codes.astype(np.int64)
    rows = np.flatnonzero(np.bincount(claim, minlength=1)[claim] > 1)
    # First by claim and day of payment alone, which one sort settles: few are left for the full comparison.
    key = claim[rows] * 2**32 + np.where(np.isnat(paid := claims.days("paid_on")[rows]), -1, paid.astype(np.int64))
    order = np.argsort(key, kind="stable")
    same = key[order][1:] == key[order][:-1]
    alike = np.unique(rows[order[np.append(same, False) | np.append(False, same)]]) if len(rows) else rows
    columns = [claims.columns[name] for name in claims.columns]
    numbers = [(c.codes if isinstance(c, Words) else c)[alike].astype(np.int64) for c in columns]
    _, first = np.unique(np.stack(numbers), axis=1, return_index=True)
    return np.delete(claims.lines[alike], first)

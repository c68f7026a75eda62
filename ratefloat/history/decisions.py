"""Decisions as a law remembers them: corrected ones replaced, and an heir's after those of whom it continues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.history.succession import Succession
from ratefloat.history.table import Ints, Table

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Memory:
    """The decisions of each employer, ordered by employer, review and start.

    An heir begins with those of its main predecessor that started before the first one of its own.
    """

    decisions: Table
    owners: NDArray[np.integer[Any]]
    """The employer of each entry, as its row in the book."""
    rows: Rows
    """The record of each entry."""

    @classmethod
    def of(cls, decisions: Table, succession: Succession) -> Memory:
        """What is remembered after the successions."""
        rows = _standing(decisions)
        owners = decisions.owners()[rows]
        added = _inherited(decisions, succession, rows)
        if not added:
            return cls(decisions, owners, rows)
        owners = np.append(owners, np.repeat(list(added), [len(found) for found in added.values()]))
        rows = np.append(rows, np.concatenate(list(added.values())))
        order = np.lexsort((_moment(decisions, "start")[rows], _moment(decisions, "review_start")[rows], owners))
        return cls(decisions, owners[order], rows[order])

    def days(self, name: str) -> NDArray[np.datetime64]:
        """A column of days, one for each entry."""
        return self.decisions.days(name)[self.rows]

    def in_force(self, moment: np.datetime64, employers: int) -> Rows:
        """The record of the decision that is in force for each employer on a day; -1 without one.

        Of several the one of the latest review counts, and of that the one that starts last.
        """
        end = self.days("end")
        running = (self.days("start") <= moment) & (np.isnat(end) | (end > moment))
        found = np.full(employers, -1, dtype=np.intp)
        # The last one of each employer stays.
        found[self.owners[running]] = self.rows[running]
        return found


def _standing(decisions: Table) -> Rows:
    """The decisions that stand: of those for one employer and day, the one that was corrected last."""
    keys: list[NDArray[Any]] = [decisions.owners(), _moment(decisions, "review_start"), _moment(decisions, "start")]
    order: Rows = np.lexsort((_moment(decisions, "corrected_at"), *reversed(keys)))
    keys = [key[order] for key in keys]
    last = np.ones(len(order), dtype=np.bool_)
    last[:-1] = np.any([key[1:] != key[:-1] for key in keys], axis=0)
    return order[last]


def _inherited(decisions: Table, succession: Succession, rows: Rows) -> dict[int, Rows]:
    """Heir -> the records of its main predecessor, and of those before it, that it begins with."""
    owners, starts = decisions.owners()[rows], decisions.days("start")
    found: dict[int, Rows] = {}
    for giver in succession.order:
        for heir, _ in succession.heirs[giver]:
            if heir == giver or succession.main[heir] != giver:
                continue
            own, before = (_of(owners, rows, who) for who in (heir, giver))
            before = np.append(found.get(giver, before[:0]), before)
            if len(own):
                before = before[starts[before] < starts[own].min()]
            if len(before):
                found[heir] = before
    return found


def _of(owners: NDArray[np.integer[Any]], rows: Rows, employer: int) -> Rows:
    return rows[np.searchsorted(owners, employer) : np.searchsorted(owners, employer, side="right")]


def _moment(decisions: Table, name: str) -> Ints:
    # NaT is the least integer: a decision that corrects nothing comes before all corrections.
    return decisions.days(name).astype(np.int64)

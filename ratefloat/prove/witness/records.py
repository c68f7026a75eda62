"""From a plan to records: the rows of an employer in every table of a book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ratefloat.history.channels.base import Channel
from ratefloat.history.schema import TABLES
from ratefloat.prove.witness.atoms import Atom
from ratefloat.prove.witness.exposure import Rates, Size, employer, exposures
from ratefloat.prove.witness.solve import Chosen
from ratefloat.prove.witness.standing import Standing
from ratefloat.prove.witness.timeline import Timeline
from ratefloat.units import money_text

if TYPE_CHECKING:
    from ratefloat.history.book import Book

Rows = dict[str, list[dict[str, Any]]]
"""Rows of text by table."""


@dataclass(frozen=True)
class Plan:
    """One employer as it was planned: its size, what stands on record, and its claims."""

    size: Size
    standing: Standing
    chosen: Chosen


@dataclass(frozen=True)
class Ground:
    """What the records of all plans share."""

    timeline: Timeline
    rates: Rates
    atoms: tuple[Atom, ...]
    most: int | None = None
    """The most that one claim adds, in fen; more money is paid on several claims."""

    def rows(self, id: str, plan: Plan) -> Rows:
        """The rows of one employer."""
        own = {**employer(plan.size, id, self.timeline), **plan.standing.words}
        made: Rows = {
            "employers": [own], "exposure": list(exposures(plan.size, id, self.timeline, self.rates)),
            "claims": [row for number, record in enumerate(self._claims(plan.chosen))
                       for row in record[0].records(f"{id}-{number + 1}", id, self.timeline, money_text(record[1]))],
        }
        return {**made, **plan.standing.frames(id)}

    def _claims(self, chosen: Chosen) -> Iterable[tuple[Atom, int]]:
        money = dict(chosen.money)
        for number, times in chosen.claims:
            yield self.atoms[number], money.pop(number, 0)
            for _ in range(times - 1):
                yield self.atoms[number], 0
        for number, fen in money.items():
            while fen > 0:
                paid = fen if self.most is None else min(fen, self.most)
                yield self.atoms[number], paid
                fen -= paid


def most_of(channels: Iterable[Channel]) -> int | None:
    """The least limit per claim or accident that any channel has, in fen."""
    named = [getattr(c, name, None) for c in channels for name in ("per_claim_at_most", "per_accident_at_most")]
    found = [int(limit * 100) for limit in named if limit is not None]
    return min(found, default=None)


def book_of(parts: Iterable[Mapping[str, list[dict[str, Any]]]]) -> Book:
    """A book from rows."""
    import pandas as pd

    from ratefloat.history.book import Book

    rows: Rows = {name: [] for name in TABLES}
    for part in parts:
        for name, more in part.items():
            rows[name] += [row for row in more if name != "fund" or row not in rows[name]]
    frames: dict[str, Any] = {}
    for name, found in rows.items():
        needed = [column.name for column in TABLES[name].columns if column.needed]
        needed += ["start", "end"] if name == "exposure" else []
        present = dict.fromkeys(key for row in found for key in row)
        if found or TABLES[name].needed:
            columns = [*present] if found else needed
            data = {key: [str(row.get(key, "")) for row in found] for key in columns}
            frames[name] = pd.DataFrame(data, columns=columns, dtype=object)
    return Book.from_frames(**frames)

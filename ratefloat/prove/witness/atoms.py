"""Claims as building stones: every kind of claim that the channels of a policy can tell apart, and what it adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from ratefloat.history.channels.base import Channel
from ratefloat.history.schema import CAUSES, ITEMS
from ratefloat.prove.witness.timeline import Timeline

DATES = ("accident", "recognised", "assessed", "paid")
SHAPES = ("injury", *(f"grade {n}" for n in range(10, 0, -1)), "disease", "death")


@dataclass(frozen=True)
class Atom:
    """A claim, or one accident of several: cause, shape, benefit item, and which of its dates lie in a segment.

    Dates before `first` lie long before everything that is looked at; dates after `last` have not come yet.
    """

    cause: str
    shape: str
    item: str
    segment: int
    first: int
    last: int
    persons: int = 1

    @property
    def family(self) -> str:
        """What it adds as a record: "injury", "graded", "disease" or "death"."""
        return _family(self.shape)

    def records(self, id: str, employer: str, timeline: Timeline, amount: str = "0") -> Iterator[dict[str, Any]]:
        """Its rows in the claims of a book; the amount is paid to the first person."""
        days = {
            f"{name}_on": (timeline.before if place < self.first else timeline.day_in(self.segment)).isoformat()
            if place <= self.last else ""
            for place, name in enumerate(DATES)
        }
        for number in range(self.persons):
            yield {
                "claim": f"{id}.{number}", "employer": employer, "accident_id": id, **days, "cause": self.cause,
                "death": "yes" if self.shape == "death" else "no",
                "disease": "yes" if self.shape == "disease" else "no",
                "grade": self.shape.removeprefix("grade ") if self.family == "graded" else "",
                self.item: amount if number == 0 else "0",
            }


def atoms(channels: Sequence[Channel], timeline: Timeline, persons: Iterable[int]) -> list[Atom]:
    """One claim of every kind that some channels can tell apart, in every segment."""
    # A kind of one's own that names no date may read any.
    read = {name for channel in channels for name in ([channel.date] if hasattr(channel, "date") else DATES)}
    used = sorted(DATES.index(name) for name in read)
    stretches = [(used[i], used[j]) for i in range(len(used)) for j in range(i, len(used))] or [(3, 3)]
    kinds = product(_causes(channels), _shapes(channels), _items(channels), range(len(timeline.segments)), stretches)
    made = [Atom(cause, shape, item, segment, first, last) for cause, shape, item, segment, (first, last) in kinds]
    several = [n for n in persons if n > 1]
    return made + [replace(atom, persons=n) for atom in made if atom.shape == "death" for n in several]


def _causes(channels: Sequence[Channel]) -> list[str]:
    return _distinct(CAUSES, lambda cause: [cause in getattr(channel, "without", ()) for channel in channels])


def _items(channels: Sequence[Channel]) -> list[str]:
    return _distinct(ITEMS, lambda item: [item in (getattr(channel, "only", ()) or ITEMS) for channel in channels])


def _shapes(channels: Sequence[Channel]) -> list[str]:
    return _distinct(SHAPES, lambda shape: [_family(shape), *(_counts(channel, shape) for channel in channels)])


def _family(shape: str) -> str:
    return "graded" if shape.startswith("grade") else shape


def _counts(channel: Channel, shape: str) -> bool:
    of, grades = getattr(channel, "of", None), getattr(channel, "grades", None)
    if grades is not None:
        return shape.startswith("grade") and grades[0] <= int(shape.removeprefix("grade ")) <= grades[1]
    if of is None:
        return shape == "death" and channel.kind == "accident deaths"
    return of == "injury" or of == shape or (of == "graded" and shape != "injury")


def _distinct(names: Sequence[str], signature: Any) -> list[str]:
    found: dict[tuple[object, ...], str] = {}
    for name in names:
        found.setdefault(tuple(signature(name)), name)
    return list(found.values())

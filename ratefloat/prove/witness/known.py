"""What sizes and claims add up to, measured by filling the policy's own channels with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from ratefloat.history.channels.base import BaseLookup
from ratefloat.history.dates import Dates
from ratefloat.history.experience import Experience
from ratefloat.history.filled import Channels, Request
from ratefloat.history.indicator import Indicator, Measure
from ratefloat.history.table import Ints, Mask
from ratefloat.periods import Span
from ratefloat.prove.witness.atoms import Atom
from ratefloat.prove.witness.demands import Form
from ratefloat.prove.witness.exposure import Size, employer, exposures
from ratefloat.prove.witness.records import Ground, book_of
from ratefloat.prove.witness.solve import Stones
from ratefloat.prove.witness.standing import Standing
from ratefloat.rules.bands import holds
from ratefloat.rules.column import Column
from ratefloat.rules.domain import Cell

UNIT = 100
"""Fen that are paid on an atom to see what money on it adds."""


@dataclass
class Sizes:
    """Employers of many sizes without a claim, and their denominators."""

    experience: Experience
    place: Mapping[Size, int]
    bottoms: dict[Form, Ints | None] = field(default_factory=dict)
    tops: dict[Form, Ints] = field(default_factory=dict)
    insured: dict[Form, Mask] = field(default_factory=dict)
    columns: dict[Indicator, Column] = field(default_factory=dict)

    @classmethod
    def of(cls, sizes: Sequence[Size], ground: Ground, requests: Iterable[Request], base: BaseLookup | None) -> Sizes:
        """Sizes measured for the channels of a policy."""
        parts = [
            {"employers": [employer(size, str(n), ground.timeline)],
             "exposure": list(exposures(size, str(n), ground.timeline, ground.rates))}
            for n, size in enumerate(sizes)
        ]
        book = book_of(parts)
        filled = Channels.fill(book, requests, base=base)
        experience = Experience(filled, ground.timeline.dates, book, None, base)
        return cls(experience, {size: book.index(str(n)) for n, size in enumerate(sizes)})

    def measured(self, measure: Measure, span: Span) -> tuple[Ints, Ints | None]:
        """Numerators and denominators of all sizes."""
        form = (measure, span)
        if form not in self.tops:
            terms = measure.terms(self.experience, span)
            self.tops[form], self.bottoms[form] = terms.numerator, terms.denominator
        return self.tops[form], self.bottoms[form]


@dataclass(frozen=True)
class Employer:
    """One size with what stands on record: what the demands of a case are made from."""

    sizes: Sizes
    size: Size
    standing: Standing
    ground: Ground

    @property
    def dates(self) -> Dates:
        """The days of the review."""
        return self.ground.timeline.dates

    @property
    def refused(self) -> bool:
        """Whether the exposure can not be read, such as a base rate that no table has."""
        return self.sizes.place[self.size] in self.sizes.experience.refused

    def bottom(self, measure: Measure, span: Span) -> int | None:
        """The denominator of a measure; None where it has none."""
        found = self.sizes.measured(measure, span)[1]
        return None if found is None else int(found[self.sizes.place[self.size]])

    def top(self, measure: Measure, span: Span) -> int | None:
        """The numerator, if it is one of exposure; None if claims make it."""
        if measure.top.source == "claims":
            return None
        return int(self.sizes.measured(measure, span)[0][self.sizes.place[self.size]])

    def lies(self, indicator: Indicator, cell: Cell) -> bool:
        """Whether an indicator of another kind lies in a cell while there are no claims."""
        columns = self.sizes.columns
        if indicator not in columns:
            columns[indicator] = indicator.column("", self.sizes.experience)
        column = columns[indicator].take(np.asarray([self.sizes.place[self.size]], dtype=np.intp))
        if cell.interval is not None:
            return bool(holds(column, cell.interval)[0])
        empty = isinstance(cell.sample, tuple) and not column.has_value()[0]
        return empty and bool(column.over_nothing()[0]) == bool(cell.sample[0])

    def insured(self, measure: Measure, span: Span) -> bool:
        """Whether the employer is insured in a span, as the measure sees it."""
        found = self.sizes.insured.get((measure, span))
        if found is None:
            found = self.sizes.insured[measure, span] = measure.insured(self.sizes.experience, span)
        return bool(found[self.sizes.place[self.size]])

    def flag_start(self, name: str) -> date | None:
        """The last start of a flag before the review."""
        return self.standing.flag_start(name, self.ground.timeline)


def stones_of(
    forms: Sequence[Form], atoms: Sequence[Atom], ground: Ground, measuring: tuple[Sequence[Request], BaseLookup | None]
) -> tuple[Stones, tuple[Atom, ...]]:
    """What each atom adds to each form, and the atoms of which no other adds the same."""
    requests, base = measuring
    paying = [number for number, atom in enumerate(atoms) if atom.last >= 2]
    parts = [_part(f"{number}", atom, ground, "0") for number, atom in enumerate(atoms)]
    parts += [_part(f"{number}m", atoms[number], ground, "1") for number in paying]
    book = book_of(parts)
    filled = Channels.fill(book, requests, base=base)
    experience = Experience(filled, ground.timeline.dates, book, None, base)
    bare = np.asarray([book.index(str(number)) for number in range(len(atoms))])
    paid = np.asarray([book.index(f"{number}m") for number in paying], dtype=np.intp)
    claims = np.zeros((len(atoms), len(forms)), dtype=np.int64)
    money = np.zeros_like(claims)
    for place, (measure, span) in enumerate(forms):
        found = measure.terms(experience, span).numerator
        claims[:, place] = found[bare]
        money[paying, place] = (found[paid] - found[bare[paying]]) // UNIT
    greatest = np.asarray([measure.top.carried == "greatest" for measure, _ in forms], dtype=np.bool_)
    kept = _kept(atoms, claims, money)
    stones = Stones(tuple(forms), claims[kept], money[kept], greatest)
    return stones, tuple(atoms[number] for number in kept)


def _part(id: str, atom: Atom, ground: Ground, amount: str) -> dict[str, list[dict[str, object]]]:
    own = {"employer": id, "risk_class": 1, "participation": ground.timeline.before.isoformat()}
    return {"employers": [own], "claims": list(atom.records(id, id, ground.timeline, amount))}


def _kept(atoms: Sequence[Atom], claims: Ints, money: Ints) -> list[int]:
    seen: dict[tuple[object, ...], int] = {}
    for number, atom in enumerate(atoms):
        if claims[number].any() or money[number].any():
            seen.setdefault((atom.family, *claims[number].tolist(), *money[number].tolist()), number)
    return list(seen.values())

"""The axes on which two policies are compared: every indicator that either reads, cut wherever one of them cuts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from ratefloat.policy.decision import read_names
from ratefloat.policy.derive import Derived, derive, merge_cuts
from ratefloat.policy.document import FloatPolicy
from ratefloat.prove.difference.bases import Bases, place_text
from ratefloat.rules.column import Cuts
from ratefloat.rules.domain import Cell, Choice, Domain, Pooled

AREA = "area"
GROUP = "base_group"
MOST_RATES = 60


@dataclass(frozen=True)
class Side:
    """One of two policies on its day: its derived table, and where it cuts each indicator that it reads."""

    policy: FloatPolicy
    on: date
    derived: Derived
    cuts: Mapping[str, Cuts]

    @classmethod
    def of(cls, policy: FloatPolicy, on: date) -> Side:
        """A policy on a day."""
        derived = derive(policy, on)
        return cls(policy, on, derived, merge_cuts([*derived.cuts, derived.rate_cuts]))

    @property
    def names(self) -> tuple[str, ...]:
        """The indicators that it reads: its own in document order, then those that are built in."""
        asked = read_names(self.policy, self.on)
        read = [name for name in self.cuts if name in asked and name != GROUP]
        own = [name for name in self.policy.indicator_map if name in read]
        return (*own, *(name for name in read if name not in own))

    def definition(self, name: str) -> str:
        """What an indicator is, whatever it is called: its definition without label, its window made explicit."""
        indicator = self.policy.indicator_map.get(name)
        if indicator is None:
            return f"built in: {name}"
        fields = indicator.model_dump(mode="json")
        fields.pop("label", None)
        window = getattr(indicator, "window", None) or self.policy.structure.window
        return json.dumps([fields, window.model_dump(mode="json")], sort_keys=True)


@dataclass(frozen=True)
class Axis:
    """One indicator of a comparison: its cells, its name in each policy (None: not read), and whether it is finite.

    `listed` are the values that each side knows, where they are few and the sides differ.
    """

    name: str
    domain: Domain
    cells: tuple[Cell, ...]
    names: tuple[str | None, str | None]
    finite: bool = True
    listed: tuple[tuple[int, ...], tuple[int, ...]] | None = None


def axes_of(old: Side, new: Side, bases: Bases) -> tuple[tuple[Axis, ...], tuple[str, ...]]:
    """The axes of two policies, and what a reader must know of how indicators were matched."""
    pairs, notes = matched(old, new)
    found = [_axis(names, (old, new), bases) for names in pairs]
    if len(bases.groups) > 1:
        found.append(_places(bases))
    kept = tuple(axis for axis in found if len(axis.cells) > 1 or not axis.finite)
    more = [f"{a.name}: read as an exact number, of which there is no end" for a in kept if not a.finite]
    return kept, (*notes, *more)


def matched(old: Side, new: Side) -> tuple[list[tuple[str | None, str | None]], list[str]]:
    """Which name of one policy means what which name of the other means."""
    notes: list[str] = []
    mine, theirs = list(old.names), list(new.names)
    partner: dict[str, str] = {n: n for n in mine if n in theirs and old.definition(n) == new.definition(n)}
    for name in mine:
        same = [t for t in theirs if t not in partner.values() and old.definition(name) == new.definition(t)]
        if name not in partner and same:
            partner[name] = same[0]
            notes.append(f"{same[0]}: called {name} in the old policy")
    for name in mine:
        if name not in partner and name in theirs and name not in partner.values():
            alike = old.policy.structure.domains[name] == new.policy.structure.domains[name]
            how = "compared by equal values" if alike else "compared as two indicators"
            notes.append(f"{name}: defined differently in the two policies; {how}")
            if alike:
                partner[name] = name
    left = [t for t in theirs if t not in partner.values()]
    pairs: list[tuple[str | None, str | None]] = [(n, partner.get(n)) for n in mine]
    return [*pairs, *((None, t) for t in left)], notes


def _axis(names: tuple[str | None, str | None], sides: tuple[Side, Side], bases: Bases) -> Axis:
    read = [(side, name) for side, name in zip(sides, names, strict=True) if name is not None]
    cuts = merge_cuts([{"": side.cuts[name]} for side, name in read])[""]
    # A step of one ladder may be unknown to the other, whether or not its own law asks for the step before.
    own = [side.policy.structure.domains[name] for side, name in read]
    domains = [side.policy.structure.domains.get(read[0][1], own[0]) for side in sides] if len(own) == 1 else own
    domain, listed = own[0], None
    if isinstance(domain, Pooled):
        pool = _some_rates(bases)
        return Axis(_title(names, sides), Pooled(pool), Pooled(pool).cells(cuts), names, False)
    first, second = domains
    if isinstance(first, Choice) and isinstance(second, Choice) and first != second:
        listed = (first.values, second.values)
        domain = Choice(tuple(sorted({*listed[0], *listed[1]})))
        cuts = replace(cuts, all_values=True)
    return Axis(_title(names, sides), domain, domain.cells(cuts), names, not cuts.exact_numbers, listed)


def _title(names: tuple[str | None, str | None], sides: tuple[Side, Side]) -> str:
    """The name in the new policy; of two different things with one name, each says whose it is."""
    old, new = names
    if new is not None:
        return f"{new} (new)" if old is None and new in sides[0].names else new
    assert old is not None
    return f"{old} (old)" if old in sides[1].names else old


def _some_rates(bases: Bases) -> tuple[Fraction, ...]:
    """Rates that may have been in force: base rates, and half as much again and half of them."""
    base = sorted(set(bases.by_group.values()))
    return tuple(dict.fromkeys(rate * way for way in (1, Fraction(3, 2), Fraction(1, 2)) for rate in base))[:MOST_RATES]


def _places(bases: Bases) -> Axis:
    cells = []
    for group, (places, _) in enumerate(bases.groups):
        texts = [place_text(place) or "anywhere else" for place in places]
        cells.append(Cell(" or ".join(texts) if len(texts) <= 3 else f"{texts[0]} or {len(texts) - 1} more", group))
    return Axis(AREA, Choice(tuple(range(len(cells)))), tuple(cells), (GROUP, GROUP))


def samples(axis: Axis, side: int) -> list[Any]:
    """The representative of each cell, for one side; where it does not know the value, one that it knows."""
    found = [cell.sample for cell in axis.cells]
    if axis.listed is None:
        return found
    known = axis.listed[side]
    return [sample if sample in known else known[0] for sample in found]


def unknown(axis: Axis, side: int) -> list[bool]:
    """Which cells hold a value that one side does not know."""
    return [axis.listed is not None and cell.sample not in axis.listed[side] for cell in axis.cells]


def indicators_by_axis(axes: Sequence[Axis], sides: tuple[Side, Side]) -> Iterator[tuple[int, str, str]]:
    """Side, axis and name in the policy of every own indicator."""
    for axis in axes:
        for number, (side, name) in enumerate(zip(sides, axis.names, strict=True)):
            if name is not None and name in side.policy.indicator_map:
                yield number, axis.name, name

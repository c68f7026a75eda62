"""The base rates of two policies side by side: where they differ, and which places have the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from ratefloat.errors import UncoveredError
from ratefloat.policy.base import Spec, rates_on, tables_of
from ratefloat.policy.document import FloatPolicy
from ratefloat.units import percent_text

Place = tuple[str | None, str | None]
"""An area and a tier."""
Rates = dict[int, Fraction]


@dataclass(frozen=True)
class BaseChange:
    """The base rate of one class in one place, in two policies; None: the table has none."""

    place: Place
    risk_class: int
    old: Fraction | None
    new: Fraction | None

    def __str__(self) -> str:
        where = place_text(self.place)
        old, new = ("none" if rate is None else percent_text(rate, places=2) for rate in (self.old, self.new))
        return f"base rate of class {self.risk_class}{f' in {where}' if where else ''}: {old} -> {new}"


@dataclass(frozen=True)
class Bases:
    """What the comparison needs of two base tables.

    Args:
        changes: every class and place whose rate is not the same.
        groups: the places that have the same rates, and those rates; the new ones where both tables have some.
    """

    changes: tuple[BaseChange, ...]
    groups: tuple[tuple[tuple[Place, ...], Rates], ...]
    notes: tuple[str, ...]

    @property
    def by_group(self) -> dict[tuple[int, int], Fraction]:
        """The base rate of each group and class."""
        return {(group, c): rate for group, (_, rates) in enumerate(self.groups) for c, rate in rates.items()}


def bases_of(old: FloatPolicy, new: FloatPolicy, days: tuple[date, date]) -> Bases:
    """The base rates of two policies, each on its own day."""
    notes: dict[str, None] = {}
    sides = [_Side(policy, on, notes) for policy, on in zip((old, new), days, strict=True)]
    changes: list[BaseChange] = []
    groups: dict[tuple[tuple[int, Fraction], ...], list[Place]] = {}
    for place in dict.fromkeys([*sides[1].places(), *sides[0].places()]):
        before, after = (side.rates(place) for side in sides)
        if None not in (old.base, new.base):
            changes += [
                BaseChange(place, c, before.get(c), after.get(c))
                for c in sorted({*before, *after}) if before.get(c) != after.get(c)
            ]
        together = {**before, **after}
        if together:
            groups.setdefault(tuple(sorted(together.items())), []).append(place)
    if changes:
        notes["base rates differ: the rules are compared on the new ones"] = None
    made = tuple((tuple(places), dict(rates)) for rates, places in groups.items())
    return Bases(tuple(changes), made or (((), {1: Fraction(0)}),), tuple(notes))


@dataclass(frozen=True)
class _Side:
    policy: FloatPolicy
    on: date
    notes: dict[str, None]

    @property
    def spec(self) -> Spec | None:
        return self.policy.structure.base

    def places(self) -> Iterator[Place]:
        for name, table in (tables_of(self.spec) if self.spec is not None else {}).items():
            areas = (name,) if name is not None else (table.areas or (None,))
            yield from ((area, tier) for area in areas for tier in table.tiers or (None,))

    def rates(self, place: Place) -> Rates:
        """The rates of a place; those of the nearest covered day where there are none on the day itself."""
        if self.spec is None:
            return {}
        try:
            return rates_on(self.spec, self.on, *place)
        except UncoveredError:
            nearest = self._nearest(place)
        if nearest is None:
            return {}
        self.notes[f"base rates of {self.policy.id}: none on {self.on}; those of {nearest} are compared"] = None
        return rates_on(self.spec, nearest, *place)

    def _nearest(self, place: Place) -> date | None:
        assert self.spec is not None
        tables = tables_of(self.spec)
        table = tables.get(None, tables.get(place[0]))
        try:
            spans = table.covered(area=place[0] if None in tables else None, tier=place[1]) if table else ()
        except UncoveredError:
            return None
        days = [min(max(self.on, span.start), span.end - timedelta(days=1)) for span in spans]
        return min(days, key=lambda moment: abs(moment - self.on), default=None)


def place_text(place: Place) -> str:
    """An area and tier in words; nothing where the table has neither.

    >>> place_text(("haikou", "II")), place_text((None, None))
    ('haikou, tier II', '')
    """
    area, tier = place
    return ", ".join([*([area] if area else []), *([f"tier {tier}"] if tier else [])])

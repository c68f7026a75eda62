"""The areas and tiers for which a policy has base rates of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from ratefloat.errors import UncoveredError
from ratefloat.policy.base import rates_on, tables_of

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy

Place = tuple[str | None, str | None]
"""An area and a tier."""


def places_of(policy: FloatPolicy) -> tuple[Place, ...]:
    """Every area and tier that the base tables of a policy tell apart.

    >>> from ratefloat.plans import load_plan
    >>> places_of(load_plan("cn-hainan-2016"))
    ((None, None),)
    """
    spec = policy.structure.base
    if spec is None:
        return ((None, None),)
    found: dict[Place, None] = {}
    for area, table in tables_of(spec).items():
        for row in table.rows:
            found[area or row.area, row.tier] = None
    return tuple(found)


def rates_by_place(policy: FloatPolicy, moment: date) -> dict[Place, Mapping[int, Fraction]]:
    """The base rates of each place that has some on a day; places with equal rates once."""
    spec = policy.structure.base
    if spec is None:
        return {(None, None): dict.fromkeys(policy.classes or (1,), Fraction(0))}
    found: dict[Place, Mapping[int, Fraction]] = {}
    seen: set[tuple[tuple[int, Fraction], ...]] = set()
    for area, tier in places_of(policy):
        try:
            rates = rates_on(spec, moment, area, tier)
        except UncoveredError:
            continue
        key = tuple(sorted(rates.items()))
        if key not in seen:
            seen.add(key)
            found[area, tier] = rates
    return found

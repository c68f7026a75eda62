"""The whole law of a day as linked tables: the derived links, then the rates of every area and tier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import UncoveredError
from ratefloat.history.implications import implications
from ratefloat.history.indicator import Indicator
from ratefloat.policy.base import Spec, rates_on, tables_of
from ratefloat.policy.derive import LIMIT, START, Derived, Link, cells_of, derive, make_link
from ratefloat.policy.structure import Part
from ratefloat.rules.domain import Cell, Choice, Domain, Pooled
from ratefloat.rules.rows import Constants

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy

GROUP = "base_group"
MOST = 16 * LIMIT


@dataclass(frozen=True)
class Whole:
    """Linked tables from indicators to rates.

    `groups` are the areas and tiers that base group 0, 1, ... stand for. `rest` are the parts that no table
    holds, because they read exact numbers or a rate that is on record; without it, the last link gives rates.
    """

    derived: Derived
    links: tuple[Link, ...]
    domains: Mapping[str, Domain]
    groups: tuple[tuple[str | None, str | None], ...]
    refusals: tuple[str, ...]
    rest: tuple[Part, ...]


def whole(policy: FloatPolicy, on: date, *, limit: int = LIMIT) -> Whole:
    """The linked tables of a policy on a day.

    Args:
        limit: the most cells of one link before the rates; a small one makes a chain.
    Raises:
        UncoveredError: no part of the rule has a finite table, or no base rates cover the day.
    """
    derived = derive(policy, on, limit=limit)
    if derived.tail and not derived.links:
        raise UncoveredError(f"policy {policy.id}: its rule reads exact numbers and has no finite table")
    groups, base = base_groups(policy.structure.base, on)
    domains: dict[str, Domain] = {**derived.domains, GROUP: Choice(tuple(range(len(groups))))}
    cells = cells_of(domains, derived.rate_cuts)
    states = derived.links[-1].after if derived.links else START
    pooled = any(isinstance(domains[name], Pooled) for name in derived.rate_cuts)
    if derived.tail or pooled or len(states) * prod(map(len, cells.values())) > MOST:
        rest = derived.tail or derived.rate_parts
        if not derived.links:
            raise UncoveredError(f"policy {policy.id}: {rest[0].rule.name} gives rates that no finite table holds")
        return Whole(derived, derived.links, domains, groups, derived.refusals, rest)
    setting = Constants(on, derived.setting.window_months, derived.setting.steps, base)
    refusals = list(derived.refusals)
    rates = make_link(derived.rate_parts, domains, cells, states, (setting, refusals))
    return Whole(derived, (*derived.links, rates), domains, groups, tuple(refusals), ())


def base_groups(
    spec: Spec | None, on: date
) -> tuple[tuple[tuple[str | None, str | None], ...], dict[tuple[int, int], Fraction]]:
    """Every area and tier with base rates on a day, and the rate of each by its number and risk class."""
    if spec is None:
        return ((None, None),), {}
    found: list[tuple[str | None, str | None]] = []
    base: dict[tuple[int, int], Fraction] = {}
    missed: list[UncoveredError] = []
    for area, table in tables_of(spec).items():
        rows = {(area if area is not None else row.area, row.tier) for row in table.rows}
        for pair in sorted(rows, key=lambda pair: (pair[0] or "", table.tiers.index(pair[1]) if pair[1] else 0)):
            try:
                rates = rates_on(spec, on, *pair)
            except UncoveredError as error:
                missed.append(error)
                continue
            base |= {(len(found), risk_class): rate for risk_class, rate in rates.items()}
            found.append(pair)
    if missed and not found:
        raise missed[0]
    return tuple(found), base


def impossible(policy: FloatPolicy, link: Link) -> NDArray[np.bool_]:
    """Which cases of a link no history can be in, because two of its indicators are made of the same records.

    Returns:
        a mask of the shape of the link.
    """
    mask = np.zeros(link.shape, dtype=np.bool_)
    for one, two, table in exclusions(policy, dict(zip(link.names, link.cells, strict=True))):
        shape = [1] * mask.ndim
        shape[one + 1], shape[two + 1] = mask.shape[one + 1], mask.shape[two + 1]
        mask |= (table.diagonal() if one == two else table if one < two else table.T).reshape(shape)
    return mask


def exclusions(
    policy: FloatPolicy, cells: Mapping[str, Sequence[Cell]]
) -> Iterator[tuple[int, int, NDArray[np.bool_]]]:
    """Pairs of indicators, by their places, and which cells of the one exclude which of the other."""
    names = list(cells)
    own = {name: made for name, made in policy.indicator_map.items() if name in cells and isinstance(made, Indicator)}
    for found in implications(own, policy.structure.window):
        one, two = found.if_name, found.then_name
        table = [
            [(one != two or a is b) and found.excluded({one: a, two: b}) for b in cells[two]] for a in cells[one]
        ]
        yield names.index(one), names.index(two), np.asarray(table, dtype=np.bool_)

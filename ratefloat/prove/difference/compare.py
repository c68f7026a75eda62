"""Two policies compared: documents, base rates, and every case that either can tell apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import prod

from ratefloat.policy.document import FloatPolicy
from ratefloat.prove.difference.axes import Side, axes_of
from ratefloat.prove.difference.bases import bases_of
from ratefloat.prove.difference.comparison import Comparison
from ratefloat.prove.difference.composed import composed
from ratefloat.prove.difference.documents import changes
from ratefloat.prove.difference.possible import Excluded, excluded
from ratefloat.prove.difference.result import Difference, case_of
from ratefloat.prove.difference.search import search
from ratefloat.prove.difference.sweep import LIMIT, Found, sweep

EASY = 1 << 18
"""Cells that are decided one by one even where a chain could be cut."""


def difference(old: FloatPolicy, new: FloatPolicy, *, on: date | str | None = None) -> Difference:
    """Where a new policy differs from an old one.

    Every case that either can tell apart is decided by both; those that differ are merged into boxes of which no two
    neighbours can be merged further. Cases that no history has are left out. Without any, the two are proved to
    decide alike. Rules that read exact numbers, and laws with too many cases even for the halves of a chain, are
    searched instead, and the result says so.

    Args:
        old, new: complete policies.
        on: the day of both; by default the first day that both are in force, else the first of each.
    Raises:
        DefinitionError: a template with open holes.
        UncoveredError: a policy is not in force on the day that was asked for.

    >>> from ratefloat.plans import load_plan
    >>> plan = load_plan("cn-shenzhen-2018")
    >>> print(difference(plan, plan))
    cn-shenzhen-2018 -> cn-shenzhen-2018
    every case is decided alike: all 56 cases were compared
    """
    for policy in (old, new):
        policy.require_complete()
    days = _days(old, new, on)
    sides = (Side.of(old, days[0]), Side.of(new, days[1]))
    bases = bases_of(old, new, days)
    axes, notes = axes_of(*sides, bases)
    comparison = Comparison.of(sides, axes, bases)
    found = _found(comparison, excluded(axes, sides))
    order = (_clauses(old), _clauses(new))
    cases = [case_of(met, comparison.pairs, axes, order) for met in found.met]
    apart = (f"compared on different days: {days[0]} and {days[1]}",) if days[0] != days[1] else ()
    return Difference(
        old.id, new.id, tuple(changes(old, new)), bases.changes, tuple(cases), found.cells, found.impossible,
        found.complete, (*apart, *bases.notes, *notes),
    )


def _found(comparison: Comparison, ruled_out: Sequence[Excluded]) -> Found:
    """All cases, one by one or by the halves of a chain, where they are finite and not too many; else a search."""
    axes = comparison.axes
    if not all(axis.finite for axis in axes):
        return search(comparison, ruled_out)
    cells = prod(len(axis.cells) for axis in axes)
    found = composed(comparison, ruled_out) if cells > min(EASY, LIMIT) else None
    if found is None:
        return sweep(comparison, ruled_out) if cells <= LIMIT else search(comparison, ruled_out)
    return found


def _clauses(policy: FloatPolicy) -> list[str]:
    rules = (rule for part in policy.structure.parts for rule in part.rule.walk())
    return [rule.clause.en if rule.clause else rule.kind for rule in rules]


def _days(old: FloatPolicy, new: FloatPolicy, on: date | str | None) -> tuple[date, date]:
    if on is not None:
        return old.require_in_force(on), new.require_in_force(on)
    if old.effective.overlaps(new.effective):
        first = max(old.effective.start, new.effective.start)
        return first, first
    return old.effective.start, new.effective.start

"""Two policies row by row: what the plain reading of both documents says, and in which reported boxes a row lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from laws.engines import ON, by_oracle
from laws.rows import Row
from laws.test_cells import lies_in

from ratefloat.policy.document import FloatPolicy
from ratefloat.prove.difference.axes import Axis, Side, axes_of
from ratefloat.prove.difference.bases import bases_of
from ratefloat.prove.difference.result import Case


def axes(old: FloatPolicy, new: FloatPolicy) -> dict[str, Axis]:
    """The axes of a comparison by name."""
    found, _ = axes_of(Side.of(old, ON), Side.of(new, ON), bases_of(old, new, (ON, ON)))
    return {axis.name: axis for axis in found}


def differing(old: FloatPolicy, new: FloatPolicy, rows: Sequence[Row]) -> list[bool]:
    """Which rows two documents decide differently: class where one rates by another, step, factor, rate, or not at all.

    A step or factor that one of the laws does not know is no difference; a prior step that a law which reads it does
    not know is a refusal.
    """
    rated = bool(old.class_rule or new.class_rule)
    return [_differ(a, b, rated) for a, b in zip(answers(old, rows), answers(new, rows), strict=True)]


def answers(policy: FloatPolicy, rows: Sequence[Row]) -> list[Any]:
    """What a policy says of each row, as a rating of a book does."""
    known = policy.structure.domains["prior_step"].values  # type: ignore[attr-defined]
    asked = "prior_step" in Side.of(policy, ON).names
    return [
        "unknown" if asked and row["prior_step"] not in known else answer
        for row, answer in zip(rows, by_oracle(policy, rows), strict=True)
    ]


def _differ(a: Any, b: Any, rated: bool) -> bool:
    if isinstance(a, str) or isinstance(b, str):
        return isinstance(a, str) != isinstance(b, str)
    if None in (a.step, b.step):
        a, b = replace(a, step=None), replace(b, step=None)
    if None in (a.factor, b.factor):
        a, b = replace(a, factor=None), replace(b, factor=None)
    return (a.step, a.factor, a.rate, rated and a.risk_class) != (b.step, b.factor, b.rate, rated and b.risk_class)


def holds(case: Case, row: Row, known: dict[str, Axis]) -> bool:
    """Whether a row lies in a reported box, by the words of its cells."""
    return all(
        any(lies_in(name, row[name], cell, known[name].cells) for cell in cells) for name, cells in case.box
    )


def mergeable(cases: Sequence[Case], known: dict[str, Axis]) -> list[tuple[str, str]]:
    """Pairs of reported cases with one change that touch along one axis and agree on all others."""
    found = []
    for i, a in enumerate(cases):
        for b in cases[:i]:
            runs = [(_run(a, axis), _run(b, axis)) for axis in known.values()]
            unlike = [(x, y) for x, y in runs if x != y]
            if signature(a) == signature(b) and len(unlike) == 1:
                (first, second), = unlike
                if first[1] == second[0] or second[1] == first[0]:
                    found.append((str(a), str(b)))
    return found


def signature(case: Case) -> tuple[Any, ...]:
    """What two cases must share to be one: the first stages that change, and the way of the rate."""
    if case.old.refused or case.new.refused:
        kept = case.new if case.old.refused else case.old
        return (bool(case.old.refused), kept.steps or kept.factors)
    sides = (case.old, case.new)
    stepped = case.old.steps != case.new.steps and all(side.steps for side in sides)
    parts: list[Any] = [case.relation]
    for name in ("classes", "steps", *(() if stepped else ("factors",))):
        before, after = getattr(case.old, name), getattr(case.new, name)
        parts.append((name, before, after) if before and after and before != after else name)
    bare = [side.rates for side in sides if not side.steps and not side.factors]
    return (*parts, *bare)


def _run(case: Case, axis: Axis) -> tuple[int, int]:
    cells = dict(case.box).get(axis.name, axis.cells)
    return axis.cells.index(cells[0]), axis.cells.index(cells[-1]) + 1

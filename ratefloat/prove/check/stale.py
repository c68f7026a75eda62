"""What ends too soon: a base table or a rule that stops before the rating day or before the policy does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ratefloat.errors import UncoveredError
from ratefloat.periods import FAR, Period
from ratefloat.policy.base import tables_of
from ratefloat.prove.check.words import clause_of
from ratefloat.prove.finding import Finding
from ratefloat.tables.base_rates import BaseRateTable

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy


def check_stale(policy: FloatPolicy, on: date | None) -> Iterator[Finding]:
    """Days of the policy without a base rate, before its first review, or after a rule has ended."""
    structure, force = policy.structure, policy.effective
    if structure.review.anchor > force.start:
        yield _finding(
            "review", f"in force from {force.start}, but the first review starts on {structure.review.anchor}; "
            f"no day before has a rate", "set the anchor to the first day of the policy",
        )
    if structure.base is not None:
        for name, table in tables_of(structure.base).items():
            yield from _table(table, name, force, on)
    for rule in structure.periods:
        yield from _rule(clause_of(rule.rule), rule.period, force, on)


def _table(table: BaseRateTable, name: str | None, force: Period, on: date | None) -> Iterator[Finding]:
    told: set[str] = set()
    for area, tier in dict.fromkeys((row.area, row.tier) for row in table.rows):
        where = "".join(f", {part}" for part in (name or area, tier) if part)
        try:
            covered = table.covered(area=area, tier=tier)
        except UncoveredError:
            continue
        for gap in _gaps(covered, force):
            when = f"on {on}" if on is not None and gap.contains(on) else f"from {gap.start}"
            until = "" if gap.end == FAR or (on is not None and gap.contains(on)) else f" to {gap.end}"
            message = f"base table {table.id}{where}: no base rate {when}{until}, though the policy is in force"
            if message not in told:
                told.add(message)
                advice = "add the rows of those days, or end the policy with them"
                yield _finding(f"base table {table.id}", message, advice)


def _gaps(covered: tuple[Period, ...], force: Period) -> Iterator[Period]:
    reached = force.start
    for period in covered:
        if period.start > reached and reached < force.end:
            yield Period(reached, min(period.start, force.end))
        reached = max(reached, period.end)
    if reached < force.end:
        yield Period(reached, force.end)


def _rule(clause: str, period: Period, force: Period, on: date | None) -> Iterator[Finding]:
    if on is not None and period.end <= on:
        message = f"{clause} ended on {period.end}, before the rating day {on}"
        yield _finding(clause, message, "take it out, or prolong it")
    elif period.end < force.end:
        until = "stays in force" if force.end == FAR else f"runs to {force.end}"
        yield _finding(
            clause, f"{clause} ends on {period.end}, while the policy {until}", "nothing to do if the law says so"
        )
    if period.end <= force.start or period.start >= force.end:
        yield _finding(clause, f"{clause} lies wholly outside the days of the policy", "take it out")


def _finding(clause: str, message: str, advice: str) -> Finding:
    return Finding("warning", "stale", clause, message, advice)

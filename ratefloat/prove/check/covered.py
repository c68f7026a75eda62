"""Every case decided, and by one rule: holes as intervals with their clause, conflicts with both rules."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ratefloat.prove.check.space import Space, some
from ratefloat.prove.check.subject import Subject
from ratefloat.prove.check.words import clause_of, range_words
from ratefloat.prove.finding import Finding, Severity
from ratefloat.prove.witness import Request
from ratefloat.rules.bands import Bands
from ratefloat.rules.grid import Grid
from ratefloat.rules.rule import Rule

MOST = 60


def check_covered(subject: Subject) -> Iterator[Finding]:
    """One finding for each reason for which possible cases are refused, with the cases as intervals."""
    space = subject.space
    open_cases = space.possible & (space.outcomes.refused > 0)
    for code, reason in enumerate(space.outcomes.refusals, start=1):
        rows = np.flatnonzero(open_cases & (space.outcomes.refused == code))
        if len(rows):
            yield from _finding(subject, rows, reason)


def _finding(subject: Subject, rows: NDArray[np.intp], reason: str) -> Iterator[Finding]:
    space, conflict = subject.space, "both claim this case" in reason
    telling = [name for name in space.names if name in (*subject.coupled(), "risk_class")]
    chosen = some(rows, space.digits(rows, telling), MOST + 1)
    _, witness = subject.first([Request((space.case(row),)) for row in chosen[:MOST]])
    if witness is None and len(chosen) <= MOST and subject.workshop.complete:
        return
    rule = rule_of(space, reason)
    declared = not conflict and rule is not None and _declared(rule)
    severity: Severity = "note" if declared else "error"
    what = "declared hole" if declared else "conflict" if conflict else "uncovered"
    where = "; ".join(_ranges(space, rows)) or "every case"
    message = f"{what}: {where}: no rate, {reason}"
    advice = {
        "declared hole": "nothing to do if the text leaves it open; else give the row a value",
        "conflict": "order the cases with first_of(...), or make their conditions exclude each other",
        "uncovered": "give these cases a rule, or declare the hole with None in the table",
    }[what]
    yield Finding(
        severity, "conflict" if conflict else "covered", _clause(rule),
        message if witness else f"{message} (unwitnessed)", advice, witness,
        {"cases": len(rows), "key": reason},
    )


def _ranges(space: Space, rows: NDArray[np.intp]) -> list[str]:
    """The cells of each indicator that narrows the cases down."""
    found = []
    for name in space.names:
        numbers = sorted(set(space.digits(rows, (name,))[:, 0].tolist()))
        possible = sorted(set(space.digits(np.flatnonzero(space.possible), (name,))[:, 0].tolist()))
        if numbers != possible:
            found.append(range_words(space, name, numbers))
    return [words for words in found if words]


def rule_of(space: Space, reason: str) -> Rule | None:
    """The rule that a refusal names; the longest name that it holds."""
    walked = [rule for part in space.policy.structure.parts for rule in part.rule.walk()]
    named = [rule for rule in walked if f"({rule.name})" in reason]
    return max(named, key=lambda rule: len(rule.name), default=None)


def _declared(rule: Rule) -> bool:
    if isinstance(rule, Bands):
        return any(number is None for _, number in rule._table())
    return isinstance(rule, Grid) and any(number is None for row in rule.cells for number in row)


def _clause(rule: Rule | None) -> str:
    return "" if rule is None else clause_of(rule)

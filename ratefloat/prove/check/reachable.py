"""What no possible case can reach: rungs of the ladder, rows of tables, clauses; also over many reviews."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ratefloat.prove.check.space import Space
from ratefloat.prove.check.traced import Use
from ratefloat.prove.check.walks import Walks, closure
from ratefloat.prove.check.words import clause_of
from ratefloat.prove.finding import Finding
from ratefloat.rules.bands import Bands
from ratefloat.rules.grid import Grid
from ratefloat.rules.ladder import LadderRule
from ratefloat.tables.glossary import step_text

PLAIN = ("start_from_base", "start_from_prior", "bands", "grid", "base_rate", "stay_on_ladder")


def check_reachable(space: Space, uses: list[Use], walks: Walks) -> Iterator[Finding]:
    """Rungs, rows and clauses that nothing reaches."""
    ladders = [rule for part in space.policy.structure.parts for rule in part.rule.walk()
               if isinstance(rule, LadderRule)]
    for ladder in ladders:
        yield from _rungs(ladder, walks)
        yield from _traps(ladder, walks)
    for use in uses:
        yield from _use(use)


def _rungs(ladder: LadderRule, walks: Walks) -> Iterator[Finding]:
    rungs = ladder.rungs()
    missed: dict[int, list[int]] = {}
    for risk_class, pairs in sorted(walks.items()):
        reached = closure(pairs, 0)
        for step in rungs.get(risk_class, rungs.get(None, ())):
            if step not in reached:
                missed.setdefault(step, []).append(risk_class)
    for step, classes in sorted(missed.items()):
        everywhere = len(classes) == len(walks)
        if not everywhere and None in rungs:
            # One ladder for all classes may hold rungs that a class rule keeps from one of them.
            continue
        of = "" if everywhere else f" in class {', '.join(map(str, classes))}"
        yield Finding(
            "warning", "reachable", clause_of(ladder),
            f"the rung {step_text(step, 'en')} ({step:+d}) is reached by no possible case{of}, "
            f"over any number of reviews from the base step",
            "take the rung off the ladder, or mend the rule that should lead there", None,
            {"step": step, "classes": tuple(classes)},
        )


def _traps(ladder: LadderRule, walks: Walks) -> Iterator[Finding]:
    stuck: dict[int, list[int]] = {}
    for risk_class, pairs in sorted(walks.items()):
        for step in sorted(closure(pairs, 0) - {0}):
            if 0 in closure(pairs, 0) and 0 not in closure(pairs, step):
                stuck.setdefault(step, []).append(risk_class)
    for step, classes in sorted(stuck.items()):
        yield Finding(
            "warning", "reachable", clause_of(ladder),
            f"from {step_text(step, 'en')} no case leads back to the base step, over any number of reviews "
            f"(class {', '.join(map(str, classes))})",
            "say how an employer comes back", None, {"step": step, "classes": tuple(classes)},
        )


def _use(use: Use) -> Iterator[Finding]:
    rule, clause = use.rule, clause_of(use.rule)
    if use.asleep or isinstance(rule, LadderRule):
        return
    if not use.applies:
        yield Finding(
            "warning", "reachable", clause, f"{clause} ({rule.words('en', use.stage)}) applies to no possible case",
            "take the clause out, or mend its condition", None, {"rule": rule.kind},
        )
        return
    for number, row in _missed(rule, use):
        yield Finding(
            "warning", "reachable", clause, f"{row} of {clause} is reached by no possible case",
            "take it out of the table, or mend the condition under which the table stands", None,
            {"rule": rule.kind, "row": number},
        )
    if not use.changes and not use.chosen and rule.kind not in PLAIN:
        yield Finding(
            "note", "reachable", clause,
            f"{clause} ({rule.words('en', use.stage)}) changes the result of no possible case",
            "nothing to do if it is there for other base rates; else take it out", None, {"rule": rule.kind},
        )


def _missed(rule: Any, use: Use) -> Iterator[tuple[int, str]]:
    if isinstance(rule, Bands):
        names = [f"row {key}" for key, _ in rule._table()]
    elif isinstance(rule, Grid):
        names = [f"cell {down} / {across}" for down in rule.down_rows for across in rule.across_rows]
    else:
        return
    yield from ((number, name) for number, name in enumerate(names) if number not in use.rows)

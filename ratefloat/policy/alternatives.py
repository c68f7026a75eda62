"""What a law would have given with one of its rules left out, or applied where it was not: to explain old results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from ratefloat.policy.decision import rule_text
from ratefloat.policy.engine import State, constants, run
from ratefloat.policy.structure import Part
from ratefloat.rules.base_rate import BaseRate
from ratefloat.rules.combine import SideBySide
from ratefloat.rules.ladder import LadderRule
from ratefloat.rules.pipeline import During, When
from ratefloat.rules.rows import Log
from ratefloat.rules.rule import Rule
from ratefloat.rules.set_to import SetTo
from ratefloat.rules.values import Values
from ratefloat.rules.words import value_words

if TYPE_CHECKING:
    from ratefloat.policy.rating import Rating

UNKNOWN = "no rule of the policy gives the old result; another base rate, class or rounding?"
Parts = tuple[Part, ...]


def explanations(rating: Rating, old: Mapping[int, Fraction], stage: str) -> dict[int, str]:
    """For each row the first change to the law that gives its old result.

    Args:
        rating: the rating that the old results differ from.
        old: row -> the old rate (stage "rate") or final step (stage "step").
    """
    rows = np.asarray(list(old), dtype=np.intp)
    columns = {name: column.take(rows) for name, column in rating.columns.items()}
    setting = constants(rating.policy.structure, rating.dates.on, rating.base)
    found: dict[int, str] = {}
    for said, parts in alternatives(rating.policy.structure.parts):
        if len(found) == len(old):
            break
        log = Log()
        after = run(parts, columns, State(), setting, log)
        values = after.value if stage == "rate" else after.kept.get("step")
        if values is None:
            continue
        lost = _refused(log, len(rows))
        for place, (row, number) in enumerate(zip(rows.tolist(), values.numbers(), strict=True)):
            if row not in found and not lost[place] and number == old[row]:
                found[row] = said
    return {row: found.get(row, UNKNOWN) for row in old}


def _refused(log: Log, n: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    mask = np.zeros(n, dtype=np.bool_)
    for refusal in log.refusals:
        mask |= refusal.mask
    return mask


def alternatives(parts: Parts) -> Iterator[tuple[str, Parts]]:
    """Changed laws, the likeliest first: a rule forgotten, a rule applied to everybody, no floating, another step."""
    for place in reversed(range(len(parts))):
        for said, changed in _without(parts[place]):
            yield said, (*parts[:place], *changed, *parts[place + 1 :])
    for place, part in enumerate(parts):
        everywhere = _everywhere(part.rule)
        if everywhere is not None:
            changed = (*parts[:place], replace(part, rule=everywhere), *parts[place + 1 :])
            yield f"as if {_name(everywhere)} had been applied", changed
    bare = next((part for part in parts if isinstance(part.rule, BaseRate)), None)
    if bare is not None:
        yield "the base rate, as if there had been no floating", (replace(bare, before=None, last=True),)
    yield from _other_steps(parts)


def _without(part: Part) -> Iterator[tuple[str, Parts]]:
    """A part left out, or one of several rules that compete in it."""
    if part.before == part.after:
        yield f"as if {_name(part.rule)} had not been applied", ()
    if isinstance(part.rule, SideBySide) and part.rule.kind in ("highest_of", "lowest_of", "sum_of"):
        for left_out in part.rule.rules:
            rest = tuple(rule for rule in part.rule.rules if rule is not left_out)
            rule = part.rule.replace(rules=rest) if len(rest) > 1 else rest[0]
            yield f"as if {_name(left_out)} had not been applied", (replace(part, rule=rule),)


def _everywhere(rule: Rule) -> Rule | None:
    return rule.rule if isinstance(rule, When | During) else None


def _other_steps(parts: Parts) -> Iterator[tuple[str, Parts]]:
    """Every step of the ladder, with the rules after it as they are."""
    place = next((number for number, part in enumerate(parts) if isinstance(part.rule, LadderRule)), None)
    if place is None:
        return
    ladder = parts[place].rule
    assert isinstance(ladder, LadderRule)
    first = [part for part in parts[:place] if part.before == "class"]
    start = next(part for part in parts[:place] if part.before is None)
    for step in sorted({step for rungs in ladder.rungs().values() for step in rungs}, key=abs):
        fixed = replace(start, rule=_Fixed(value=step), after="step")
        yield f"as if the step had been {value_words(Fraction(step), 'step', 'en')}", (*first, fixed, *parts[place:])


class _Fixed(SetTo):
    """A step given to everybody, standing first."""

    def apply(self, value: Values | None, rows: object) -> Values:
        return Values.constant(rows.number(self.value), rows.n)  # type: ignore[attr-defined]


def _name(rule: Rule) -> str:
    while isinstance(rule, When | During):
        rule = rule.rule
    words = rule.words("en", rule.gives or "step")
    return f"{rule_text(rule)} ({words if len(words) <= 60 else words[:57] + '...'})"

"""The worked examples of a policy, decided again: a number that was mistyped rarely agrees with the published ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ratefloat.errors import RatefloatError
from ratefloat.policy.annex import Example
from ratefloat.policy.decision import Decision
from ratefloat.prove.finding import Finding
from ratefloat.units import exact

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy


def check_examples(policy: FloatPolicy) -> Iterator[Finding]:
    """Examples that come out otherwise than they say, each with the clauses that decided."""
    for example in policy.examples:
        try:
            decision = policy.decide(on=example.on or policy.effective.start, **dict(example.given))
        except RatefloatError as error:
            yield _finding(example, "", f"refused: {error}")
            continue
        for name, value in example.expect:
            got = getattr(decision, name)
            if got != exact(value):
                yield _finding(example, _clause(decision), f"{name} {got}, expected {value}")


def _clause(decision: Decision) -> str:
    return decision.clauses[0] if decision.clauses else ""


def _finding(example: Example, clause: str, said: str) -> Finding:
    given = ", ".join(f"{name} {value}" for name, value in example.given)
    return Finding(
        "error", "examples", clause, f"{example.origin} example {example.name!r} ({given}): {said}",
        "mend the rule, or the example where it was copied wrongly", None, {"example": example.name},
    )

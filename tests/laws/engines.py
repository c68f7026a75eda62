"""The ways in which the library decides employers, each as the results that the oracle gives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from oracle.law import Result, decide

from laws.rows import IN_FORCE, RATES_BEFORE, Row, columns_of
from laws.strategies import base_rates
from ratefloat.errors import ConflictError, UncoveredError
from ratefloat.policy.decision import clause_text, trace
from ratefloat.policy.derive import LIMIT, derive
from ratefloat.policy.document import FloatPolicy
from ratefloat.policy.engine import State, constants, run
from ratefloat.policy.kernel import Kernel
from ratefloat.rules.rows import Log

ON = date(2023, 1, 1)
GROUPS = (base_rates(), {c: rate * 3 / 2 for c, rate in base_rates().items()})
BASE = {(group, c): rate for group, rates in enumerate(GROUPS) for c, rate in rates.items()}
Answer = Result | str


def by_oracle(policy: FloatPolicy, rows: Sequence[Row], on: date = ON) -> list[Answer]:
    """Each employer by the plain reading of the document."""
    document = policy.document()
    return [decide(document, row, GROUPS[row["base_group"]], on) for row in rows]


def direct(policy: FloatPolicy, rows: Sequence[Row], log: Log, on: date = ON) -> State:
    """The rules run on all rows."""
    structure = policy.structure
    return run(structure.parts, columns_of(rows), State(), constants(structure, on, BASE), log)


def by_run(policy: FloatPolicy, rows: Sequence[Row], on: date = ON) -> list[Answer]:
    """All employers at once, by a traced run."""
    log = Log(tracing=True)
    state = direct(policy, rows, log, on)
    classes = state.risk_class.numbers() if state.risk_class else [row["risk_class"] for row in rows]
    steps, factors = (state.kept[name].numbers() if name in state.kept else None for name in ("step", "factor"))
    assert state.value is not None
    found: list[Answer] = []
    for i, rate in enumerate(state.value.numbers()):
        refusal = next((r for r in log.refusals if r.mask[i]), None)
        clauses = dict.fromkeys(clause_text(note) for note in log.notes if note.changed[i])
        found.append(
            ("conflict" if refusal.conflict else "uncovered") if refusal
            else Result(int(classes[i]), steps and steps[i], factors and factors[i], rate, tuple(clauses))
        )
    return found


def by_table(policy: FloatPolicy, rows: Sequence[Row], on: date = ON, *, limit: int = LIMIT) -> list[Answer]:
    """All employers at once, by the derived table."""
    kernel = Kernel(derive(policy, on, limit=limit), BASE, {IN_FORCE: RATES_BEFORE})
    outcomes = kernel.decide(columns_of(rows), len(rows))
    found: list[Answer] = []
    for i, row in enumerate(rows):
        if outcomes.refused[i]:
            reason = outcomes.refusals[outcomes.refused[i] - 1]
            found.append("conflict" if "both claim" in reason else "uncovered")
            continue
        risk_class, step, factor, rate = outcomes.states[outcomes.state[i]]
        clauses = dict.fromkeys(clause_text(note) for note in outcomes.reasons[outcomes.reason[i]])
        rated = row["risk_class"] if risk_class is None else int(risk_class)
        assert rate is not None
        found.append(Result(rated, step, factor, rate, tuple(clauses)))
    return found


def by_decision(policy: FloatPolicy, row: Row, on: date = ON) -> Answer:
    """One employer, by the traced run of one row."""
    try:
        made = trace(policy, on, columns_of([row]), BASE)
    except UncoveredError:
        return "uncovered"
    except ConflictError:
        return "conflict"
    assert made.risk_class is not None
    step = None if made.step is None else Fraction(made.step)
    return Result(made.risk_class, step, made.factor, made.rate, made.clauses)


def by_values(policy: FloatPolicy, row: Row, on: date = ON) -> Answer:
    """One employer of the first base group, by `policy.decide`."""
    values: dict[str, Any] = {name: value for name, value in row.items() if name in policy.structure.domains}
    try:
        made = policy.decide(on=on, **{**values, "base_group": 0})
    except UncoveredError:
        return "uncovered"
    except ConflictError:
        return "conflict"
    step = None if made.step is None else Fraction(made.step)
    return Result(made.risk_class or 0, step, made.factor, made.rate, made.clauses)

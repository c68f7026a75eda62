"""What a traced run tells: in document order, only where a rule was active, and without changing anything."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from oracle.law import decide

from laws.engines import BASE, GROUPS, ON, direct
from laws.profile import law
from laws.rows import columns_of, rows_for
from laws.strategies import policies
from ratefloat.policy.decision import clause_text, trace
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules.rows import Log
from ratefloat.rules.rule import Rule

SEEDS = st.integers(0, 2**32)


def noting(rule: Rule) -> Iterator[Rule]:
    """The rules that write a note, in document order: those with no rules inside, and a mean after its parts."""
    for part in rule.parts():
        yield from noting(part)
    if not rule.parts() or rule.kind == "blend":
        yield rule


@law
@given(policies(), SEEDS)
def test_tracing_changes_nothing(policy: FloatPolicy, seed: int) -> None:
    rows = rows_for(policy, seed)
    silent, traced = Log(tracing=False), Log(tracing=True)
    quiet, told = direct(policy, rows, silent), direct(policy, rows, traced)
    assert quiet.value is not None
    assert told.value is not None
    assert quiet.value.numbers() == told.value.numbers()
    assert {n: v.numbers() for n, v in quiet.kept.items()} == {n: v.numbers() for n, v in told.kept.items()}
    assert (quiet.risk_class and quiet.risk_class.numbers()) == (told.risk_class and told.risk_class.numbers())
    assert not silent.notes
    assert [(r.reason, r.conflict) for r in silent.refusals] == [(r.reason, r.conflict) for r in traced.refusals]
    for one, other in zip(silent.refusals, traced.refusals, strict=True):
        assert np.array_equal(one.mask, other.mask)


@law
@given(policies(), SEEDS)
def test_notes_stand_in_document_order_and_effects_only_where_active(policy: FloatPolicy, seed: int) -> None:
    log = Log(tracing=True)
    direct(policy, rows_for(policy, seed), log)
    written = [rule for part in policy.structure.parts for rule in noting(part.rule)]
    assert [id(note.rule) for note in log.notes] == [id(rule) for rule in written]
    for note in log.notes:
        assert not (note.changed & ~note.active).any()
        if note.before is not None:
            assert not (note.after.differs(note.before) & ~note.active).any()


@law
@given(policies(), SEEDS)
def test_a_rule_is_told_as_applied_for_exactly_the_employers_it_was_applied_to(policy: FloatPolicy, seed: int) -> None:
    document = policy.document()
    for row in rows_for(policy, seed, 6):
        expected = decide(document, row, GROUPS[row["base_group"]], ON)
        if isinstance(expected, str):
            continue
        made = trace(policy, ON, columns_of([row]), BASE)
        applied = [clause_text(line) for line in made.lines if line.effect != "not applicable"]
        assert applied == list(expected.applied)
        assert set(made.clauses) <= set(applied)

"""Every way of deciding gives what a plain reading of the document gives."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from laws.engines import by_decision, by_oracle, by_run, by_table, by_values
from laws.profile import law
from laws.rows import rows_for
from laws.strategies import policies
from ratefloat.policy.document import FloatPolicy

SEEDS = st.integers(0, 2**32)
DAYS = st.sampled_from([date(2020, 1, 1), date(2023, 1, 1), date(2023, 1, 2), date(2024, 6, 1), date(2029, 12, 31)])


@law
@given(policies(), SEEDS, DAYS)
def test_a_direct_run_decides_as_the_document_reads(policy: FloatPolicy, seed: int, on: date) -> None:
    rows = rows_for(policy, seed)
    assert by_run(policy, rows, on) == by_oracle(policy, rows, on)


@law
@given(policies(), SEEDS, DAYS)
def test_the_derived_table_decides_as_the_document_reads(policy: FloatPolicy, seed: int, on: date) -> None:
    rows = rows_for(policy, seed)
    assert by_table(policy, rows, on) == by_oracle(policy, rows, on)


@law
@given(policies(), SEEDS, st.sampled_from([1, 8, 64]))
def test_a_chain_of_small_tables_decides_as_the_document_reads(policy: FloatPolicy, seed: int, limit: int) -> None:
    rows = rows_for(policy, seed)
    assert by_table(policy, rows, limit=limit) == by_oracle(policy, rows)


@law
@given(policies(), SEEDS)
def test_one_employer_is_decided_as_its_row_in_a_batch(policy: FloatPolicy, seed: int) -> None:
    rows = rows_for(policy, seed, 8)
    assert [by_decision(policy, row) for row in rows] == by_run(policy, rows)
    assert [by_table(policy, [row])[0] for row in rows] == by_table(policy, rows)


@law
@given(policies(), SEEDS)
def test_decide_from_plain_values_is_the_same(policy: FloatPolicy, seed: int) -> None:
    rows = [{**row, "base_group": 0} for row in rows_for(policy, seed, 6)]
    assert [by_values(policy, row) for row in rows] == by_oracle(policy, rows)

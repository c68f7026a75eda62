"""The SELECT in PostgreSQL: every case and a hundred thousand rows."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import psycopg
import pytest
from plans.filled import complete
from policy.conftest import city_policy
from testing.decidable import DECIDABLE

import ratefloat as rf
from ratefloat.policy.table.whole import whole
from ratefloat.sql import columns, to_sql
from ratefloat.sql.statement import Statement
from sql.rows import decided, differences, every_case, random_rows
from sql.server import Missing, running


@pytest.fixture(scope="module")
def connection() -> Iterator[psycopg.Connection]:
    try:
        with running() as address, psycopg.connect(address) as made:
            yield made
    except Missing as reason:
        pytest.skip(f"PostgreSQL: {reason}")


def run(connection: psycopg.Connection, policy: rf.FloatPolicy, frame: pd.DataFrame, statement: str) -> pd.DataFrame:
    kinds = {"employer": "BIGINT", **columns(policy)}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS indicators")
        listed = ", ".join(f'"{name}" {kind}' for name, kind in kinds.items())
        cursor.execute(f"CREATE TABLE indicators ({listed})")
        with cursor.copy("COPY indicators FROM STDIN") as copy:
            for row in frame[list(kinds)].astype(object).itertuples(index=False, name=None):
                copy.write_row(row)
        cursor.execute(statement)
        assert cursor.description is not None
        return pd.DataFrame(cursor.fetchall(), columns=[column.name for column in cursor.description])


@pytest.mark.parametrize("id", ["example-city-2022", *DECIDABLE])
def test_every_case(connection: psycopg.Connection, id: str) -> None:
    policy = city_policy() if id.startswith("example") else complete(id)
    law = whole(policy, policy.effective.start)
    frame = every_case(law)
    found = differences(run(connection, policy, frame, to_sql(policy)), decided(policy, law, frame))
    assert set(found.values()) == {0}, found


def test_a_hundred_thousand_random_rows(connection: psycopg.Connection) -> None:
    policy = city_policy()
    law = whole(policy, policy.effective.start)
    frame = random_rows(law, 100_000, seed=5)
    found = differences(run(connection, policy, frame, to_sql(policy)), decided(policy, law, frame))
    assert set(found.values()) == {0}, found


def test_a_chain_gives_the_same(connection: psycopg.Connection) -> None:
    policy = city_policy()
    law = whole(policy, policy.effective.start, limit=32)
    assert len(law.links) > 2
    frame = random_rows(law, 10_000, seed=6)
    statement = Statement(law, "postgres").select("indicators", "employer").sql(dialect="postgres")
    assert set(differences(run(connection, policy, frame, statement), decided(policy, law, frame)).values()) == {0}


def test_rows_without_a_value(connection: psycopg.Connection) -> None:
    frame = pd.DataFrame({
        "employer": [1, 2, 3], "loss_ratio_numerator": pd.Series([None, -1, 1], dtype=object),
        "loss_ratio_denominator": [1, 1, 2], "deaths": 0, "insured_months": 24, "arrears": [False, False, None],
        "risk_class": 4,
    })
    found = run(connection, city_policy(), frame, to_sql(city_policy())).sort_values("employer")
    assert found["refused"].tolist() == [
        "loss_ratio: no value that it can have", "loss_ratio: no value that it can have",
        "arrears: no value that it can have",
    ]
    assert found[["step", "factor", "rate_e8", "reasons"]].isna().all(axis=None)

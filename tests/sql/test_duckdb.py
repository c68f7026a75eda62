"""The SELECT in DuckDB: every case, a million rows, chains, areas, and rows without a value."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laws.profile import law
from laws.strategies import policies
from plans.filled import complete
from policy.conftest import city_policy
from testing.decidable import DECIDABLE

import ratefloat as rf
from ratefloat.policy.table.whole import whole
from ratefloat.sql import columns, to_sql
from ratefloat.sql.statement import Statement
from sql.rows import decided, differences, every_case, random_rows


def run(statement: str, frame: pd.DataFrame) -> pd.DataFrame:
    with duckdb.connect() as connection:
        connection.register("indicators", frame)
        return connection.execute(statement).df()


@pytest.mark.parametrize("id", ["example-city-2022", *DECIDABLE])
def test_every_case(id: str) -> None:
    policy = city_policy() if id.startswith("example") else complete(id)
    made = whole(policy, policy.effective.start)
    frame = every_case(made)
    found = differences(run(to_sql(policy, "duckdb"), frame), decided(policy, made, frame))
    assert set(found.values()) == {0}, found


def test_a_million_random_rows() -> None:
    policy = city_policy()
    made = whole(policy, policy.effective.start)
    frame = random_rows(made, 1_000_000, seed=4)
    found = differences(run(to_sql(policy, "duckdb"), frame), decided(policy, made, frame))
    assert set(found.values()) == {0}, found


@pytest.mark.parametrize(("id", "limit"), [("example-city-2022", 32), ("cn-hainan-2016", 400)])
def test_a_chain_gives_the_same(id: str, limit: int) -> None:
    policy = city_policy() if id.startswith("example") else complete(id)
    made = whole(policy, policy.effective.start, limit=limit)
    assert len(made.links) > 2
    assert not made.rest
    frame = random_rows(made, 20_000, seed=limit)
    statement = Statement(made, "duckdb").select("indicators", "employer").sql(dialect="duckdb")
    assert set(differences(run(statement, frame), decided(policy, made, frame)).values()) == {0}


@settings(law, max_examples=max(15, law.max_examples // 4))
@given(policies(), st.integers(0, 2**32))
def test_random_policies(policy: rf.FloatPolicy, seed: int) -> None:
    try:
        made = whole(policy, policy.effective.start, limit=4096)
        if made.rest:
            return
        statement = Statement(made, "duckdb").select("indicators", "employer").sql(dialect="duckdb")
    except rf.UncoveredError:
        # Rules that read exact numbers, and rates such as 0.9 % x 1/3 without a finite decimal.
        return
    frame = random_rows(made, 200, seed)
    assert set(differences(run(statement, frame), decided(policy, made, frame)).values()) <= {0}


def test_by_hand() -> None:
    frame = pd.DataFrame({
        "employer": ["A", "D", "F", "new", "none", "bad", "nine"],
        "loss_ratio_numerator": [624, 15, 2_700_001, 0, None, -1, 0],
        "loss_ratio_denominator": [1000, 10, 1_800_000, 7, 1, 1, 1], "deaths": [1, 0, 0, 0, 0, 0, 0],
        "insured_months": [24, 24, 24, 12, 24, 24, 24], "arrears": [False] * 7, "risk_class": [4, 4, 4, 4, 4, 4, 9],
    }).astype({"loss_ratio_numerator": "Int64"})
    found = run(to_sql(city_policy(), "duckdb"), frame).set_index("employer")
    # A: 62.4 % and a death; D: 150 % exactly is one step; F: one fen more is two; new: art. 4.
    assert found.loc["A", ["step", "factor", "rate_e8", "reasons"]].tolist() == [1, "120%", 1_080_000, "art. 6"]
    assert found.loc["D", ["step", "rate_e8", "reasons"]].tolist() == [1, 1_080_000, "art. 5"]
    assert found.loc["F", ["step", "rate_e8", "reasons"]].tolist() == [2, 1_350_000, "art. 5"]
    assert found.loc["new", ["step", "rate_e8", "reasons"]].tolist() == [0, 900_000, "art. 5; art. 4"]
    assert found.loc[["A", "D", "F", "new"], "refused"].isna().all()
    assert found.loc["none", "refused"] == "loss_ratio: no value that it can have"
    assert found.loc["bad", "refused"] == "loss_ratio: no value that it can have"
    assert found.loc["nine", "refused"] == "risk_class: no value that it can have"
    assert found.loc[["none", "bad", "nine"], ["step", "rate_e8", "reasons", "rated_class"]].isna().all(axis=None)


def table(id: str, rates: dict[str, str]) -> rf.BaseRateTable:
    rows = [
        {"area": area, "risk_class": c, "rate": rate, "effective": "2020-01-01/", "source": "a test", "mark": "K"}
        for area, rate in rates.items() for c in range(1, 9)
    ]
    return rf.BaseRateTable(id=id, title={"en": id, "zh": id}, jurisdiction="", rows=rows)


def test_areas_read_the_place_above_them() -> None:
    policy = city_policy().replace(base=table("areas", {"440000": "1%", "440300": "2%", "o'hara": "3%"}))
    frame = pd.DataFrame({
        "employer": [0, 1, 2, 3, 4, 5], "loss_ratio_numerator": 3, "loss_ratio_denominator": 4, "deaths": 0,
        "insured_months": 24, "arrears": False, "risk_class": 4,
        "area": ["440305", "440300", "440100", "o'hara", "510000", None],
    })
    found = run(to_sql(policy, "duckdb"), frame).sort_values("employer")
    assert found["rate_e8"].tolist()[:4] == [2_000_000, 2_000_000, 1_000_000, 3_000_000]
    assert found["refused"].tolist()[4:] == ["no base rates for its area and tier"] * 2
    assert columns(policy)["area"] == "TEXT"


def test_a_rate_finer_than_the_unit_is_exact() -> None:
    policy = city_policy().replace(rule=city_policy().rule >> rf.times("33.33333333%"))
    frame = pd.DataFrame({
        "employer": [0], "loss_ratio_numerator": 3, "loss_ratio_denominator": 4, "deaths": 0, "insured_months": 24,
        "arrears": False, "risk_class": 4,
    })
    with duckdb.connect() as connection:
        connection.register("indicators", frame)
        rate = connection.execute(f"SELECT rate_e8::TEXT FROM ({to_sql(policy, 'duckdb')})").fetchone()
    # 0.9 % x 33.33333333 % = 0.00299999999970: 299999.99997 units of 1e-8.
    assert rate == ("299999.9999700000",) or rate[0].rstrip("0") == "299999.99997"


def test_refusals() -> None:
    with pytest.raises(rf.DefinitionError, match="dialect 'oracle'"):
        to_sql(city_policy(), "oracle")
    with pytest.raises(rf.UncoveredError, match="no finite decimal"):
        to_sql(city_policy().replace(rule=city_policy().rule >> rf.times("1/3")))
    ncci = city_policy().replace(rule=city_policy().rule >> rf.phase_cut("20%", of="rate in force on 2018-04-30"))
    with pytest.raises(rf.UncoveredError, match="no finite table"):
        to_sql(ncci)


def test_the_policy_says_it_too() -> None:
    assert city_policy().to_sql("duckdb", table="t", key="id") == to_sql(city_policy(), "duckdb", table="t", key="id")

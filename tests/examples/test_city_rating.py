"""The library's rates of the example city against the independent program, employer by employer."""

from __future__ import annotations

from pathlib import Path

import pytest
from examples.oracle import Outcome, expected

import ratefloat as rf
from ratefloat.units import exact

CITY = Path(__file__).parents[2] / "examples" / "city"


@pytest.fixture(scope="module")
def rating() -> rf.Rating:
    policy = rf.FloatPolicy.from_json((CITY / "policy.json").read_text(encoding="utf-8"))
    return rf.rate(policy, rf.Book.read(CITY), on="2024-01-01")


def test_the_policy_is_the_one_that_users_write():
    from policy.conftest import city_policy

    text = (CITY / "policy.json").read_text(encoding="utf-8")
    assert rf.FloatPolicy.from_json(text) == city_policy()


def test_every_employer_as_the_independent_program_says(rating):
    frame = rating.to_frame().set_index("employer")
    wanted = expected(CITY)
    assert set(frame.index) == set(wanted)
    wrong = {}
    for id, outcome in wanted.items():
        row = frame.loc[id]
        if isinstance(outcome, Outcome):
            if not (row["refused"] is None and row["step"] == outcome.step and exact(row["rate"]) == outcome.rate):
                wrong[id] = (row["step"], row["rate"], row["refused"], outcome)
        elif row["refused"] is None:
            wrong[id] = (row["step"], outcome)
    assert wrong == {}


def test_the_worked_example_reads_as_promised(rating):
    assert rating.decision("E000817").explain("zh").splitlines() == [
        "工伤保险费率浮动说明　单位编号 E000817　考核期 2022-01-01 至 2023-12-31",
        "支缴率 62.4%，在 (50%, 100%] 内  基准档    第五条",
        "工亡 1 人，至少上浮一档          上浮一档  第六条",
        "浮动比例                         120%      人社部发〔2015〕71号",
        "基准费率 0.90%（四类）× 120%     1.08%",
    ]


def test_the_summary_counts_every_employer_once(rating):
    summary = rating.summary()
    assert summary.total.employers == len(rating.to_frame())
    assert summary.total.refused == 22
    assert "4 of claims" in str(summary)

"""Rating a ready extract: the same results as a plain loop in exact integers, and clear refusals."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import ratefloat as rf

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
peers, workload = import_module("peers"), import_module("workload")


def test_every_row_as_a_plain_loop_has_it():
    frame = workload.extract(3_000, seed=3)
    found = rf.rate_frame(workload.law(), frame, **workload.arguments())
    rows = [tuple(row) for row in found[["step", "rate_e8", "estimated_premium"]].itertuples(index=False, name=None)]
    assert rows == peers.by_loop(frame)
    assert not found["refused"].any()


def test_block_borders_do_not_matter(monkeypatch):
    from ratefloat.policy import wide

    frame = workload.extract(1_000, seed=4)
    whole = rf.rate_frame(workload.law(), frame, **workload.arguments())
    monkeypatch.setattr(wide, "BLOCK", 97)
    blocks = rf.rate_frame(workload.law(), frame, **workload.arguments())
    assert whole.equals(blocks)


def test_it_agrees_with_rating_the_records(policy, book):
    rated = rf.rate(policy, book, on="2024-01-01").to_frame()
    taken = {
        "A": (11_232_00, 18_000_00, 1), "B": (0, 18_000_00, 0), "007": (0, 9_000_00, 0), "D": (27_000_00, 18_000_00, 0),
        "F": (27_000_01, 18_000_00, 0), "G": (9_000_00, 18_000_00, 0),
    }
    rows = [taken[id] for id in rated["employer"]]
    frame = pd.DataFrame({
        "b": [r[0] for r in rows], "p": [r[1] for r in rows], "d": [r[2] for r in rows], "none": [0] * 6,
        "class": rated["risk_class"].to_numpy(dtype=np.int64), "months": [24, 24, 12, 24, 24, 24],
        "arrears": [False] * 6, "payroll": rated["payroll"],
    })
    ratio = policy.indicator_map["loss_ratio"]
    found = rf.rate_frame(
        policy, frame, on="2024-01-01", payroll="payroll",
        sums={ratio.numerator: ["none", "b"], ratio.denominator: ["none", "p"], rf.cases("death"): ["none", "d"]},
        ready={"risk_class": "class", "insured_months": "months", "arrears": "arrears"},
    )
    assert found["step"].tolist() == rated["step"].tolist()
    assert found["rate_e8"].tolist() == rated["rate_e8"].tolist()
    assert found["estimated_premium"].tolist() == rated["estimated_premium"].tolist()
    reasons = [found.attrs["reasons"][code] for code in found["reason"]]
    assert reasons == rated["reasons"].tolist()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"class": np.int8(9)}, "column 'class': .* expected one of 1, 2, 3, 4, 5, 6, 7, 8"),
        ({"benefits_2022": -1}, r"a column of benefits\(\): row 5 .* negative or beyond .* expected 0 to 1,537"),
        ({"premium_2022": 1.5}, "column 'premium_2022': float64; expected whole numbers"),
        ({"premium_2022": None}, r"column 'premium_2022': 1 of 10 rows \(row 5\); expected no empty places"),
    ],
)
def test_bad_columns_are_told_with_their_rows(change, message):
    frame = workload.extract(10)
    for name, value in change.items():
        column = frame[name].astype(object)
        column.iloc[5] = value
        frame[name] = column.infer_objects() if value is not None else column.astype("Int64")
        if name == "class":
            frame[name] = frame[name].astype(np.int8)
    with pytest.raises(rf.DataError, match=message):
        rf.rate_frame(workload.law(), frame, **workload.arguments())


@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("payroll", np.int64(-100), "column 'payroll': 3 of 3 rows .* expected 0 to 2"),
        ("payroll", np.uint64(2**63 + 10), "column 'payroll': 3 of 3 rows .* expected 0 to 2"),
        ("months", np.int8(-3), "column 'months': 3 of 3 rows .* expected 0 or more"),
        ("benefits_2022", np.int64(2**62), "beyond what 64 bits can add up"),
    ],
)
def test_what_does_not_fit_is_refused_never_wrapped(column, values, message):
    frame = workload.extract(3)
    frame[column] = np.full(3, values)
    with pytest.raises(rf.DataError, match=message):
        rf.rate_frame(workload.law(), frame, **workload.arguments())


def test_states_that_the_rule_reads_must_be_given_by_their_names():
    given = workload.arguments()
    forgotten = {name: column for name, column in given["ready"].items() if name != "prior_step"}
    with pytest.raises(rf.DataError, match="ready: no column for prior_step"):
        rf.rate_frame(workload.law(), workload.extract(3), **(given | {"ready": forgotten}))
    misspelt = given["ready"] | {"prior_stp": "prior"}
    with pytest.raises(rf.DataError, match="ready: 'prior_stp' is no indicator or state"):
        rf.rate_frame(workload.law(), workload.extract(3), **(given | {"ready": misspelt}))


def test_a_missing_column_is_named():
    with pytest.raises(rf.DataError, match="no column 'payroll'"):
        rf.rate_frame(workload.law(), workload.extract(3).drop(columns="payroll"), **workload.arguments())


def test_the_extract_is_left_alone():
    frame = workload.extract(50)
    before = frame.copy()
    rf.rate_frame(workload.law(), frame, **workload.arguments())
    assert frame.equals(before)

"""Corrections over time: the record that was recorded last stands, and on an earlier day the one before it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from history.books import book, dates, employers, exposure
from history.columns import fractions
from ratefloat.history import Book, count, evaluate, fund_months

BEFORE, AFTER = date(2024, 3, 1), date(2024, 6, 1)


def corrected(**columns: list[str]) -> pd.DataFrame:
    """A is recorded in 2020 in class 4 and again on 2024-06-01 in class 5; B once, without a date."""
    plain = {"risk_class": ["4", "5", "3"], "recorded_at": ["2020-01-01", "2024-06-01", ""]}
    return employers("A", "A", "B", **{**plain, **columns})


def classes(made: Book) -> dict[str, int]:
    found = evaluate({}, ["risk_class"], made, dates())
    assert found.refused == {}
    return dict(zip(made.ids.tolist(), map(int, found.columns["risk_class"].numbers().numbers()), strict=True))


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
def test_an_employer_that_was_corrected(order: list[int]) -> None:
    made = book(employers=corrected().iloc[order].reset_index(drop=True), exposure=exposure("A", "B"))
    assert not len(made.problems)
    assert classes(made) == {"A": 5, "B": 3}
    assert classes(made.as_known_on(BEFORE)) == {"A": 4, "B": 3}
    assert classes(made.as_known_on(AFTER)) == {"A": 5, "B": 3}
    assert list(made.as_known_on(date(2019, 1, 1)).ids) == ["B"]
    assert made.hash() == book(employers=corrected(), exposure=exposure("A", "B")).hash()
    assert made.hash() != book(employers=corrected().iloc[1:], exposure=exposure("A", "B")).hash()


def test_what_was_replaced_is_written_read_and_selected(tmp_path: Path) -> None:
    made = book(employers=corrected(area=["n", "s", ""]))
    made.write(tmp_path / "book")
    read = Book.read(tmp_path / "book")
    assert read.hash() == made.hash()
    for one in (read, made.select(["A"])):
        assert classes(one.as_known_on(BEFORE))["A"] == 4
    assert made.select(["B"]).superseded == {}
    assert made.as_known_on(BEFORE).hash() == book(employers=corrected(area=["n", "s", ""]).iloc[[0, 2]]).hash()


def test_two_records_of_one_day_are_ambiguous() -> None:
    made = book(employers=corrected(recorded_at=["2024-06-01", "2024-06-01", ""]))
    assert "stands more than once" in made.spoiled["A"]
    unread = book(employers=corrected(recorded_at=["2024-06-01", "soon", ""]))
    assert next((p.column, p.value) for p in unread.found) == ("employer", "A")
    assert ("recorded_at", "soon") in [(p.column, p.value) for p in unread.found]


def test_a_bad_record_that_was_corrected_spoils_the_time_before_only() -> None:
    made = book(employers=corrected(risk_class=["x", "5", "3"]))
    assert made.spoiled == {}
    then = made.as_known_on(BEFORE)
    assert list(then.spoiled) == ["A"]
    assert [(p.row, p.column, p.value) for p in then.found] == [(2, "industry_code", ""), (2, "risk_class", "x")]


def test_fund_and_observation_are_corrected_alike() -> None:
    fund = pd.DataFrame(
        {"area": [""] * 2, "date": ["2023-12-31"] * 2, "reserve_months": ["5", "9"], "recorded_at": ["", "2024-06-01"]}
    )
    made = book(ids=("A",), fund=fund)
    assert fractions(fund_months(), made) == [9]
    assert fractions(fund_months(), made.as_known_on(BEFORE)) == [5]
    observed = pd.DataFrame(
        {"source": ["claims"] * 2, "start": ["2023-06-01", "2015-01-01"], "end": ["2030-01-01"] * 2,
         "recorded_at": ["2024-01-15", "2024-06-01"]}
    )
    made = book(ids=("A",), observed=observed)
    assert evaluate({"it": count("injury")}, [], made, dates()).refused == {}
    assert list(evaluate({"it": count("injury")}, [], made.as_known_on(BEFORE), dates()).refused) == [0]


def test_a_correction_of_a_decision_is_unknown_before_its_day() -> None:
    decisions = pd.DataFrame(
        [("A", "2022-01-01", "2", ""), ("A", "2022-01-01", "0", "2024-06-01")],
        columns=["employer", "review_start", "step", "corrected_at"],
    )
    made = book(decisions=decisions)
    for day, step in ((BEFORE, 2), (AFTER, 0)):
        found = evaluate({}, ["prior_step"], made.as_known_on(day), dates())
        assert int(found.columns["prior_step"].numbers().numbers()[0]) == step

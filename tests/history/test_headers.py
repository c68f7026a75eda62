"""Headers, foreign files and records that contradict themselves: what the reader is told."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from history.books import book, claims, dates, employers, exposure
from history.columns import injury
from ratefloat.errors import DataError
from ratefloat.history import Book, benefits, cases, count, evaluate, premium, ratio, relative, streak
from ratefloat.history.fill import fill
from ratefloat.periods import Span


def test_a_missing_column_names_the_header_that_is_close() -> None:
    for header in ("Employer", "employers", "EMPLOYER"):
        with pytest.raises(DataError, match=rf"employers: no column employer \(write '{header}' as employer\)"):
            book(employers=employers("A", "B").rename(columns={"employer": header}))
    made = book(exposure=exposure("A", "B").rename(columns={"payroll": "Payroll"}))
    assert [(p.column, p.reason) for p in made.found] == [
        ("Payroll", "unknown column, not read; did you mean payroll")
    ]


def test_headers_of_an_agencys_float_table_are_read() -> None:
    people = employers("A", "B").rename(columns={"employer": "单位编号"}).assign(单位名称=["甲", "乙"])
    rows = claims({"employer": "A", "medical": "12.50", "paid_on": "2023-05-05"})
    made = book(employers=people, claims=rows.rename(columns={"medical": "医疗费"}))
    assert not made.found
    assert made.frame("employers")["name"].tolist() == ["甲", "乙"]
    assert fill(benefits(), made, Span(2023 * 12, 2024 * 12)).periods.tolist() == [[1250, 0]]
    with pytest.raises(DataError, match="column 'medical' stands twice"):
        book(claims=rows.assign(医疗费="1"))


@pytest.mark.parametrize("text", ["date,who\n2024-01-01,Li\n", None])
def test_another_file_of_that_name_is_told(tmp_path: Path, text: str | None) -> None:
    made = book(employers=employers("A", "B", risk_class=["x", "4"]))
    made.write(tmp_path / "book")
    file = tmp_path / "book" / "problems.csv"
    file.write_text(text or file.read_text(encoding="utf-8").replace(",2,", ",two,"), encoding="utf-8")
    with pytest.raises(DataError, match="not the problems of a written book; expected the columns table, row"):
        Book.read(tmp_path / "book")


def test_payments_that_stand_twice_count_and_are_told() -> None:
    once = {"claim": "C1", "employer": "A", "medical": "450", "paid_on": "2023-05-05"}
    later, other = once | {"paid_on": "2023-06-05"}, once | {"claim": "C2"}
    loss = {"loss": ratio(benefits(), premium("paid"))}
    made = book(once, later, other, once, once | {"medical": "451"}, once)
    found = evaluate(loss, [], made, dates())
    assert found.notes == (
        "claims: 2 of 6 rows (rows 5, 7) equal an earlier record in every column; they count; "
        "drop them if exported twice",
    )
    assert fill(benefits(), made, Span(2023 * 12, 2024 * 12)).periods.tolist() == [[5 * 45000 + 45100, 0]]
    assert evaluate(loss, [], book(once, later, other), dates()).notes == ()
    assert evaluate({}, ["prior_step"], made, dates()).notes == ()


@pytest.mark.parametrize(("start", "end", "column"), [("2023-04-01", "", "start"), ("", "2023-05-31", "end")])
def test_a_month_beside_another_period_is_a_problem(start: str, end: str, column: str) -> None:
    row = {"employer": "A", "month": "2023-05", "start": start, "end": end, "payroll": "5"}
    made = book(exposure=pd.DataFrame([row]))
    assert made.spoiled["A"].startswith(
        f"exposure row 2: {column} '{start or end}': not that of the month given beside it; expected one of both"
    )
    same = row | {"start": "2023-05-01", "end": "2023-06-01"}
    assert book(exposure=pd.DataFrame([same])).spoiled == {}


def test_fund_months_beyond_64_bits_are_a_problem() -> None:
    fund = pd.DataFrame({"area": [""], "date": ["2023-12-31"], "reserve_months": ["99999999999999999999.9"]})
    made = book(fund=fund)
    assert [(p.column, p.reason) for p in made.found] == [
        ("reserve_months", "beyond what 64 bits can add up; expected a smaller number")
    ]


def test_a_book_of_nobody_is_evaluated_like_any_other() -> None:
    loss = ratio(benefits(), premium("paid"))
    indicators = {
        "loss": loss, "clean": streak(loss, years=3), "deaths": count("death"),
        **{to: relative(loss, to=to) for to in ("book mean", "class mean", "area mean")},  # type: ignore[arg-type]
    }
    names = ["risk_class", "prior_step", "prior_factor", "area", "privilege_used.x", "rate_in_force.2020-01-01"]
    headers = book(ids=(), employers=employers(), exposure=exposure("A").iloc[:0])
    for made in (Book.empty(), headers):
        found = evaluate(indicators, names, made, dates())
        assert found.refused == {}
        assert all(len(column) == 0 for column in found.columns.values())
    # Claims of unknown employers, and nobody else.
    orphans = book(injury("A", "2023-01-05"), ids=(), employers=employers(), exposure=exposure("A"))
    assert evaluate({"n": count("injury")}, [], orphans, dates()).refused == {}
    assert fill(cases(), orphans, Span(2023 * 12, 2024 * 12)).periods.shape == (1, 0)

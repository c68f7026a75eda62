"""Arrears month by month: what is short, what is lifted, what is not known."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from history.books import book, dates, employers, exposure
from history.columns import integers, truths
from ratefloat.errors import DataError
from ratefloat.history import Book, evaluate, flag, level, years_with
from ratefloat.history.channels import cases

ANY = flag("arrears", when="any in window")
ALL = flag("arrears", when="all through window")


def months(employer: str, short: set[str]) -> pd.DataFrame:
    """Months of 2022 and 2023 of which some were paid one fen short."""
    names = [f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)]
    rows = [
        {"employer": employer, "month": name, "premium_due": "100", "premium_paid": "99.99" if name in short else "100"}
        for name in names
    ]
    return pd.DataFrame(rows)


def flags(*rows: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["employer", "flag", "level", "start", "end"])


def test_arrears_all_through_a_window_need_every_month() -> None:
    every = {f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)}
    short = {"A": {"2022-05"}, "B": every, "C": every - {"2023-12"}, "D": set()}
    rows = pd.concat([months(id, names) for id, names in short.items()])
    made = book(ids=tuple("ABCD"), exposure=rows)
    assert truths(ANY, made) == [True, True, True, False]
    assert truths(ALL, made) == [False, True, False, False]


def test_a_flag_fills_the_months_that_were_paid() -> None:
    every = {f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)}
    rows = months("A", every - {"2023-12"})
    told = flags(("A", "arrears", "", "2023-12-01", "2024-01-01"))
    assert truths(ALL, book(ids=("A",), exposure=rows, flags=told)) == [True]


@pytest.mark.parametrize(
    ("lifted", "owing"),
    [
        (("2022-05-01", "2022-06-01"), False),
        (("2022-05-01", "2022-05-31"), True),
        (("2022-06-01", ""), True),
        (("2022-01-01", "2022-06-01"), False),
    ],
)
def test_level_0_lifts_debts_of_its_own_time_only(lifted: tuple[str, str], owing: bool) -> None:
    made = book(ids=("A",), exposure=months("A", {"2022-05"}), flags=flags(("A", "arrears", "0", *lifted)))
    assert truths(ANY, made) == [owing]


def test_a_day_is_lifted_by_a_flag_of_that_day() -> None:
    for end, owing in (("2024-01-01", True), ("2024-01-02", False)):
        told = flags(("A", "arrears", "0", "2022-01-01", end))
        assert truths(flag("arrears"), book(ids=("A",), exposure=months("A", {"2022-05"}), flags=told)) == [owing]


@pytest.mark.parametrize("column", ["premium_due", "premium_paid"])
def test_an_empty_amount_is_not_zero(column: str) -> None:
    rows = pd.concat([exposure("A", years=(2022,)), exposure("A", "B", years=(2023,))], ignore_index=True)
    rows.loc[0, column] = ""
    made = book(ids=("A", "B", "H"), exposure=rows, employers=employers("A", "B", "H", predecessors=["", "", "A:0.5"]))
    reason = f"arrears: {column} empty in 2022-01-01/2024-01-01; expected a number, 0 where there was none"
    assert evaluate({"it": ANY}, [], made, dates()).refused == {0: reason, 2: reason}
    assert evaluate({"it": ANY}, [], made, dates(months=12)).refused == {}


def without_due(**more: Any) -> Book:
    return book(exposure=exposure("A", "B").drop(columns="premium_due"), **more)


def test_nobody_can_derive_arrears_without_what_was_due() -> None:
    with pytest.raises(DataError, match=r"exposure: no column premium_due, which flag\('arrears'\) reads"):
        evaluate({"it": ANY}, [], without_due(), dates())
    told = flags(("A", "arrears", "", "2023-01-01", ""))
    assert truths(ANY, without_due(flags=told)) == [True, False]


def test_level_0_is_no_flag() -> None:
    told = flags(("A", "award", "0", "2023-01-01", ""), ("B", "award", "", "2023-01-01", ""))
    made = book({"employer": "A", "recognised_on": "2023-05-05", "death": "yes"}, flags=told)
    for when in ("on date", "any in window"):
        assert truths(flag("award", when=when), made) == [False, True]  # type: ignore[arg-type]
    assert integers(years_with(cases("death"), within=2, since="award"), made) == [0, 0]
    assert integers(level("award", levels=(1,)), book(flags=told.iloc[:1])) == [0, 0]


def test_debts_of_a_chain_come_over_with_their_months() -> None:
    people = employers("A", "B", "C", predecessors=["", "A", "B"])
    made = book(ids=("A", "B", "C"), employers=people, exposure=months("A", {"2022-05"}))
    assert truths(ANY, made) == [True, True, True]
    assert truths(flag("arrears", when="any in window"), made, dates(months=12)) == [False, False, False]

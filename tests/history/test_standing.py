"""Flags, levels, arrears, fund and insured months, against records read by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pandas as pd
import pytest

from history.books import book, dates, employers, exposure
from history.columns import fractions, integers, truths
from ratefloat.errors import DefinitionError
from ratefloat.history import (
    Dates,
    category,
    evaluate,
    flag,
    fund_months,
    insured_months,
    level,
)


def test_insured_months_of_a_new_employer() -> None:
    made = book(employers=employers("A", "B", participation=["2023-05-01", "2000-01-01"]))
    assert integers(insured_months(), made) == [8, 24]


FLAGS = pd.DataFrame(
    [
        ("A", "fraud", "", "2023-12-01", "2024-01-01"),
        ("B", "fraud", "", "2021-01-01", "2023-01-01"),
        ("C", "fraud", "", "2021-06-01", "2022-10-01"),
        ("C", "fraud", "", "2022-10-01", ""),
        ("D", "fraud", "", "2024-01-01", ""),
        ("E", "fraud", "", "2021-01-01", "2023-06-01"),
        ("E", "fraud", "", "2023-06-02", "2025-01-01"),
    ],
    columns=["employer", "flag", "level", "start", "end"],
)


def test_flags_on_a_day_any_time_and_all_through() -> None:
    made = book(flags=FLAGS, ids=("A", "B", "C", "D", "E", "F"))
    assert truths(flag("fraud"), made) == [False, False, True, True, True, False]
    assert truths(flag("fraud", when="any in window"), made) == [True, True, True, False, True, False]
    assert truths(flag("fraud", when="all through window"), made) == [False, False, True, False, False, False]
    fixed = Dates(date(2024, 5, 1), dates().period, date(2023, 12, 1), dates().window)
    assert truths(flag("fraud", day="fixed"), made, fixed)[0]
    assert not truths(flag("fraud", day="on"), made, fixed)[0]


def test_levels_count_the_first_listed_of_several() -> None:
    flags = pd.DataFrame([("A", "3"), ("A", "2"), ("B", "1")], columns=["employer", "level"]).assign(
        flag="standardisation", start="2020-01-01", end=""
    )
    made = book(flags=flags, ids=("A", "B", "C"))
    assert integers(level("standardisation"), made) == [2, 1, 0]
    assert integers(level("standardisation", levels=(3, 2, 1)), made) == [3, 1, 0]
    assert evaluate({"it": level("standardisation", levels=(1, 2))}, [], made, dates()).refused == {
        0: "it: a standardisation of unknown level; expected one of 1, 2, or 0 for none"
    }


def test_arrears_are_derived_and_proved_and_a_flag_overrides() -> None:
    from ratefloat.history.arrears import proof
    from ratefloat.history.standing import Moment

    rows = pd.concat(
        [
            exposure("A", years=(2023,), premium_paid="899.99", paid_on=""),
            exposure("B", years=(2023,), paid_on="2024-01-01"),
            exposure("C", years=(2023,), paid_on="2023-12-31"),
            exposure("D", years=(2021,), premium_paid="0", paid_on=""),
            exposure("E", years=(2023,), premium_paid="0", paid_on=""),
            exposure("F", years=(2023,), paid_on=""),
        ]
    )
    flags = pd.DataFrame(
        [("E", "arrears", "0", "2023-01-01", ""), ("F", "arrears", "", "2022-01-01", "2022-02-01")],
        columns=["employer", "flag", "level", "start", "end"],
    )
    made = book(ids=tuple("ABCDEF"), exposure=rows, flags=flags)
    arrears = flag("arrears", when="any in window")
    assert truths(arrears, made) == [True, True, False, False, False, True]
    moment = Moment(dates(), "any in window")
    assert proof(made, "A", moment) == ("exposure row 2: 2023-01-01 to 2024-01-01, due 900.00, paid 899.99",)
    assert proof(made, "B", moment)[0].endswith("due 900.00, paid 900.00 on 2024-01-01")
    # On a day, an old debt still stands.
    assert truths(flag("arrears"), made) == [True, False, False, True, False, False]


def test_fund_months_of_the_area_last_known() -> None:
    fund = pd.DataFrame(
        [("", "2022-12-31", "9"), ("n", "2023-12-31", "18.5"), ("n", "2024-03-31", "24")],
        columns=["area", "date", "reserve_months"],
    )
    made = book(employers=employers("A", "B", area=["n", "s"]), fund=fund)
    assert fractions(fund_months(), made) == [Fraction(37, 2), Fraction(9)]
    assert fractions(fund_months(date="06-30"), made) == [Fraction(9), Fraction(9)]
    assert "no fund record up to 2024-01-01" in evaluate({"it": fund_months()}, [], book(), dates()).refused[0]
    assert fractions(fund_months(date="2022-12-31"), made) == [Fraction(9), Fraction(9)]
    assert fractions(fund_months(date="2024-03-31"), made) == [Fraction(24), Fraction(9)]
    for wrong in ("31-12", "2022-13-01", "2022-12"):
        with pytest.raises(DefinitionError, match="expected month and day, such as 12-31, or a day such as 2022-12-31"):
            fund_months(date=wrong)


def test_categories() -> None:
    made = book(ids=("A", "B", "C"), employers=employers("A", "B", "C", unit_type=["firm", "school", ""]))
    found = evaluate({"it": category("unit_type", values=["firm", "school"])}, [], made, dates())
    assert found.columns["it"].is_in(["school"]).tolist()[:2] == [False, True]
    assert found.refused == {2: "it: unit_type empty or not in the list; expected one of firm, school"}

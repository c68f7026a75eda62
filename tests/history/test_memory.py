"""Memory: what an heir continues, from which day on, and decisions that name their days wrongly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from history.books import book, dates, employers, exposure
from history.columns import injury, integers
from ratefloat.history import Book, count, evaluate, flag, insured_months, payroll, years_since
from ratefloat.history.fill import fill
from ratefloat.periods import Span, day

COLUMNS = ["employer", "review_start", "step", "factor", "rate", "start", "end", "privileges"]


def decided(*rows: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame([row + ("",) * (len(COLUMNS) - len(row)) for row in rows], columns=COLUMNS)


def state(name: str, made: Book, start: str = "2024-01-01") -> list[Fraction]:
    found = evaluate({}, [name], made, dates(start))
    assert found.refused == {}
    return list(found.columns[name].pooled().numbers())


def heirs(*predecessors: str, **columns: Any) -> pd.DataFrame:
    """A, B, C ... with these predecessors."""
    return employers(*"ABCDE"[: len(predecessors)], predecessors=list(predecessors), **columns)


A_RAISED = (
    ("A", "2018-01-01", "0", "100%", "0.9%", "2018-01-01", "2020-01-01", ""),
    ("A", "2020-01-01", "1", "120%", "1.08%", "2020-01-01", "2022-01-01", "lenience"),
    ("A", "2022-01-01", "1", "120%", "1.08%", "2022-01-01", "2024-01-01", ""),
)


def test_an_heir_continues_everything_that_was_decided() -> None:
    made = book(ids=("A", "B", "C"), employers=heirs("", "A", "B"), decisions=decided(*A_RAISED))
    assert state("prior_step", made) == [1] * 3
    assert state("prior_factor", made) == [Fraction(6, 5)] * 3
    assert state("rate_in_force.2019-05-01", made) == [Fraction(9, 1000)] * 3
    assert state("privilege_used.lenience", made) == [1] * 3
    # Raised on 2020-01-01, four years before the review.
    assert integers(years_since("increase", within=9), made) == [4] * 3


def test_an_heir_has_its_own_decisions_from_the_first_of_them_on() -> None:
    own = ("B", "2022-01-01", "-1", "80%", "0.72%", "2022-01-01", "2024-01-01", "")
    made = book(ids=("A", "B"), employers=heirs("", "A"), decisions=decided(*A_RAISED, own))
    assert state("prior_step", made) == [1, -1]
    assert state("rate_in_force.2021-05-01", made) == [Fraction(108, 10000)] * 2
    assert state("privilege_used.lenience", made) == [1, 1]
    assert integers(years_since("decrease", within=9), made) == [9, 2]
    old = ("B", "2018-01-01", "-1", "80%", "0.72%", "2018-01-01", "2020-01-01", "")
    elder = book(ids=("A", "B"), employers=heirs("", "A"), decisions=decided(*A_RAISED, old))
    assert state("privilege_used.lenience", elder) == [1, 0]
    assert state("prior_step", elder) == [1, 0]


def test_only_the_main_predecessor_is_continued() -> None:
    people = heirs("", "", "A:0.4;B:0.6")
    made = book(ids=("A", "B", "C"), employers=people, decisions=decided(*A_RAISED))
    assert state("privilege_used.lenience", made) == [1, 0, 0]


SPAN = Span(2022 * 12, 2024 * 12)


@pytest.mark.parametrize(
    ("columns", "happened"),
    [
        ({"participation": ["2015-01-01", "2024-01-01"]}, True),
        ({"participation": ["2015-01-01", "2024-02-01"]}, False),
        ({"succeeded_on": ["", "2024-01-01"]}, True),
        ({"succeeded_on": ["", "2024-01-02"]}, False),
        ({"participation": ["2015-01-01", "2024-02-01"], "succeeded_on": ["", "2023-06-15"]}, True),
    ],
)
def test_a_succession_counts_from_its_day_on(columns: dict[str, list[str]], happened: bool) -> None:
    made = book(
        injury("A", "2023-02-02"), employers=heirs("", "A", **columns), exposure=exposure("A", premium_paid="0"),
        decisions=decided(*A_RAISED),
    )
    indicators = {"n": count("injury"), "owes": flag("arrears", when="any in window"), "m": insured_months()}
    found = evaluate(indicators, ["prior_step"], made, dates())
    numbers = {name: [int(n) for n in found.columns[name].numbers().numbers()] for name in ("n", "m", "prior_step")}
    assert numbers == {
        "n": [0, 1] if happened else [1, 0], "m": [24, 24 if happened else 0],
        "prior_step": [1, 1] if happened else [1, 0],
    }
    assert found.columns["owes"].holds().tolist() == [True, happened]
    sums = fill(payroll(), made, SPAN, on=day("2024-01-01")).periods.sum(axis=0).tolist()
    assert sums == ([0, 20_000_000] if happened else [20_000_000, 0])
    assert fill(payroll(), made, SPAN).periods.sum(axis=0).tolist() == [0, 20_000_000]


@pytest.mark.parametrize(
    ("start", "end", "column"), [("2022-01-01", "2023-12-31", "end"), ("2022-01-02", "2024-01-01", "start")]
)
def test_a_decision_that_cuts_a_month_is_a_problem(start: str, end: str, column: str) -> None:
    made = book(decisions=decided(("A", "2022-01-01", "2", "", "", start, end)))
    shown = {"start": start, "end": end}[column]
    assert made.spoiled == {
        "A": f"decisions row 2: {column} '{shown}': not the first of a month; expected that, and as the end the day "
        f"after the last (half-open)"
    }


def test_wide_semicolons_and_colons_part_lists() -> None:
    made = book(
        ids=("A", "B", "C"), employers=heirs("", "", "A：0.5；B：40%"),
        decisions=decided(("A", "2022-01-01", "-1", "", "", "", "", "lenience；award")),
    )
    assert made.spoiled == {}
    assert made.frame("employers")["predecessors"].tolist() == ["", "", "A:0.5;B:0.4"]
    assert state("privilege_used.award", made) == [1, 0, 1]


def test_nobody_has_class_1_by_default() -> None:
    made = book(employers=employers("A", "B", risk_class=["", "4"]))
    found = evaluate({}, ["risk_class"], made, dates())
    assert list(found.refused) == [0]
    assert found.columns["risk_class"].numbers().numbers() == [0, 4]

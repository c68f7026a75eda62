"""What a book told on a past day, by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from simulate.backtest.test_backtest import policy

from ratefloat.history import benefits, premium, ratio
from ratefloat.history.book import Book
from ratefloat.simulate.backtesting.before import book_before, without_uncounted
from ratefloat.simulate.backtesting.delays import Profiles
from ratefloat.simulate.backtesting.payrolls import Payrolls

COLUMNS = [
    "claim", "employer", "recognised_on", "assessed_on", "paid_on", "cause", "death", "disease", "grade", "medical",
]


def book() -> Book:
    rows = [
        ("a", "E", "2021-03-01", "2021-06-01", "2021-07-01", "work", "no", "no", "10", "100"),
        ("a", "E", "2021-03-01", "2021-06-01", "2022-02-01", "work", "no", "no", "10", "900"),
        ("b", "E", "2021-11-01", "2022-01-15", "2022-03-01", "work", "no", "no", "9", "700"),
        ("b", "E", "2021-11-01", "2022-01-15", "2022-04-01", "work", "no", "no", "9", "800"),
        ("c", "E", "2022-01-01", "", "2022-02-01", "work", "no", "no", "", "50"),
        ("d", "E", "2020-05-01", "", "2020-06-01", "commuting", "no", "no", "", "60"),
    ]
    years = [(f"{year}-01-01", f"{year + 1}-01-01", str(pay)) for year, pay in ((2020, 100), (2021, 110), (2022, 999))]
    return Book.from_frames(
        employers=pd.DataFrame([{"employer": "E", "risk_class": 4, "participation": "2010-01-01"}]),
        exposure=pd.DataFrame(
            [("E", *year, 12) for year in years], columns=["employer", "start", "end", "payroll", "head_months"]
        ),
        claims=pd.DataFrame(rows, columns=COLUMNS),
    )


def test_cases_payments_and_grades_of_later_are_unknown() -> None:
    known = book_before(book(), date(2022, 1, 1)).frame("claims")
    # c was not yet recognised; b was, but neither graded nor paid; of a one payment is left.
    assert known["claim"].tolist() == ["a", "b", "d"]
    assert known["grade"].fillna("").tolist() == ["10", "", ""]
    assert [float(x or 0) for x in known["medical"].fillna("")] == [100, 0, 60]
    assert len(book_before(book(), date(2022, 1, 1)).frame("exposure")) == 2


def test_causes_that_never_count_are_left_out() -> None:
    law = policy(indicators={"x": ratio(benefits(without=["commuting"]), premium("at base rate"))})
    assert "d" not in without_uncounted(book(), law).frame("claims")["claim"].tolist()
    assert "d" in without_uncounted(book(), policy()).frame("claims")["claim"].tolist()


def test_payrolls_stand_still_where_few_can_tell() -> None:
    found = Payrolls.of(book(), date(2022, 1, 1), np.array([0]))
    assert found.last.tolist() == [11_000] and found.ratios.tolist() == [1.1] and found.growth == 0
    assert found.ahead(2, np.random.default_rng(1)).tolist() == [11_000]


def test_profiles_of_payments() -> None:
    """Thirty cases of cost 200 watched for two years, half paid at once, half a year later; one watched too short."""
    case = np.arange(31)
    made = Profiles.of(
        (case, np.where(case < 15, 0, 1), np.full(31, 100)), np.where(case < 30, 2, 1), np.full(31, 200), case % 2
    )
    assert made is not None and made.shares.shape == (30, 2)
    assert made.shares.sum(axis=0).tolist() == [7.5, 7.5]
    rng = np.random.default_rng(1)
    unpaid = made.drawn(rng, np.zeros(50, dtype=np.int64), np.zeros(50, dtype=bool), passed=1)
    assert (made.shares[unpaid, 1] == 0.5).all() and (made.kind[unpaid] == 0).all()
    assert Profiles.of((case[:9], case[:9] * 0, case[:9] + 1), np.full(9, 2), np.full(9, 5), case[:9]) is None

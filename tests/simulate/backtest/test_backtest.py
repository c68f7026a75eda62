"""A review predicted from the records before it: coverage on drawn books, nothing from the future, the city."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from simulate.backtest.made import made

import ratefloat as rf
from ratefloat.errors import DataError, UncoveredError
from ratefloat.history import benefits, premium, ratio
from ratefloat.history.book import Book
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules import bands, base_rate, ladder
from ratefloat.simulate.backtesting.backtest import backtest
from ratefloat.simulate.backtesting.result import Backtest

CITY = Path(__file__).parents[3] / "examples" / "city"
BANDS = {"no premium": 0, "0": -2, "(0, 50%]": -1, "(50%, 100%]": 0, "(100%, 150%]": 1, "(150%, inf)": 2}


def policy(**changes: object) -> FloatPolicy:
    fields = {
        "id": "two-years", "title": "Two years", "source": "an illustration", "effective": "2018-01-01/",
        "review": rf.Review(every_years=2, anchor="2018-01-01"), "window": rf.Window(months=24),
        "rule": bands("x", BANDS) >> ladder({-2: "50%", -1: "80%", 0: "100%", 1: "120%", 2: "150%"}) >> base_rate(),
        "indicators": {"x": ratio(benefits(), premium("at base rate"))}, "base": "cn-national-2015",
    }
    return FloatPolicy(**(fields | changes))


@pytest.fixture(scope="module")
def books() -> list[Book]:
    return [made(seed) for seed in range(4)]


def test_stated_coverage_holds_over_many_cells(books: list[Book]) -> None:
    found = [backtest(policy(), book, on="2024-01-01", seed=3, draws=100) for book in books]
    frame = pd.concat([each.frame for each in found])
    counts = frame[frame["what"] == "employers"]
    assert len(counts) > 60 and 0.8 <= counts["covered"].mean() <= 0.99
    whole = counts[(counts["risk_class"] == "all")]
    assert whole["covered"].mean() >= 0.7  # 20 figures that hang together
    money = frame[frame["what"] == "premium"]
    assert money["covered"].mean() >= 0.7 and (money["high"] > money["low"]).all()
    # Every employer is on one step.
    assert whole.groupby(whole["step"].isna())["actual"].sum().iloc[0] == 4 * 900


def test_nothing_of_the_future_is_read(books: list[Book]) -> None:
    """Other cases and wages after the review before change what happened, not what was predicted."""
    book = books[0]
    claims, exposure = book.frame("claims"), book.frame("exposure")
    late = claims["recognised_on"] >= "2022-01-01"
    other = book.replace(
        claims=claims[~late], exposure=exposure.assign(
            payroll=exposure["payroll"].where(exposure["start"] < "2022-01-01", "777000"),
        ),
    )
    one, two = (backtest(policy(), each, on="2024-01-01", seed=3, draws=20).frame for each in (book, other))
    both = one.merge(two, on=["what", "risk_class", "step"])
    for column in ("low", "median", "high"):
        assert (both[f"{column}_x"] == both[f"{column}_y"]).all()
    assert (both["actual_x"] != both["actual_y"]).any()


def test_a_window_that_is_known_is_predicted_exactly(books: list[Book]) -> None:
    lagged = policy(
        review=rf.Review(every_years=1, anchor="2018-01-01"), window=rf.Window(months=24, ends="12-31", lag_months=12),
    )
    found = backtest(lagged, books[1], on="2023-01-01", seed=1, draws=4).frame
    counts = found[found["what"] == "employers"]
    assert (counts["low"] == counts["actual"]).all() and (counts["high"] == counts["actual"]).all()


def test_overlapping_windows_keep_the_known_year(books: list[Book]) -> None:
    """Two years, reviewed each year: one of the two is known, so that the draws lie closer together."""
    yearly = policy(review=rf.Review(every_years=1, anchor="2018-01-01"))
    widths = []
    for each in (policy(), yearly):
        found = backtest(each, books[2], on="2024-01-01", seed=1, draws=60).frame
        whole = found[(found["what"] == "employers") & (found["risk_class"] == "all")]
        widths.append((whole["high"] - whole["low"]).sum())
    assert widths[1] < 0.9 * widths[0]


@pytest.fixture(scope="module")
def city() -> Backtest:
    law = FloatPolicy.from_json((CITY / "policy.json").read_text(encoding="utf-8"))
    return backtest(law, Book.read(CITY), on="2024-01-01", seed=1)


def test_the_example_city(city: Backtest) -> None:
    coverage = city.coverage
    assert coverage.loc[("employers", "cells"), "covered"] >= 0.8 and city.known.isoformat() == "2022-01-01"
    whole = city.frame[(city.frame["what"] == "employers") & (city.frame["risk_class"] == "all")]
    assert (abs(whole["median"] / whole["actual"] - 1) < 0.4).all()
    assert whole["actual"].sum() + len(city.left_out) == 2_046


def test_who_is_left_out_is_named(city: Backtest) -> None:
    left = city.left_out.set_index("employer")["why"]
    assert left["E000028"] == "refused by the rating" and left.str.startswith("came after 2022-01-01").sum() > 100
    assert left.str.startswith("arrears stands").any() and left.str.startswith("not insured all through").any()
    assert "E000028" in str(city) and "employers" in str(city)


def test_refused(books: list[Book]) -> None:
    with pytest.raises(DataError, match="at least a year before 2018-01-01"):
        backtest(policy(), books[0], on="2020-01-01", seed=1)
    with pytest.raises(UncoveredError, match="not in force"):
        backtest(policy(), books[0], on="2016-01-01", seed=1)
    with pytest.raises(DataError, match="expected 4 or more"):
        backtest(policy(), books[0], on="2024-01-01", seed=1, draws=1)

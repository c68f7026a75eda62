"""Windows, reviews and half-open periods."""

from __future__ import annotations

from datetime import date

import pytest

import ratefloat as rf
from ratefloat.errors import DefinitionError, UncoveredError
from ratefloat.periods import Period


@pytest.mark.parametrize(
    ("window", "review", "expected"),
    [
        (rf.Window(months=24), date(2024, 1, 1), "2022-01-01/2024-01-01"),
        (rf.Window(months=12, ends="12-31"), date(2024, 4, 1), "2023-01-01/2024-01-01"),
        (rf.Window(months=12, ends="06-30"), date(2024, 7, 1), "2023-07-01/2024-07-01"),
        (rf.Window(months=12, ends="11-30"), date(2021, 1, 1), "2019-12-01/2020-12-01"),
        (rf.Window(months=6, ends="12-31"), date(2015, 1, 1), "2014-07-01/2015-01-01"),
        (rf.Window(months=36, ends="03-31", lag_months=12), date(2004, 4, 1), "2000-04-01/2003-04-01"),
        (rf.Window(months=24, ends="09-30"), date(2025, 1, 1), "2022-10-01/2024-10-01"),
        (rf.Window(months=12, ends="02-28"), date(2024, 3, 1), "2023-03-01/2024-03-01"),
    ],
)
def test_windows_before_a_review(window, review, expected):
    assert str(window.before(review)) == expected


def test_reviews_follow_the_anchor_in_their_cycle():
    review = rf.Review(every_years=3, anchor="2019-07-01")
    assert str(review.period(date(2022, 6, 30))) == "2019-07-01/2022-07-01"
    assert str(review.period(date(2022, 7, 1))) == "2022-07-01/2025-07-01"
    with pytest.raises(UncoveredError, match="before the first review on 2019-07-01"):
        review.period(date(2019, 6, 30))


def test_a_prolonged_cycle_moves_those_that_follow():
    # Foshan prolonged its two-year cycle of 2021-07; the next one starts when it ends
    review = rf.Review(every_years=2, anchor="2021-07-01", prolonged=("2021-07-01/2024-07-01",))
    assert str(review.period(date(2024, 6, 30))) == "2021-07-01/2024-07-01"
    assert str(review.period(date(2024, 7, 1))) == "2024-07-01/2026-07-01"
    assert str(review.period(date(2026, 7, 1))) == "2026-07-01/2028-07-01"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"every_years": 2, "anchor": "2024-02-29"}, "not the first of a month"),
        ({"every_years": 0, "anchor": "2024-01-01"}, "review every 0 years; expected 1 to 10"),
        (
            {"every_years": 2, "anchor": "2022-01-01", "prolonged": ("2023-01-01/2025-01-01",)},
            "does not start with a cycle",
        ),
        (
            {"every_years": 1, "anchor": "2022-01-01", "prolonged": ("2022-01-01/2024-01-01", "2023-01-01/2025-01-01")},
            "overlap; expected one after the other",
        ),
    ],
)
def test_reviews_that_can_not_be(fields, message):
    with pytest.raises(DefinitionError, match=message):
        rf.Review(**fields)


def test_periods_are_half_open():
    period = Period.parse("2022-01-01/2023-01-01")
    assert period.contains(date(2022, 12, 31))
    assert not period.contains(date(2023, 1, 1))
    with pytest.raises(DefinitionError, match="ends before it starts"):
        Period.parse("2023-01-01/2023-01-01")
    with pytest.raises(DefinitionError, match="expected start/end"):
        Period.parse("2023-01-01")
    with pytest.raises(DefinitionError, match="window ends '06-15': not the end of a month"):
        rf.Window(months=12, ends="06-15")

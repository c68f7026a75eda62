"""Streaks, years, trends and memory, against numbers worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd

from history.books import book, dates, employers, exposure
from history.columns import column, fractions, integers, paid
from ratefloat.history import (
    benefits,
    cases,
    count,
    evaluate,
    greatest,
    head_months,
    least,
    premium,
    ratio,
    streak,
    trend,
    years_since,
    years_with,
)
from ratefloat.rules.column import RatioColumn


def test_hainan_2016_five_clean_years_need_premium_in_each() -> None:
    years = tuple(range(2019, 2024))
    rows = pd.concat([exposure("A", "B", "C", years=years), exposure("D", years=years[1:])])
    made = book(
        paid("A", "2018-12-31", "5"),
        paid("B", "2020-05-05", "5"),
        paid("C", "2023-05-05", "5"),
        ids=("A", "B", "C", "D"),
        exposure=rows,
        observed=pd.DataFrame(
            {"source": ["claims", "premium"], "start": ["2019-01-01"] * 2, "end": ["2024-01-01"] * 2}
        ),
    )
    assert integers(streak(ratio(benefits(), premium("paid")), years=5), made, dates(months=12)) == [5, 3, 0, 4]


def test_a_streak_of_a_later_entrant_is_known() -> None:
    made = book(employers=employers("A", "B", participation=["2022-03-01", "2015-01-01"]))
    found = evaluate({"it": streak(cases(), years=3)}, [], made.replace(exposure=exposure("A", "B")), dates())
    assert list(found.refused) == [1]
    assert found.columns["it"].numbers().numbers()[0] == 2


def test_totals_are_refused_where_a_stated_observation_lacks() -> None:
    observed = pd.DataFrame(
        {
            "source": ["claims", "claims"],
            "start": ["2020-01-01", "2022-07-01"],
            "end": ["2024-01-01"] * 2,
            "area": ["", "s"],
        }
    )
    made = book(employers=employers("A", "B", area=["n", "s"]), observed=observed)
    assert evaluate({"it": count("death")}, [], made, dates()).refused == {
        1: "claims: not observed over all of 2022-01-01/2024-01-01; expected records of every month"
    }
    assert evaluate({"it": count("death")}, [], made, dates("2024-07-01", months=12)).refused.keys() == {0, 1}


def test_tianjin_2012_two_years_above_300_percent() -> None:
    made = book(paid("A", "2022-01-01", "2700.01"), paid("A", "2023-01-01", "2701"), paid("B", "2022-01-01", "2700"))
    assert integers(years_with(ratio(benefits(), premium("paid")), above="300%", within=2), made) == [2, 0]


def test_hainan_2016_first_time_since_an_award() -> None:
    flags = pd.DataFrame({"employer": ["A"], "flag": ["award"], "start": ["2023-02-01"], "end": [""]})
    made = book(paid("A", "2022-01-01", "2000"), paid("A", "2023-01-01", "2000"), flags=flags)
    made_of = years_with(ratio(benefits(), premium("paid")), above="200%", within=2, since="award")
    assert integers(made_of, made) == [1, 0]
    assert integers(made_of.replace(since=None), made) == [2, 0]


def test_years_before_an_award_need_not_be_known() -> None:
    flags = pd.DataFrame(
        {"employer": ["A", "C"], "flag": ["award"] * 2, "start": ["2023-02-01", "2021-02-01"], "end": [""] * 2}
    )
    observed = pd.DataFrame({"source": ["claims"], "start": ["2022-01-01"], "end": ["2024-01-01"]})
    rows = paid("A", "2023-01-01", "2000"), paid("C", "2023-01-01", "2000"), paid("B", "2023-01-01", "2000")
    made = book(*rows, flags=flags, observed=observed, ids=("A", "B", "C"))
    loss = ratio(benefits(), premium("paid"))
    asked = {"since": years_with(loss, above="200%", within=3, since="award")}
    found = evaluate(asked, [], made, dates())
    assert list(found.refused) == [2]
    assert [int(n) for n in found.columns["since"].numbers().numbers()][:2] == [1, 0]
    # Another indicator that reads the same sums still refuses all.
    both = evaluate({**asked, "all": years_with(loss, above="200%", within=3)}, [], made, dates())
    assert list(both.refused) == [0, 1, 2]


def test_japan_each_of_three_years_at_the_rate_charged_with_a_lag() -> None:
    # The window of 2026-04 ends on 2025-03-31: three insurance years from April 2022, two years back to front.
    rows = [
        {
            "employer": "A",
            "start": f"{year}-04-01",
            "end": f"{year + 1}-04-01",
            "payroll": "100000000",
            "head_months": str(heads),
            "rate_charged": "0.55%",
        }
        for year, heads in ((2022, 1200), (2023, 1188), (2024, 2000))
    ]
    made = book(
        paid("A", "2022-03-31", "1"),
        paid("A", "2022-04-01", "735000"),
        paid("A", "2025-03-31", "735000"),
        paid("A", "2025-04-01", "1"),
        paid("A", "2023-01-01", "9", cause="commuting"),
        ids=("A",),
        exposure=pd.DataFrame(rows),
    )
    when = dates("2026-04-01", months=36, ends="03-31", lag_months=12)
    balance = ratio(benefits(without=["commuting"]), premium("at charged rate", less="0.06%"))
    # 1,470,000 over 3 x 100,000,000 x 0.49 %.
    assert fractions(balance, made, when) == [Fraction(1)]
    assert integers(least(head_months(), years=3), made, when) == [1188]
    assert integers(greatest(head_months(), years=3), made, when) == [2000]


def test_least_and_greatest_ratio_pass_over_years_without_premium() -> None:
    rows = pd.concat([exposure("A", years=(2021, 2023)), exposure("B", years=(2022,))])
    made = book(paid("A", "2021-05-05", "450"), paid("A", "2023-05-05", "900"), exposure=rows)
    loss = ratio(benefits(), premium("paid"))
    assert fractions(least(loss, years=3), made) == [Fraction(1, 2), Fraction(0)]
    assert fractions(greatest(loss, years=3), made) == [Fraction(1), Fraction(0)]


def test_a_year_with_benefits_but_no_premium_is_passed_over() -> None:
    rows = paid("A", "2021-05-05", "900"), paid("A", "2022-05-05", "450")
    made = book(*rows, exposure=exposure("A", years=(2022, 2023)))
    assert fractions(greatest(ratio(benefits(), premium("paid")), years=3), made) == [Fraction(1, 2), None]


def test_ordos_years_since_an_increase() -> None:
    decisions = pd.DataFrame(
        [
            ("A", "2018-01-01", "1"),
            ("A", "2020-01-01", "1"),
            ("A", "2022-01-01", "0"),
            ("B", "2020-01-01", "0"),
            ("B", "2022-01-01", "2"),
            ("B", "2024-01-01", "3"),
        ],
        columns=["employer", "review_start", "step"],
    )
    made = book(decisions=decisions, ids=("A", "B", "C"))
    assert integers(years_since("increase", within=9), made) == [6, 2, 9]
    assert integers(years_since("increase", within=3), made) == [3, 2, 3]
    assert integers(years_since("decrease", within=9), made) == [2, 9, 9]
    assert integers(years_since("increase", within=9), made, dates("2023-12-01", months=12)) == [5, 1, 9]


def test_trend_against_the_window_before() -> None:
    made = book(
        paid("A", "2022-05-05", "400"),
        paid("A", "2023-05-05", "500"),
        paid("B", "2023-05-05", "1"),
        paid("D", "2022-05-05", "1"),
        ids=("A", "B", "C", "D"),
        exposure=pd.concat(
            [
                exposure("A", years=(2022,)),
                exposure("A", years=(2023,), premium_paid="1000"),
                exposure("B", "C"),
                exposure("D", years=(2023,)),
            ]
        ),
    )
    found = column(trend(ratio(benefits(), premium("paid"))), made, dates(months=12))
    assert fractions(trend(ratio(benefits(), premium("paid"))), made, dates(months=12)) == [
        Fraction(500, 1000) / Fraction(400, 900),
        None,
        None,
        None,
    ]
    assert found.over_nothing().tolist() == [False, True, False, False]


def test_a_trend_beyond_64_bits_is_exact() -> None:
    from ratefloat.history.indicator import Terms
    from ratefloat.history.indicators.trend import quotient

    chance = np.random.default_rng(1)
    wide = chance.integers(2**60, 2**61, size=(4, 50))
    wide[:, ::2] //= 2**40
    found = quotient(Terms(wide[0], wide[1]), Terms(wide[2], wide[3]))
    assert isinstance(found, RatioColumn)
    expected = [Fraction(a, b) / Fraction(c, d) for a, b, c, d in wide.T.tolist()]
    assert found.numbers().numbers() == expected
    for edge in expected[:6]:
        assert found.at_least(edge).tolist() == [value >= edge for value in expected]
        assert found.above(edge).tolist() == [value > edge for value in expected]

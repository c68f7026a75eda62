"""Indicators of the laws that need them, each against numbers worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

from history.books import book, dates, employers, exposure
from ratefloat.definition import of_family
from ratefloat.errors import DefinitionError
from ratefloat.history import (
    Book,
    Dates,
    Indicator,
    amount,
    benefits,
    cases,
    category,
    count,
    deaths_in_one_accident,
    evaluate,
    flag,
    frequency,
    fund_months,
    greatest,
    head_months,
    insured_months,
    least,
    level,
    premium,
    ratio,
    relative,
    streak,
    trend,
    years_since,
    years_with,
)
from ratefloat.periods import Window
from ratefloat.rules.column import Column, RatioColumn


def column(indicator: Indicator, made: Book, when: Dates | None = None, **more: Any) -> Column:
    found = evaluate({"it": indicator}, [], made, when or dates(), **more)
    assert found.refused == {}
    return found.columns["it"]


def integers(indicator: Indicator, made: Book, when: Dates | None = None) -> list[int]:
    return [int(number) for number in column(indicator, made, when).numbers().numbers()]


def fractions(indicator: Indicator, made: Book, when: Dates | None = None, **more: Any) -> list[Fraction | None]:
    found = column(indicator, made, when, **more)
    numbers = found.numbers().numbers()
    return [number if value else None for number, value in zip(numbers, found.has_value(), strict=True)]


def truths(indicator: Indicator, made: Book, when: Dates | None = None) -> list[bool]:
    return column(indicator, made, when).holds().tolist()


def injury(employer: str, day: str, **more: Any) -> dict[str, Any]:
    return {"employer": employer, "accident_on": day, "recognised_on": day, **more}


def paid(employer: str, day: str, medical: str, **more: Any) -> dict[str, Any]:
    return {"employer": employer, "paid_on": day, "medical": medical, **more}


def test_shenzhen_2018_two_years_of_benefits_over_premium_paid() -> None:
    made = book(
        paid("A", "2021-12-31", "9999"),
        paid("A", "2022-01-01", "500"),
        paid("A", "2023-12-31", "400"),
        paid("A", "2024-01-01", "9999"),
        paid("B", "2022-06-01", "500", cause="rescue"),
    )
    loss = ratio(benefits(without=["rescue"]), premium("paid"))
    assert fractions(loss, made) == [Fraction(1, 2), Fraction(0)]


def test_no_premium_is_a_case_of_its_own_and_so_are_benefits_without_premium() -> None:
    made = book(paid("A", "2023-01-01", "5"), exposure=exposure("C"), ids=("A", "B", "C"))
    found = column(ratio(benefits(), premium("paid")), made)
    assert found.has_value().tolist() == [False, False, True]
    assert found.over_nothing().tolist() == [True, False, False]


def test_fujian_2011_graded_injuries_per_head_and_year() -> None:
    # Ten heads through two years: 240 head-months; one graded and one old injury: 1 x 12 / 240 = 50 per mille.
    made = book(
        injury("A", "2022-05-05", grade="9"),
        injury("A", "2022-05-05", grade="9", cause="old_injury"),
        injury("A", "2022-06-05"),
        injury("B", "2023-01-01", death="yes"),
        injury("B", "2023-01-02", disease="yes"),
    )
    assert fractions(frequency(cases("graded", without=["old_injury"])), made) == [Fraction(1, 20), Fraction(1, 10)]


def test_tianjin_2012_small_employers_count_as_fifty_heads() -> None:
    made = book(injury("A", "2023-05-05"), ids=("A", "B", "C"), exposure=exposure("A", "B"))
    found = fractions(frequency(cases(), minimum_heads=50, window=Window(months=12)), made)
    assert found == [Fraction(12, 600), Fraction(0), None]


def test_shenzhen_2013_cases_averaged_over_months_give_a_twelfth() -> None:
    made = book(injury("A", "2023-05-05"))
    yearly, averaged = (
        fractions(frequency(cases(), month_averaged=flag, window=Window(months=12)), made)[0] for flag in (False, True)
    )
    assert (yearly, averaged) == (Fraction(1, 10), Fraction(1, 120))


def test_tianjin_2012_three_times_the_average_of_the_area() -> None:
    made = book(
        *(injury("A", f"2023-0{month}-05") for month in (1, 2, 3)),
        injury("B", "2023-04-05"),
        injury("C", "2023-04-05"),
        ids=("A", "B", "C", "D"),
        employers=employers("A", "B", "C", "D", area=["n", "n", "s", ""]),
        exposure=exposure("A", "B", "C", "D", years=(2023,)),
    )
    # North: 4 x 12 / 240 = 1/5, so A is at 3/10 : 1/5 = 3/2 of it. South is C alone. The area of D has no injury.
    when = dates(months=12)
    own = relative(frequency(cases()), to="area mean")
    assert fractions(own, made, when) == [Fraction(3, 2), Fraction(1, 2), Fraction(1), None]
    # The average is of true heads: A alone with 3 cases of 50 counted heads against 4 of 20 true ones.
    lifted = relative(frequency(cases(), minimum_heads=50), to="area mean")
    assert fractions(lifted, made, when)[0] == Fraction(3 * 12, 600) / Fraction(1, 5)
    found = column(own, made, when)
    assert found.at_least(Fraction(3, 2)).tolist() == [True, False, False, False]
    assert found.above(Fraction(3, 2)).tolist() == [False] * 4


def test_peers_are_stored_leave_out_the_refused_and_can_be_given() -> None:
    made = book(
        injury("A", "2023-01-05"),
        injury("B", "2023-01-05", grade="x"),
        ids=("A", "B", "C"),
        exposure=exposure("A", "B", "C", years=(2023,)),
    )
    made_of = {"it": relative(frequency(cases()), to="book mean")}
    found = evaluate(made_of, [], made, dates(months=12))
    assert found.peers == {"it": {"": Fraction(12, 240)}}
    given = evaluate(made_of, [], made.select(["A"]), dates(months=12), peers={"it": {"": Fraction(1, 5)}})
    assert given.columns["it"].numbers().numbers() == [Fraction(1, 2)]
    assert given.peers == {"it": {"": Fraction(1, 5)}}
    by_class = evaluate({"it": relative(frequency(cases()), to="class mean")}, [], made, dates(months=12))
    assert by_class.peers == {"it": {"4": Fraction(12, 240)}}
    lacking = evaluate(made_of, [], made, dates(months=12), peers={"it": {"5": Fraction(1)}})
    assert lacking.refused[0] == "it: no book mean of its group; expected one"


def test_counts_by_kind_and_grade() -> None:
    made = book(
        injury("A", "2022-01-05", grade="6"),
        injury("A", "2022-01-06", grade="7"),
        injury("A", "2022-01-07", death="yes"),
        injury("A", "2022-01-08", disease="yes"),
        injury("A", "2022-01-09"),
        injury("A", "2024-01-01", death="yes"),
    )
    kinds = ("injury", "graded", "death", "disease", "grades 1-6", "grades 7-10", "grades 7")
    assert [integers(count(kind), made)[0] for kind in kinds] == [5, 4, 1, 1, 1, 1, 1]
    assert integers(count("death", window=Window(months=12, ends="06-30")), made) == [0, 0]
    with pytest.raises(DefinitionError, match="count of 'maimed': unknown; expected \"injury\""):
        count("maimed")


def test_deaths_in_one_accident_are_the_most_of_any() -> None:
    deaths = [injury("A", "2022-01-05", death="yes", accident_id="X") for _ in range(3)]
    made = book(*deaths, injury("A", "2023-01-05", death="yes"), injury("B", "2023-01-05", death="yes"))
    assert integers(deaths_in_one_accident(), made) == [3, 1]


def test_yantai_2013_premium_paid_in_minor_units() -> None:
    found = column(amount(premium("paid"), window=Window(months=12)), book())
    assert found.at_least(Fraction(90000)).tolist() == [True, True]
    assert found.above(Fraction(90000)).tolist() == [False, False]


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
    with pytest.raises(DefinitionError, match="expected month and day"):
        fund_months(date="31-12")


def test_categories() -> None:
    made = book(ids=("A", "B", "C"), employers=employers("A", "B", "C", unit_type=["firm", "school", ""]))
    found = evaluate({"it": category("unit_type", values=["firm", "school"])}, [], made, dates())
    assert found.columns["it"].is_in(["school"]).tolist()[:2] == [False, True]
    assert found.refused == {2: "it: unit_type empty or not in the list; expected one of firm, school"}


INDICATORS: list[Indicator] = [
    ratio(benefits(), premium("paid"), label={"en": "loss ratio", "zh": "支缴率"}),
    frequency(cases(), minimum_heads=50),
    count("grades 1-6", window=Window(months=36)),
    deaths_in_one_accident(),
    amount(premium("due")),
    insured_months(),
    streak(ratio(benefits(), premium("paid")), years=5),
    years_with(cases("death"), within=3),
    least(head_months(), years=3),
    trend(frequency(cases())),
    relative(frequency(cases()), to="class mean"),
    years_since("increase", within=3),
    flag("arrears", when="any in window"),
    level("credit", levels=(4, 3)),
    category("tier", values=["1"]),
    fund_months(),
]


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.kind)
def test_every_indicator_is_data_and_has_a_domain_that_fits(indicator: Indicator) -> None:
    assert of_family("indicator", indicator.model_dump(mode="json")) == indicator
    assert hash(indicator) == hash(of_family("indicator", indicator.model_dump(mode="json")))
    from ratefloat.rules.column import Cuts

    domain = indicator.domain()
    found = evaluate({"it": indicator}, [], book({"employer": "A"}), dates()).columns["it"]
    cells = domain.cells(Cuts())
    digits = domain.digits(found, cells)
    assert len(digits) == 2
    assert max(digits) < len(cells)

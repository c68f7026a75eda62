"""Ratios, frequencies, counts and peers of the laws that need them, against numbers worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from history.books import book, dates, employers, exposure
from history.columns import column, fractions, injury, integers, paid
from ratefloat.errors import DefinitionError
from ratefloat.history import (
    amount,
    benefits,
    cases,
    count,
    deaths_in_one_accident,
    evaluate,
    frequency,
    premium,
    ratio,
    relative,
)
from ratefloat.periods import Window


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

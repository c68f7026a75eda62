"""A small book under two policies, worked out by hand; and the example city, whose sums must add up.

Everybody has 1,000,000 yuan of payroll a year. Under the city's policy, A (class 4, a death) and D (150 %) pay 120 %
of 0.9 %, F (one fen more) 150 %, G (50 %) 80 %, B (class 1) 0.2 %, and 007 (new, class 3) 0.7 %.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from policy.conftest import book_of, city_policy, claim, employer, exposure

import ratefloat as rf
from ratefloat.prove.dislocation import Dislocation, Parts
from ratefloat.rules import escalate_class, round_to

CITY = Path(__file__).parents[2] / "examples" / "city"
ON = "2024-01-01"
BASE = ("0.2%", "0.4%", "0.7%", "0.9%", "1.1%", "1.3%", "1.6%", "1.9%")


def table(*rates: str) -> rf.BaseRateTable:
    """Base rates of classes 1, 2, ..."""
    return rf.BaseRateTable.single("own", dict(enumerate(rates, 1)), effective="2020-01-01/", source="a test")


def small_book() -> rf.Book:
    """The employers above."""
    people = [employer("A", 4), employer("B", 1), employer("007", 3, participation="2023-01-01"), employer("D", 4)]
    people += [employer("F", 4), employer("G", 4)]
    years = [exposure(id, year) for id in "ABDFG" for year in (2022, 2023)] + [exposure("007", 2023)]
    claims = [
        claim("c1", "A", death="yes", medical="11232.00"), claim("c2", "D", medical="27000.00"),
        claim("c3", "F", medical="27000.01"), claim("c5", "G", medical="9000.00"),
    ]
    return book_of(people, years, claims)


def changed(edit: Any = None, **fields: Any) -> rf.FloatPolicy:
    """The city's policy with its rule's document edited, or with other fields."""
    document = city_policy().document()
    if edit is not None:
        edit(document["rule"]["rules"])
    return rf.FloatPolicy.from_document(document).replace(**fields)


def yuan(*parts: int) -> Parts:
    """Base rate, class, experience, rule and rounding in yuan."""
    return Parts(*(Fraction(100 * part) for part in parts))


@pytest.fixture(scope="module")
def three() -> Dislocation:
    """Class 4 pays 1.0 %, a death puts an employer in the next class, and one step up costs 130 %."""
    new = changed(
        lambda rules: rules[5]["steps"].update({"1": "130%"}), id="new", base=table(*BASE[:3], "1%", *BASE[4:]),
        class_rule=escalate_class(1, highest=8, clause="art. 2").when(rf.indicator("deaths") >= 1),
    )
    return rf.dislocation(city_policy(), new, small_book(), on=ON)


def test_the_parts_of_each_change(three: Dislocation) -> None:
    # A: 1.08 % -> 1.20 % by the base rate -> 1.32 % as class 5 -> 1.43 % by the rung
    assert three.parts_of("A") == yuan(1200, 1200, 0, 1100, 0)
    assert three.parts_of("D") == yuan(1200, 0, 0, 1000, 0)
    assert three.parts_of("F") == yuan(1500, 0, 0, 0, 0)
    assert three.parts_of("G") == yuan(800, 0, 0, 0, 0)
    assert three.parts_of("B") == three.parts_of("007") == yuan(0, 0, 0, 0, 0)
    assert three.parts == yuan(4700, 1200, 0, 2100, 0)
    assert three.parts.total == three.total.change == 800_000


def test_who_moves(three: Dislocation) -> None:
    total = three.total
    assert (total.employers, total.up, total.down, total.unchanged) == (6, 4, 0, 2)
    assert (total.payroll, total.before, total.after) == (600_000_000, 5_130_000, 5_930_000)
    assert [(line.name, line.up, line.change) for line in three.by_class] == [
        ("class 1", 0, 0), ("class 3", 0, 0), ("class 4", 3, 450_000), ("class 5", 1, 350_000),
    ]
    # A 32.4 %, D 20.4 %, F and G 11.1 %
    bands = {line.name: line.employers for line in three.by_change if line.employers}
    assert bands == {"unchanged": 2, "up to 20%": 2, "up 20% to 50%": 2}


def test_an_edge_of_size_belongs_to_the_band_above() -> None:
    found = rf.dislocation(city_policy(), city_policy(), small_book(), on=ON, sizes=(500_000, 1_000_000))
    assert [(line.name, line.employers) for line in found.by_size] == [
        ("payroll below 500,000", 0), ("payroll from 500,000", 0), ("payroll from 1,000,000", 6),
    ]
    assert found.parts == yuan(0, 0, 0, 0, 0) and found.extremes() == ()


def test_the_frame(three: Dislocation) -> None:
    frame = three.to_frame().set_index("employer")
    assert frame.loc["A"].tolist() == [
        5, "1.08%", "1.43%", 100_000_000, 1_080_000, 1_430_000, 350_000, 120_000, 120_000, 0, 110_000, 0,
    ]
    assert list(frame.columns[-5:]) == ["base rate", "class", "experience", "rule", "rounding"]


def test_the_extremes_with_both_explanations(three: Dislocation) -> None:
    first, *_ = three.extremes(1)
    assert (first.employer, first.change) == ("A", 350_000)
    said = first.explain().splitlines()
    assert said[0] == "A: +3500.00"
    assert [line.split()[-1] for line in said if line.startswith("base rate")] == ["1.08%", "1.43%"]
    assert len(three.extremes(2)) == 2, "nobody pays less"


def test_rounding_is_apart() -> None:
    new = city_policy()
    new = new.replace(rule=new.rule >> round_to("0.1%", clause="art. 10"))
    found = rf.dislocation(city_policy(), new, small_book(), on=ON)
    # 1.08 % -> 1.1 %, 1.35 % -> 1.4 %, 0.72 % -> 0.7 %
    assert [found.parts_of(id).rounding for id in "AFGB"] == [20_000, 50_000, -20_000, 0]
    assert found.parts == yuan(0, 0, 0, 0, 200 + 200 + 500 - 200)


def test_fen_are_rounding_too() -> None:
    book = book_of([employer("A", 4)], [exposure("A", y, payroll="1000000.33") for y in (2022, 2023)], [])
    new = changed(base=table(*BASE[:3], "1%", *BASE[4:]))
    parts = rf.dislocation(city_policy(), new, book, on=ON).parts
    # 100,000,033 fen without claims: half of 0.9 % is 450,000.1485, half of 1 % 500,000.165
    assert parts.base_rate == Fraction("50000.0165") and parts.rounding == Fraction("-0.0165")
    assert parts.total == 50_000


def test_another_window_is_experience_first_and_rule_then() -> None:
    found = rf.dislocation(city_policy(), changed(window=rf.Window(months=12)), small_book(), on=ON)
    # in 2023 A has no claim, but 12 months are below the 24 of the old art. 4: base rate; the new rule gives half
    assert found.parts_of("A") == yuan(0, 0, -1800, -4500, 0)
    assert found.parts_of("007") == yuan(0, 0, 0, -3500, 0)
    assert found.parts_of("B") == yuan(0, 0, 0, 0, 0)


def test_a_part_that_can_not_be_replaced_alone_falls_to_the_next() -> None:
    book = book_of([employer("H", 7)], [exposure("H", y) for y in (2022, 2023)], [claim("c1", "H", death="yes")])
    new = changed(class_rule=escalate_class(1, highest=8).when(rf.indicator("deaths") >= 1))
    found = rf.dislocation(changed(base=table(*BASE[:7])), new, book, on=ON)
    # the old table knows no class 8: 120 % of 1.6 % and of 1.9 % differ by the rule
    assert found.parts_of("H") == yuan(0, 0, 0, 3600, 0)


def test_an_old_policy_is_taken_as_if_in_force() -> None:
    old = city_policy().replace(effective="2018-01-01/2022-01-01", id="last-year")
    new = city_policy().replace(effective="2024-01-01/2027-01-01")
    found = rf.dislocation(old, new, small_book())
    assert found.new.dates.on.isoformat() == ON and found.total.change == 0
    with pytest.raises(rf.UncoveredError, match="not in force on 2023-12-31"):
        rf.dislocation(old, new, small_book(), on="2023-12-31")


def test_the_refused_are_counted_and_listed() -> None:
    new = changed(lambda rules: rules[0]["rows"].update({"(150%, inf)": None}))
    found = rf.dislocation(city_policy(), new, small_book(), on=ON)
    assert len(found) == 5
    (row,) = found.refused.itertuples(index=False)
    assert (row.employer, row.old) == ("F", None) and "no row of the table covers" in row.new
    with pytest.raises(rf.DataError, match="F: not rated by both policies"):
        found.parts_of("F")
    assert "1 employers not rated by both" in str(found.summary())


def test_the_summary_reads(three: Dislocation) -> None:
    lines = str(three.summary()).splitlines()
    assert lines[0] == "example-city-2022 -> new on 2024-01-01"
    all_line = next(line for line in lines if line.startswith("all"))
    assert all_line.split() == ["all", "6", "4", "0", "2", "51,300", "59,300", "8,000", "15.6%"]
    assert [line.split()[-1] for line in lines if line.startswith("  base rate")] == ["4,700"]


@pytest.fixture(scope="module")
def city() -> Dislocation:
    """The example city under the flat national rates and under its own policy with a shorter window."""
    new = changed(window=rf.Window(months=12), id="one-year")
    new = new.replace(rule=new.rule >> round_to("0.05%", clause="art. 10"))
    return rf.dislocation(rf.load_plan("cn-national-2015-flat"), new, rf.Book.read(CITY), on=ON)


def test_the_city_adds_up(city: Dislocation) -> None:
    for lines in (city.by_class, city.by_size, city.by_change):
        for field in ("employers", "up", "down", "unchanged", "payroll", "before", "after", "change"):
            assert sum(getattr(line, field) for line in lines) == getattr(city.total, field)
    frame = city.to_frame()
    assert len(frame) == len(city) == len(city.new) - int((~city.both).sum())
    parts = frame[["base rate", "class", "experience", "rule", "rounding"]]
    assert (parts.sum(axis=1) == frame["change"]).all()
    assert {name: sum(parts[name]) for name in parts} == city.parts.by_name
    assert city.parts.total == city.total.change == frame["change"].sum()
    assert city.parts.rounding != 0 != city.parts.rule


def test_the_city_is_what_two_ratings_say(city: Dislocation) -> None:
    old = rf.rate(rf.load_plan("cn-national-2015-flat"), city.new.book, on=ON)
    premiums = old.to_frame().set_index("employer")["estimated_premium"]
    frame = city.to_frame().set_index("employer")
    assert (premiums[frame.index] == frame["old_premium"]).all()
    assert city.total.before == int(frame["old_premium"].sum())


def test_the_figure(three: Dislocation) -> None:
    pytest.importorskip("matplotlib")
    figure = three.plot()
    panels = figure.axes
    assert len(panels) == 4
    # employers in each band, down to up
    assert [bar.get_width() for bar in panels[0].patches] == [0, 0, 0, 2, 2, 2, 0, 0]
    # old, the five causes, new: thousand yuan
    assert [round(bar.get_height(), 1) for bar in panels[3].patches] == [51.3, 4.7, 1.2, 0, 2.1, 0, 59.3]

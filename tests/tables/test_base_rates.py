"""Base-rate tables: the published grids cell by cell, both ends of every span, and the two time axes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from ratefloat.errors import DefinitionError, UncoveredError
from ratefloat.periods import Period
from ratefloat.tables.base_rate import BaseRate
from ratefloat.tables.base_rates import BaseRateTable, ListedTable, base_rate_tables, load_base_rates
from ratefloat.tables.words import Words
from ratefloat.units import exact

NATION = "0.2 0.4 0.7 0.9 1.1 1.3 1.6 1.9"
SHENZHEN = "0.14 0.28 0.49 0.63 0.66 0.78 0.96 1.14"
GUANGDONG = "0.2 0.4 0.6 0.8 0.9 1.0 1.2 1.4"
ZHUHAI = "0.1 0.15 0.2 0.3 0.4 0.5 0.55 0.6"
SHANTOU = "0.1 0.2 0.3 0.4 0.5 0.6 0.65 0.7"
# Japan, per mille, as the annex has them: forestry, fishing, mining, construction, ... , ship owners.
JAPAN_2018 = (
    "60 18 38 88 16 2.5 49 26 62 11 9 9 9.5 12 6.5 15 6 4 14 6.5 3.5 4.5 6 13 18 26 6.5 7 5.5 16 10 6.5 7 "
    "5 2.5 4 23 2.5 3.5 6.5 4 9 9 13 3 13 13 5.5 6.5 2.5 3 2.5 3 47"
)
JAPAN_2024 = (
    "52 18 37 88 13 2.5 37 26 34 11 9 9 9.5 12 6 15 5.5 4 13 7 3.5 4.5 6 13 17 23 6.5 7 5 16 9 6.5 6.5 5 "
    "3 4 23 2.5 3.5 6 4 8.5 9 12 3 13 13 6 6.5 2.5 3 2.5 3 42"
)
KOREA = (
    "18.5 5.7 1.6 1.1 2.0 0.9 1.3 0.7 1.3 1.0 0.6 2.4 1.2 0.7 3.5 0.8 1.8 "
    "0.9 5.8 2.7 2.0 0.8 0.8 0.6 0.8 0.7 0.9 0.5 1.4"
)


def per_mille(text: str) -> str:
    """Per mille as the percent that the grids have."""
    return " ".join(str(Decimal(cell) / 10) for cell in text.split())


# table, area, tier, first day, last day (None: no end recorded), percent of payroll by class
GRIDS = [
    ("cn-national-2003", None, None, "2004-01-01", "2015-09-30", "0.5 1.0 2.0"),
    ("cn-national-2015", None, None, "2015-10-01", None, NATION),
    ("shenzhen-2016", None, None, "2016-07-01", "2022-06-30", SHENZHEN),
    ("guangdong-2021", "440000", None, "2021-05-01", None, GUANGDONG),
    ("guangdong-2021", "440100", None, "2021-05-01", None, GUANGDONG),
    ("guangdong-2021", "440300", None, "2021-05-01", "2022-06-30", SHENZHEN),
    ("guangdong-2021", "440300", None, "2024-07-01", None, GUANGDONG),
    ("guangdong-2021", "440400", None, "2021-05-01", "2022-06-30", ZHUHAI),
    ("guangdong-2021", "440400", None, "2024-07-01", None, GUANGDONG),
    ("guangdong-2021", "440500", None, "2021-05-01", "2022-06-30", SHANTOU),
    ("guangdong-2021", "440500", None, "2024-07-01", None, GUANGDONG),
    ("hainan", None, None, "2017-01-01", "2022-12-31", "0.2 0.4 0.7 0.8 0.9 1.0 1.2 1.5"),
    ("hainan", None, None, "2023-01-01", None, "0.15 0.3 0.6 0.7 0.8 0.9 1.2 1.5"),
    ("hunan", None, None, "2022-01-01", "2022-12-31", "0.6 0.9 1.2 1.4 1.7 2.1 2.4 2.6"),
    ("lishui-2015", None, "under 8 months", "2015-11-27", None, "0.4 0.6 1.2 1.4 1.6 2.0 2.1 2.2"),
    ("lishui-2015", None, "8 to 16 months", "2015-11-27", None, "0.2 0.4 0.8 1.0 1.1 1.4 1.7 1.9"),
    ("lishui-2015", None, "over 16 months", "2015-11-27", None, "0.2 0.3 0.7 0.9 1.1 1.3 1.5 1.7"),
    ("liaoning-city-2022", None, None, "2022-01-01", None, "0.1 0.2 0.35 0.45 0.55 0.65 0.8 0.95"),
    ("japan-2003", None, None, "1999-04-01", "2008-03-31", "0.8"),
    ("japan-2018", None, None, "2018-04-01", "2024-03-31", per_mille(JAPAN_2018)),
    ("japan-2018", None, None, "2024-04-01", None, per_mille(JAPAN_2024)),
    ("taiwan-2025", None, None, "2025-01-01", "2027-12-31", "0.89 0.50 0.13 0.05 0.05"),
    ("korea-2026", None, None, "2026-01-01", "2026-12-31", KOREA),
    ("unnamed-c", None, None, "2004-01-01", "2015-09-30", "0.5 0.8 1.2"),
    ("yuyao-2011", None, None, "2011-05-01", "2015-09-30", "0.7 1.5 2.5 0.3 3.0"),
    ("shanghai-2004", None, None, "2004-01-01", "2015-09-30", "0.5"),
    ("shenzhen-2008", None, None, "2008-01-01", "2012-12-31", "- 1.0 1.5"),
]


def percents(text: str) -> dict[int, Fraction]:
    """A rate a class; "-" where the table has none."""
    return {number: Fraction(cell) / 100 for number, cell in enumerate(text.split(), 1) if cell != "-"}


@pytest.mark.parametrize(("id", "area", "tier", "first", "last", "cells"), GRIDS)
def test_published_grid(
    id: str, area: str | None, tier: str | None, first: str, last: str | None, cells: str
) -> None:
    table = load_base_rates(id)
    for moment in (first, last or "2030-01-01"):
        assert table.rates(date.fromisoformat(moment), area=area, tier=tier) == percents(cells)


def test_every_table_and_row_is_in_the_grids() -> None:
    listed = {id for id, *_ in GRIDS}
    assert {table.id for table in base_rate_tables()} == listed
    for id in listed:
        cells = {
            (area, tier, first, number): rate
            for grid, area, tier, first, _, text in GRIDS if grid == id and area != "440100"
            for number, rate in percents(text).items()
        }
        rows = {
            (row.area, row.tier, str(row.effective.start), row.risk_class): row.rate
            for row in load_base_rates(id).rows
        }
        assert rows == cells


def test_every_row_has_a_source_and_a_mark_that_a_plan_may_rest_on() -> None:
    for listed in base_rate_tables():
        for row in load_base_rates(listed.id).rows:
            assert row.source and row.mark in {"S", "K", "D"}
    assert load_base_rates("cn-national-2015").rows[0].source == "人社部发〔2015〕71号"


@pytest.mark.parametrize(
    ("id", "area", "tier", "day"),
    [
        ("cn-national-2003", None, None, "2003-12-31"),
        ("cn-national-2003", None, None, "2015-10-01"),
        ("cn-national-2015", None, None, "2015-09-30"),
        ("shenzhen-2016", None, None, "2016-06-30"),
        ("shenzhen-2016", None, None, "2022-07-01"),
        ("guangdong-2021", "440000", None, "2021-04-30"),
        ("guangdong-2021", "440300", None, "2022-07-01"),
        ("guangdong-2021", "440400", None, "2024-06-30"),
        ("guangdong-2021", "440500", None, "2023-01-01"),
        ("hainan", None, None, "2016-12-31"),
        ("hunan", None, None, "2021-12-31"),
        ("hunan", None, None, "2023-01-01"),
        ("lishui-2015", None, "8 to 16 months", "2015-11-26"),
        ("liaoning-city-2022", None, None, "2021-12-31"),
    ],
)
def test_the_day_outside_is_refused(id: str, area: str | None, tier: str | None, day: str) -> None:
    with pytest.raises(UncoveredError, match=f"base rates {id}: no rate on {day}"):
        load_base_rates(id).rates(date.fromisoformat(day), area=area, tier=tier)


def test_a_gap_is_told_with_table_area_day_and_what_is_covered() -> None:
    with pytest.raises(UncoveredError) as caught:
        load_base_rates("guangdong-2021").rates(date(2023, 5, 1), area="440300")
    assert str(caught.value) == (
        "base rates guangdong-2021: no rate on 2023-05-01, area 440300; "
        "covered: 2021-05-01/2022-07-01, 2024-07-01/; choose a day within, or add the missing rows"
    )
    assert caught.value.facts["date"] == date(2023, 5, 1)
    assert caught.value.facts["area"] == "440300"


def test_a_district_reads_its_city_and_a_city_its_province() -> None:
    table = load_base_rates("guangdong-2021")
    assert table.rates(date(2022, 6, 30), area="440305") == percents(SHENZHEN)
    assert table.rates(date(2022, 6, 30), area="440604001000") == percents(GUANGDONG)
    with pytest.raises(UncoveredError):
        table.rates(date(2023, 5, 1), area="440305")


def test_an_area_outside_or_missing_is_refused() -> None:
    table = load_base_rates("guangdong-2021")
    with pytest.raises(UncoveredError, match="area 360700 not in the table; expected one of 440000, 440300"):
        table.rates(date(2022, 1, 1), area="360700")
    with pytest.raises(UncoveredError, match="no area given"):
        table.rates(date(2022, 1, 1))
    assert table.areas == ("440000", "440300", "440400", "440500")


def test_a_table_without_areas_holds_in_every_area() -> None:
    assert load_base_rates("cn-national-2015").rates(date(2020, 1, 1), area="360703") == percents(NATION)


def test_a_tier_must_be_given_where_there_are_tiers_and_only_there() -> None:
    lishui = load_base_rates("lishui-2015")
    assert lishui.tiers == ("under 8 months", "8 to 16 months", "over 16 months")
    with pytest.raises(UncoveredError, match="no tier given; expected 'under 8 months', '8 to 16 months'"):
        lishui.rates(date(2016, 1, 1))
    with pytest.raises(UncoveredError, match="tier 'over 16' not in the table"):
        lishui.rates(date(2016, 1, 1), tier="over 16")
    with pytest.raises(UncoveredError, match="expected no tier at all"):
        load_base_rates("hunan").rates(date(2022, 1, 1), tier="over 16 months")


def test_span_and_covered() -> None:
    table = load_base_rates("guangdong-2021")
    assert str(table.span()) == "2021-05-01/"
    assert str(load_base_rates("shenzhen-2016").span("440300")) == "2016-07-01/2022-07-01"
    assert [str(period) for period in load_base_rates("hainan").covered()] == ["2017-01-01/"]


def row(risk_class: int, rate: str, effective: str, *, recorded_at: date | None = None) -> BaseRate:
    return BaseRate(
        risk_class=risk_class,
        rate=exact(rate),
        effective=Period.parse(effective),
        recorded_at=recorded_at,
        source="notice",
        mark="K",
    )


def table_of(*rows: BaseRate) -> BaseRateTable:
    return BaseRateTable(id="t", title=Words(en="t", zh="表"), jurisdiction="", rows=rows)


CORRECTED = table_of(
    row(1, "0.2%", "2024-01-01/"),
    row(2, "0.4%", "2024-01-01/"),
    row(2, "0.5%", "2024-07-01/", recorded_at=date(2025, 3, 1)),
    row(2, "0.45%", "2024-07-01/2025-01-01", recorded_at=date(2025, 6, 1)),
)


@pytest.mark.parametrize(
    ("on", "known_on", "expected"),
    [
        ("2024-06-30", None, "0.4%"),
        ("2024-07-01", "2025-02-28", "0.4%"),
        ("2024-07-01", "2025-03-01", "0.5%"),
        ("2024-07-01", "2025-05-31", "0.5%"),
        ("2024-07-01", "2025-06-01", "0.45%"),
        ("2024-12-31", None, "0.45%"),
        ("2025-01-01", None, "0.5%"),
        ("2025-01-01", "2025-01-01", "0.4%"),
    ],
)
def test_two_time_axes(on: str, known_on: str | None, expected: str) -> None:
    known = date.fromisoformat(known_on) if known_on else None
    in_force = CORRECTED.in_force(date.fromisoformat(on), known_on=known)
    assert in_force[2].rate == Fraction(expected.removesuffix("%")) / 100
    assert in_force[1].rate == Fraction(1, 500)


def test_a_row_not_yet_recorded_does_not_cover() -> None:
    table = table_of(row(1, "0.2%", "2024-01-01/", recorded_at=date(2024, 2, 1)))
    assert table.rates(date(2024, 1, 1), known_on=date(2024, 2, 1)) == {1: Fraction(1, 500)}
    with pytest.raises(UncoveredError, match="on 2024-01-01, as known on 2024-01-31; covered: nothing"):
        table.rates(date(2024, 1, 1), known_on=date(2024, 1, 31))


def test_a_class_without_a_rate_is_named() -> None:
    table = table_of(row(1, "0.2%", "2024-01-01/"), row(2, "0.4%", "2024-01-01/2025-01-01"))
    with pytest.raises(UncoveredError, match="classes 2 have no rate on 2025-01-01"):
        table.rates(date(2025, 1, 1))


def test_two_rows_for_the_same_days_are_refused() -> None:
    with pytest.raises(DefinitionError) as caught:
        table_of(row(3, "0.7%", "2015-10-01/"), row(3, "0.6%", "2016-01-01/2017-01-01"))
    assert str(caught.value).endswith(
        "base rates t: two rows claim the same days: [class 3, 2015-10-01/, 0.7% (notice)] and "
        "[class 3, 2016-01-01/2017-01-01, 0.6% (notice)]; expected one; end the first, "
        "or give the correction its own recorded_at"
    )
    day = date(2017, 1, 1)
    with pytest.raises(DefinitionError, match="two rows claim"):
        table_of(row(1, "1%", "2015-01-01/", recorded_at=day), row(1, "1%", "2016-01-01/", recorded_at=day))


def test_touching_rows_are_not_an_overlap() -> None:
    table = table_of(row(1, "0.7%", "2015-10-01/2016-01-01"), row(1, "0.6%", "2016-01-01/"))
    assert table.covered() == (Period(date(2015, 10, 1)),)


@pytest.mark.parametrize(
    ("rate", "message"),
    [
        ("0.7", "no unit"), (0.007, "is a float"), ("190%%", "not a number"), ("101%", "no share of payroll"),
        ("-1%", "no share of payroll"), (True, "is a bool"),
    ],
)
def test_a_rate_must_be_exact_and_carry_its_unit(rate: object, message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        BaseRateTable.single("t", {1: rate}, effective="2024-01-01/", source="notice")


def test_bad_documents_are_refused_by_name() -> None:
    good = load_base_rates("hunan").to_json()
    with pytest.raises(DefinitionError, match="rows.2.*base rate '1.2'"):
        BaseRateTable.from_json(good.replace('"1.2%"', '"1.2"'))
    with pytest.raises(DefinitionError, match=r"rows\.0.*mark.*'S', 'K' or 'D'"):
        BaseRateTable.from_json(good.replace('"mark": "D"', '"mark": "U"'))
    with pytest.raises(DefinitionError, match="no JSON"):
        BaseRateTable.from_json("{")
    with pytest.raises(DefinitionError, match="a list; expected a JSON object"):
        BaseRateTable.from_json("[]")
    with pytest.raises(DefinitionError, match="colour"):
        BaseRateTable.from_json(good.replace('"jurisdiction"', '"colour": 1, "jurisdiction"'))


@pytest.mark.parametrize("listed", base_rate_tables(), ids=lambda listed: listed.id)
def test_json_round_trip_is_identity(listed: ListedTable) -> None:
    table = load_base_rates(listed.id)
    assert BaseRateTable.from_json(table.to_json()) == table
    assert BaseRateTable.from_json(CORRECTED.to_json()) == CORRECTED


def test_unknown_table_is_refused_with_the_list() -> None:
    with pytest.raises(UncoveredError, match="'jiangxi': no such table; expected one of cn-national-2003, "):
        load_base_rates("jiangxi")


def test_tables_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_base_rates("hunan").id = "other"

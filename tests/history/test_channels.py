"""Channels equal a plain loop over the records, on random books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

from history.books import book, exposure, random_book, random_frames
from ratefloat.errors import DataError, DefinitionError
from ratefloat.history import Book, Channels, accident_deaths, benefits, cases, fill, head_months, payroll, premium
from ratefloat.history.channels import Channel, months_insured
from ratefloat.periods import Span

SPAN = Span(2020 * 12, 2024 * 12)
Row = dict[str, Any]


def fen(text: str) -> int:
    return int(Fraction(text or "0") * 100)


def year_of(text: str) -> int:
    """The period of a day in four calendar years from 2020; -1 outside."""
    return int(text[:4]) - 2020 if text and 2020 <= int(text[:4]) < 2024 else -1


def loop(frames: dict[str, pd.DataFrame], table: str, day: str, amount: Callable[[Row], int]) -> list[list[int]]:
    ids = frames["employers"]["employer"].tolist()
    sums = [[0] * len(ids) for _ in range(4)]
    for row in frames[table].to_dict("records"):
        period = year_of(row[day])
        if period >= 0:
            sums[period][ids.index(row.get("bearer") or row["employer"])] += amount(row)
    return sums


def paid(row: Row) -> int:
    return fen(row["medical"]) - fen(row["recovery"])


BENEFITS: dict[str, tuple[Channel, str, Callable[[Row], int]]] = {
    "all": (benefits(), "paid_on", paid),
    "without": (benefits(without=["commuting"]), "paid_on", lambda r: paid(r) * (r["cause"] != "commuting")),
    "assessed": (benefits(date="assessed"), "assessed_on", paid),
    "only others": (benefits(only=["funeral"]), "paid_on", lambda r: -fen(r["recovery"])),
}
COUNTS: dict[str, tuple[Channel, str, Callable[[Row], int]]] = {
    "injury": (cases(), "recognised_on", lambda r: 1),
    "death": (cases("death"), "recognised_on", lambda r: r["death"] == "yes"),
    "disease": (cases("disease", date="accident"), "accident_on", lambda r: r["disease"] == "yes"),
    "graded": (
        cases("graded", without=["rescue"]),
        "recognised_on",
        lambda r: r["cause"] != "rescue" and (r["grade"] != "" or "yes" in (r["death"], r["disease"])),
    ),
    "grades": (cases("graded", grades=(7, 10)), "recognised_on", lambda r: r["grade"] in ("7", "10")),
}


@pytest.mark.parametrize("seed", range(8))
def test_claims_equal_a_loop(seed: int) -> None:
    frames, made = random_frames(seed), random_book(seed)
    assert made.spoiled == {}
    for name, (channel, day, amount) in (BENEFITS | COUNTS).items():
        assert fill(channel, made, SPAN).periods.tolist() == loop(frames, "claims", day, amount), name


@pytest.mark.parametrize("seed", range(8))
def test_exposure_equals_a_loop(seed: int) -> None:
    frames, made = random_frames(seed), random_book(seed)
    for channel, day, amount in (
        (payroll(), "start", lambda r: fen(r["payroll"])),
        (head_months(), "start", lambda r: int(r["head_months"])),
        (premium("due"), "start", lambda r: fen(r["premium_due"])),
        (premium("paid"), "start", lambda r: fen(r["premium_paid"])),
        (premium("paid", period="received"), "paid_on", lambda r: fen(r["premium_paid"])),
        (premium("at charged rate"), "start", lambda r: half_up(fen(r["payroll"]) * rate(r["rate_charged"]))),
        (
            premium("at charged rate", less="0.45%"),
            "start",
            lambda r: half_up(fen(r["payroll"]) * (rate(r["rate_charged"]) - rate("0.45%"))),
        ),
    ):
        assert fill(channel, made, SPAN).periods.tolist() == loop(frames, "exposure", day, amount), repr(channel)


def half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def rate(text: str) -> Fraction:
    return Fraction(text.removesuffix("%")) / 100


@pytest.mark.parametrize("seed", range(4))
def test_deaths_of_one_accident_equal_a_loop(seed: int) -> None:
    frames, made = random_frames(seed), random_book(seed)
    ids = frames["employers"]["employer"].tolist()
    deaths: dict[Any, int] = defaultdict(int)
    for row in frames["claims"].to_dict("records"):
        if row["death"] == "yes" and year_of(row["accident_on"]) >= 0:
            where = year_of(row["accident_on"]), ids.index(row["bearer"] or row["employer"])
            deaths[(*where, row["accident_id"] or row["claim"])] += 1
    most = [
        [max((n for (p, i, _), n in deaths.items() if (p, i) == (y, e)), default=0) for e in range(12)]
        for y in range(4)
    ]
    assert fill(accident_deaths(), made, SPAN).periods.tolist() == most


@pytest.mark.parametrize("seed", range(4))
def test_a_limit_per_claim_holds_over_the_window(seed: int) -> None:
    frames = random_frames(seed)
    # Every second record is another payment of the claim before it.
    rows = frames["claims"].sort_values("employer", kind="stable").reset_index(drop=True)
    for place in range(1, len(rows), 2):
        if rows.loc[place, "employer"] == rows.loc[place - 1, "employer"]:
            same = [
                "claim",
                "accident_id",
                "accident_on",
                "recognised_on",
                "cause",
                "death",
                "disease",
                "grade",
                "bearer",
            ]
            rows.loc[place, same] = rows.loc[place - 1, same]
    made = Book.from_frames(**{**frames, "claims": rows})
    assert made.spoiled == {}
    sums: dict[Any, int] = defaultdict(int)
    ids = frames["employers"]["employer"].tolist()
    for row in rows.to_dict("records"):
        if year_of(row["paid_on"]) >= 0:
            sums[row["claim"], ids.index(row["bearer"] or row["employer"])] += paid(row)
    limited = [sum(min(30000, n) for (_, i), n in sums.items() if i == e) for e in range(12)]
    assert fill(benefits(per_claim_at_most="300"), made, SPAN).periods.sum(axis=0).tolist() == limited
    # Several payments are one person.
    persons = {
        (row["claim"], row["bearer"] or row["employer"])
        for row in rows.to_dict("records")
        if year_of(row["recognised_on"]) >= 0
    }
    assert int(fill(cases(), made, SPAN).periods.sum()) == len(persons)


def base(moment: date, area: str | None = None, tier: str | None = None) -> dict[int, Fraction]:
    return {c: Fraction(c if area == "north" else 2 * c, 1000) for c in range(1, 9)}


def test_premium_at_the_base_rate_of_the_class_then_in_force() -> None:
    frames, made = random_frames(2), random_book(2)
    people = frames["employers"].set_index("employer")

    def at_base(row: Row) -> int:
        person = people.loc[row["employer"]]
        return half_up(fen(row["payroll"]) * base(date(2020, 1, 1), person["area"] or None)[int(person["risk_class"])])

    grid = fill(premium("at base rate"), made, SPAN, base=base)
    assert grid.periods.tolist() == loop(frames, "exposure", "start", at_base)
    # 100,000 yuan at 2 x 7 per mille: the record's own class goes first.
    own = book(exposure=exposure("A", "B", risk_class="7"))
    assert fill(premium("at base rate"), own, SPAN, base=base).periods[:, 0].tolist() == [0, 0, 140000, 140000]


def test_a_base_rate_that_changes_within_a_record_is_refused() -> None:
    def rising(moment: date, area: str | None = None, tier: str | None = None) -> dict[int, Fraction]:
        return {4: Fraction(moment.month if moment.year == 2023 else 1, 1000)}

    grid = fill(premium("at base rate"), book(ids=("A",)), SPAN, base=rising)
    assert grid.refused[0] == (
        "exposure row 3: base rate of class 4 changes between 2023-01-31 and 2023-02-01; split the record there"
    )
    assert list(grid.refused_within(0, 3)) == []
    lacking = fill(
        premium("at base rate"), book(ids=("A",)), SPAN, base=lambda m, area=None, tier=None: {1: Fraction(1)}
    )
    assert lacking.refused[0] == "exposure row 2: class 4: no base rate; expected one of 1"


@pytest.mark.parametrize(
    ("cheap_until", "dear_until", "said"),
    [
        ("2022-03-01", "2022-10-01", "changes between 2022-02-28 and 2022-03-01; split the record there"),
        ("2022-07-15", "2099-01-01", "changes between 2022-07-01 and 2022-07-31; expected one rate through a month"),
    ],
)
def test_every_month_of_a_record_is_looked_up(cheap_until: str, dear_until: str, said: str) -> None:
    def table(moment: date, area: str | None = None, tier: str | None = None) -> dict[int, Fraction]:
        return {4: Fraction(5 if cheap_until <= moment.isoformat() < dear_until else 1, 100)}

    made = book(ids=("A",), exposure=exposure("A", years=(2022,)))
    grid = fill(premium("at base rate"), made, SPAN, base=table)
    assert grid.refused == {0: f"exposure row 2: base rate of class 4 {said}"}
    monthly = pd.DataFrame([{"employer": "A", "month": f"2022-{m:02d}", "payroll": "100"} for m in range(1, 7)])
    # Six months at 100 yuan: two at 1 % and four at 5 %, or all at 1 %.
    paid = fill(premium("at base rate"), book(ids=("A",), exposure=monthly), SPAN, base=table)
    assert (paid.refused, paid.periods[2, 0]) == ({}, 2200 if cheap_until == "2022-03-01" else 600)


def test_insured_months_count_from_the_month_of_participation() -> None:
    from history.books import employers

    made = book(employers=employers("A", "B", participation=["2022-04-20", "2010-01-01"]))
    assert fill(months_insured(), made, SPAN).periods.tolist() == [[0, 0], [0, 0], [9, 12], [12, 12]]


def test_months_and_years_add_up_alike() -> None:
    rows = [{"employer": "A", "month": f"{y}-{m:02d}", "payroll": "100"} for y in (2022, 2023) for m in range(1, 13)]
    made = book(ids=("A",), exposure=pd.DataFrame(rows))
    assert fill(payroll(), made, Span(2022 * 12 + 6, 2024 * 12)).periods[:, 0].tolist() == [60000, 120000]


def test_sums_beyond_64_bits_are_refused_and_harm_nobody() -> None:
    rows = [
        {"employer": "A", "month": f"{y}-{m:02d}", "payroll": "2800000000000000"}
        for y in range(2020, 2024)
        for m in range(1, 13)
    ]
    rows += [{"employer": "B", "month": "2023-01", "payroll": "5"}]
    grid = fill(payroll(), book(exposure=pd.DataFrame(rows)), SPAN)
    assert grid.refused == {0: "exposure: sum beyond 64 bits; expected amounts in the currency's main unit"}
    assert grid.periods[:, 1].tolist() == [0, 0, 0, 500]


@pytest.mark.parametrize("limit", ["per_claim_at_most", "per_accident_at_most"])
def test_limited_sums_beyond_64_bits_are_refused_for_what_they_are(limit: str) -> None:
    rows = [{"claim": "C", "employer": "A", "paid_on": "2023-05-05", "medical": str(2**58 // 100)}] * 40
    made = book(*rows, {"employer": "B", "paid_on": "2023-05-05", "medical": "9"})
    grid = fill(benefits(**{limit: "5"}), made, SPAN)
    assert grid.refused == {0: "benefits: sum beyond 64 bits; expected amounts in the currency's main unit"}
    assert grid.periods.tolist() == [[0, 0], [0, 0], [0, 0], [0, 500]]


def test_ready_arrays_are_channels_too() -> None:
    ready = Channels.from_arrays({payroll(): np.asarray([[1, 2], [3, 4]])}, ends=2024 * 12)
    sums, _ = ready.years(payroll(), Span(2023 * 12, 2024 * 12))
    assert sums.tolist() == [[3, 4]]
    with pytest.raises(LookupError, match=r"premium\(basis='due'\): not filled over"):
        ready.years(premium("due"), SPAN)


def test_definitions_read_back_and_are_checked() -> None:
    from ratefloat.definition import of_family

    for channel in (
        benefits(without=["rescue"], per_claim_at_most="5000"),
        cases("graded", grades=(1, 6)),
        premium("paid"),
    ):
        assert of_family("channel", channel.model_dump(mode="json")) == channel
    for build, said in (
        (lambda: benefits(without=["comuting"]), "cause 'comuting': unknown; expected one of work"),
        (lambda: benefits(only=["drinks"]), "benefit item 'drinks': unknown"),
        (lambda: cases("death", grades=(1, 6)), "expected of graded, within 1 to 10"),
        (lambda: premium("due", period="received"), "expected that of premium paid only"),
        (lambda: premium("paid", less="0.1%"), "expected that at base or charged rate only"),
    ):
        with pytest.raises(DefinitionError, match=said):
            build()


def test_a_channel_without_its_column_is_refused() -> None:
    with pytest.raises(DataError, match=r"claims: no column paid_on, which benefits\(\) reads"):
        fill(
            benefits(),
            book({"employer": "A"}).replace(
                claims=pd.DataFrame(
                    {"claim": ["1"], "employer": ["A"], "cause": ["work"], "death": ["no"], "disease": ["no"]}
                )
            ),
            SPAN,
        )

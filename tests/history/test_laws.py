"""Laws: order, batches, read-only input, and cases that no history lands in."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pandas as pd
import pytest

from history.books import book, dates, employers, random_book, random_frames
from ratefloat.history import (
    Book,
    Evaluated,
    Indicator,
    accident_deaths,
    amount,
    benefits,
    cases,
    count,
    deaths_in_one_accident,
    evaluate,
    flag,
    frequency,
    fund_months,
    head_months,
    implications,
    insured_months,
    least,
    premium,
    ratio,
    relative,
    streak,
    trend,
    years_with,
)
from ratefloat.history.table import Words
from ratefloat.periods import Window
from ratefloat.rules.column import Column, Cuts, RatioColumn
from ratefloat.rules.domain import Boolean

INDICATORS: dict[str, Indicator] = {
    "loss": ratio(benefits(), premium("paid")),
    "due_loss": ratio(benefits(), premium("due")),
    "year_loss": ratio(benefits(), premium("paid"), window=Window(months=12)),
    "medical": ratio(benefits(only=["medical"]), premium("paid")),
    "frequency": frequency(cases()),
    "graded": frequency(cases("graded", without=["rescue"]), minimum_heads=50),
    "injuries": count("injury"),
    "deaths": count("death", date="accident"),
    "all_deaths": count("death"),
    "one_accident": deaths_in_one_accident(),
    "long_deaths": count("death", window=Window(months=36)),
    "months": insured_months(),
    "paid": amount(premium("paid")),
    "clean": streak(ratio(benefits(), premium("paid")), years=3),
    "no_injury": streak(cases(), years=3),
    "bad_years": years_with(cases("death"), within=2),
    "least_heads": least(head_months(), years=2),
    "trend": trend(frequency(cases()), window=Window(months=12)),
    "relative": relative(frequency(cases()), to="book mean"),
    "arrears": flag("arrears", when="any in window"),
    "assessed": count("injury", date="assessed"),
}
EDGES = [Fraction(0), Fraction(1, 1000), Fraction(1, 10), Fraction(1), Fraction(2), Fraction(12), Fraction(24)]
CUTS = Cuts(edges={(edge, closed) for edge, closed in product(EDGES, (True, False))})


def evaluated(made: Book, **more: object) -> Evaluated:
    return evaluate(INDICATORS, ["risk_class", "prior_step"], made, dates(), **more)  # type: ignore[arg-type]


def seen(column: Column) -> list[object]:
    """All that a rule can see of a column."""
    if isinstance(column, RatioColumn):
        return list(
            zip(column.numbers().numbers(), column.has_value().tolist(), column.over_nothing().tolist(), strict=True)
        )
    try:
        return list(column.numbers().numbers())
    except ValueError:
        return column.holds().tolist()


def with_successions(seed: int) -> Book:
    frames = random_frames(seed)
    frames["employers"]["predecessors"] = ["", "0000:0.3", "0000:0.7", "", "0002", "", "0003:0.5;0005:0.25", *[""] * 5]
    return Book.from_frames(**frames)


@pytest.mark.parametrize("seed", range(4))
def test_one_employer_equals_its_row_in_the_batch(seed: int) -> None:
    made = with_successions(seed)
    assert made.spoiled == {}
    whole = evaluated(made)
    for row, name in enumerate(made.ids.tolist()):
        one = made.select([name])
        alone = evaluated(one, peers=whole.peers)
        place = one.index(name)
        for indicator, column in whole.columns.items():
            assert seen(alone.columns[indicator])[place] == seen(column)[row], (name, indicator)
        # The line numbers are those of the same file, so even the reasons are equal.
        assert alone.refused.get(place) == whole.refused.get(row)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_records_changes_nothing(seed: int) -> None:
    frames = frames_of_all_kinds(seed)
    made = Book.from_frames(**frames)
    shuffled = {n: frame.sample(frac=1, random_state=seed) for n, frame in frames.items()}
    other = Book.from_frames(**shuffled)
    assert other.hash() == made.hash()
    asked = {**INDICATORS, "fund": fund_months()}
    first, second = (evaluate(asked, ["risk_class", "prior_step"], one, dates()) for one in (made, other))
    read = [row for row in range(len(made)) if row not in first.refused]
    assert read
    places = [other.index(name) for name in made.ids]
    for name, column in first.columns.items():
        numbers = seen(second.columns[name])
        assert [numbers[places[row]] for row in read] == [seen(column)[row] for row in read], name
    assert [second.refused.get(place) for place in places] == [first.refused.get(row) for row in range(len(made))]
    assert second.peers == first.peers


def frames_of_all_kinds(seed: int) -> dict[str, pd.DataFrame]:
    """A random book with ties of heirs, claims paid often, and fund and observation stated twice; lines are named."""
    frames = random_frames(seed)
    frames["employers"]["predecessors"] = ["", "0000:0.5", "0000:0.5", "", "0002", "", "0003;0005", *[""] * 5]
    again = frames["claims"].iloc[::3].assign(medical="0.01", paid_on="2022-02-02")
    frames["claims"] = pd.concat([frames["claims"], again])
    frames["fund"] = pd.DataFrame(
        {"area": ["", "north", "north"], "date": ["2022-12-31"] * 3, "reserve_months": ["9", "18", "24"]}
    )
    stated = {"source": ["claims"] * 3, "area": ["", "south", "south"], "end": ["2030-01-01"] * 3}
    frames["observed"] = pd.DataFrame({**stated, "start": ["2010-01-01", "2010-01-01", "2023-01-01"]})
    return {
        name: frame.set_axis(pd.RangeIndex(2, len(frame) + 2, name="line")) for name, frame in frames.items()
    }


def test_read_only_records_are_enough_and_stay_as_they_are() -> None:
    made = with_successions(1)
    before = made.hash()
    for table in made.tables.values():
        for column in table.columns.values():
            (column.codes if isinstance(column, Words) else column).setflags(write=False)
    made.ids.setflags(write=False)
    evaluated(made)
    assert made.hash() == before


def test_evaluating_twice_gives_the_same() -> None:
    made = random_book(5)
    first, second = evaluated(made), evaluated(made)
    assert first.refused == second.refused
    assert all(seen(column) == seen(second.columns[name]) for name, column in first.columns.items())


def landed(found: Evaluated, rows: int) -> list[dict[str, object]]:
    """The cell of each indicator that each employer lies in."""
    cells = {name: INDICATORS[name].domain().cells(CUTS) for name in INDICATORS}
    digits = {name: INDICATORS[name].domain().digits(found.columns[name], cells[name]) for name in INDICATORS}
    return [{name: cells[name][int(digits[name][row])] for name in INDICATORS} for row in range(rows)]


@pytest.mark.parametrize("seed", range(30))
def test_no_history_lands_in_an_excluded_case(seed: int) -> None:
    made = with_successions(seed) if seed % 2 else random_book(seed)
    found = evaluated(made)
    related = implications(INDICATORS, Window(months=24))
    for row, cells in enumerate(landed(found, len(made))):
        if row not in found.refused:
            for implication in related:
                assert not implication.excluded(cells), (str(implication), cells)  # type: ignore[arg-type]


def excluded(cases_of: dict[str, str]) -> bool:
    cells = {
        name: next(cell for cell in INDICATORS[name].domain().cells(CUTS) if cell.text == text)
        for name, text in cases_of.items()
    }
    return any(found.excluded(cells) for found in implications(INDICATORS, Window(months=24)))


@pytest.mark.parametrize(
    ("together", "impossible"),
    [
        ({"clean": "2", "loss": "(10%, 100%)"}, True),
        ({"clean": "2", "loss": "0"}, False),
        ({"clean": "1", "loss": "(10%, 100%)"}, False),
        ({"clean": "1", "year_loss": "(10%, 100%)"}, True),
        ({"clean": "2", "loss": "no premium"}, True),
        ({"clean": "2", "medical": "(10%, 100%)"}, True),
        ({"clean": "2", "injuries": "2"}, False),
        ({"no_injury": "2", "injuries": "1"}, True),
        ({"no_injury": "2", "all_deaths": "1"}, True),
        ({"no_injury": "2", "deaths": "1"}, False),
        ({"all_deaths": "2", "injuries": "1"}, True),
        ({"all_deaths": "1", "injuries": "1"}, False),
        ({"deaths": "1", "injuries": "0"}, False),
        ({"one_accident": "2", "deaths": "1"}, True),
        ({"all_deaths": "2", "long_deaths": "1"}, True),
        ({"long_deaths": "2", "all_deaths": "1"}, False),
        # A recovery of the year before may have made the sum of both years zero.
        ({"year_loss": "(10%, 100%)", "loss": "0"}, False),
        ({"loss": "0", "due_loss": "(10%, 100%)"}, True),
        ({"loss": "no premium", "paid": "0.02 yuan"}, True),
        ({"loss": "(10%, 100%)", "paid": "0.00 yuan"}, True),
        ({"months": ">= 25"}, True),
        ({"months": "24"}, False),
        ({"bad_years": "2", "all_deaths": "1"}, True),
        ({"bad_years": "0", "all_deaths": "1"}, True),
        ({"frequency": "0", "injuries": "1"}, True),
        ({"relative": "0", "injuries": "1"}, True),
    ],
    ids=str,
)
def test_what_is_excluded(together: dict[str, str], impossible: bool) -> None:
    assert excluded(together) is impossible


def test_records_of_an_unlisted_channel_are_not_related() -> None:
    assert implications({"a": flag("x"), "b": count("death")}, Window(months=12)) == []
    assert cases("death").covers(accident_deaths(date="recognised"))
    assert not cases("death").covers(accident_deaths())


def test_spoiled_rows_are_refused_and_no_peers() -> None:
    made = book(ids=("A", "B"), employers=employers("A", "B", risk_class=["x", "4"]))
    assert list(evaluated(made.replace(employers=employers("A", "B", risk_class=["x", "4"]))).refused) == [0, 1]
    assert Boolean().cells(Cuts())[0].text == "no"
    assert np.array_equal(pd.unique(made.ids), made.ids)

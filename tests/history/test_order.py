"""Row order and blanks change nothing: one word is one word, and what is stated in two ways counts in neither."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from history.books import book, claims, dates, employers, exposure
from history.columns import integers
from ratefloat.history import Book, benefits, cases, count, evaluate, fund_months, level, premium, ratio, relative
from ratefloat.history.fill import fill
from ratefloat.history.indicator import Indicator
from ratefloat.periods import Span

TWO_YEARS = Span(2022 * 12, 2024 * 12)


def both_ways(frame: pd.DataFrame) -> list[pd.DataFrame]:
    return [frame, frame.iloc[::-1].reset_index(drop=True)]


def refused(indicator: Indicator, made: Book) -> dict[int, str]:
    return dict(evaluate({"it": indicator}, [], made, dates()).refused)


@pytest.mark.parametrize("second", ["C1 ", " C1", "\u3000C1"])
def test_a_claim_id_with_blanks_is_the_same_claim(second: str) -> None:
    rows = [{"claim": id, "employer": "A", "recognised_on": "2023-02-01"} for id in ("C1", second)]
    made = book(*rows)
    assert integers(count("injury"), made) == [1, 0]
    assert made.hash() == book(rows[0], rows[0]).hash()


def test_a_claim_id_that_is_a_number_here_and_text_there_is_one_claim() -> None:
    frame = claims(*({"claim": "1", "employer": "A", "recognised_on": "2023-02-01"} for _ in range(2)))
    frame["claim"] = pd.Series([1, "1"], dtype=object)
    assert integers(count("injury"), book(claims=frame)) == [1, 0]


def test_areas_with_blanks_are_one_area() -> None:
    people = employers("A", "B", area=["north", "north "])
    loss = relative(ratio(benefits(), premium("paid")), to="area mean")
    found = evaluate({"it": loss}, [], book(employers=people), dates())
    assert list(found.peers["it"]) == ["north"]


@pytest.mark.parametrize("basis", ["paid", "assessed"])
def test_a_claim_counts_on_its_earliest_day(basis: Any) -> None:
    days = ("2021-06-01", "2023-06-01")
    for rows in (days, days[::-1]):
        made = book(*({"claim": "C1", "employer": "A", f"{basis}_on": day} for day in rows))
        assert fill(cases(date=basis), made, Span(2021 * 12, 2024 * 12)).periods[:, 0].tolist() == [1, 0, 0]


def test_a_record_without_assessment_beside_one_that_has_it_is_no_gap() -> None:
    rows = [
        {"claim": "C1", "employer": "A", "assessed_on": "", "paid_on": "2023-02-01"},
        {"claim": "C1", "employer": "A", "assessed_on": "2023-05-01", "paid_on": "2023-06-01"},
    ]
    for order in (rows, rows[::-1]):
        assert integers(count("injury", date="assessed"), book(*order)) == [1, 0]


def test_a_claim_of_two_employers_refuses_both() -> None:
    rows = [{"claim": "C1", "employer": name, "recognised_on": "2023-02-01"} for name in ("A", "B")]
    for order in (rows, rows[::-1]):
        made = book(*order)
        assert len(made.tables["claims"]) == 0
        assert {name: reason.partition(": ")[2] for name, reason in made.spoiled.items()} == {
            name: f"employer '{name}': differs from another record of the same claim; expected one story for each claim"
            for name in ("A", "B")
        }


def test_two_bearers_of_one_claim_are_named() -> None:
    rows = [{"claim": "C1", "employer": "A", "bearer": bearer} for bearer in ("", "B")]
    made = book(*rows)
    assert [p.column for p in made.found] == ["bearer", "bearer"]
    assert set(made.spoiled) == {"A", "B"}


OBSERVED = pd.DataFrame(
    {"source": ["claims"] * 2, "start": ["2015-01-01", "2023-06-01"], "end": ["2030-01-01"] * 2, "area": ["", ""]}
)


def test_an_observation_stated_in_two_ways_refuses_whoever_needs_it() -> None:
    reason = "observed: claims stated twice for one area; expected one record, or a recorded_at that tells the later"
    hashes = set()
    for frame in both_ways(OBSERVED):
        made = book(observed=frame)
        assert refused(count("injury"), made) == {0: reason, 1: reason}
        assert refused(level("x"), made) == {}
        assert made.spoiled == {}
        assert [(p.row, p.column, p.value) for p in made.found] == [(2, "source", "claims"), (3, "source", "claims")]
        hashes.add(made.hash())
    assert len(hashes) == 1


def test_an_area_of_its_own_observation_needs_no_other() -> None:
    own = pd.DataFrame({"source": ["claims"], "start": ["2015-01-01"], "end": ["2030-01-01"], "area": ["n"]})
    made = book(employers=employers("A", "B", area=["n", ""]), observed=pd.concat([OBSERVED, own]))
    assert list(refused(count("injury"), made)) == [1]


def test_a_fund_stated_in_two_ways_refuses_its_area() -> None:
    fund = pd.DataFrame(
        {"area": ["n", "n", ""], "date": ["2023-12-31"] * 3, "reserve_months": ["5", "9", "7"]}
    )
    for frame in both_ways(fund):
        made = book(employers=employers("A", "B", area=["n", "s"]), fund=frame)
        assert refused(fund_months(), made) == {
            0: "it: fund of one area and day stated twice; expected one record, or a recorded_at that tells the later"
        }
    same = fund.assign(reserve_months="5")
    assert refused(fund_months(), book(employers=employers("A", "B", area=["n", "s"]), fund=same)) == {}


def test_what_is_stated_twice_is_still_so_after_writing(tmp_path: Any) -> None:
    made = book(observed=OBSERVED.set_axis(pd.Index([7, 9], name="line")))
    made.write(tmp_path / "book")
    read = Book.read(tmp_path / "book")
    assert read.hash() == made.hash()
    assert refused(count("injury"), read) == refused(count("injury"), made)


def test_ties_between_heirs_go_to_the_first_id() -> None:
    for ids in (("A", "B", "C"), ("A", "C", "B"), ("C", "B", "A")):
        people = employers(*ids, predecessors=["" if id == "A" else "A:0.5" for id in ids])
        paid = {"employer": "A", "medical": "0.05", "paid_on": "2022-05-05", "recognised_on": "2022-02-01"}
        made = book(paid, ids=ids, employers=people, exposure=exposure("A"))
        money, counted = (fill(channel, made, TWO_YEARS).periods.sum(axis=0) for channel in (benefits(), cases()))
        # Of 5 fen each has 2.5: B takes the fen that is left over, and the person.
        assert {id: (int(money[made.index(id)]), int(counted[made.index(id)])) for id in ids} == {
            "A": (0, 0), "B": (3, 1), "C": (2, 0),
        }

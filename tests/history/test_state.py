"""States read from decisions, and what successors inherit."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from history.books import book, claims, dates, employers, exposure
from ratefloat.errors import UncoveredError
from ratefloat.history import (
    Book,
    benefits,
    cases,
    count,
    evaluate,
    fill,
    flag,
    head_months,
    insured_months,
    premium,
    streak,
)
from ratefloat.periods import Span

COLUMNS = [
    "employer",
    "review_start",
    "step",
    "factor",
    "rate",
    "start",
    "end",
    "privileges",
    "corrected_at",
    "recorded_at",
]


def decided(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame([row + ("",) * (len(COLUMNS) - len(row)) for row in rows], columns=COLUMNS)


def numbers(name: str, made: Book, **more: Any) -> list[Fraction]:
    found = evaluate({}, [name], made, dates(), **more)
    assert found.refused == {}
    return found.columns[name].pooled().numbers()


def test_the_prior_step_is_that_in_force_on_the_eve() -> None:
    made = book(
        ids=("A", "B", "C"),
        decisions=decided(
            ("A", "2020-01-01", "2"),
            ("A", "2022-01-01", "1"),
            ("A", "2024-01-01", "-2"),
            ("B", "2022-01-01", "1", "", "", "2022-01-01", "2023-12-01"),
        ),
    )
    assert numbers("prior_step", made) == [1, 0, 0]


def test_a_correction_replaces_what_it_corrected() -> None:
    rows = decided(
        ("A", "2022-01-01", "2"),
        ("A", "2022-01-01", "0", "", "", "", "", "", "2022-05-01", "2022-05-01"),
        ("A", "2022-01-01", "1", "", "", "", "", "", "2022-03-01", "2022-03-01"),
    )
    made = book(decisions=rows)
    assert numbers("prior_step", made) == [0, 0]
    assert numbers("prior_step", made.as_known_on(date(2022, 4, 1))) == [1, 0]
    assert numbers("prior_step", made.as_known_on(date(2022, 2, 1))) == [2, 0]


def test_factor_and_rate_in_force() -> None:
    made = book(decisions=decided(("A", "2022-01-01", "1", "120%", "1.08%"), ("B", "2022-01-01", "0", "100%", "0.9%")))
    assert numbers("prior_factor", made) == [Fraction(6, 5), Fraction(1)]
    assert numbers("rate_in_force.2023-12-31", made) == [Fraction(108, 10000), Fraction(9, 1000)]


def test_without_a_decision_the_rate_is_that_charged_or_that_of_the_base() -> None:
    def base(moment: date, area: str | None = None, tier: str | None = None) -> dict[int, Fraction]:
        return {4: Fraction(9, 1000)}

    made = book(
        ids=("A", "B"), exposure=pd.concat([exposure("A", rate_charged="1.2%"), exposure("B", rate_charged="")])
    )
    assert numbers("rate_in_force.2023-06-30", made, base=base) == [Fraction(12, 1000), Fraction(9, 1000)]
    found = evaluate({}, ["rate_in_force.2023-06-30"], made, dates())
    assert found.refused == {1: "rate_in_force: none known on 2023-06-30; expected a decision, or a base rate then"}


def test_a_decision_without_a_step_is_refused() -> None:
    made = book(decisions=decided(("A", "2022-01-01", "", "", "0.9%")))
    assert evaluate({}, ["prior_step"], made, dates()).refused == {
        0: "prior_step: the decision in force has no step; expected one in decisions"
    }


def test_privileges_are_counted_by_reviews_before_this_one() -> None:
    made = book(
        decisions=decided(
            ("A", "2018-01-01", "0", "", "", "", "", "level 1;award"),
            ("A", "2020-01-01", "0", "", "", "", "", "level 1"),
            ("A", "2020-01-01", "0", "", "", "2020-07-01", "", "level 1"),
            ("A", "2024-01-01", "0", "", "", "", "", "level 1"),
            ("B", "2020-01-01", "0", "", "", "", "", "level 11"),
        )
    )
    assert numbers("privilege_used.level 1", made) == [2, 0]


def test_class_area_and_unknown_names() -> None:
    made = book(employers=employers("A", "B", area=["north", ""], risk_class=["3", "7"]))
    assert numbers("risk_class", made) == [3, 7]
    assert evaluate({}, ["area"], made, dates()).columns["area"].is_in(["north"]).tolist() == [True, False]
    with pytest.raises(UncoveredError, match="indicator 'prior_stop': not built in; expected risk_class, prior_step"):
        evaluate({}, ["prior_stop"], made, dates())


SPAN = Span(2022 * 12, 2024 * 12)


def split(**more: Any) -> Book:
    """A goes to B (3/10) and C (3/10), keeps 4/10; B goes whole to D."""
    people = employers("D", "C", "B", "A", predecessors=["B", "A:0.3", "A:0.3", ""])
    rows = [
        {
            "employer": "A",
            "medical": "0.05",
            "paid_on": "2022-05-05",
            "accident_on": "2022-01-01",
            "recognised_on": "2022-02-01",
        },
        {
            "employer": "B",
            "medical": "1.00",
            "paid_on": "2023-05-05",
            "accident_on": "2023-01-01",
            "recognised_on": "2023-02-01",
        },
    ]
    return book(*rows, ids=("D", "C", "B", "A"), employers=people, exposure=exposure("A", "B", years=(2022,)), **more)


def test_money_is_split_by_largest_remainder_and_follows_the_chain() -> None:
    # Of 5 fen: A keeps 2, B and C have 1.5 each; B, the first by id, takes the fen that is left over.
    sums = fill(benefits(), split(), SPAN).periods.sum(axis=0)
    assert sums.tolist() == [102, 1, 0, 2]
    assert sums.sum() == 105
    assert fill(head_months(), split(), SPAN).periods.sum(axis=0).tolist() == [156, 36, 0, 48]


def test_counts_go_whole_to_the_largest_share() -> None:
    assert fill(cases(), split(), SPAN).periods.sum(axis=0).tolist() == [1, 0, 0, 1]
    people = employers("A", "B", "C", predecessors=["", "A:0.4", "A:0.6"])
    whole = book({"employer": "A", "recognised_on": "2022-02-01"}, ids=("A", "B", "C"), employers=people)
    assert fill(cases(), whole, SPAN).periods.sum(axis=0).tolist() == [0, 0, 1]


def test_insured_months_and_participation_come_over() -> None:
    people = employers("A", "B", predecessors=["", "A"], participation=["2015-01-01", "2023-07-01"])
    rows = pd.concat(
        [exposure("A", years=(2022,)), pd.DataFrame([{"employer": "B", "start": "2023-07-01", "end": "2024-01-01"}])]
    )
    found = evaluate({"months": insured_months()}, [], book(employers=people, exposure=rows), dates())
    assert found.columns["months"].numbers().numbers()[1] == 18


def test_the_inherited_step_is_that_of_the_largest_share() -> None:
    people = employers("A", "B", "C", "D", predecessors=["", "", "A:0.4;B:0.6", "C"])
    made = book(
        ids=("A", "B", "C", "D"),
        employers=people,
        decisions=decided(("A", "2022-01-01", "1"), ("B", "2022-01-01", "2")),
    )
    assert numbers("prior_step", made) == [1, 2, 2, 2]
    own = made.replace(decisions=decided(("B", "2022-01-01", "2"), ("C", "2022-01-01", "-1")))
    assert numbers("prior_step", own) == [0, 2, -1, -1]


def test_debts_come_over_to_every_heir() -> None:
    people = employers("A", "B", "C", "D", predecessors=["", "A:0.5", "A:0.5", ""])
    made = book(ids=("A", "B", "C", "D"), employers=people, exposure=exposure("A", premium_paid="0", paid_on=""))
    found = evaluate({"it": flag("arrears", when="any in window")}, [], made, dates())
    assert found.columns["it"].holds().tolist() == [True, True, True, False]


def test_a_refused_predecessor_refuses_its_heirs() -> None:
    people = employers("A", "B", predecessors=["", "A"])
    made = book(employers=people, exposure=exposure("A", premium_paid=""), claims=claims())
    refused = evaluate({"deaths": count("death"), "premium": _paid()}, [], made, dates()).refused
    assert refused[1].startswith("predecessor: exposure row 2: premium_paid empty")


def _paid() -> Any:
    from ratefloat.history import amount

    return amount(premium("paid"))


def test_on_a_tie_the_first_listed_predecessor_counts() -> None:
    people = employers("A", "B", "C", predecessors=["", "", "B;A"])
    made = book(
        ids=("A", "B", "C"), employers=people, decisions=decided(("A", "2022-01-01", "1"), ("B", "2022-01-01", "2"))
    )
    assert numbers("prior_step", made) == [1, 2, 2]


def test_what_a_predecessor_did_before_observation_is_unknown_too() -> None:
    people = employers("A", "B", predecessors=["", "A"], participation=["2015-01-01", "2022-01-01"])
    found = evaluate({"clean": streak(cases(), years=3)}, [], book(employers=people), dates())
    assert "the streak reaches into 2021-01-01/2022-01-01" in found.refused[1]

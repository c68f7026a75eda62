"""Bad records: each is told with its line and what was expected, and only its own employer is spoiled."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from history.books import book, claims, dates, employers, exposure
from ratefloat.history import Book, benefits, cases, count, evaluate, premium, ratio, streak
from ratefloat.rules.column import RatioColumn

GOOD = {"employer": "B", "medical": "450", "paid_on": "2023-05-05"}
LOSS = {"ratio": ratio(benefits(), premium("paid"))}


def with_exposure(**bad: Any) -> Book:
    """A second record of A that is bad."""
    return book(GOOD, exposure=pd.concat([exposure("A", "B"), exposure("A", years=(2021,), **bad)], ignore_index=True))


def with_claim(**bad: Any) -> Book:
    return book(GOOD, {"employer": "A", "paid_on": "2023-01-01", **bad})


def with_employer(**bad: Any) -> Book:
    return book(GOOD, employers=employers("A", "B").assign(**{name: [value, "4"] for name, value in bad.items()}))


def by_industry(code: str, edition: str) -> Book:
    people = employers("A", "B", industry_code=[code, ""], industry_edition=[edition, ""], risk_class=["", "4"])
    return book(GOOD, employers=people)


def assert_only_a(made: Book, said: str) -> None:
    """A is spoiled with that reason; B's ratio is its own: 450 yuan over two years of 900."""
    assert list(made.spoiled) == ["A"]
    assert said in made.spoiled["A"]
    found = evaluate(LOSS, ["prior_step"], made, dates())
    assert list(found.refused) == [0]
    assert said in found.refused[0]
    column = found.columns["ratio"]
    assert isinstance(column, RatioColumn)
    assert (column.numerator[1], column.denominator[1]) == (45000, 180000)


CASES = {
    "text for a number": (
        lambda: with_exposure(payroll="none"),
        "exposure row 6: payroll 'none': not a number; expected plain digits",
    ),
    "thousands separators": (lambda: with_exposure(payroll="1,000"), "payroll '1,000': not a number"),
    "negative money": (
        lambda: with_claim(medical="-5"),
        "medical '-5': negative; expected >= 0; use recovery or red_entry",
    ),
    "over-precise money": (lambda: with_exposure(premium_paid="1.005"), "premium_paid '1.005': more than 2 decimals"),
    "money beyond 64 bits": (
        lambda: with_exposure(payroll="99999999999999999999"),
        "payroll '99999999999999999999': beyond what 64 bits",
    ),
    "half heads": (lambda: with_exposure(head_months="1.5"), "head_months '1.5': not a whole number"),
    "no such day": (lambda: with_claim(paid_on="2023-02-30"), "paid_on '2023-02-30': not a calendar day"),
    "a month cut": (
        lambda: book(
            GOOD,
            exposure=pd.concat(
                [exposure("A", "B"), exposure("A", years=(2021,)).assign(end="2021-06-15")], ignore_index=True
            ),
        ),
        "exposure row 6: start '2021-01-01': cuts a month; expected the first day of a month",
    ),
    "overlap": (
        lambda: book(
            GOOD,
            exposure=pd.concat(
                [exposure("A", "B"), exposure("A", years=(2021,)).assign(end="2022-02-01")], ignore_index=True
            ),
        ),
        "overlaps another record of the employer; expected periods apart",
    ),
    "no period": (lambda: with_exposure(start=""), "start '': no period; expected month, or start and end"),
    "ends before it starts": (lambda: with_exposure(end="2020-01-01"), "end '2020-01-01': not after start"),
    "unknown cause": (lambda: with_claim(cause="alien"), "cause 'alien': unknown; expected one of work, commuting"),
    "no cause": (lambda: with_claim(cause=""), "cause '': empty; expected a value"),
    "grade 11": (lambda: with_claim(grade="11"), "grade '11': not a disability grade; expected 1 to 10"),
    "neither yes nor no": (lambda: with_claim(death="maybe"), "death 'maybe': expected yes or no"),
    "amount without a date": (
        lambda: with_claim(medical="5", paid_on=""),
        "paid_on '': amounts without a date; expected assessed_on or paid_on",
    ),
    "two stories of one claim": (
        lambda: book(
            GOOD, {"claim": "X", "employer": "A", "grade": "5"}, {"claim": "X", "employer": "A", "grade": "6"}
        ),
        "grade '5': differs from another record of the same claim; expected one story for each claim (and 1 more)",
    ),
    "no industry edition": (lambda: by_industry("84", ""), "industry code 84: no edition"),
    "unknown industry code": (lambda: by_industry("9999", "GB/T 4754-2017"), "industry code 9999"),
    "no class at all": (lambda: by_industry("", ""), "industry_code '': empty and no risk_class"),
    "class 0": (lambda: with_employer(risk_class="0"), "risk_class '0': not a class"),
    "no participation": (
        lambda: book(GOOD, employers=employers("A", "B", participation=["", "2015-01-01"])),
        "employers row 2: participation '': empty; expected a value",
    ),
    "unknown predecessor": (
        lambda: book(GOOD, employers=employers("A", "B", predecessors=["Z:1", ""])),
        "unknown predecessor Z",
    ),
    "a share that is none": (
        lambda: book(GOOD, employers=employers("A", "B", predecessors=["B:half", ""])),
        "share 'half' is not a number",
    ),
    "a bad decision": (
        lambda: book(GOOD, decisions=pd.DataFrame({"employer": ["A"], "review_start": ["2022-01-01"], "step": ["up"]})),
        "decisions row 2: step 'up': not a number",
    ),
    "decided twice": (
        lambda: book(
            GOOD,
            decisions=pd.DataFrame({"employer": ["A", "A"], "review_start": ["2022-01-01"] * 2, "step": ["1", "2"]}),
        ),
        "decided twice; expected one decision, or a corrected_at",
    ),
    "a flag that ends before it starts": (
        lambda: book(
            GOOD,
            flags=pd.DataFrame(
                {"employer": ["A"], "flag": ["arrears"], "start": ["2022-01-01"], "end": ["2021-01-01"]}
            ),
        ),
        "flags row 2: end '2021-01-01': not after start",
    ),
    "a rate without a unit": (lambda: with_exposure(rate_charged="0.9"), "rate_charged '0.9': a rate without %"),
    "a rate too fine": (lambda: with_exposure(rate_charged="0.12345678%"), "rate_charged '0.12345678%': finer than"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_bad_record_spoils_its_own_employer_only(name: str) -> None:
    build, said = CASES[name]
    assert_only_a(build(), said)


def test_a_duplicate_employer_is_ambiguous() -> None:
    people = pd.concat([employers("A", "B"), employers("A")], ignore_index=True)
    made = book(GOOD, employers=people)
    assert made.problems["row"].tolist() == [2, 4]
    assert_only_a(made, "stands more than once; expected each employer once; its record is ambiguous (and 1 more)")


def test_a_claim_of_an_unknown_employer_spoils_nobody() -> None:
    made = book(GOOD, {"employer": "Z", "medical": "7", "paid_on": "2023-01-01"})
    assert made.spoiled == {}
    assert made.found[0].text() == (
        "claims row 3: employer 'Z': unknown employer; expected one of employers.csv; the record is left out"
    )


def test_a_bad_claim_spoils_who_bears_it() -> None:
    made = book(GOOD, {"employer": "B", "bearer": "A", "medical": "x", "paid_on": "2023-01-01"})
    assert_only_a(made, "medical 'x': not a number")


def test_a_cycle_of_predecessors_spoils_all_in_it() -> None:
    people = employers("A", "B", "C", predecessors=["C", "", "A"])
    made = book(GOOD, ids=("A", "B", "C"), employers=people)
    assert set(made.spoiled) == {"A", "C"}
    assert "in a cycle of predecessors" in made.spoiled["A"]
    found = evaluate(LOSS, ["prior_step"], made, dates())
    assert list(found.refused) == [0, 2]


def test_more_than_the_whole_can_not_be_given_away() -> None:
    people = employers("A", "B", "C", predecessors=["B:0.6", "", "B:0.5"])
    assert "shares of B add up to 11/10; expected at most 1" in book(ids=("A", "B", "C"), employers=people).spoiled["A"]


def test_a_spoiled_predecessor_spoils_its_heirs() -> None:
    joined = ["x", "2015-01-01", "2015-01-01", "2015-01-01"]
    people = employers("A", "B", "C", "D", predecessors=["", "", "A", "C"], participation=joined)
    made = book(GOOD, ids=("A", "B", "C", "D"), employers=people)
    assert set(made.spoiled) == {"A", "C", "D"}
    assert made.spoiled["C"].startswith("predecessor A: employers row 2")


def test_exposure_that_crosses_a_boundary_of_the_window_is_refused() -> None:
    rows = pd.concat([exposure("B"), exposure("A", years=(2022,)).assign(start="2021-07-01", end="2022-07-01")])
    found = evaluate(LOSS, [], book(GOOD, exposure=rows), dates())
    assert found.refused == {
        0: "exposure row 4: 2021-07-01 to 2022-07-01 crosses 2022-01-01; expected records that end there; split it"
    }


def test_a_missing_amount_is_not_zero() -> None:
    rows = exposure("A", "B").assign(premium_paid=["900", "", "900", "900"])
    found = evaluate(LOSS, [], book(GOOD, exposure=rows), dates())
    assert found.refused == {0: "exposure row 3: premium_paid empty; expected a number, 0 where there was none"}


def test_a_column_that_a_policy_reads_must_be_there() -> None:
    from ratefloat.errors import DataError

    with pytest.raises(DataError, match=r"exposure: no column premium_paid, which premium\(basis='paid'\) reads"):
        evaluate(LOSS, [], book(GOOD, exposure=exposure("A", "B").drop(columns="premium_paid")), dates())


def test_more_recovered_than_paid_is_refused() -> None:
    made = book(GOOD, {"employer": "A", "recovery": "5", "paid_on": "2023-01-01"})
    assert evaluate(LOSS, [], made, dates()).refused == {
        0: "ratio: more recovered than paid in the window; expected a sum >= 0"
    }


def test_a_claim_outside_all_windows_is_told() -> None:
    made = book(GOOD, {"employer": "A", "medical": "5", "paid_on": "2032-01-01"})
    found = evaluate(LOSS, [], made, dates())
    assert found.refused == {}
    assert found.notes == (
        "claims: 1 of 2 rows (row 3) dated outside all windows (2022-01-01/2024-01-01); they count nowhere; "
        "check their dates if that is not expected",
    )


def test_a_streak_that_reaches_before_what_was_observed_is_unknown() -> None:
    made = book({"employer": "B", "recognised_on": "2023-05-05"})
    found = evaluate({"clean": streak(cases("injury"), years=3)}, [], made, dates())
    assert found.refused == {
        0: "clean: the streak reaches into 2021-01-01/2022-01-01, which was not observed; expected records from then on"
    }


def test_an_injury_without_its_date_is_refused_when_later_dates_are_known() -> None:
    made = book({"employer": "A", "medical": "5", "paid_on": "2023-01-01", "recognised_on": ""}, GOOD | {"medical": ""})
    refused = evaluate({"injuries": count("injury")}, [], made, dates()).refused
    assert refused[0] == "claims row 2: no recognised_on though later dates are given; expected that date"


def test_no_records_at_all_is_a_book_too() -> None:
    made = book(employers=employers(), exposure=exposure("A").head(0), claims=claims(), ids=())
    assert len(made) == 0
    assert evaluate(LOSS, ["prior_step"], made, dates()).refused == {}

"""A small book and policy whose results are worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest

import ratefloat as rf


def city_policy() -> rf.FloatPolicy:
    """The policy of the example city, as a user writes it."""
    return rf.FloatPolicy(
        id="example-city-2022",
        title={"en": "Example city: two-year loss ratio, deaths and arrears", "zh": "示例市：两年支缴率、工亡与欠费"},
        source="An illustration on the national frame of 2015",
        effective="2022-01-01/2027-01-01",
        review=rf.Review(every_years=2, anchor="2022-01-01"),
        window=rf.Window(months=24),
        base="cn-national-2015",
        indicators={
            "loss_ratio": rf.ratio(rf.benefits(without=["commuting", "rescue"]), rf.premium("paid")),
            "deaths": rf.count("death"),
            "insured_months": rf.insured_months(),
            "arrears": rf.flag("arrears", when="any in window"),
        },
        rule=(
            rf.bands(
                "loss_ratio",
                {"no premium": 0, "0": -2, "(0, 50%]": -1, "(50%, 100%]": 0, "(100%, 150%]": +1, "(150%, inf)": +2},
                clause="art. 5",
            )
            >> rf.at_least(+1, clause="art. 6").when(rf.indicator("deaths") >= 1)
            >> rf.no_decrease(clause="art. 7").when(rf.indicator("arrears"))
            >> rf.set_to(0, clause="art. 4").when(rf.indicator("insured_months") < rf.window.months)
            >> rf.no_decrease(clause="art. 3").when(rf.indicator("risk_class") == 1)
            >> rf.ladder({-2: "50%", -1: "80%", 0: "100%", +1: "120%", +2: "150%"}, clause="notice 71")
            >> rf.base_rate()
            >> rf.floor_rate(of_class=1, clause="art. 9")
        ),
    )


def exposure(employer: str, year: int, **changes: object) -> dict[str, object]:
    """One year of an employer: 1,000,000 yuan of payroll, ten heads, 9,000 yuan of premium due and paid."""
    row = {
        "employer": employer, "start": f"{year}-01-01", "end": f"{year + 1}-01-01", "payroll": "1000000.00",
        "head_months": 120, "premium_due": "9000", "premium_paid": "9000",
    }
    return row | changes


def employer(id: str, risk_class: int, **changes: object) -> dict[str, object]:
    """An employer that came in in 2010."""
    return {"employer": id, "risk_class": risk_class, "participation": "2010-01-01"} | changes


def claim(id: str, employer: str, **changes: object) -> dict[str, object]:
    """An injury at work in 2022, recognised and paid that year, without amounts."""
    return {
        "claim": id, "employer": employer, "accident_on": "2022-05-01", "recognised_on": "2022-06-01",
        "paid_on": "2022-09-01", "cause": "work", "death": "no", "disease": "no", "grade": "", "medical": "0",
    } | changes


def book_of(employers: list[dict], exposures: list[dict], claims: list[dict], **more: list[dict]) -> rf.Book:
    """A book from rows of text."""
    frames = {name: pd.DataFrame(rows) for name, rows in more.items()}
    blank = [claim("c0", employers[0]["employer"], paid_on="2001-01-01", recognised_on="2001-01-01")]
    return rf.Book.from_frames(
        employers=pd.DataFrame(employers), exposure=pd.DataFrame(exposures),
        claims=pd.DataFrame(claims or blank), **frames,
    )


@pytest.fixture(scope="session")
def policy() -> rf.FloatPolicy:
    return city_policy()


@pytest.fixture
def book() -> rf.Book:
    """A: 62.4 % and a death; B: class 1 without claims; 007: new in 2023; D: 150 % exactly; F: one fen more."""
    people = [employer("A", 4), employer("B", 1), employer("007", 3, participation="2023-01-01"), employer("D", 4)]
    people += [employer("F", 4), employer("G", 4)]
    years = [exposure(id, year) for id in "ABDFG" for year in (2022, 2023)] + [exposure("007", 2023)]
    claims = [
        claim("c1", "A", death="yes", medical="11232.00"),
        claim("c2", "D", medical="27000.00"),
        claim("c3", "F", medical="27000.01"),
        claim("c4", "F", medical="99999.00", cause="commuting"),
        claim("c5", "G", medical="9000.00"),
    ]
    return book_of(people, years, claims)

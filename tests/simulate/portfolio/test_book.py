"""Portfolios from a book: heads, wages and dates from its records, risks from its cases."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ratefloat.errors import DataError, DefinitionError
from ratefloat.history.book import Book
from ratefloat.simulate.portfolio.portfolio import Portfolio

CITY = Path(__file__).parents[3] / "examples" / "city"
CLAIMS = ["claim", "employer", "recognised_on", "paid_on", "cause", "death", "disease", "grade", "medical"]


def employer(name: str, **fields: str) -> dict[str, str]:
    given = {
        "employer": name, "industry_code": "21", "industry_edition": "GB/T 4754-2011", "area": "x",
        "participation": "2010-01-01",
    }
    return given | fields


def year(name: str, of: int, /, **fields: Any) -> dict[str, Any]:
    given = {
        "employer": name, "start": f"{of}-01-01", "end": f"{of + 1}-01-01", "payroll": "600000",
        "head_months": 120,
    }
    return given | fields


def claim(number: int, name: str, **fields: Any) -> dict[str, Any]:
    given = {
        "claim": f"c{number}", "employer": name, "recognised_on": "2023-05-01", "paid_on": "2023-08-01",
        "cause": "work", "death": "no", "disease": "no", "grade": "", "medical": "1000",
    }
    return given | fields


def book(employers: list[Any], exposure: list[Any], claims: list[Any], **more: pd.DataFrame) -> Book:
    return Book.from_frames(
        employers=pd.DataFrame(employers), exposure=pd.DataFrame(exposure),
        claims=pd.DataFrame(claims, columns=CLAIMS), **more,
    )


def small(**more: pd.DataFrame) -> Book:
    """Four who can be read: furniture, furniture since 2023, trade, and one who left."""
    return book(
        [
            employer("a"), employer("b", participation="2023-03-01"), employer("c", industry_code="51"),
            employer("gone"), employer("empty"), employer("bad", industry_code="99"),
        ],
        [
            year("a", 2022), year("a", 2023, payroll="720000"),
            year("b", 2023, start="2023-03-01", payroll="500000", head_months=205),
            year("c", 2022), year("c", 2023), year("gone", 2022), year("bad", 2023),
            year("empty", 2023, payroll="0", head_months=0),
        ],
        [
            claim(1, "a"), claim(2, "a", grade="9"), claim(3, "b", grade="10", recognised_on="2023-06-01"),
            claim(4, "a", death="yes", recognised_on="2018-05-01"),
        ],
        **more,
    )


def test_heads_wages_and_dates() -> None:
    portfolio = Portfolio.from_book(small(), on="2024-01-01", seed=1)
    assert len(portfolio) == 3
    assert portfolio.risk_class.tolist() == [5, 5, 2]
    # b: 205 head-months in ten months.
    assert portfolio.year(0).heads.tolist() == [10, 20, 10]
    assert portfolio.wage.tolist() == [7_200_000, round(500_000 * 100 * 12 / 205), 6_000_000]
    assert portfolio.year(-1).heads.tolist() == [10, 20, 10] and portfolio.year(-2).heads.tolist() == [10, 0, 10]
    assert portfolio.area == "x"
    industry = portfolio.labels["key_industry"]
    assert [industry.names[code] for code in industry.codes] == ["furniture", "furniture", "other"]


def test_whoever_can_not_be_read_is_told() -> None:
    notes = Portfolio.from_book(small(), on="2024-01-01", seed=1).notes
    told = [note for note in notes if note.startswith("left out")]
    assert "left out: 1 employers (gone): gone before 2024-01-01" in told
    assert "left out: 1 employers (empty): no insured heads or wages in the year before 2024-01-01" in told
    assert any("(bad)" in note and "industry code 99" in note for note in told)


def test_hazards_are_those_of_classes_with_ten_cases_more() -> None:
    portfolio = Portfolio.from_book(small(), on="2024-01-01", seed=1, reporting=1)
    # Head-years of four years: a 20, b 205 / 12, c 20; three cases, all in class 5; base rates 1.1 and 0.4 %.
    furniture = Fraction(20) + Fraction(205, 12)
    one = 3 / (Fraction(11) * furniture + Fraction(4) * 20)
    assert portfolio.hazard[0] == pytest.approx(float((3 + 10) / (furniture + 10 / (11 * one))))
    assert portfolio.hazard[1] == portfolio.hazard[0]
    assert portfolio.hazard[2] == pytest.approx(float(10 / (20 + 10 / (4 * one))))


def test_shares_of_outcomes_are_the_books_and_the_nations() -> None:
    (law,) = Portfolio.from_book(small(), on="2024-01-01", seed=1, reporting=1).severities
    shares = {outcome.name: float(outcome.probability) for outcome in law.outcomes}
    assert shares["no grade"] == pytest.approx((1 + 200 * 0.385) / 203, abs=1e-4)
    assert shares["grade 9"] == pytest.approx((1 + 200 * 0.155) / 203, abs=1e-5)
    assert shares["death"] == pytest.approx(200 * 0.02 / 203, abs=1e-5)
    # The death grant of the year.
    assert next(o.amount for o in law.outcomes if o.death) == 1_036_420 + 30_000


def test_the_fund_goes_on_from_what_was_paid() -> None:
    fund = pd.DataFrame({"area": ["x", "x"], "date": ["2023-12-31", "2024-12-31"], "reserve_months": ["18", "99"]})
    portfolio = Portfolio.from_book(small(fund=fund), on="2024-01-01", seed=1)
    # Three payments of 1,000 yuan fall into 2023 and one belongs to an older claim: 4,000 yuan, 18 months of them.
    assert portfolio.fund.reserve == 18 * 400_000 // 12
    # More is expected of new cases than was paid: nothing is left for old ones.
    assert set(portfolio.fund.stock) == {0}
    assert any(note.startswith("no opening stock") for note in portfolio.notes)
    assert Portfolio.from_book(small(), on="2024-01-01", seed=1).fund.reserve == 0


def alike(with_cases: int) -> Book:
    names = [f"e{number:03}" for number in range(400)]
    claims = [claim(3 * number + k, name) for number, name in enumerate(names[:with_cases]) for k in range(3)]
    return book([employer(name) for name in names], [year(name, 2023) for name in names], claims)


def test_risks_are_drawn_from_what_the_record_makes_likely() -> None:
    portfolio = Portfolio.from_book(alike(100), on="2024-01-01", seed=3, experience=1)
    # 100 of 400 have 3 cases: 0.75 expected of each, for in a single class the ten cases more come at its own rate.
    # By moments the variance of counts beyond Poisson's is the mean squared over the shape.
    counts = np.repeat([3.0, 0.0], [100, 300])
    expected = 0.75
    shape = expected**2 / (counts.var(ddof=0) - expected)
    found = portfolio.risk[0].astype(float)
    for cases, group in ((3, found[:100]), (0, found[100:])):
        mean, error = (shape + cases) / (shape + expected), (shape + cases) ** 0.5 / (shape + expected)
        assert abs(group.mean() - mean) < 4 * error / len(group) ** 0.5 + 0.02
    # Before year 0 the risk stands still, then it moves.
    assert (portfolio.risk[:7] == portfolio.risk[0]).all()
    assert (portfolio.risk[7] != portfolio.risk[0]).any()


def test_a_part_of_a_book_keeps_its_keys() -> None:
    whole = Portfolio.from_book(alike(100), on="2024-01-01", seed=3)
    part = Portfolio.from_book(alike(100).select(["e007", "e008", "e300"]), on="2024-01-01", seed=3)
    assert part.key.tolist() == whole.key[[7, 8, 300]].tolist()


def test_coverage_may_grow_in_a_book_too() -> None:
    portfolio = Portfolio.from_book(small(), on="2024-01-01", seed=1, coverage=(0.5, 1.0, 2))
    assert portfolio.workers.tolist() == [20, 40, 10]
    assert portfolio.year(0).heads.tolist() == [10, 20, 10]
    assert portfolio.year(2).heads.tolist() == [20, 40, 10]


def test_areas() -> None:
    two = book(
        [employer("a"), employer("b", area="y")], [year("a", 2023), year("b", 2023)], [claim(1, "a"), claim(2, "b")]
    )
    both = Portfolio.from_book(two, on="2024-01-01", seed=1)
    assert both.area is None and both.labels["area"].names == ("x", "y")
    assert any("several areas" in note for note in both.notes)
    one = Portfolio.from_book(book(
        [employer("a"), employer("b", area="y"), employer("c")], [year("a", 2023), year("b", 2023), year("c", 2023)],
        [claim(1, "a"), claim(2, "b")],
    ), on="2024-01-01", seed=1, area="x")
    assert one.area == "x" and len(one) == 2 and "area" not in one.labels
    assert "left out: 1 employers (b): not of area x" in one.notes


def test_the_example_city() -> None:
    portfolio = Portfolio.from_book(Book.read(CITY), on="2024-01-01", seed=1)
    heads = portfolio.year(0).heads.sum()
    # The city was drawn with a gamma shape of 2.5, about 33 to 40 insured an employer and 4.4 recognised per 1000.
    assert 1900 < len(portfolio) < 1950 and 30 < heads / len(portfolio) < 45
    shape = next(float(note.split("gamma shape ")[1].split(",")[0]) for note in portfolio.notes if "shape" in note)
    assert 1.5 < shape < 4
    assert portfolio.fund.reserve > 0 and portfolio.fund.stock[0] > 0
    assert set(portfolio.risk_class.tolist()) == set(range(1, 9))


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"turnover": (0, 0)}, DefinitionError, "assumption 'turnover': not for a book"),
        ({"shape": 1}, DefinitionError, "assumption 'shape': unknown"),
        ({"experience": 0}, DefinitionError, "experience 0; expected at least 1 year"),
        ({"area": "z"}, DataError, "no employer can be read on 2024-01-01; left out: .* not of area z"),
        ({"on": "2030-01-01"}, DataError, "no employer can be read on 2030-01-01; .*no insured heads"),
        ({"on": "2023-01-01", "experience": 1}, DataError, "no case in the years of experience"),
    ],
)
def test_bad_input(given: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        Portfolio.from_book(small(), **({"on": "2024-01-01", "seed": 1} | given))

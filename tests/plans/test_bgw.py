"""Germany's BGW: flat amounts for cases, held at half of the contribution."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest

from plans.filled import complete
from ratefloat.errors import DefinitionError, UncoveredError
from ratefloat.history import Book
from ratefloat.plans import load_plan
from ratefloat.policy.document import FloatPolicy
from ratefloat.policy.rate import rate
from ratefloat.rules import flat_surcharge, yuan

NONE = {"risk_class": 1, "cases": 0, "first_pensions": 0, "great_pensions": 0, "deaths": 0}


@pytest.mark.parametrize(
    ("given", "euro", "contribution"),
    [
        ({}, 0, 10_000), ({"cases": 3, "deaths": 1}, 1_300, 10_000), ({"cases": 1, "first_pensions": 1}, 450, 10_000),
        ({"cases": 2, "great_pensions": 2}, 1_200, 7_000), ({"cases": 3, "deaths": 1}, 1_000, 2_000),
        ({"cases": 3, "deaths": 1}, 1_300, 2_600), ({"cases": 30, "deaths": 9}, 5_000, 10_000),
    ],
)
def test_amounts_and_the_cap(given: dict[str, int], euro: int, contribution: int) -> None:
    made = complete("de-bgw").decide(on="2020-06-01", contribution=contribution * 100, **{**NONE, **given})
    assert made.factor == 1 + Fraction(euro, contribution)
    assert made.rate == made.factor / 100


def test_cases_without_a_contribution_are_refused() -> None:
    assert complete("de-bgw").decide(on="2020-06-01", contribution=0, **NONE).factor == 1
    with pytest.raises(UncoveredError, match="contribution: cases without premium"):
        complete("de-bgw").decide(on="2020-06-01", contribution=0, **{**NONE, "cases": 1})


def test_a_book_of_practices() -> None:
    employers = {"a": 3, "b": 0}
    book = Book.from_frames(
        employers=pd.DataFrame([{"employer": e, "risk_class": "1", "participation": "2010-01-01"} for e in employers]),
        exposure=pd.DataFrame([
            {"employer": e, "start": "2019-01-01", "end": "2020-01-01", "payroll": "100000", "head_months": "60",
             "premium_due": "10000", "premium_paid": "10000"} for e in employers
        ]),
        claims=pd.DataFrame([
            {"claim": str(n), "employer": "a", "recognised_on": "2019-05-01", "paid_on": "2019-06-01", "cause": "work",
             "death": "yes" if n == 0 else "no", "disease": "no", "grade": "", "medical": "400"} for n in range(3)
        ]),
        currency="EUR",
    )
    made = rate(complete("de-bgw"), book, on="2020-02-01").raise_refused()
    assert [made.decision(e).factor for e in employers] == [Fraction(113, 100), 1]
    assert "113%" in made.decision("a").explain("en")


def test_the_kind_reads_back_and_refuses_nonsense() -> None:
    plan = complete("de-bgw")
    assert FloatPolicy.from_json(plan.to_json()) == plan
    assert load_plan("de-bgw").rule.rules[0].words("en", "factor").endswith("at most 50% of the premium")
    with pytest.raises(DefinitionError, match="expected one amount"):
        flat_surcharge({}, premium="p", most="50%")
    with pytest.raises(DefinitionError, match="expected above 0"):
        flat_surcharge({"deaths": yuan("1")}, premium="p", most="0")

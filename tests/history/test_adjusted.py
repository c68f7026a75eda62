"""The adjusted ratio and the accident degree, against fractions worked out beside them."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest

from ratefloat.errors import DefinitionError
from ratefloat.history import Book, accident_degree, adjusted_ratio, benefits, evaluate, premium
from ratefloat.history.dates import Dates
from ratefloat.periods import Period, Window
from ratefloat.policy.base import rates_on
from ratefloat.tables.base_rates import BaseRateTable

HEADS = {"a": (82, 82, 82), "b": (82, 81, 200), "c": (999, 81, 0)}
BASE = BaseRateTable.single("t", {1: "5.5‰", 2: "52‰"}, effective="2018-04-01/", source="a test")


def book(classes: dict[str, str]) -> Book:
    years = (2019, 2020, 2021)
    return Book.from_frames(
        employers=pd.DataFrame(
            [{"employer": e, "risk_class": c, "participation": "2010-04-01"} for e, c in classes.items()]
        ),
        exposure=pd.DataFrame([
            {"employer": e, "start": f"{y}-04-01", "end": f"{y + 1}-04-01", "payroll": "1000000",
             "head_months": str(12 * n), "premium_due": "1000", "premium_paid": "1000"}
            for e in classes for y, n in zip(years, HEADS[e], strict=True)
        ]),
        claims=pd.DataFrame([
            {"claim": e, "employer": e, "paid_on": "2020-06-01", "recognised_on": "2020-06-01", "cause": "work",
             "death": "no", "disease": "no", "grade": "", "medical": "1005"} for e in classes
        ]),
    )


def dates() -> Dates:
    period = Period.parse("2023-04-01/2024-04-01")
    window = Window(months=36, ends="03-31", lag_months=12).before(period.start)
    return Dates(period.start, period, period.start, window)


def values(indicator: object, classes: dict[str, str]) -> tuple[list[Fraction | None], dict[int, str]]:
    made = evaluate(
        {"i": indicator}, [], book(classes), dates(),  # type: ignore[dict-item]
        base=lambda moment, area=None, tier=None: rates_on(BASE, moment, area, tier),
    )
    column = made.columns["i"]
    pairs = zip(column.numerator.tolist(), column.denominator.tolist(), strict=True)  # type: ignore[attr-defined]
    return [Fraction(n, d) if d else None for n, d in pairs], dict(made.refused)


def test_each_class_has_its_coefficient_exactly() -> None:
    made = adjusted_ratio(benefits(), premium("due"), coefficients={"1": "67%", "2": "1/3"})
    found, refused = values(made, {"a": "1", "b": "2"})
    assert found == [Fraction(1005) / (3000 * Fraction(67, 100)), Fraction(1005) / (3000 * Fraction(1, 3))]
    assert found[0] == Fraction(1, 2)
    assert not refused


def test_one_coefficient_for_all_and_a_class_without_one() -> None:
    found, _ = values(adjusted_ratio(benefits(), premium("due"), coefficients={"all": "50%"}), {"a": "1", "b": "2"})
    assert found == [Fraction(67, 100)] * 2
    _, refused = values(adjusted_ratio(benefits(), premium("due"), coefficients={"1": "50%"}), {"a": "1", "b": "2"})
    assert list(refused) == [1] and "no coefficient for the class" in refused[1]


def test_accident_degree_is_that_of_the_weakest_year() -> None:
    # 82 x 4.9 per mille is 0.4018, 81 is 0.3969: the example of the law's threshold of 0.4.
    found, refused = values(accident_degree(less="0.6‰"), {"a": "1", "b": "1", "c": "2"})
    assert found == [Fraction(4018, 10000), Fraction(3969, 10000), 0]
    assert not refused


def test_without_a_base_rate_there_is_no_degree() -> None:
    assert values(accident_degree(less="0.6‰"), {"a": "3", "b": "1"}) == ([None, Fraction(3969, 10000)], {})
    assert values(accident_degree(less="0.6‰", years=5), {"b": "1"}) == ([None], {})


def test_a_coefficient_of_nothing_is_refused() -> None:
    with pytest.raises(DefinitionError, match="expected above 0"):
        adjusted_ratio(benefits(), premium("due"), coefficients={"all": "0"})

"""Taiwan: two percentages added and applied once, the old rule, and premiums to the dollar."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from plans.filled import complete
from ratefloat.errors import UncoveredError
from ratefloat.history import Book
from ratefloat.numeric.rounding import round_fraction
from ratefloat.periods import day
from ratefloat.plans import load_plan
from ratefloat.policy.decision import Decision
from ratefloat.policy.rate import rate, review_dates
from ratefloat.units import exact

# R, level -> change in percent: TW-1, TW-3, TW-4, TW-6, TW-8 and the edges beside them.
CASES = [
    ("0", 3, -30), ("60%", 3, 0), ("50%", 3, -5), ("80%", 3, 0), ("140%", 4, 40), ("0.01%", 3, -25), ("10%", 3, -25),
    ("10.01%", 3, -20), ("50.01%", 3, 0), ("89.99%", 3, 0), ("90%", 3, 5), ("139.99%", 3, 25), ("9999%", 3, 30),
    ("0", 1, -50), ("0", 2, -40), ("140%", 5, 50), ("70%", 0, 0),
]
OLD = [("0", -35), ("70%", 0), ("80%", 0), ("160%", 40), ("300%", 40), ("60%", -5), ("60.01%", 0), ("90%", 5)]
WAGES = [
    (40_100, 1, 385), (40_100, 5, 48), (60_800, 2, 347), (48_200, 4, 58), (72_800, 4, 87),
]


def decide(x: object, level: int, **given: Any) -> Decision:
    asked = {"risk_class": 1, "head_months": 600, "insured_months": 36, **given}
    return load_plan("tw-2022").decide(on="2026-01-01", loss_ratio=x, safety_level=level, **asked)


@pytest.mark.parametrize(("x", "level", "change"), CASES)
def test_the_two_parts_are_added(x: str, level: int, change: int) -> None:
    assert decide(x, level).factor == 1 + Fraction(change, 100)


@pytest.mark.parametrize(("x", "change"), OLD)
def test_the_old_rule(x: str, change: int) -> None:
    policy = complete("tw-2010")
    assert policy.decide(on="2020-01-01", risk_class=1, loss_ratio=x, heads=840).factor == 1 + Fraction(change, 100)
    assert policy.decide(on="2020-01-01", risk_class=1, loss_ratio=x, heads=839).factor == 1


def test_commuting_does_not_float() -> None:
    # TW-11: 0.89 x 0.5 + 0.07.
    assert decide("0", 1).rate == exact("0.515%")


def test_who_is_not_rated() -> None:
    assert decide("0", 1, head_months=599).factor == decide("0", 1, insured_months=35).factor == 1
    assert decide(None, 1).factor == exact("80%")
    with pytest.raises(UncoveredError, match="benefits without premium"):
        decide((1, 0), 3)


@pytest.mark.parametrize(("wage", "industry", "premium"), WAGES)
def test_published_premiums(wage: int, industry: int, premium: int) -> None:
    made = decide("70%", 3, risk_class=industry).rate
    assert made is not None
    assert round_fraction(wage * made, Fraction(1), "half_up") == premium


def test_a_notified_rate_replaces_the_table_rate() -> None:
    assert round_fraction(45_800 * exact("0.30%"), Fraction(1), "half_up") == 137


def test_window_and_heads_of_2026() -> None:
    plan = load_plan("tw-2022")
    dates = review_dates(plan, day("2026-06-01"))
    assert str(dates.window) == "2022-01-01/2025-01-01"
    assert str(dates.span(plan.indicator_map["head_months"].window)) == "2024-07-01/2025-07-01"


def test_levels_from_flags_and_the_ratio_from_records() -> None:
    """A breach goes before an award; the premium of R is without the commuting part."""
    exposure = [
        {"employer": e, "start": f"{y}-{m}-01", "end": f"{y + (m == '07')}-{'07' if m == '01' else '01'}-01",
         "payroll": "5000000", "head_months": "300", "rate_charged": "0.96%"}
        for e in ("award", "breach") for y in range(2021, 2026) for m in ("01", "07")
    ]
    claims = [{"claim": "1", "employer": "breach", "recognised_on": "2023-05-01", "paid_on": "2023-05-01",
               "cause": "work", "death": "no", "disease": "no", "grade": "", "medical": "240300"}]
    flags = [("award", 1), ("breach", 1), ("breach", 4)]
    book = Book.from_frames(
        employers=pd.DataFrame(
            [{"employer": e, "risk_class": "1", "participation": "2015-01-01"} for e in ("award", "breach")]
        ),
        exposure=pd.DataFrame(exposure), claims=pd.DataFrame(claims), currency="TWD",
        flags=pd.DataFrame([
            {"employer": e, "flag": "safety level", "level": str(n), "start": "2024-01-01"} for e, n in flags
        ]),
    )
    made = rate(load_plan("tw-2022"), book, on="2026-02-01").raise_refused()
    column = made.columns["loss_ratio"]
    # Six half-years of 5,000,000 x 0.89 %: 267,000; 240,300 of it is 90 %.
    assert (column.numerator[1], column.denominator[1]) == (240_300, 267_000)  # type: ignore[attr-defined]
    assert [made.decision(e).factor for e in ("award", "breach")] == [exact("50%"), exact("115%")]

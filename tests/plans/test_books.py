"""Plans rate books of records: the indicators of their files read what their texts name."""

from __future__ import annotations

from typing import Any

import pandas as pd

from plans.filled import complete
from ratefloat.history import Book
from ratefloat.policy.rate import rate
from ratefloat.units import exact

Rows = list[dict[str, Any]]


def book(employers: dict[str, int], years: range, payroll: dict[str, str], **more: Any) -> Book:
    """Employers by class, each with a yearly record of 20 heads and 4 000 yuan of premium, and further tables."""
    exposure = [
        {
            "employer": e, "start": f"{y}-01-01", "end": f"{y + 1}-01-01", "payroll": payroll.get(e, "1000000"),
            "head_months": "240", "premium_due": "4000", "premium_paid": "4000", "risk_class": str(k),
        }
        for e, k in employers.items() for y in years
    ]
    return Book.from_frames(
        employers=pd.DataFrame(
            [{"employer": e, "risk_class": str(k), "participation": "2010-01-01"} for e, k in employers.items()]
        ),
        exposure=pd.DataFrame(exposure), **{name: pd.DataFrame(rows) for name, rows in more.items()},
    )


def claim(number: int, employer: str, on: str, medical: str, *, death: str = "no", grade: str = "") -> dict[str, str]:
    return {
        "claim": str(number), "employer": employer, "recognised_on": on, "paid_on": on, "cause": "work", "death": death,
        "disease": "no", "grade": grade, "medical": medical,
    }


def rates(id: str, records: Book, on: str) -> dict[str, tuple[int, Any]]:
    """Step and rate of each employer, none of them refused."""
    made = rate(complete(id), records, on=on)
    assert made.refused.empty, made.refused
    found = {e: made.decision(e) for e in records.ids}
    return {e: (d.step, d.rate) for e, d in found.items()}  # type: ignore[misc]


def test_hainan_five_clean_years_grace_and_deaths() -> None:
    # b: 70 000 of 16 000 yuan of premium at 0.8 % is 437.5 %, the first time since its award of 2018.
    claims = [claim(1, "b", "2019-06-01", "70000")]
    claims += [claim(n, "d", "2019-06-01", "1", death="yes") for n in (2, 3, 4)]
    records = book(
        {"a": 2, "b": 4, "c": 1, "d": 4}, range(2013, 2021), {"b": "2000000", "c": "500000"}, claims=claims,
        flags=[{"employer": "b", "flag": "award", "start": "2018-06-01", "end": "2021-06-01"}],
    )
    assert rates("cn-hainan-2016", records, "2020-07-01") == {
        "a": (-2, exact("0.2%")), "b": (-1, exact("0.64%")), "c": (0, exact("0.2%")), "d": (2, exact("1.2%")),
    }


def test_hainan_asks_for_years_since_an_award_only() -> None:
    # Base rates begin with 2017: the year 2017 suffices for 2018, two years for an award of 2017, three are not known.
    records = book(
        {"a": 2, "b": 2, "c": 2}, range(2012, 2018), {}, claims=[claim(1, "a", "2012-06-01", "1")],
        flags=[
            {"employer": e, "flag": "award", "start": start, "end": "2030-01-01"}
            for e, start in (("b", "2017-06-01"), ("c", "2015-06-01"))
        ],
    )
    made = rate(complete("cn-hainan-2016"), records, on="2018-07-01")
    assert made.refused["employer"].tolist() == ["c"]
    assert "no rate on 2016-01-01" in made.refused["reason"].iloc[0]
    assert [made.decision(e).rate for e in "ab"] == [exact("0.2%")] * 2


def test_jiangxi_cuts_by_the_fund_at_the_end_of_2022() -> None:
    months = {2021: "90", 2022: "20", 2023: "10"}
    fund = [{"area": "", "date": f"{y}-12-31", "reserve_months": m} for y, m in months.items()]
    claims = [claim(year, "a", f"{year}-05-01", "4000") for year in range(2021, 2025)]
    records = book({"a": 4}, range(2021, 2025), {}, claims=claims, fund=fund)
    for on in ("2023-12-31", "2024-12-31"):
        assert rates("cn-jiangxi-2023", records, on)["a"][1] == exact("0.9%") * exact("80%")
    assert rates("cn-jiangxi-2023", records, "2025-01-01")["a"][1] == exact("0.9%")


def test_yantai_least_premium_and_death() -> None:
    records = book(
        {"a": 2, "b": 2, "c": 3}, range(2011, 2014), {},
        claims=[claim(1, "b", "2012-05-01", "400.01"), claim(2, "c", "2012-05-01", "6000", death="yes")],
    )
    # 4 000 yuan of premium a year: below 5 000, nothing floats down; 150 % floats up all the same.
    steps = {e: step for e, (step, _) in rates("cn-yantai-2013", records, "2013-07-01").items()}
    assert steps == {"a": 0, "b": 0, "c": 1}


def test_fujian_walks_from_the_decision_in_force() -> None:
    # Two years: 8 000 yuan of premium, 20 heads. One graded case is 25 per mille a year; without a grade, none.
    claims = [
        claim(1, "up", "2013-05-01", "5600.01", grade="10"), claim(2, "stays", "2013-05-01", "5600", grade="10"),
        claim(3, "down", "2013-05-01", "3199.99"),
    ]
    step = {"review_start": "2013-03-01", "start": "2013-03-01", "end": "2014-03-01", "factor": "100%", "rate": "1%"}
    records = book(
        {"up": 2, "stays": 2, "down": 2}, range(2011, 2015), {}, claims=claims,
        decisions=[{"employer": e, "step": s, **step} for e, s in (("up", "1"), ("stays", "-1"), ("down", "1"))],
    )
    plan = complete("cn-fujian-2011").replace(window={"months": 24, "ends": "12-31"})
    made = rate(plan, records, on="2014-07-01")
    assert {e: made.decision(e).step for e in records.ids} == {"up": 2, "stays": -1, "down": 0}

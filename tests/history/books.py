"""Small books for tests: a plain one to vary, and random ones with all kinds of records."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pandas as pd

from ratefloat.history import Book, Dates
from ratefloat.periods import Period, Window

CLAIM = ("claim", "employer", "cause", "death", "disease")


def employers(*ids: str, **columns: Any) -> pd.DataFrame:
    """Employers of class 4 that came in on 1 January 2015."""
    plain = {"employer": list(ids), "risk_class": ["4"] * len(ids), "participation": ["2015-01-01"] * len(ids)}
    return pd.DataFrame({**plain, **columns})


def exposure(*ids: str, years: tuple[int, ...] = (2022, 2023), **columns: Any) -> pd.DataFrame:
    """Yearly records: payroll 100,000 yuan, ten heads, premium 900 yuan due and paid."""
    rows = [
        {
            "employer": name,
            "start": f"{year}-01-01",
            "end": f"{year + 1}-01-01",
            "payroll": "100000",
            "head_months": "120",
            "premium_due": "900",
            "premium_paid": "900",
            **columns,
        }
        for name in ids
        for year in years
    ]
    return pd.DataFrame(rows)


def claims(*rows: dict[str, Any]) -> pd.DataFrame:
    """Claims with these columns; cause work, no death, no disease."""
    plain = {
        "cause": "work",
        "death": "no",
        "disease": "no",
        "accident_on": "",
        "recognised_on": "",
        "assessed_on": "",
        "paid_on": "",
        "accident_id": "",
        "grade": "",
        "bearer": "",
        "medical": "",
        "recovery": "",
        "red_entry": "",
    }
    made = [{"claim": f"C{number}", **plain, **row} for number, row in enumerate(rows)]
    return pd.DataFrame(made, columns=["claim", "employer", *plain] if not made else None)


def book(*claim_rows: dict[str, Any], ids: tuple[str, ...] = ("A", "B"), **tables: Any) -> Book:
    """A book of a few employers with two years of exposure and some claims."""
    frames = {"employers": employers(*ids), "exposure": exposure(*ids), "claims": claims(*claim_rows), **tables}
    return Book.from_frames(**frames)


def dates(start: str = "2024-01-01", *, months: int = 24, **window: Any) -> Dates:
    """A review of two years that starts on a day."""
    first = date.fromisoformat(start)
    period = Period(first, first.replace(year=first.year + 2))
    return Dates(first, period, first, Window(months=months, **window).before(first))


def random_frames(seed: int, *, size: int = 12) -> dict[str, pd.DataFrame]:
    """Frames of a random book over 2019 to 2023, all records good."""
    chance = random.Random(seed)
    ids = [f"{number:04d}" for number in range(size)]
    joined = [f"{chance.choice([2015, 2018, 2020, 2021, 2022, 2023])}-{chance.randint(1, 12):02d}-01" for _ in ids]
    people = employers(
        *ids,
        participation=joined,
        risk_class=[str(chance.randint(1, 8)) for _ in ids],
        area=[chance.choice(["", "north", "south"]) for _ in ids],
    )
    rows = []
    for name, day in zip(ids, joined, strict=True):
        for year in range(2019, 2024):
            if f"{year}-12-31" > day and chance.random() < 0.9:
                due = chance.choice([0, 90000, 45000, 1])
                rows.append(
                    {
                        "employer": name,
                        "start": f"{year}-01-01",
                        "end": f"{year + 1}-01-01",
                        "payroll": str(chance.randint(0, 10**7) / 100),
                        "head_months": str(chance.randint(0, 2000)),
                        "premium_due": str(due),
                        "premium_paid": str(chance.choice([due, due, 0])),
                        "rate_charged": chance.choice(["0.9%", "0.45%", "1.35%"]),
                        "paid_on": f"{year + 1}-0{chance.randint(1, 4)}-15",
                    }
                )
    happened = []
    for _ in range(size * 4):
        year = chance.randint(2018, 2023)
        accident = date(year, chance.randint(1, 12), chance.randint(1, 28))
        later = [date.fromordinal(accident.toordinal() + step).isoformat() for step in (30, 60, 90)]
        happened.append(
            {
                "employer": chance.choice(ids),
                "accident_on": accident.isoformat(),
                "recognised_on": later[0],
                "assessed_on": later[1],
                "paid_on": later[2],
                "cause": chance.choice(["work", "commuting", "rescue"]),
                "death": chance.choice(["yes", "no", "no"]),
                "disease": chance.choice(["yes", "no", "no", "no"]),
                "grade": chance.choice(["", "1", "6", "7", "10"]),
                "accident_id": chance.choice(["", "X1", "X2"]),
                "bearer": chance.choice(["", "", "", *ids]),
                "medical": str(chance.randint(0, 5000) / 10),
                "recovery": chance.choice(["", "", "", "10.05"]),
            }
        )
    return {"employers": people, "exposure": pd.DataFrame(rows), "claims": claims(*happened)}


def random_book(seed: int, *, size: int = 12) -> Book:
    """The book of `random_frames`."""
    return Book.from_frames(**random_frames(seed, size=size))

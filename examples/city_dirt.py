"""The dirt of real exports, put into the example city by hand: each kind a few times, counted in city/README.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def add_dirt(tables: Tables) -> None:
    """Spoil some records of employers that are otherwise ordinary."""
    targets = _ordinary(tables)
    for spoil in (_employer_dirt, _exposure_dirt, _claim_dirt):
        spoil(tables, lambda: next(targets))


def _ordinary(tables: Tables) -> Iterator[str]:
    """Ids of enterprises, from E000040 on and spread over the book, with four years of records and nothing special."""
    years: dict[str, int] = {}
    for row in tables["exposure"]:
        years[row["employer"]] = years.get(row["employer"], 0) + (row["premium_due"] == row["premium_paid"])
    bearers = {row["bearer"] for row in tables["claims"]}
    plain = [
        row["employer"] for row in tables["employers"]
        if years.get(row["employer"]) == 4 and row["unit_type"] == "enterprise" and row["employer"].startswith("E")
        and not row["predecessors"] and row["employer"] not in {"E000817", "E000300", "E001300", *bearers}
    ]
    return iter(plain[20::31])


Target = Callable[[], str]


def _employer_dirt(tables: Tables, target: Target) -> None:
    rows = {row["employer"]: row for row in tables["employers"]}
    twice = target()
    tables["employers"].append({**rows[twice], "industry_code": "52", "participation": date(2016, 7, 11)})
    for code, edition in (("99", "GB/T 4754-2011"), ("79", "GB/T 4754-2017"), ("59", "GB/T 4754-2017"),
                          ("6", "GB/T 4754-2011")):
        rows[target()].update(industry_code=code, industry_edition=edition)
    for _ in range(2):
        rows[target()]["industry_edition"] = ""
    one, other = target(), target()
    rows[one]["predecessors"], rows[other]["predecessors"] = other, one
    rows[target()]["predecessors"] = "E009999"


def _exposure_dirt(tables: Tables, target: Target) -> None:
    def of(employer: str) -> dict[int, Row]:
        return {row["start"].year: row for row in tables["exposure"] if row["employer"] == employer}

    of(target())[2022]["start"] = date(2022, 3, 15)
    july = of(target())
    july[2021]["end"], july[2022]["start"] = date(2021, 7, 1), date(2021, 7, 1)
    of(target())[2023]["start"] = date(2022, 12, 1)
    row = of(target())[2022]
    row["premium_due"] = row["premium_paid"] = row["premium_paid"] + "5"
    of(target())[2023]["payroll"] = "约48万"
    row = of(target())[2022]
    row["payroll"] = f"{int(row['payroll'][:-3]):,}.00" if len(row["payroll"]) > 6 else "1,000.00"
    # Blanks around an id do no harm.
    for _ in range(2):
        row = of(target())[2021]
        row["employer"] = f" {row['employer']} "


def _claim_dirt(tables: Tables, target: Target) -> None:
    def case(employer: str, **changes: Any) -> None:
        serial = sum(row["claim"].startswith("GS20229") for row in tables["claims"]) + 1
        tables["claims"].append({
            "claim": f"GS20229{serial:04d}", "employer": employer, "accident_id": f"SG2022{serial:04d}",
            "accident_on": date(2022, 2, 14), "recognised_on": date(2022, 4, 6), "paid_on": date(2022, 6, 9),
            "cause": "work", "death": "否", "disease": "否", "wage_basis": "5600.00", "medical": "350.00", **changes,
        })

    case(target(), medical="-350.00")
    case(target(), medical="350.125")
    case(target(), medical="３５０.００")
    case(target(), paid_on="2022/06/09")
    case(target(), grade="十级", assessed_on=date(2022, 9, 5))
    # More comes back within the window than was paid in it.
    injured = {row["employer"] for row in tables["claims"]}
    uninjured = next(name for name in iter(target, "") if name not in injured)
    case(uninjured, accident_on=date(2021, 2, 14), recognised_on=date(2021, 4, 6), medical="", recovery="28400.00")
    # Nobody's cases: no such employer (twice), zeros lost in a spreadsheet, an id in full width.
    for nobody in ("E999001", "E999002", "731", "Ｅ０００１２３"):
        case(nobody)
    # Outside every window: an old case whose last bill was paid before the records begin.
    for year in (1998, 2007, 2015):
        case(target(), accident_on=date(year, 5, 20), recognised_on=date(year, 7, 1), paid_on=date(2019, 3, 6))
    case(f"{target()}　")

"""Make the example city: `python make_city.py FOLDER` writes its record files, the same for everybody.

The city is made up. Where its numbers come from stands beside each in city_numbers.py, its dirt in city_dirt.py.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import city_numbers as city
from city_claims import Claim, all_claims_of
from city_dirt import add_dirt
from city_employers import Employer, employers
from draw import Draw

Row = dict[str, Any]
Tables = dict[str, list[Row]]

ITEMS = ("medical", "rehabilitation", "devices", "hospital_food", "travel", "disability_grant", "medical_grant",
         "disability_pension", "nursing", "funeral", "death_grant", "survivors")
COLUMNS = {
    "employers": ("employer", "name", "industry_code", "industry_edition", "risk_class", "area", "participation",
                  "unit_type", "project_insured", "predecessors"),
    "exposure": ("employer", "start", "end", "payroll", "head_months", "premium_due", "premium_paid", "paid_on",
                 "rate_charged"),
    "claims": ("claim", "employer", "accident_id", "accident_on", "recognised_on", "assessed_on", "paid_on", "cause",
               "death", "disease", "grade", "wage_basis", "bearer", *ITEMS, "recovery", "red_entry"),
    "flags": ("employer", "flag", "level", "start", "end"),
    "decisions": ("employer", "review_start", "risk_class", "step", "factor", "rate", "start", "end", "reason",
                  "corrected_at"),
    "fund": ("area", "date", "reserve_months", "income"),
    "observed": ("source", "start", "end"),
}
FACTOR = {-1: 80, 0: 100, 1: 120}
REVIEW, REVIEW_END = date(2022, 1, 1), date(2024, 1, 1)


def yuan(fen: int) -> str:
    """An amount as a file shows it."""
    return f"{fen // 100}.{fen % 100:02d}"


def percent(millionths: int) -> str:
    """A rate of millionths of payroll as percent text."""
    return f"{millionths // 10_000}.{millionths % 10_000 // 100:02d}%"


def claim_rows(claims: list[Claim]) -> list[Row]:
    """One row for each payment of a case; a case of which nothing has been paid yet has one row as well."""
    rows = []
    for serial, claim in enumerate(sorted(claims, key=lambda c: (c.recognised_on, c.employer, c.accident)), start=1):
        graded = claim.assessed_on is not None and claim.assessed_on <= city.EXPORTED_ON
        story: Row = {
            "claim": f"GS{claim.recognised_on.year}{serial:05d}", "employer": claim.employer,
            "accident_id": claim.accident, "accident_on": claim.accident_on, "recognised_on": claim.recognised_on,
            "assessed_on": claim.assessed_on if graded else "", "cause": claim.cause,
            "death": "是" if claim.death else "否", "disease": "是" if claim.cause == "disease" else "否",
            "grade": claim.grade or "" if graded else "", "wage_basis": yuan(claim.wage), "bearer": claim.bearer,
        }
        payments = [(day, items) for day, items in claim.payments if shown(day)]
        for day, items in sorted(payments, key=lambda payment: payment[0]):
            rows.append({**story, "paid_on": day, **{item: yuan(fen) for item, fen in items.items() if fen}})
        if not claim.payments or (not payments and claim.recognised_on.year >= city.FIRST_YEAR):
            rows.append(story)
    return rows


def shown(day: date) -> bool:
    """Whether the files hold what happened on a day."""
    return date(city.FIRST_YEAR, 1, 1) <= day <= city.EXPORTED_ON


def exposure_rows(employer: Employer, years: range, millionths: int) -> list[Row]:
    """Yearly records of wages and premium; the first and the last year may be shorter."""
    rows = []
    draw = Draw(city.SEED, "exposure", employer.id, years.start)
    for year in years:
        start = max(date(year, 1, 1), employer.participation.replace(day=1))
        end = min(date(year + 1, 1, 1), employer.closes or date.max)
        months = 12 * (end.year - start.year) + end.month - start.month
        if months <= 0:
            continue
        payroll, head_months = employer.payroll(year, months), employer.heads_in(year) * months
        due = (payroll * millionths + 500_000) // 1_000_000
        if employer.unit_type == "project":
            # One premium for the whole project, at its start.
            contract = 5 * sum(employer.payroll(y, 12) for y in (year, year + 1))
            due = contract * city.PROJECT_PER_MILLE // 1000 if year == employer.participation.year else 0
        elif year == 2020:
            due = relieved(due, start.month, large=employer.heads >= city.LARGE_HEADS)
        paid = due
        if employer.owes_in == year:
            paid = due * draw.whole(0, 90) // 100 if draw.happens(0.8) else 0
        rows.append({
            "employer": employer.id, "start": start, "end": end, "payroll": yuan(payroll), "head_months": head_months,
            "premium_due": yuan(due), "premium_paid": yuan(paid),
            "paid_on": date(year, end.month - 1 if end.year == year else 12, draw.whole(8, 25)) if paid else "",
            "rate_charged": "" if employer.unit_type == "project" else percent(millionths),
        })
    return rows


def relieved(due: int, first_month: int, *, large: bool) -> int:
    """Premium of 2020 after the relief of the pandemic: half months due of 2 x 12, or of what remains of the year."""
    halves = {month: 2 if month == 1 else int(large) + int(large and month > 6) for month in range(first_month, 13)}
    return due * sum(halves.values()) // (2 * len(halves))


def money(text: str) -> int:
    """Fen of an amount that this script wrote."""
    return int(text.replace(".", ""))


def decide(employer: Employer, before: list[Row], claims: list[Claim]) -> tuple[int, str] | None:
    """Step and reason of the first review, 2022-01-01: a coarse rule, for the city's past only."""
    if employer.unit_type == "project" or sum(money(row["premium_paid"]) for row in before) == 0:
        return None
    if employer.worked_example or employer.participation >= date(2020, 1, 1):
        return 0, "首次浮动，按基准费率"
    premium = sum(money(row["premium_paid"]) for row in before)
    benefits = sum(
        sum(items.values()) for claim in claims for day, items in claim.payments if 2020 <= day.year < 2022
    )
    if benefits == 0:
        return (0, "一类行业不下浮") if employer.risk_class == 1 else (-1, "未发生支出")
    return (1, "支缴率较高") if 2 * benefits > 3 * premium else (0, "支缴率适中")


def decision_rows(employer: Employer, step: int, reason: str) -> list[Row]:
    """The decision of the first review; two of them were corrected after an objection."""
    base = city.BASE_RATE[employer.risk_class]
    row: Row = {
        "employer": employer.id, "review_start": REVIEW, "risk_class": employer.risk_class, "step": step,
        "factor": f"{FACTOR[step]}%", "rate": percent(base * FACTOR[step]), "start": REVIEW, "end": REVIEW_END,
        "reason": reason,
    }
    if employer.id not in ("E000300", "E001300"):
        return [row]
    wrong = {**row, "step": 1, "factor": "120%", "rate": percent(base * 120), "reason": "支缴率较高"}
    return [wrong, {**row, "corrected_at": date(2022, 5, 20), "reason": "异议复核后更正"}]


def flag_rows(employer: Employer) -> list[Row]:
    """Certificates and lists on which an employer stands."""
    draw = Draw(city.SEED, "flags", employer.id)
    rows: list[Row] = []
    if employer.risk_class >= 3 and draw.happens(0.12):
        start = date(draw.whole(2018, 2022), draw.whole(1, 12), 1)
        rows.append({"flag": "standardisation", "level": draw.one_of({3: 80, 2: 17, 1: 3}), "start": start,
                     "end": start.replace(year=start.year + 3)})
    for flag, chance in (("blacklist", 0.004), ("concealed_wages", 0.003), ("fraud", 0.001), ("arrears", 0.002)):
        if not employer.worked_example and draw.happens(chance):
            start = date(draw.whole(2020, 2023), draw.whole(1, 6), 1)
            rows.append({"flag": flag, "start": start, "end": start.replace(month=start.month + 6)})
    return [{"employer": employer.id, **row} for row in rows]


def fund_rows(tables: Tables) -> list[Row]:
    """Reserve at the end of each year, in months of that year's spending; guess: 16 months before the first."""
    income: dict[int, int] = defaultdict(int)
    spent: dict[int, int] = defaultdict(int)
    for row in tables["exposure"]:
        income[row["start"].year] += money(row["premium_paid"])
    for row in tables["claims"]:
        if "paid_on" in row:
            spent[row["paid_on"].year] += sum(money(row[item]) for item in ITEMS if item in row)
    reserve = 16 * spent[2020] // 12
    rows = []
    for year in range(city.FIRST_YEAR, city.END_YEAR):
        reserve += income[year] - spent[year]
        tenths = max(0, reserve * 120 // spent[year])
        rows.append({"area": city.AREA, "date": date(year, 12, 31), "reserve_months": f"{tenths // 10}.{tenths % 10}",
                     "income": yuan(income[year])})
    return rows


def make() -> Tables:
    """All tables of the city, still clean."""
    tables: Tables = {name: [] for name in COLUMNS}
    claims: list[Claim] = []
    for employer in employers():
        own = all_claims_of(employer)
        before = exposure_rows(employer, range(2020, 2022), 100 * city.BASE_RATE[employer.risk_class])
        decided = decide(employer, before, own) if before else None
        step = decided[0] if decided else 0
        after = exposure_rows(employer, range(2022, 2024), FACTOR[step] * city.BASE_RATE[employer.risk_class])
        tables["employers"].append(employer.row())
        tables["exposure"] += before + after
        tables["decisions"] += decision_rows(employer, *decided) if decided else []
        tables["flags"] += flag_rows(employer)
        claims += own
    tables["claims"] = claim_rows(claims)
    tables["fund"] = fund_rows(tables)
    tables["observed"] = [
        {"source": source, "start": date(2020, 1, 1), "end": end} for source, end in (
            ("claims", date(2024, 3, 1)), ("premium", REVIEW_END), ("flags", REVIEW_END), ("decisions", REVIEW_END))
    ]
    return tables


def write(tables: Tables, folder: Path) -> None:
    """The files; claims in GB 18030 as older systems export them, employers with the mark that spreadsheets set."""
    folder.mkdir(parents=True, exist_ok=True)
    encodings = {"claims": "gb18030", "employers": "utf-8-sig"}
    for name, columns in COLUMNS.items():
        with (folder / f"{name}.csv").open("w", encoding=encodings.get(name, "utf-8"), newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(tables[name])


if __name__ == "__main__":
    made = make()
    add_dirt(made)
    write(made, Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "city"))

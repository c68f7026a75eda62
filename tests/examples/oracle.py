"""What the example policy gives every employer of the example city, by plain Python: no code of the library.

The policy, for a review that starts on 2024-01-01, with a window of the two calendar years before:
benefits paid (without commuting and rescue) over premium paid gives -2 at 0, -1 up to 50 %, 0 up to 100 %, +1 up to
150 %, +2 above, 0 without premium; a death recognised in the window: at least +1; arrears in the window: not below 0;
fewer insured months than the window: 0; class 1: not below 0. Factors 50, 80, 100, 120, 150 % of the base rate of the
class, and never below that of class 1.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

START, END = date(2022, 1, 1), date(2024, 1, 1)
YEARS = (date(2022, 1, 1), date(2023, 1, 1), date(2024, 1, 1))
BASE = {k: Fraction(v, 1000) for k, v in enumerate((2, 4, 7, 9, 11, 13, 16, 19), start=1)}
FACTOR = {k: Fraction(v, 100) for k, v in zip(range(-2, 3), (50, 80, 100, 120, 150), strict=True)}
CLASSES = {
    1: "65 66 67 68 69 75 84 86 90 91 92 93 94 95 96",
    2: "51 52 59 60 61 62 63 64 70 71 72 73 74 79 81 82 83 85 87",
    3: "13 14 15 16 17 20 24 39 40 41 46 76 77 78 80 89",
    4: "01 03 05 18 19 23 27 28 29 33 34 35 36 37 38 42 43 44 45 53 56 57 88",
    5: "02 11 21 22 49 50 54 55 58",
    6: "04 26 30 31 32 47 48",
    7: "07 12 25",
    8: "06 08 09 10",
}
CLASS_OF = {division: risk_class for risk_class, divisions in CLASSES.items() for division in divisions.split()}
BENEFITS = (
    "medical", "rehabilitation", "vocational", "devices", "hospital_food", "travel", "disability_grant",
    "medical_grant", "disability_pension", "nursing", "funeral", "death_grant", "survivors",
)
MONEY = {"payroll", "premium_due", "premium_paid", "wage_basis", "recovery", "red_entry", *BENEFITS}
DATES = {"participation", "start", "end", "paid_on", "accident_on", "recognised_on", "assessed_on", "review_start",
         "corrected_at"}

Row = dict[str, str]


class Outcome(NamedTuple):
    """What the policy gives."""

    step: int
    rate: Fraction


class Facts(NamedTuple):
    """What the policy reads, over the window; money in yuan."""

    risk_class: int
    benefits: Fraction
    premium: Fraction
    deaths: int
    months: int
    arrears: bool


def expected(folder: Path | str) -> dict[str, tuple[int, Fraction] | str]:
    """Step and rate of every employer, or the reason why it has none."""
    known, refused = facts(folder)
    return {name: refused[name] if name in refused else decide(known[name]) for name in {**known, **refused}}


def decide(given: Facts) -> Outcome:
    """The policy for one employer."""
    if given.premium == 0:
        step = 0
    else:
        ratio = given.benefits / given.premium
        edges = ((Fraction(0), -2), (Fraction(1, 2), -1), (Fraction(1), 0), (Fraction(3, 2), 1))
        step = next((step for edge, step in edges if ratio <= edge), 2)
    if given.deaths >= 1:
        step = max(step, 1)
    if given.arrears:
        step = max(step, 0)
    if given.months < 24:
        step = 0
    if given.risk_class == 1:
        step = max(step, 0)
    return Outcome(step, max(BASE[given.risk_class] * FACTOR[step], BASE[1]))


class Records(NamedTuple):
    """What each employer has on record within the window; money in yuan, months as YYYY-MM."""

    benefits: dict[str, Fraction]
    premium: dict[str, Fraction]
    deaths: dict[str, int]
    months: dict[str, set[str]]


def facts(folder: Path | str) -> tuple[dict[str, Facts], dict[str, str]]:
    """What counts for each employer that can be rated, and why the others can not."""
    tables = {name: read(Path(folder) / f"{name}.csv") for name in ("employers", "exposure", "claims", "flags")}
    people = {row["employer"]: row for row in tables["employers"]}
    parents = {name: _shares(row["predecessors"]) for name, row in people.items() if row["predecessors"]}
    refused = dict(_problems(tables))
    for name in parents:
        for ancestor in sorted(_ancestors(name, parents) & refused.keys()):
            refused.setdefault(name, f"predecessor {ancestor}: {refused[ancestor]}")
    records = _records(tables, refused)
    for heir in parents:
        if heir not in refused:
            _inherit(heir, parents, records)
    owing = set(_owing(tables))
    result = {}
    for name, row in people.items():
        if name not in refused and records.benefits[name] < 0:
            refused[name] = "more came back within the window than was paid"
        if name not in refused:
            result[name] = Facts(_class(row), records.benefits[name], records.premium[name], records.deaths[name],
                                 len(records.months[name]), name in owing)
    return result, refused


def _records(tables: dict[str, list[Row]], refused: dict[str, str]) -> Records:
    records = Records(_benefits(tables["claims"]), defaultdict(Fraction), _deaths(tables["claims"]), defaultdict(set))
    begun = {row["employer"]: row["participation"][:7] for row in tables["employers"]}
    for row in tables["exposure"]:
        name = row["employer"]
        if name not in refused and _overlaps_window(row):
            records.premium[name] += Fraction(row["premium_paid"])
            records.months[name] |= {month for month in _months(row) if month >= begun[name]}
    return records


def _inherit(heir: str, parents: dict[str, dict[str, Fraction]], records: Records) -> None:
    """Let an heir take over from its predecessors: money by share, deaths to the largest share, months insured whole.

    In these files predecessors are not heirs themselves and give all that they have; the last heir leaves them nothing.
    """
    for giver, share in parents[heir].items():
        rivals = {other: given[giver] for other, given in parents.items() if giver in given}
        assert giver not in parents
        assert sum(rivals.values()) == 1
        for money in (records.benefits, records.premium):
            money[heir] += money[giver] * share
        if heir == max(rivals, key=lambda other: rivals[other]):
            records.deaths[heir] += records.deaths[giver]
        records.months[heir] |= records.months[giver]
    for giver in parents[heir]:
        if heir == [other for other, given in parents.items() if giver in given][-1]:
            records.benefits[giver] = records.premium[giver] = Fraction(0)
            records.deaths[giver], records.months[giver] = 0, set()


def read(path: Path) -> list[Row]:
    """The records of a file as text without blanks around; UTF-8 or GB 18030."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [{key: (value or "").strip(" \u3000") for key, value in row.items()} for row in rows]


def _benefits(claims: Iterable[Row]) -> dict[str, Fraction]:
    found: dict[str, Fraction] = defaultdict(Fraction)
    for row in claims:
        counts = row["cause"] not in ("commuting", "rescue") and row["paid_on"]
        if counts and not any(_wrong_cells(row)) and START <= date.fromisoformat(row["paid_on"]) < END:
            given = sum(Fraction(row[item] or 0) for item in BENEFITS if item in row)
            back = sum(Fraction(row[item] or 0) for item in ("recovery", "red_entry"))
            found[row["bearer"] or row["employer"]] += given - back
    return found


def _deaths(claims: Iterable[Row]) -> dict[str, int]:
    cases = {
        row["claim"]: row["bearer"] or row["employer"] for row in claims
        if row["death"] == "是" and START <= date.fromisoformat(row["recognised_on"]) < END
    }
    found: dict[str, int] = defaultdict(int)
    for employer in cases.values():
        found[employer] += 1
    return found


def _owing(tables: dict[str, list[Row]]) -> Iterator[str]:
    for row in tables["exposure"]:
        if any(_wrong_cells(row)) or not _overlaps_window(row):
            continue
        if Fraction(row["premium_due"]) > Fraction(row["premium_paid"]):
            yield row["employer"]
    for row in tables["flags"]:
        if row["flag"] == "arrears" and _overlaps_window(row):
            yield row["employer"]


def _overlaps_window(row: Row) -> bool:
    end = date.fromisoformat(row["end"]) if row["end"] else date.max
    return date.fromisoformat(row["start"]) < END and end > START


def _months(row: Row) -> set[str]:
    start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
    return {f"{month // 12}-{month % 12 + 1:02d}" for month in range(
        start.year * 12 + start.month - 1, end.year * 12 + end.month - 1)}


def _problems(tables: dict[str, list[Row]]) -> Iterator[tuple[str, str]]:
    """Employers with a record that can not be read, and why; a later reason replaces an earlier one."""
    names = Counter(row["employer"] for row in tables["employers"])
    for name, times in names.items():
        if times > 1:
            yield name, "stands more than once"
    parents = {row["employer"]: _shares(row["predecessors"]) for row in tables["employers"] if row["predecessors"]}
    for row in tables["employers"]:
        if not _class(row):
            yield row["employer"], "no class for its industry code and edition"
        if any(giver not in names for giver in parents.get(row["employer"], ())):
            yield row["employer"], "unknown predecessor"
        if row["employer"] in _ancestors(row["employer"], parents):
            yield row["employer"], "its own predecessor"
    for table in ("exposure", "claims", "flags"):
        for row in tables[table]:
            wrong = list(_wrong_cells(row))
            owner = row.get("bearer") or row["employer"]
            if wrong and owner in names:
                yield owner, f"{table}: {wrong[0]} {row[wrong[0]]!r}"
    spans: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in tables["exposure"]:
        spans[row["employer"]].append((row["start"], row["end"]))
    for name, found in spans.items():
        found.sort()
        if any(not text.endswith("-01") for span in found for text in span):
            yield name, "exposure cuts a month"
        elif any(later[0] < earlier[1] for earlier, later in pairwise(found)):
            yield name, "exposure overlaps"
        elif any(start < str(edge) < end for start, end in found for edge in YEARS):
            yield name, "exposure straddles a year of the window"


def _wrong_cells(row: Row) -> Iterator[str]:
    for column, text in row.items():
        if not text:
            continue
        if column in MONEY and not re.fullmatch(r"[0-9]+(\.[0-9]{1,2}0*)?", text):
            yield column
        if column in DATES and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            yield column
        if column == "grade" and text not in map(str, range(1, 11)):
            yield column


def _class(row: Row) -> int:
    """The given class, else that of the code in its edition; 0 where there is none."""
    if row["risk_class"]:
        return int(row["risk_class"])
    code, edition = row["industry_code"], row["industry_edition"]
    if edition == "GB/T 4754-2011":
        return CLASS_OF.get(code[:2], 0)
    if edition != "GB/T 4754-2017" or code[:2] == "79":
        return 0
    if code[:2] == "59":
        return {"": 0, "1": 5}.get(code[2:3], 2)
    division = int(code[:2])
    return CLASS_OF.get(f"{division - (division >= 80):02d}", 0)


def _shares(text: str) -> dict[str, Fraction]:
    parts = (part.partition(":") for part in text.split(";"))
    return {name: Fraction(share or 1) for name, _, share in parts}


def _ancestors(name: str, parents: dict[str, dict[str, Fraction]]) -> set[str]:
    found: set[str] = set()
    todo = list(parents.get(name, ()))
    while todo:
        above = todo.pop()
        if above not in found:
            found.add(above)
            todo += parents.get(above, ())
    return found

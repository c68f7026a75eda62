"""Random books as dicts of text: all records good, all kinds of them, and successions with shares and days."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

Rows = list[dict[str, str]]
YEARS = range(2018, 2025)
CLASS_RATE = {"1": "0.2%", "2": "0.4%", "3": "0.7%", "4": "0.9%", "5": "1.1%", "6": "1.3%", "7": "1.6%", "8": "1.9%"}


def random_tables(seed: int, *, size: int = 10) -> dict[str, Rows]:
    """The tables of a random book."""
    chance = random.Random(seed)
    ids = [f"{number:03d}" for number in chance.sample(range(1000), size)]
    people = [_employer(chance, id) for id in ids]
    _successions(chance, people)
    exposure = [row for person in people for row in _exposure(chance, person)]
    claims = [row for number in range(5 * size) for row in _claim(chance, f"C{number}", ids)]
    decisions = [row for id in ids for row in _decisions(chance, id)]
    flags = [_flag(chance, id) for id in ids for _ in range(chance.choice([0, 0, 1, 2]))]
    found = {"employers": people, "exposure": exposure, "claims": claims, "flags": flags, "decisions": decisions}
    return found | {"observed": _observed(chance)}


def _employer(chance: random.Random, id: str) -> dict[str, str]:
    year = chance.choice([2010, 2010, 2019, 2021, 2022, 2023])
    joined = date(year, chance.randint(1, 12), chance.randint(1, 28)).isoformat()
    return {
        "employer": id, "risk_class": str(chance.randint(1, 8)), "participation": joined,
        "area": chance.choice(["", "north", "south"]), "predecessors": "", "succeeded_on": "",
    }


def _successions(chance: random.Random, people: Rows) -> None:
    """Some heirs of one or two predecessors, ties and chains among them."""
    left = {person["employer"]: 100 for person in people}
    for place, heir in enumerate(people):
        if place and chance.random() < 0.4:
            shares = []
            for giver in chance.sample(people[:place], chance.randint(1, min(2, place))):
                share = chance.choice([33, 50, 50, 100])
                if share <= left[giver["employer"]]:
                    left[giver["employer"]] -= share
                    shares.append(f"{giver['employer']}:{share / 100}")
            heir["predecessors"] = ";".join(shares)
            heir["succeeded_on"] = chance.choice(["", "", "2022-05-17", "2023-07-01", "2024-01-01", "2024-01-02"])


def _exposure(chance: random.Random, person: dict[str, str]) -> Rows:
    """Records of 1, 3, 6 or 12 months, with gaps, short and late payments."""
    length, begin, rows = chance.choice([1, 3, 3, 6, 12]), int(person["participation"][:4]), []
    for first in range(2018 * 12, 2024 * 12, length):
        if first // 12 < begin or chance.random() < 0.05:
            continue
        payroll = chance.choice([0, chance.randint(1, 10**8)])
        due = payroll // 100
        end = date((first + length) // 12, (first + length) % 12 + 1, 1)
        rows.append({
            "employer": person["employer"], "start": _first(first), "end": _first(first + length),
            "payroll": _yuan(payroll), "head_months": str(chance.randint(0, 40) * length), "premium_due": _yuan(due),
            "premium_paid": _yuan(max(due - (chance.random() < 0.05), 0)),
            "paid_on": (end + timedelta(days=chance.choice([-20, -5, 10]))).isoformat(),
            "rate_charged": chance.choice(["0.9%", "0.45%", "1.35%"]),
            "risk_class": chance.choice(["", "", person["risk_class"], "5"]),
        })
    return rows


def _claim(chance: random.Random, id: str, ids: list[str]) -> Rows:
    accident = date(chance.choice(YEARS), chance.randint(1, 12), chance.randint(1, 28))
    recognised = accident + timedelta(days=chance.randint(10, 90))
    story = {
        "claim": id, "employer": chance.choice(ids), "accident_id": chance.choice(["", "X1", "X2"]),
        "accident_on": accident.isoformat(), "recognised_on": recognised.isoformat(),
        "cause": chance.choice(["work", "commuting", "rescue"]), "death": chance.choice(["yes", "no", "no"]),
        "disease": chance.choice(["yes", "no", "no", "no"]), "grade": chance.choice(["", "1", "6", "7", "10"]),
        "bearer": chance.choice(["", "", "", *ids]),
    }
    rows = []
    for _ in range(chance.choice([1, 1, 2, 3])):
        paid = recognised + timedelta(days=chance.randint(0, 500))
        rows.append({
            **story, "assessed_on": (paid - timedelta(days=chance.randint(0, 60))).isoformat(),
            "paid_on": paid.isoformat(), "medical": _yuan(chance.choice([0, chance.randint(1, 10**6)])),
            "death_grant": _yuan(chance.choice([0, 0, 10**7])),
            "recovery": _yuan(chance.choice([0, 0, 0, 0, chance.randint(1, 10**5)])),
        })
    return rows


def _decisions(chance: random.Random, id: str) -> Rows:
    rows = []
    for year in (2020, 2021, 2022, 2023):
        if chance.random() < 0.5:
            made = {
                "employer": id, "review_start": f"{year}-01-01", "step": str(chance.randint(-1, 1)),
                "start": f"{year}-01-01", "end": chance.choice(["", f"{year + 1}-01-01", f"{year + 1}-07-01"]),
                "corrected_at": "",
            }
            rows.append(made)
            if chance.random() < 0.3:
                rows.append(made | {"step": str(chance.randint(-1, 1)), "corrected_at": f"{year}-03-03"})
    return rows


def _flag(chance: random.Random, id: str) -> dict[str, str]:
    flag = chance.choice(["award", "arrears", "standard"])
    start = date(chance.choice(YEARS), chance.randint(1, 12), chance.randint(1, 28))
    end = start + timedelta(days=chance.choice([30, 400, 2000]))
    levels = {"award": ["", "", "0"], "arrears": ["", "0", "0"], "standard": ["1", "2", "0"]}
    return {
        "employer": id, "flag": flag, "level": chance.choice(levels[flag]), "start": start.isoformat(),
        "end": chance.choice(["", end.isoformat(), end.isoformat()]),
    }


def _observed(chance: random.Random) -> Rows:
    if chance.random() < 0.7:
        return []
    starts = chance.choice([["2010-01-01", "2010-01-01"], ["2010-01-01", "2021-01-01"]])
    return [
        {"source": source, "start": start, "end": "2030-01-01", "area": area}
        for source in ("claims", "premium") for area, start in zip(("", "north"), starts, strict=True)
    ]


def _first(month: int) -> str:
    return date(month // 12, month % 12 + 1, 1).isoformat()


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def shuffled(seed: int, tables: dict[str, Rows]) -> dict[str, Rows]:
    """The same book with its rows in another order."""
    chance = random.Random(seed)
    return {name: chance.sample(rows, len(rows)) for name, rows in tables.items()}


def frames(tables: dict[str, Rows]) -> dict[str, Any]:
    """The tables as frames; those without rows, which a book may go without, are left out."""
    import pandas as pd

    return {name: pd.DataFrame(rows, dtype=object) for name, rows in tables.items() if rows}

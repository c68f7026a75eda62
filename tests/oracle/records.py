"""Sums of an agency's records by employer and year, in plain Python: dicts of text, dates, fractions, no library."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

Row = Mapping[str, str]
Node = Mapping[str, Any]
Span = tuple[int, int]
"""First month and the month after the last; a month is 12 x year + month - 1."""

BASE = {k: Fraction(v, 1000) for k, v in enumerate((2, 4, 7, 9, 11, 13, 16, 19), start=1)}
ITEMS = (
    "medical", "rehabilitation", "vocational", "devices", "hospital_food", "travel", "disability_grant",
    "medical_grant", "disability_pension", "nursing", "funeral", "death_grant", "survivors",
)
MONEY = ("benefits", "premium", "payroll")


def month(text: str) -> int:
    """The month of a day."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def first_day(number: int) -> str:
    """The first day of a month."""
    return date(number // 12, number % 12 + 1, 1).isoformat()


def years(span: Span) -> list[Span]:
    """The twelve-month periods of a span, the oldest first, counted back from its end."""
    start, end = span
    ends = range(end, start, -12)
    return [(max(start, last - 12), last) for last in ends][::-1]


def fen(text: str) -> int:
    """Yuan as fen; nothing is zero."""
    amount = Fraction(text or 0) * 100
    assert amount.denominator == 1
    return amount.numerator


def percent(text: str) -> Fraction:
    """0.9% as a fraction."""
    return Fraction(text.removesuffix("%")) / 100


def half_up(amount: Fraction) -> int:
    """The nearest whole number, a half away from zero for what is never negative."""
    return int(amount + Fraction(1, 2))


def split(total: int, shares: list[tuple[str, Fraction]]) -> dict[str, int]:
    """A whole amount by shares, what is left over one by one to those that lost most, then to the first."""
    exact = [abs(total) * share for _, share in shares]
    parts = [int(part) for part in exact]
    for place in sorted(range(len(parts)), key=lambda p: parts[p] - exact[p])[: abs(total) - sum(parts)]:
        parts[place] += 1
    return {name: part if total >= 0 else -part for (name, _), part in zip(shares, parts, strict=True)}


class Records:
    """The records of a book for a review that starts on a day."""

    def __init__(self, tables: Mapping[str, list[Row]], start: str) -> None:
        self.tables = {name: tables.get(name, []) for name in (
            "employers", "exposure", "claims", "flags", "decisions", "fund", "observed",
        )}
        self.start = start
        self.people = {row["employer"]: row for row in self.tables["employers"]}
        self.parents = {
            name: [(giver, Fraction(share)) for giver, share in (e.split(":") for e in row["predecessors"].split(";"))]
            for name, row in self.people.items()
            if row["predecessors"] and (row["succeeded_on"] or row["participation"]) <= start
        }
        self.known: dict[tuple[str, Span], tuple[dict[str, int], set[str]]] = {}

    def shares(self, giver: str) -> list[tuple[str, Fraction]]:
        """Who has how much of a predecessor's record, itself first, then its heirs by id; nobody but itself: []."""
        heirs = sorted((heir, share) for heir, given in self.parents.items() for name, share in given if name == giver)
        kept = 1 - sum(share for _, share in heirs)
        return ([(giver, kept)] if heirs and kept else []) + heirs

    def givers(self) -> list[str]:
        """Predecessors, each before its heirs."""
        waiting = sorted({giver for given in self.parents.values() for giver, _ in given})
        order: list[str] = []
        while waiting:
            ready = [g for g in waiting if not any(p in waiting for p, _ in self.parents.get(g, ()))]
            order += ready
            waiting = [g for g in waiting if g not in ready]
        return order

    def main_heir(self, giver: str) -> str:
        """Who has the largest share, the first on a tie."""
        shares = self.shares(giver)
        return next(name for name, share in shares if share == max(s for _, s in shares))

    def joined(self, name: str) -> str:
        """The day on which an employer or the first of its predecessors came in."""
        return min([self.people[name]["participation"], *(self.joined(p) for p, _ in self.parents.get(name, ()))])

    def total(self, channel: Node, span: Span) -> tuple[dict[str, int], set[str]]:
        """The sum of a channel over a span, and the employers whose sum nobody can tell."""
        key = repr((channel, span))
        if key not in self.known:
            found: dict[str, int] = dict.fromkeys(self.people, 0)
            refused: set[str] = set()
            for year in years(span):
                sums, lacking = self.year(channel, year, span)
                refused |= lacking
                for name, amount in sums.items():
                    greatest = channel["kind"] == "accident deaths"
                    found[name] = max(found[name], amount) if greatest else found[name] + amount
            self.known[key] = found, refused | self.unobserved(self.source(channel), span, stated_only=True)
        return self.known[key]

    def year(self, channel: Node, year: Span, span: Span) -> tuple[dict[str, int], set[str]]:
        """The same for one year of a span, with what predecessors had come over."""
        kind, sums, refused = channel["kind"], dict.fromkeys(self.people, 0), set[str]()
        if kind == "insured months":
            return self.insured(year)
        adding = self.claims if kind in ("benefits", "cases", "accident deaths") else self.exposure
        for name, amount in adding(channel, year, refused):
            sums[name] = max(sums[name], amount) if kind == "accident deaths" else sums[name] + amount
        for giver in self.givers():
            amount, sums[giver] = sums[giver], 0
            if kind in (*MONEY, "head months"):
                for name, part in split(amount, self.shares(giver)).items():
                    sums[name] += part
            else:
                heir = self.main_heir(giver)
                sums[heir] = max(sums[heir], amount) if kind == "accident deaths" else sums[heir] + amount
            if giver in refused:
                refused |= {heir for heir, _ in self.shares(giver)}
        return sums, refused

    def claims(self, channel: Node, year: Span, refused: set[str]) -> Iterator[tuple[str, int]]:
        """What claims add in a year: money record by record, persons once each, deaths by accident."""
        kind = channel["kind"]
        basis = channel.get("date", {"benefits": "paid", "cases": "recognised"}.get(kind, "accident"))
        rows = [row for row in self.tables["claims"] if row["cause"] not in channel.get("without", ())]
        if kind == "benefits":
            for row in rows:
                if row[f"{basis}_on"] and year[0] <= month(row[f"{basis}_on"]) < year[1]:
                    paid = sum(fen(row.get(item, "")) for item in channel.get("only", ITEMS))
                    yield row["bearer"] or row["employer"], paid - fen(row["recovery"])
            return
        of = "death" if kind == "accident deaths" else channel.get("of", "injury")
        people: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            if self.counts(row, of, channel.get("grades")):
                people[row["claim"]].append(row)
        accidents: Counter[tuple[str, str]] = Counter()
        for claim, records in people.items():
            day = min((row[f"{basis}_on"] for row in records if row[f"{basis}_on"]), default="")
            owner = records[0]["bearer"] or records[0]["employer"]
            if day and year[0] <= month(day) < year[1]:
                accidents[owner, records[0]["accident_id"] or f"claim {claim}"] += 1
        for (owner, _), number in accidents.items():
            yield owner, number

    def counts(self, row: Row, of: str, grades: list[int] | None) -> bool:
        """Whether a case is one of those that count."""
        if grades:
            return bool(row["grade"]) and grades[0] <= int(row["grade"]) <= grades[1]
        if of == "graded":
            return bool(row["grade"]) or "yes" in (row["death"], row["disease"])
        return of == "injury" or row[of] == "yes"

    def exposure(self, channel: Node, year: Span, refused: set[str]) -> Iterator[tuple[str, int]]:
        """What exposure adds in a year; a record that crosses its ends can not be told apart."""
        received = channel.get("period") == "received"
        for row in self.tables["exposure"]:
            if received:
                if row["paid_on"] and year[0] <= month(row["paid_on"]) < year[1]:
                    yield row["employer"], fen(row["premium_paid"])
                continue
            start, end = month(row["start"]), month(row["end"])
            if start < year[1] and end > year[0]:
                if start < year[0] or end > year[1]:
                    refused.add(row["employer"])
                else:
                    yield row["employer"], self.amount(channel, row)

    def amount(self, channel: Node, row: Row) -> int:
        """What one record of exposure adds."""
        if channel["kind"] == "payroll":
            return fen(row["payroll"])
        if channel["kind"] == "head months":
            return int(row["head_months"])
        if channel["basis"] in ("paid", "due"):
            return fen(row[f"premium_{channel['basis']}"])
        rate = BASE[int(row["risk_class"] or self.people[row["employer"]]["risk_class"])]
        if channel["basis"] == "at charged rate":
            rate = percent(row["rate_charged"])
        return half_up(fen(row["payroll"]) * (rate - percent(channel.get("less", "0%"))))

    def insured(self, year: Span) -> tuple[dict[str, int], set[str]]:
        """Months with exposure since participation; an heir's are its own and its predecessors', once each."""
        refused: set[str] = set()
        list(self.exposure({"kind": "payroll"}, year, refused))
        months: dict[str, set[int]] = {name: set() for name in self.people}
        for row in self.tables["exposure"]:
            begun = month(self.people[row["employer"]]["participation"])
            months[row["employer"]] |= {m for m in range(month(row["start"]), month(row["end"])) if m >= begun}
        for giver in self.givers():
            for heir, _ in self.shares(giver):
                months[heir] |= months[giver]
                if giver in refused:
                    refused.add(heir)
        return {name: len(found & set(range(*year))) for name, found in months.items()}, refused

    def source(self, channel: Node) -> str:
        """Whose observation a channel needs."""
        return "claims" if channel["kind"] in ("benefits", "cases", "accident deaths") else "premium"

    def unobserved(self, source: str, span: Span, *, stated_only: bool = False) -> set[str]:
        """Employers of whom a part of a span since they came in is not known."""
        stated = {row["area"]: row for row in self.tables["observed"] if row["source"] == source}
        if stated_only and not stated:
            return set()
        begun = min(row["start"] for row in self.tables["exposure"])
        default = {"start": begun if source in ("claims", "premium") else "0001-01-01", "end": "9999-12-31"}
        found = set()
        for name, person in self.people.items():
            row = stated.get(person["area"]) or stated.get("") or default
            first, after = max(first_day(span[0]), self.joined(name)), first_day(span[1])
            if first < after and (first < row["start"] or after > row["end"]):
                found.add(name)
        return found


def day_after(day: str) -> str:
    """The next day."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()

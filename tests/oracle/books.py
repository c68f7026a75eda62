"""From records to what each employer gets: indicators as a policy document defines them, then the law's reading."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from oracle.law import Result, decide
from oracle.reading import number
from oracle.records import BASE, Node, Records, Row, Span, day_after, first_day, month, years

Terms = tuple[int, int]
Values = dict[str, Any]


def span_of(window: Node, start: str) -> Span:
    """The months of a window for a review that starts on a day."""
    end = month(start) - window.get("lag_months", 0)
    if "ends" in window:
        while end % 12 != int(window["ends"][:2]) % 12:
            end -= 1
    return end - window["months"], end


class Reading:
    """The indicators of one document over one book."""

    def __init__(self, document: Node, tables: Mapping[str, list[Row]], start: str) -> None:
        self.document, self.start = document, start
        self.records = Records(tables, start)
        self.names = list(self.records.people)
        self.refused: set[str] = set()

    def values(self) -> dict[str, Values]:
        """The value of every indicator for every employer; `refused` holds those that can not be read."""
        found: dict[str, Values] = {
            name: {"risk_class": int(row["risk_class"]), "prior_step": self.prior_step(name)}
            for name, row in self.records.people.items()
        }
        indicators = self.document["indicators"]
        peers = [name for name, node in indicators.items() if node["kind"] == "relative"]
        for indicator, node in indicators.items():
            inner = node["of"] if indicator in peers else node
            for name, value in self.read({"window": node.get("window"), **inner}).items():
                found[name][indicator] = value
        means = {name: self.means(indicators[name]) for name in peers}
        for indicator in peers:
            for name in self.names:
                top, bottom = found[name][indicator]
                mean = means[indicator].get(self.group(indicators[indicator], name), Fraction(0))
                found[name][indicator] = (top * mean.denominator, bottom * mean.numerator)
        return found

    def span(self, node: Node) -> Span:
        return span_of(node.get("window") or self.document["window"], self.start)

    def read(self, node: Node) -> dict[str, Any]:
        """One indicator of all employers."""
        return getattr(self, "_" + node["kind"].replace(" ", "_"))(node)  # type: ignore[no-any-return]

    def sums(self, channel: Node, span: Span, concerned: set[str] | None = None) -> dict[str, int]:
        total, lacking = self.records.total(channel, span)
        self.refused |= lacking & (set(self.names) if concerned is None else concerned)
        return total

    def terms(self, node: Node, span: Span, concerned: set[str] | None = None) -> dict[str, Terms]:
        """Numerator and denominator of a measure; a whole number is over 1, and what came back is no benefit."""
        kind = node["kind"]
        channels = {
            "ratio": ("numerator", "denominator"), "frequency": ("cases", ""), "count": ("of",), "amount": ("of",),
        }[kind]
        top = self.sums(node[channels[0]], span, concerned)
        if node[channels[0]]["kind"] == "benefits":
            back = {name for name, amount in top.items() if amount < 0}
            self.refused |= back & (set(self.names) if concerned is None else concerned)
            top = {name: max(amount, 0) for name, amount in top.items()}
        if kind == "ratio":
            bottom = self.sums(node["denominator"], span, concerned)
            return {name: (top[name], bottom[name]) for name in self.names}
        if kind != "frequency":
            return {name: (top[name], 1) for name in self.names}
        heads = self.sums({"kind": "head months"}, span, concerned)
        least = node.get("minimum_heads", 0) * (span[1] - span[0])
        return {name: (12 * top[name], max(heads[name], least) if heads[name] else 0) for name in self.names}

    def _ratio(self, node: Node) -> dict[str, Any]:
        return dict(self.terms(node, self.span(node)))

    _frequency = _ratio

    def _count(self, node: Node) -> dict[str, Any]:
        return {name: top for name, (top, _) in self.terms(node, self.span(node)).items()}

    _amount = _count

    def _insured_months(self, node: Node) -> dict[str, Any]:
        return dict(self.sums({"kind": "insured months"}, self.span(node)))

    def latest(self, node: Node, count: int) -> list[Span]:
        """So many years up to the end of the window, the latest first."""
        end = self.span(node)[1]
        return years((end - 12 * count, end))[::-1]

    def _streak(self, node: Node) -> dict[str, Any]:
        of = node["of"]
        top = of.get("numerator") or of.get("cases") or of["of"]
        bottom = of.get("denominator") or {"kind": "insured months"}
        alive, length = set(self.names), dict.fromkeys(self.names, 0)
        for year in self.latest(node, node["years"]):
            sums, lacking = self.records.year(top, year, year)
            self.refused |= lacking
            alive &= {name for name in self.names if sums[name] == 0}
            for source in {self.records.source(top), self.records.source(bottom)}:
                self.refused |= alive & self.records.unobserved(source, year)
            sums, lacking = self.records.year(bottom, year, year)
            self.refused |= lacking
            alive &= {name for name in self.names if sums[name] > 0}
            for name in alive:
                length[name] += 1
        return length

    def _years_with(self, node: Node) -> dict[str, Any]:
        found = dict.fromkeys(self.names, 0)
        for year in self.latest(node, node["within"]):
            counted = set(self.names)
            if "since" in node:
                last = {name: self.last_start(name, node["since"]) for name in self.names}
                counted = {name for name in self.names if last[name] and last[name] < first_day(year[1])}
            for name, (top, bottom) in self.terms(node["of"], year, counted).items():
                found[name] += name in counted and bottom > 0 and Fraction(top, bottom) > number(node.get("above", 0))
        return found

    def _extreme_year(self, node: Node) -> dict[str, Any]:
        choose = min if node["which"] == "least" else max
        each = [self.terms(node["of"], year) for year in self.latest(node, node["years"])]
        return {name: choose(terms[name][0] for terms in each) for name in self.names}

    def _trend(self, node: Node) -> dict[str, Any]:
        start, end = self.span(node)
        new, old = self.terms(node["of"], (start, end)), self.terms(node["of"], (2 * start - end, start))
        found: dict[str, Any] = {}
        for name in self.names:
            (n, d), (m, e) = new[name], old[name]
            found[name] = (n * e, d * m) if d and e else (0, 0)
        return found

    def group(self, node: Node, name: str) -> str:
        person = self.records.people[name]
        return {"book mean": "", "class mean": person["risk_class"], "area mean": person["area"]}[node["to"]]

    def means(self, node: Node) -> dict[str, Fraction]:
        """The average of each group of peers: everybody who can be rated and has a denominator."""
        plain = {**node["of"], "minimum_heads": 0}
        terms = self.terms(plain, self.span(node))
        sums: dict[str, Terms] = {}
        for name in self.names:
            if name not in self.refused and terms[name][1]:
                top, bottom = sums.get(self.group(node, name), (0, 0))
                sums[self.group(node, name)] = top + terms[name][0], bottom + terms[name][1]
        return {group: Fraction(*pair) for group, pair in sums.items()}

    def flags(self, name: str, flag: str) -> list[tuple[str, str, int]]:
        rows = [row for row in self.records.tables["flags"] if (row["employer"], row["flag"]) == (name, flag)]
        return [(row["start"], row["end"] or "9999-12-31", int(row["level"] or -1)) for row in rows]

    def last_start(self, name: str, flag: str) -> str:
        return max((s for s, _, stated in self.flags(name, flag) if stated and s < self.start), default="")

    def moment(self, node: Node) -> tuple[str, str]:
        """The first day that counts and the day after the last."""
        if node.get("when", "on date") == "on date":
            return self.start, day_after(self.start)
        start, end = self.span(node)
        return first_day(start), first_day(end)

    def _level(self, node: Node) -> dict[str, Any]:
        first, after = self.moment(node)
        found = {}
        for name in self.names:
            has = {stated for s, e, stated in self.flags(name, node["name"]) if s < after and e > first}
            found[name] = next((stated for stated in node.get("levels", (1, 2, 3)) if stated in has), 0)
        return found

    def _flag(self, node: Node) -> dict[str, Any]:
        first, after = self.moment(node)
        days = [day.isoformat() for day in _days(first, after)]
        found = {}
        for name in self.names:
            flags = self.flags(name, node["name"])
            spans = [(s, e) for s, e, stated in flags if stated]
            lifted = [(s, e) for s, e, stated in flags if not stated] if node["name"] == "arrears" else []
            if node["name"] == "arrears":
                spans += self.debts(name, node)
            on = {day for s, e in spans for day in days if s <= day < e}
            on -= {day for s, e in lifted for day in days if s <= day < e}
            found[name] = len(on) == len(days) if node.get("when") == "all through window" else bool(on)
        return found

    def debts(self, name: str, node: Node) -> list[tuple[str, str]]:
        """The months that were not paid whole and in time, or from when on a debt stands; predecessors' too."""
        after = self.moment(node)[1]
        on_date = node.get("when", "on date") == "on date"
        found = [debt for giver, _ in self.records.parents.get(name, ()) for debt in self.debts(giver, node)]
        for row in self.records.tables["exposure"]:
            short = Fraction(row["premium_due"]) > Fraction(row["premium_paid"])
            late = row["paid_on"] >= after and Fraction(row["premium_due"]) > 0
            if row["employer"] == name and (short or late):
                found.append((row["end"], "9999-12-31") if on_date else (row["start"], row["end"]))
        return found

    def decisions(self, name: str) -> list[Row]:
        """The decisions of an employer, an heir's after those of whom it continues."""
        own = {}
        rows = [row for row in self.records.tables["decisions"] if row["employer"] == name]
        for row in sorted(rows, key=lambda row: (row["review_start"], row["start"], row["corrected_at"])):
            own[row["review_start"], row["start"]] = row
        begun = min((row["start"] for row in own.values()), default="9999-12-31")
        given = self.records.parents.get(name, [])
        main = next((giver for giver, share in given if share == max(s for _, s in given)), None)
        before = [] if main is None else [row for row in self.decisions(main) if row["start"] < begun]
        return [*before, *own.values()]

    def prior_step(self, name: str) -> int:
        running = [row for row in self.decisions(name) if row["start"] < self.start <= (row["end"] or "9999-12-31")]
        return int(max(running, key=lambda row: (row["review_start"], row["start"]))["step"]) if running else 0


def _days(first: str, after: str) -> list[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(after)
    return [date.fromordinal(n) for n in range(start.toordinal(), end.toordinal())]


def rated(
    document: Node, tables: Mapping[str, list[Row]], start: str
) -> tuple[dict[str, Result | str], dict[str, Values]]:
    """What every employer gets, or the kind of refusal, and the indicators that it was read from."""
    reading = Reading(document, tables, start)
    values = reading.values()
    on = date.fromisoformat(start)
    return {
        name: "records" if name in reading.refused else decide(document, row, BASE, on) for name, row in values.items()
    }, values

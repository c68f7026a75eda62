"""Made-up books: records of a few employers, some with sums on or one unit beside an edge of a policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ratefloat.history.book import Book
from ratefloat.history.indicators.flags import Category, Flag, Level
from ratefloat.history.indicators.fund import FundMonths
from ratefloat.periods import Span, first_day
from ratefloat.policy.rate import review_dates
from ratefloat.policy.table.whole import base_groups
from ratefloat.rules.domain import Choice, Ratio
from ratefloat.testing.cases import read_cells
from ratefloat.units import money_text

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from ratefloat.policy.document import FloatPolicy

EARLIER = 60
"""Months before the window that records reach back to."""
PREMIUMS = (90_000, 1_234_567, 10**9, 1, 0)
CAUSES = ("work", "work", "work", "commuting", "rescue", "third_party")
EMPTY = {
    "claims": "claim employer accident_id accident_on recognised_on assessed_on paid_on cause death disease grade "
    "medical recovery",
    "exposure": "employer start end payroll head_months premium_due premium_paid paid_on rate_charged",
}
"""Columns of tables that a book must have, for books without such records."""
Row = dict[str, str]


def histories(policy: FloatPolicy, *, on: date | str | None = None) -> SearchStrategy[Book]:
    """The records of one employer.

    Args:
        on: the day they are made for; by default the first of the policy.
    """
    return books(policy, on=on, most=1)


def books(policy: FloatPolicy, *, on: date | str | None = None, most: int = 4) -> SearchStrategy[Book]:
    """The records of one to `most` employers: exposure, claims, flags, decisions and the state of the fund.

    Benefits often lie on an edge of the policy, or one unit beside it; premium may be missing or late, histories
    may be short, and records before the window must not matter.

    Args:
        on: the day they are made for; by default the first of the policy.

    >>> import ratefloat as rf
    >>> made = books(rf.load_plan("cn-shenzhen-2018"))
    """
    from hypothesis import strategies as st

    setting = _Setting(policy, policy.effective.start if on is None else policy.require_in_force(on))

    @st.composite
    def book(draw: DrawFn) -> Book:
        count = draw(st.integers(1, most))
        tables: dict[str, list[Row]] = {name: [] for name in ("employers", "exposure", "claims", "flags", "decisions")}
        for number in range(count):
            _Firm(f"E{number + 1:03d}", setting, draw).write(tables)
        tables["fund"] = _fund(setting, draw)
        return _book(tables, setting)

    return book()


@dataclass(frozen=True)
class _Setting:
    """What is the same for all employers: the policy, its days and what it reads."""

    policy: FloatPolicy
    on: date

    @cached_property
    def window(self) -> Span:
        return review_dates(self.policy, self.on).window

    @cached_property
    def review(self) -> date:
        return review_dates(self.policy, self.on).period.start

    @cached_property
    def places(self) -> tuple[tuple[str | None, str | None], ...]:
        return base_groups(self.policy.structure.base, self.on)[0]

    @cached_property
    def edges(self) -> list[Any]:
        """The edges of all ratios in percent."""
        domains, cells = self.policy.structure.domains, read_cells(self.policy, self.on)
        return sorted({
            cell.interval.low for name, own in cells.items() for cell in own
            if isinstance(domains[name], Ratio) and cell.interval is not None
        })

    @cached_property
    def grain(self) -> int:
        """The months of an exposure record: a year, or a month where indicators have windows of their own."""
        return 12 if all(getattr(made, "window", None) is None for _, made in self.policy.indicator_map.items()) else 1

    @cached_property
    def indicators(self) -> Mapping[str, Any]:
        return self.policy.indicator_map


class _Firm:
    """One employer, drawn record by record."""

    def __init__(self, name: str, setting: _Setting, draw: DrawFn) -> None:
        from hypothesis import strategies as st

        self.name, self.setting, self.draw, self.st = name, setting, draw, st
        self.paid = 0
        window = setting.window
        ages = (-EARLIER, -EARLIER, -EARLIER, 0, 1, window.months // 2, max(window.months - 12, 0), window.months)
        self.joined = window.start + self._one_of(ages)

    def write(self, tables: dict[str, list[Row]]) -> None:
        """Add all records of the employer to the tables."""
        tables["employers"].append(self._employer())
        tables["exposure"] += self._exposure()
        tables["claims"] += self._claims()
        tables["flags"] += self._flags()
        tables["decisions"] += self._decisions()

    def _one_of(self, values: Any) -> Any:
        return self.draw(self.st.sampled_from(tuple(values)))

    def _perhaps(self) -> bool:
        return bool(self._one_of((False, True)))

    def _employer(self) -> Row:
        area, tier = self._one_of(self.setting.places)
        row = {
            "employer": self.name, "risk_class": str(self._one_of(self.setting.policy.classes or (1,))),
            "participation": str(first_day(self.joined)), "area": area or "", "tier": tier or "", "unit_type": "",
        }
        for made in self.setting.indicators.values():
            if isinstance(made, Category) and not row[made.name]:
                row[made.name] = self._one_of(made.values)
        return row

    def _exposure(self) -> list[Row]:
        window, grain = self.setting.window, self.setting.grain
        starts = range(window.end - (window.months + EARLIER) // grain * grain, window.end, grain)
        due, heads = self._one_of(PREMIUMS), self._one_of((0, 1, 12, 120, 3600))
        missed = {self._one_of(starts)} if self._perhaps() else set()
        found = []
        for start in starts:
            if start + grain <= self.joined:
                continue
            paid = due if start not in missed else self._one_of((0, due, max(due - 1, 0)))
            self.paid += paid if start >= window.start else 0
            end = first_day(start + grain)
            late = start in missed and self._perhaps()
            found.append({
                "employer": self.name, "start": str(first_day(start)), "end": str(end),
                "payroll": money_text(due * 100), "head_months": str(heads), "premium_due": money_text(due),
                "premium_paid": money_text(paid), "rate_charged": "1%",
                "paid_on": str(first_day(start + grain + 12)) if late else str(first_day(start + grain - 1)),
            })
        return found

    def _claims(self) -> list[Row]:
        """No claim, one that puts benefits over premium on an edge or a unit beside it, or any."""
        window, edges = self.setting.window, self.setting.edges
        how = self._one_of(("edge", "any", "none"))
        if how == "edge" and edges:
            amount = int(self._one_of(edges) * self.paid) + self._one_of((-1, 0, 1))
            first = self._one_of((window.start, window.end - 1))
            return [self._claim(0, first, {"cause": "work", "medical": money_text(max(amount, 0))})]
        count = self.draw(self.st.integers(1, 3)) if how == "any" else 0
        firsts = (window.start, window.end - 1, window.start - 1, window.end - 12)
        return [self._claim(number, self._one_of(firsts), {
            "cause": self._one_of(CAUSES), "medical": money_text(self._one_of((0, 1, 45_000, 10**8))),
        }) for number in range(count)]

    def _claim(self, number: int, first: int, more: Row) -> Row:
        """A claim of which every date lies in one month."""
        day = str(first_day(first).replace(day=self._one_of((1, 28))))
        worst = self._one_of(("", "death", "disease", "grade"))
        return {
            "claim": f"{self.name}-{number}", "employer": self.name, "accident_id": f"{self.name}-{first}",
            "accident_on": day, "recognised_on": day, "assessed_on": day, "paid_on": day, "recovery": "",
            "death": "yes" if worst == "death" else "no", "disease": "yes" if worst == "disease" else "no",
            "grade": str(self._one_of(range(1, 11))) if worst == "grade" else "", **more,
        }

    def _flags(self) -> list[Row]:
        review, window = self.setting.review, self.setting.window
        spans = (
            (str(first_day(window.start - 24)), ""), (str(first_day(window.end - 1)), str(review)),
            (str(first_day(window.start - 24)), str(first_day(window.start - 12))),
        )
        found = []
        for made in self.setting.indicators.values():
            if isinstance(made, Flag | Level) and self._perhaps():
                start, end = self._one_of(spans)
                level = str(self._one_of(made.levels)) if isinstance(made, Level) else ""
                found.append({"employer": self.name, "flag": made.name, "level": level, "start": start, "end": end})
        return found

    def _decisions(self) -> list[Row]:
        if not self._perhaps():
            return []
        steps = self.setting.policy.structure.domains["prior_step"]
        assert isinstance(steps, Choice)
        names = [n.removeprefix("privilege_used.") for n in self.setting.policy.structure.domains if "privilege_" in n]
        used = [name for name in names if self._perhaps()]
        before = first_day(self.setting.window.start)
        step = self._one_of(steps.values)
        return [{
            "employer": self.name, "review_start": str(before), "step": str(step), "factor": f"{100 + 10 * step}%",
            "rate": "1%", "start": str(before), "end": str(self.setting.review), "privileges": ";".join(used),
        }]


def _fund(setting: _Setting, draw: DrawFn) -> list[Row]:
    from hypothesis import strategies as st

    if not any(isinstance(made, FundMonths) for made in setting.indicators.values()):
        return []
    months = draw(st.sampled_from([0, 59, 60, 61, 90, 119, 120, 121, 180, 240, 241]))
    text = f"{months // 10}.{months % 10}"
    return [{"area": "", "date": str(first_day(setting.window.start)), "reserve_months": text}]


def _book(tables: dict[str, list[Row]], setting: _Setting) -> Book:
    import pandas as pd

    since = str(first_day(setting.window.start - 2 * EARLIER - 12))
    observed = [{"source": source, "start": since, "end": "2999-01-01", "area": ""}
                for source in ("claims", "premium", "flags", "decisions")]
    filled = {name: rows for name, rows in {**tables, "observed": observed}.items() if rows}
    frames: dict[str, Any] = {name: pd.DataFrame(rows) for name, rows in filled.items()}
    for name, columns in EMPTY.items():
        frames.setdefault(name, pd.DataFrame(columns=columns.split(), dtype=str))
    return Book.from_frames(**frames)

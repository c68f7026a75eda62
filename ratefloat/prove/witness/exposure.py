"""The size of a witness: heads, wages and premium in every segment, from the month in which it came in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ratefloat.errors import UncoveredError
from ratefloat.periods import Span, first_day
from ratefloat.policy.base import Spec, rates_on, tables_of
from ratefloat.prove.witness.timeline import Timeline
from ratefloat.units import RATE_UNIT, money_text, percent_text

WAGE = 70_000
"""Yuan of wages per head and year, where nothing else is said."""
SOME_RATE = Fraction(1, 100)
"""What is paid where a policy has no base table at all."""
HEADS = (30, 1000, 300, 100, 60, 40, 20, 10, 3, 1, 5000, 20000)


@dataclass(frozen=True)
class Size:
    """Heads, whether they pay premium, and when the employer came in (None: long ago)."""

    risk_class: int
    area: str | None
    tier: str | None
    heads: int = HEADS[0]
    wage: int = WAGE
    pays: bool = True
    joined: int | None = None


def employer(size: Size, id: str, timeline: Timeline) -> dict[str, Any]:
    """The employer's own record."""
    joined = timeline.before if size.joined is None else first_day(size.joined)
    return {
        "employer": id, "risk_class": size.risk_class, "participation": joined.isoformat(),
        "area": size.area or "", "tier": size.tier or "", "unit_type": "",
    }


def exposures(size: Size, id: str, timeline: Timeline, rates: Rates) -> Iterator[dict[str, Any]]:
    """One record a segment: premium due, paid in time, at the base rate of the class."""
    for segment in timeline.segments:
        start = max(segment.start, size.joined or segment.start)
        if start >= segment.end:
            continue
        months = segment.end - start
        # Wages without a counted head stand for records in which the heads were not reported.
        wages = max(size.heads, 1) * size.wage * 100 * months // 12 if size.pays else 0
        rate = rates.of(size, Span(start, segment.end))
        premium = money_text(int(wages * rate + Fraction(1, 2)))
        yield {
            "employer": id, "start": first_day(start).isoformat(), "end": first_day(segment.end).isoformat(),
            "payroll": money_text(wages), "head_months": size.heads * months, "premium_due": premium,
            "premium_paid": premium, "paid_on": first_day(start).replace(day=15).isoformat(),
            "rate_charged": percent_text(Fraction(int(rate * RATE_UNIT), RATE_UNIT)),
        }


@dataclass(frozen=True)
class Rates:
    """The base rates at which witnesses pay; where no table covers some months, those of the first day that has any."""

    base: Spec | None
    known: dict[tuple[int, str | None, str | None], Mapping[int, Fraction]] = field(default_factory=dict, repr=False)

    def of(self, size: Size, months: Span) -> Fraction:
        """The rate of an employer in some months that lie in one segment."""
        key = (months.start, size.area, size.tier)
        if key not in self.known:
            self.known[key] = next(self._tables(months, size), {})
        return self.known[key].get(size.risk_class, SOME_RATE)

    def _tables(self, months: Span, size: Size) -> Iterator[Mapping[int, Fraction]]:
        if self.base is None:
            return
        later = sorted({row.effective.start for table in tables_of(self.base).values() for row in table.rows})
        for moment in (first_day(months.start), *later):
            try:
                yield rates_on(self.base, moment, size.area, size.tier)
            except UncoveredError:
                continue

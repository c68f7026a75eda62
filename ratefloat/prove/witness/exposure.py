"""The size of a witness: heads, wages and premium in every segment, from the month in which it came in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from ratefloat.errors import UncoveredError
from ratefloat.periods import Span, first_day
from ratefloat.policy.base import Spec, rates_on
from ratefloat.prove.witness.timeline import Timeline
from ratefloat.units import RATE_UNIT, money_text, percent_text

WAGE = 70_000
"""Yuan of wages per head and year, where nothing else is said."""
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


def exposures(size: Size, id: str, timeline: Timeline, base: Spec | None) -> Iterator[dict[str, Any]]:
    """One record a segment: premium due, paid in time, at the base rate of the class."""
    for segment in timeline.segments:
        start = max(segment.start, size.joined or segment.start)
        if start >= segment.end:
            continue
        months = segment.end - start
        # Wages without a counted head stand for records in which the heads were not reported.
        wages = max(size.heads, 1) * size.wage * 100 * months // 12 if size.pays else 0
        rate = _rate(size, Span(start, segment.end), base)
        premium = money_text(int(wages * rate + Fraction(1, 2)))
        yield {
            "employer": id, "start": first_day(start).isoformat(), "end": first_day(segment.end).isoformat(),
            "payroll": money_text(wages), "head_months": size.heads * months, "premium_due": premium,
            "premium_paid": premium, "paid_on": first_day(start).replace(day=15).isoformat(),
            "rate_charged": percent_text(Fraction(int(rate * RATE_UNIT), RATE_UNIT)),
        }


def _rate(size: Size, months: Span, base: Spec | None) -> Fraction:
    """The base rate of the months; where no table covers them, that of the first day that has one."""
    if base is None:
        return Fraction(1, 100)
    for moment in _moments(months, base):
        try:
            rates = rates_on(base, moment, size.area, size.tier)
        except UncoveredError:
            continue
        return rates.get(size.risk_class, Fraction(1, 100))
    return Fraction(1, 100)


def _moments(months: Span, base: Spec) -> Iterator[date]:
    from ratefloat.policy.base import tables_of

    yield first_day(months.start)
    yield from sorted({row.effective.start for table in tables_of(base).values() for row in table.rows})

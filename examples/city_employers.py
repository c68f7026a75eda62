"""The employers of the example city: industry, size, wage, hazard, and when they were insured."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import city_numbers as city
from draw import Draw

EDITIONS = ("GB/T 4754-2011", "GB/T 4754-2017")
OLD_IDS = {731, 732, 733, 1204, 1205}
"""Numbers of a former system that begin with zeros and have no letter."""


@dataclass(frozen=True)
class Employer:
    """One employer."""

    id: str
    division: str
    """Of GB/T 4754-2011."""
    risk_class: int
    edition: str
    heads: int
    wage: int
    """Declared yearly wage per head in 2020, yuan."""
    hazard: float
    """Recognised cases per head and year."""
    participation: date
    closes: date | None = None
    unit_type: str = "enterprise"
    growth: float = 1.0
    owes_in: int = 0
    """Year of which premium is owed; 0 is none."""
    predecessors: str = ""
    worked_example: bool = False

    def heads_in(self, year: int) -> int:
        """Heads in a year, at least one."""
        return max(1, round(self.heads * self.growth ** (year - 2020)))

    def payroll(self, year: int, months: int) -> int:
        """Wages declared for some months of a year, fen."""
        return round(self.heads_in(year) * self.wage * city.WAGE_GROWTH ** (year - 2020) / 12) * months * 100

    def monthly_wage(self, year: int) -> float:
        """Mean monthly wage of a year, yuan."""
        return self.wage * city.WAGE_GROWTH ** (year - 2020) / 12

    def row(self) -> dict[str, Any]:
        """The record of the employer."""
        dispatch = self.unit_type == "dispatch"
        return {
            "employer": self.id, "name": f"示例市第{self.id[-4:]}号单位",
            "industry_code": self.code(), "industry_edition": self.edition,
            "risk_class": self.risk_class if dispatch else "", "area": city.AREA, "participation": self.participation,
            "unit_type": self.unit_type, "project_insured": "yes" if self.unit_type == "project" else "no",
            "predecessors": self.predecessors,
        }

    def code(self) -> str:
        """The industry code in the employer's edition: from 79 on the edition of 2017 counts one more."""
        if self.edition == EDITIONS[0] or self.division < "58":
            return self.division
        return {"58": "591", "59": "592"}.get(self.division) or str(int(self.division) + (self.division >= "79"))


WORKED_EXAMPLE = 817
METAL: dict[str, Any] = {"division": "33", "risk_class": 4, "wage": 54_000}
WOOD: dict[str, Any] = {"division": "20", "risk_class": 3, "wage": 46_000}
FURNITURE: dict[str, Any] = {"division": "21", "risk_class": 5, "wage": 54_000}
SPECIAL: dict[int, dict[str, Any]] = {
    WORKED_EXAMPLE: {"division": "33", "risk_class": 4, "edition": EDITIONS[0], "heads": 1497, "wage": 67_800,
                     "participation": date(2009, 4, 1), "worked_example": True},
    # 411 is taken over by 410; 991 and 992 become 990; 1500 is split into 1501 and 1502.
    410: {**METAL, "heads": 60, "participation": date(2012, 3, 1), "predecessors": "E000411"},
    411: {**METAL, "heads": 25, "participation": date(2014, 6, 1), "closes": date(2023, 1, 1)},
    990: {**WOOD, "heads": 70, "participation": date(2022, 7, 1), "predecessors": "E000991:1;E000992:1"},
    991: {**WOOD, "heads": 40, "participation": date(2011, 1, 1), "closes": date(2022, 7, 1)},
    992: {**WOOD, "heads": 28, "participation": date(2013, 1, 1), "closes": date(2022, 7, 1)},
    1500: {**FURNITURE, "heads": 80, "participation": date(2010, 1, 1), "closes": date(2023, 1, 1)},
    1501: {**FURNITURE, "heads": 48, "participation": date(2023, 1, 1), "predecessors": "E001500:0.6"},
    1502: {**FURNITURE, "heads": 32, "participation": date(2023, 1, 1), "predecessors": "E001500:0.4"},
    # Corrected decisions stand with two ordinary employers.
    300: {"heads": 18, "participation": date(2013, 5, 1)}, 1300: {"heads": 22, "participation": date(2015, 9, 1)},
}
PLAIN: dict[str, Any] = {"closes": None, "unit_type": "enterprise", "owes_in": 0, "growth": 1.0}


@cache
def employers() -> tuple[Employer, ...]:
    """All employers, by number; the industries are mixed."""
    trades: list[city.Industry | None] = [trade for trade in city.INDUSTRIES for _ in range(trade.employers)]
    trades += [None] * (city.DISPATCH + city.PROJECTS)
    order = Draw(city.SEED, "order")
    mixed = [trade for _, _, trade in sorted((order.whole(0, 10**9), i, trade) for i, trade in enumerate(trades))]
    others = iter(range(city.DISPATCH + city.PROJECTS))
    drawn = []
    for number, trade in enumerate(mixed, start=1):
        made = _employer(number, trade) if trade else _agency_or_project(number, next(others))
        drawn.append(replace(made, **{**PLAIN, **SPECIAL[number]}) if number in SPECIAL else made)
    # Hazards are relative up to here; one scale brings the whole city to the national frequency.
    relative = sum(employer.hazard * city.CLASS_HAZARD[employer.risk_class] * employer.heads for employer in drawn)
    scale = city.INJURIES / 1000 * sum(employer.heads for employer in drawn) / relative
    return tuple(replace(e, hazard=e.hazard * city.CLASS_HAZARD[e.risk_class] * scale) for e in drawn)


def _employer(number: int, trade: city.Industry) -> Employer:
    draw = Draw(city.SEED, "employer", number)
    heads = min(city.LARGEST, max(1, round(draw.spread(trade.heads, city.SIZE_SIGMA))))
    participation = date(draw.whole(2004, 2019), draw.whole(1, 12), draw.whole(1, 28))
    if draw.happens(city.ENTRANTS):
        participation = date(draw.whole(2020, 2023), draw.whole(1, 12), 1)
    closes = None
    if participation.year < 2020 and draw.happens(city.LEAVERS):
        closes = date(draw.whole(2020, 2023), draw.whole(2, 12), 1)
    public = {"91": "government", "94": "social_organisation", "82": "institution", "83": "institution"}
    small = "household" if trade.risk_class == 2 and heads <= 3 else "enterprise"
    return Employer(
        id=f"{number:06d}" if number in OLD_IDS else f"E{number:06d}",
        division=trade.code, risk_class=trade.risk_class,
        edition=EDITIONS[draw.happens(city.EDITION_2017)],
        heads=heads, wage=round(draw.spread(trade.wage, 0.15) / 100) * 100, hazard=draw.gamma(city.HAZARD_SHAPE),
        participation=participation, closes=closes, unit_type=public.get(trade.code, small),
        growth=draw.spread(1.01, 0.05), owes_in=draw.whole(2020, 2023) if draw.happens(city.ARREARS) else 0,
    )


def _agency_or_project(number: int, place: int) -> Employer:
    draw = Draw(city.SEED, "employer", number)
    if place < city.DISPATCH:
        made = _employer(number, city.Industry("72", 4, 0, 110, 50_000))
        return replace(made, unit_type="dispatch", owes_in=0)
    made = _employer(number, city.Industry(draw.one_of({"47": 3, "48": 2}), 6, 0, 30, 52_000))
    begins = date(draw.whole(2020, 2022), draw.whole(1, 12), 1)
    ends = min(date(begins.year + draw.whole(1, 3), draw.whole(1, 12), 1), date(2024, 1, 1))
    return replace(made, unit_type="project", participation=begins, closes=ends, owes_in=0)

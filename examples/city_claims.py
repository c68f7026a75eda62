"""The cases of the example city and what the fund paid for them, by statute and with the delays of practice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import city_numbers as city
from city_employers import Employer
from city_employers import employers as all_employers
from draw import Draw

Payment = tuple[date, dict[str, int]]
"""Day and amounts by item, fen."""


@dataclass(frozen=True)
class Claim:
    """One recognised case with all its payments, before and after the span of the files."""

    employer: str
    accident: str
    accident_on: date
    recognised_on: date
    cause: str
    outcome: int
    """0 is no grade, 1 to 10 a grade, 11 a death."""
    wage: int
    """Own monthly wage that benefits are taken of, fen."""
    assessed_on: date | None = None
    bearer: str = ""
    payments: list[Payment] = field(default_factory=list)

    @property
    def death(self) -> bool:
        """Whether the worker died."""
        return self.outcome == 11

    @property
    def grade(self) -> int:
        """Disability grade, 0 where there is none."""
        return self.outcome if 1 <= self.outcome <= 10 else 0


def all_claims_of(employer: Employer) -> list[Claim]:
    """Everything that an employer has on record."""
    if employer.worked_example:
        return worked_example_claims(employer)
    return claims_of(employer) + pensions_of(employer)


def claims_of(employer: Employer) -> list[Claim]:
    """Cases of an employer with accidents from 2018 on; of the first two years only later payments show."""
    draw = Draw(city.SEED, "claims", employer.id)
    found: list[Claim] = []
    for year in range(2018, city.END_YEAR):
        first = max(date(year, 1, 1), employer.participation)
        last = min(date(year, 12, 31), (employer.closes or date.max) - timedelta(days=1))
        days = (last - first).days + 1
        if days <= 0:
            continue
        heads = employer.heads_in(year)
        for _ in range(draw.poisson(heads * employer.hazard * days / 365 / (1 + city.SEVERAL_VICTIMS))):
            day = first + timedelta(days=draw.whole(0, days - 1))
            accident = f"SG{employer.id[-6:]}{len(found) + 1:04d}"
            victims = 2 if heads > 5 and draw.happens(city.SEVERAL_VICTIMS) else 1
            found += [_claim(employer, draw, accident, day) for _ in range(victims)]
    return [claim for claim in found if claim.recognised_on <= city.EXPORTED_ON and _is_shown(claim)]


def pensions_of(employer: Employer) -> list[Claim]:
    """Pensioners and survivors of accidents before 2018, who are paid every month."""
    draw = Draw(city.SEED, "pensions", employer.id)
    if employer.participation.year >= 2015 or employer.unit_type == "project":
        return []
    found: list[Claim] = []
    for outcomes, per_thousand in (({4: 5, 3: 4, 2: 4, 1: 3}, city.PENSIONERS), ({11: 1}, city.SURVIVORS)):
        for _ in range(draw.poisson(employer.heads * per_thousand / 1000 * city.CLASS_HAZARD[employer.risk_class])):
            accident_on = date(draw.whole(employer.participation.year + 1, 2017), draw.whole(1, 12), draw.whole(1, 28))
            accident = f"SG{employer.id[-6:]}8{len(found):03d}"
            claim = _dated(employer, draw, accident, accident_on, draw.one_of(outcomes))
            claim = replace(claim, wage=claim.wage * 4 // 5)
            monthly = _monthly(draw, claim)
            claim.payments.extend(payment for payment in monthly if payment[0].year >= city.FIRST_YEAR)
            found.append(claim)
    return found


def _is_shown(claim: Claim) -> bool:
    first = date(city.FIRST_YEAR, 1, 1)
    return claim.recognised_on >= first or any(first <= day <= city.EXPORTED_ON for day, _ in claim.payments)


def _claim(employer: Employer, draw: Draw, accident: str, day: date) -> Claim:
    claim = _dated(employer, draw, accident, day, draw.one_of(city.SEVERITY))
    if employer.unit_type == "dispatch" and draw.happens(0.6):
        claim = replace(claim, bearer=_user_firm(employer, draw))
    claim.payments.extend(sorted(_care(draw, claim), key=lambda payment: payment[0]))
    claim.payments.extend(_grants(draw, claim))
    claim.payments.extend(_monthly(draw, claim))
    return claim


def _dated(employer: Employer, draw: Draw, accident: str, day: date, outcome: int) -> Claim:
    recognised = day + timedelta(days=draw.whole(25, 100))
    assessed = recognised + timedelta(days=draw.whole(60, 330)) if 1 <= outcome <= 10 else None
    average = city.CITY_WAGE.get(day.year - 1, city.CITY_WAGE[2019])
    own = draw.spread(employer.monthly_wage(day.year), 0.22)
    low, high = (limit * average / 100 for limit in city.WAGE_LIMITS)
    cause = draw.one_of(city.DEATH_CAUSES if outcome == 11 else city.CAUSES)
    if 1 <= outcome <= 10 and employer.risk_class >= 4 and draw.happens(city.DISEASE):
        cause = "disease"
    wage = round(min(max(own, low), high)) * 100
    return Claim(employer.id, accident, day, recognised, cause, outcome, wage, assessed)


def _user_firm(employer: Employer, draw: Draw) -> str:
    """A manufacturer that uses the agency's workers."""
    firms = [e.id for e in all_employers() if e.risk_class in (4, 5) and e.heads >= 60 and e.participation.year < 2019
             and e.unit_type == "enterprise" and not (e.closes or e.worked_example or e.owes_in)]
    return firms[draw.whole(0, len(firms) - 1)]


def _care(draw: Draw, claim: Claim) -> Iterator[Payment]:
    """Treatment, with what went wrong: paid twice and reversed, or paid back by who was liable."""
    day = claim.recognised_on + timedelta(days=draw.whole(15, 110))
    cost = round(draw.spread(city.MEDICAL[claim.outcome] * 100, city.MEDICAL_SIGMA))
    stay = draw.whole(3, 12 if claim.outcome in (0, 10, 11) else 60)
    items = {"medical": cost, "hospital_food": 4000 * stay if draw.happens(0.5) else 0,
             "travel": draw.whole(50, 1200) * 100 if draw.happens(0.06) else 0}
    yield day, items
    if 1 <= claim.outcome <= 8 and draw.happens(0.35):
        yield day + timedelta(days=draw.whole(60, 200)), {"rehabilitation": round(draw.spread(1_200_000, 0.5))}
    if 1 <= claim.outcome <= 7 and draw.happens(0.3):
        yield day + timedelta(days=draw.whole(150, 500)), {"devices": round(draw.spread(1_500_000, 0.6))}
    if draw.happens(0.008):
        yield day + timedelta(days=5), {"medical": cost}
        yield day + timedelta(days=draw.whole(40, 90)), {"red_entry": cost}
    if claim.cause in ("commuting", "third_party") and draw.happens(city.RECOVERED):
        yield day + timedelta(days=draw.whole(100, 600)), {"recovery": cost * draw.whole(30, 100) // 100}


def _grants(draw: Draw, claim: Claim) -> Iterator[Payment]:
    """What is paid once: grants for disability, treatment to come, funeral and death."""
    if claim.death:
        year = claim.accident_on.year
        average = city.CITY_WAGE.get(year - 1, city.CITY_WAGE[2019])
        yield claim.recognised_on + timedelta(days=draw.whole(20, 90)), {
            "funeral": city.FUNERAL_MONTHS * average * 100, "death_grant": city.DEATH_GRANT[year],
        }
    elif claim.assessed_on:
        day = claim.assessed_on + timedelta(days=draw.whole(20, 70))
        yield day, {"disability_grant": city.GRANT_MONTHS[claim.grade] * claim.wage}
        if claim.grade >= 5 and draw.happens(city.LEAVING):
            later = day + timedelta(days=draw.whole(30, 700))
            yield later, {"medical_grant": city.MEDICAL_GRANT_MONTHS[claim.grade] * claim.wage}


def _monthly(draw: Draw, claim: Claim) -> Iterator[Payment]:
    """Pensions by month, paid on one day of the month, raised with the wages every January."""
    begins = claim.recognised_on if claim.death else claim.assessed_on
    if begins is None or claim.outcome in (0, *range(5, 11)):
        return
    share = city.SURVIVOR_PERCENT[draw.whole(0, 2)] if claim.death else city.PENSION_PERCENT[claim.grade]
    pension = claim.wage * share // 100
    percent = city.NURSING_PERCENT.get(claim.outcome, 0)
    for month in range(max(begins.year * 12 + begins.month + 1, 2020 * 12), 2024 * 12 + 2):
        year = month // 12
        raised = pension * (100 + 4 * (year - max(begins.year, 2020))) // 100
        day = date(year, month % 12 + 1, 15)
        if claim.death:
            yield day, {"survivors": raised}
        else:
            yield day, {"disability_pension": raised, "nursing": percent * city.CITY_WAGE[year - 1]}


def worked_example_claims(employer: Employer) -> list[Claim]:
    """Cases of the employer in the documentation: benefits of 2022 and 2023 are 62.4 % of its premium.

    Premium is 0.9 % of payroll. The commuting case does not count; one last bill brings the ratio to the point.
    """
    def case(day: date, outcome: int, wage: int, cause: str = "work") -> Claim:
        graded = day + timedelta(days=200) if 1 <= outcome <= 10 else None
        accident = f"SG{employer.id[-6:]}{day:%y%m}"
        return Claim(employer.id, accident, day, day + timedelta(days=42), cause, outcome, wage * 100, graded)

    def paid(claim: Claim, day: date, **items: int) -> Claim:
        claim.payments.append((day, items))
        return claim

    death = paid(case(date(2022, 5, 17), 11, 6_300), date(2022, 8, 12), medical=1_862_050,
                 funeral=6 * city.CITY_WAGE[2021] * 100, death_grant=city.DEATH_GRANT[2022])
    for month in range(2022 * 12 + 7, 2024 * 12 + 2):
        paid(death, date(month // 12, month % 12 + 1, 15), survivors=6_300 * 40)
    before = paid(case(date(2021, 3, 9), 9, 5_900), date(2021, 6, 18), medical=2_140_000)
    paid(before, date(2021, 10, 29), disability_grant=9 * 590_000)
    commuting = paid(case(date(2022, 11, 3), 10, 6_100, "commuting"), date(2023, 1, 20), medical=1_720_000)
    paid(commuting, date(2023, 7, 7), disability_grant=7 * 610_000)
    tenth = paid(case(date(2022, 2, 24), 10, 5_750), date(2022, 6, 10), medical=936_080, hospital_food=36_000)
    paid(tenth, date(2022, 10, 21), disability_grant=7 * 575_000)
    light = paid(case(date(2023, 4, 12), 0, 6_050), date(2023, 7, 14), medical=687_425)
    last = case(date(2023, 8, 2), 0, 6_200)
    counted = sum(
        sum(items.values()) for claim in (death, before, tenth, light) for day, items in claim.payments
        if 2022 <= day.year < 2024
    )
    premium = sum(employer.payroll(year, 12) * 9 // 1000 for year in (2022, 2023))
    paid(last, date(2023, 11, 17), medical=premium * 624 // 1000 - counted)
    return [death, before, commuting, tenth, light, last]

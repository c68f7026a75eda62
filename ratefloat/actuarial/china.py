"""The statutory lump sums of Chinese work-injury insurance, with working guesses where no table was found."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ratefloat.actuarial.severities import Outcome, Severity
from ratefloat.errors import DefinitionError, UncoveredError
from ratefloat.units import exact

GRANT_MONTHS = {1: 27, 2: 25, 3: 23, 4: 21, 5: 18, 6: 16, 7: 13, 8: 11, 9: 9, 10: 7}
"""Months of own wage of the one-off disability grant by grade [S]; Regulation, articles 35 to 37."""

DEATH_GRANTS = {
    2018: 727_920, 2019: 785_020, 2020: 847_180, 2021: 876_680, 2022: 948_240, 2023: 985_660, 2024: 1_036_420,
    2025: 1_083_760,
}
"""The one-off death grant in yuan by year: twenty times last year's urban income per head [S for 2018, else K]."""

FUNERAL_MONTHS = 6
"""Months of local average wage of the funeral allowance [S]; Regulation, article 39."""

ILLUSTRATED_SHARES = {
    "no grade": "41%", "grade 10": "28%", "grade 9": "14.5%", "grade 8": "6.5%", "grade 7": "3.5%",
    "grade 6": "1.3%", "grade 5": "1.0%", "grade 4": "0.6%", "grade 3": "0.5%", "grade 2": "0.3%",
    "grade 1": "0.3%", "death": "2.5%",
}
"""Shares of recognised cases: a working guess [U]; 56.5 % graded, against 59 % in the nation of 2021."""

ILLUSTRATED_MEDICAL = {
    "no grade": "8000", "grade 10": "15000", "grade 9": "20000", "grade 8": "30000", "grade 7": "45000",
    "grade 6": "60000", "grade 5": "80000", "grade 4": "120000", "grade 3": "150000", "grade 2": "180000",
    "grade 1": "200000", "death": "50000",
}
"""Cost of treatment in yuan: numbers for an illustration [U]."""

LEFT_OUT = (
    "left out: pensions of grades 1 to 4 and of survivors, nursing, devices",
    "left out: one-off medical grants of grades 5 to 10 on leaving, which each province sets; add them to medical",
)


def china(
    shares: str | Mapping[str, Any], medical: str | Mapping[str, Any], *, year: int, local_wage: Any
) -> Severity:
    """The twelve outcomes with their statutory lump sums; see `severity`."""
    if year not in DEATH_GRANTS:
        span = f"{min(DEATH_GRANTS)} to {max(DEATH_GRANTS)}"
        raise UncoveredError(f"death grant of {year}: unknown; expected a year from {span}", year=year)
    chances, costs = _table("shares", shares, ILLUSTRATED_SHARES), _table("medical", medical, ILLUSTRATED_MEDICAL)
    notes = [f"death grant of {year}: [{'S' if year == 2018 else 'K'}]; disability grants [S]"]
    if shares == "illustration":
        notes.append("shares of outcomes: an illustration [U], no table was found")
    if medical == "illustration":
        notes.append("cost of treatment: an illustration [U]")
    if local_wage is None:
        notes.append("funeral allowance: from own wages, no local wage was given")
    marks = ("U" if shares == "illustration" else "", "U" if medical == "illustration" else "")
    outcomes = [
        Outcome(name="no grade", probability=chances["no grade"], amount=costs["no grade"], mark=_mark(marks)),
        *(
            Outcome(
                name=f"grade {grade}", grade=grade, probability=chances[f"grade {grade}"],
                amount=costs[f"grade {grade}"], own_months=GRANT_MONTHS[grade], mark=_mark(marks),
            )
            for grade in range(10, 0, -1)
        ),
        Outcome(
            name="death", death=True, probability=chances["death"], amount=costs["death"] + DEATH_GRANTS[year],
            local_months=FUNERAL_MONTHS, mark=_mark(marks),
        ),
    ]
    return Severity(outcomes=tuple(outcomes), local_wage=local_wage, notes=(*notes, *LEFT_OUT))


def _mark(marks: tuple[str, str]) -> str:
    share, cost = marks
    return "; ".join(text for text in (share and "share U", cost and "treatment U", "lump sum S, K") if text)


def _table(name: str, given: str | Mapping[str, Any], illustration: Mapping[str, str]) -> dict[str, Fraction]:
    if isinstance(given, str) and given != "illustration":
        raise DefinitionError(f'{name} {given!r}: unknown; expected "illustration" or outcome -> number')
    table = illustration if isinstance(given, str) else given
    wrong = set(table) ^ set(illustration)
    if wrong:
        raise DefinitionError(
            f"{name}: {min(wrong)!r} {'missing' if min(wrong) in illustration else 'unknown'}; "
            f"expected each of {', '.join(illustration)}"
        )
    return {outcome: exact(number, what=f"{name} of {outcome}") for outcome, number in table.items()}

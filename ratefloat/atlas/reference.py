"""The reference employer of the atlas: the same hazard and the same injuries everywhere, in months of wages."""

from __future__ import annotations

from fractions import Fraction

from ratefloat.actuarial import Outcome, Severity
from ratefloat.units import exact

SIZES = (5, 10, 20, 50, 100, 200, 500, 1000)
"""Heads of the employers that are looked at."""
FREQUENCY = "8‰"
"""Cases per head and year: an illustration."""
MIDDLE_RATE = Fraction(9, 1000)
"""The base rate of a middle risk: class 4 of the eight national classes of 2015."""
DISCOUNT = 1 / 1.04
"""Today's value of 1 in a year."""
OUTCOMES = (
    # name, chance, months of wages, grade
    ("no grade", "41%", 1, None), ("grade 10", "28%", 9, 10), ("grade 9", "14.5%", 12, 9),
    ("grades 7 to 8", "10%", 16, 8), ("grades 5 to 6", "2.3%", 27, 6), ("grades 1 to 4", "1.7%", 43, 3),
    ("death", "2.5%", 150, None),
)
"""How cases end: the lump sums and illustrated shares of `severity("china")`, rounded to months, some grades joined."""
OFF_EDGE = Fraction(1001, 1000)
"""Costs are a thousandth above whole months: laws that say nothing of a ratio of exactly 50 % never meet one."""
HIDEABLE = ("no grade", "grade 10")
"""The outcomes light enough that an employer could pay for them itself and report nothing."""
WAGES = {"CNY": 72_000_00, "JPY": 4_500_000, "KRW": 45_000_000, "TWD": 600_000, "EUR": 42_000_00, "USD": 60_000_00,
         "CAD": 66_000_00}
"""A year's wage in minor units, of a size that is usual in the country; only amounts in a law depend on it."""

SEVERITY = Severity(
    outcomes=tuple(
        Outcome(name=name, probability=chance, own_months=months * OFF_EDGE, grade=grade, death=name == "death")
        for name, chance, months, grade in OUTCOMES
    ),
    notes=("shares and costs of outcomes: an illustration, in months of wages",),
)
"""The law of one case."""


def months_of(name: str) -> int:
    """What a case with an outcome costs, in months of wages."""
    return next(months for known, _, months, _ in OUTCOMES if known == name)


def expected_cost() -> Fraction:
    """Expected benefits of a year as a share of wages.

    >>> float(expected_cost())
    0.007588914666666667
    """
    return exact(FREQUENCY) * sum((o.probability * o.own_months for o in SEVERITY.outcomes), Fraction(0)) / 12

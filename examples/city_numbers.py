"""The numbers that the example city is made from, each with its origin.

Law: an instrument says so. Statistic: a published aggregate. Guess: no figure was found, a plain round number.
Money is in fen (int), shares are plain numbers, dates are half-open.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

SEED = "example-city-2022"
FIRST_YEAR, END_YEAR = 2020, 2024
"""Exposure runs over 2020-01-01/2024-01-01."""
EXPORTED_ON = date(2024, 2, 29)
"""Nothing that happened after this day is in the files."""
AREA = "example"


class Industry(NamedTuple):
    """One industry of the city."""

    code: str
    """Division of GB/T 4754-2011."""
    risk_class: int
    """Law: 人社部发〔2015〕71号, annex."""
    employers: int
    """Guess: how common it is, in employers of about 2,000."""
    heads: float
    """Guess: median heads of an employer."""
    wage: int
    """Guess: declared yearly wage per head in 2020, yuan; trades ordered as in wage statistics, level rounded."""


INDUSTRIES = (
    Industry("65", 1, 40, 7, 88_000), Industry("66", 1, 14, 45, 110_000), Industry("68", 1, 14, 25, 80_000),
    Industry("75", 1, 26, 6, 66_000), Industry("91", 1, 48, 45, 84_000), Industry("94", 1, 22, 5, 60_000),
    Industry("51", 2, 190, 7, 52_000), Industry("52", 2, 200, 7, 44_000), Industry("59", 2, 14, 9, 52_000),
    Industry("60", 2, 10, 18, 56_000), Industry("61", 2, 44, 12, 42_000), Industry("62", 2, 90, 9, 41_000),
    Industry("70", 2, 60, 12, 60_000), Industry("72", 2, 100, 8, 54_000), Industry("79", 2, 46, 5, 43_000),
    Industry("82", 2, 60, 40, 68_000), Industry("83", 2, 40, 45, 80_000),
    Industry("13", 3, 44, 15, 48_000), Industry("17", 3, 24, 25, 46_000), Industry("20", 3, 40, 13, 46_000),
    Industry("24", 3, 24, 22, 45_000), Industry("39", 3, 56, 38, 58_000), Industry("46", 3, 8, 25, 68_000),
    Industry("78", 3, 24, 16, 44_000), Industry("80", 3, 46, 5, 46_000),
    Industry("01", 4, 22, 8, 38_000), Industry("18", 4, 44, 24, 46_000), Industry("19", 4, 24, 28, 46_000),
    Industry("27", 4, 14, 34, 64_000), Industry("33", 4, 56, 15, 54_000), Industry("34", 4, 30, 16, 56_000),
    Industry("35", 4, 30, 18, 58_000), Industry("38", 4, 40, 26, 56_000), Industry("44", 4, 14, 30, 88_000),
    Industry("21", 5, 110, 17, 54_000), Industry("49", 5, 30, 10, 54_000), Industry("50", 5, 48, 8, 50_000),
    Industry("54", 5, 60, 10, 56_000), Industry("58", 5, 16, 10, 52_000),
    Industry("26", 6, 26, 22, 62_000), Industry("30", 6, 40, 17, 54_000), Industry("32", 6, 16, 34, 64_000),
    Industry("47", 6, 36, 14, 52_000), Industry("48", 6, 22, 16, 54_000),
    Industry("25", 7, 4, 40, 72_000), Industry("12", 7, 3, 12, 54_000),
    Industry("06", 8, 5, 40, 62_000), Industry("09", 8, 22, 34, 64_000), Industry("10", 8, 14, 14, 52_000),
)

SIZE_SIGMA, LARGEST = 1.25, 1200
"""Guess: spread of the log of heads, and the largest. Statistic: about 33 insured an employer (Chengdu 2018)."""
WAGE_GROWTH = 1.05
"""Guess: yearly growth of wages."""
CITY_WAGE = {2019: 4_900, 2020: 5_200, 2021: 5_500, 2022: 5_800, 2023: 6_000, 2024: 6_200}
"""Guess: average monthly wage of the year, yuan; funeral, nursing and the limits of a wage basis are taken of it."""
WAGE_LIMITS = (60, 300)
"""Law: a wage counts from 60 to 300 percent of the area's average."""

BASE_RATE = {1: 20, 2: 40, 3: 70, 4: 90, 5: 110, 6: 130, 7: 160, 8: 190}
"""Law: 人社部发〔2015〕71号, in 1/10,000 of payroll."""
LARGE_HEADS = 300
"""Guess: a firm is large from so many heads on. Law: 人社部发〔2020〕11号 and 49号: small and medium firms exempt from
February to December 2020, large ones half from February to June."""

INJURIES = 4.4
"""Statistic: recognised cases per 1,000 insured and year (nation, 2019: 113.3 of 25,478 ten thousands)."""
CLASS_HAZARD = {1: 0.25, 2: 0.42, 3: 0.95, 4: 1.15, 5: 1.75, 6: 1.9, 7: 2.2, 8: 3.2}
"""Guess: cases of a class per 1,000 insured, as a multiple of INJURIES; scaled so that the city comes out at it."""
HAZARD_SHAPE = 2.5
"""Guess: gamma shape of employers' hazards within a class (theory: 1 to 6)."""
SEVERITY = {0: 447, 10: 291, 9: 117, 8: 53, 7: 32, 6: 11, 5: 10, 4: 5, 3: 4, 2: 4, 1: 3, 11: 23}
"""Per 1,000 recognised cases; 0 is no grade, 11 a death. Statistic: 53 % graded (nation, 2019).
Guess: the split by grade and the share of deaths (2 to 3 in 100)."""
CAUSES = {"work": 780, "commuting": 145, "business_trip": 30, "third_party": 25, "old_injury": 10, "rescue": 5,
          "veteran_relapse": 5}
"""Guess: causes of injuries, per 1,000."""
DEATH_CAUSES = {"work": 40, "sudden_death": 25, "commuting": 35}
"""Guess: causes of deaths, per 100."""
DISEASE = 0.02
"""Guess: share of occupational diseases among graded cases of classes 4 to 8."""
SEVERAL_VICTIMS = 0.02
"""Guess: share of accidents with a second victim."""

GRANT_MONTHS = {1: 27, 2: 25, 3: 23, 4: 21, 5: 18, 6: 16, 7: 13, 8: 11, 9: 9, 10: 7}
"""Law: 工伤保险条例 arts. 35 to 37, months of own wage."""
MEDICAL_GRANT_MONTHS = {5: 14, 6: 12, 7: 9, 8: 7, 9: 5, 10: 3}
"""Guess: the table is provincial (arts. 36, 37); months of own wage, paid by the fund when the worker leaves."""
LEAVING = 0.35
"""Guess: share of graded workers (5 to 10) that leave within two years."""
PENSION_PERCENT = {1: 90, 2: 85, 3: 80, 4: 75}
"""Law: art. 35, of own wage, monthly."""
NURSING_PERCENT = {1: 50, 2: 40, 3: 30}
"""Law: 50, 40 or 30 % of the area's average wage (art. 34). Guess: that grades 1 to 3 get them in this order."""
DEATH_GRANT = {2018: 72_792_000, 2019: 78_502_000, 2020: 84_718_000, 2021: 87_668_000, 2022: 94_824_000,
               2023: 98_566_000, 2024: 103_642_000}
"""Law: art. 39, 20 x last year's national urban disposable income per head; fen, by year of death."""
FUNERAL_MONTHS = 6
"""Law: art. 39, months of the area's average wage of the year before."""
SURVIVOR_PERCENT = (40, 30, 70)
"""Law: spouse 40, another 30 % of own wage, monthly; 70 is both. Guess: one of the three in every death."""
MEDICAL = {0: 6_500, 10: 11_000, 9: 19_000, 8: 30_000, 7: 42_000, 6: 60_000, 5: 75_000, 4: 110_000, 3: 130_000,
           2: 160_000, 1: 200_000, 11: 14_000}
"""Guess: median medical cost by outcome, yuan, with log spread MEDICAL_SIGMA."""
MEDICAL_SIGMA = 0.7
PENSIONERS, SURVIVORS = 0.22, 0.24
"""Guess: pensioners of grades 1 to 4, and families of survivors, per 1,000 insured when the records begin."""
RECOVERED = 0.12
"""Guess: share of commuting and third-party cases in which money comes back from the one who is liable."""

ARREARS, LEAVERS, ENTRANTS, EDITION_2017 = 0.045, 0.05, 0.16, 0.3
"""Guess: shares of employers that owe premium of some year, close, begin within the records, are coded by 2017."""
DISPATCH, PROJECTS = 12, 24
"""Guess: dispatch agencies (class given, 4, as in one local list) and construction projects insured as such."""
PROJECT_PER_MILLE = 1
"""Guess: premium of a project, per mille of its contract price (weak source for one province)."""

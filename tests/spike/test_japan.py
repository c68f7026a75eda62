"""Japan's merit system: steps of 5 % on the work part of the rate, fed back through the premium that was charged.

Step tables from the annexes of the rules of the Labour Insurance Premium Collection Act; the trial is the
ministry's of 14 June 2004: 100 workers, "other manufacturing", rate 8 per mille of which 0.9 for commuting.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from ratefloat.history import benefits, premium, ratio
from ratefloat.periods import Review, Window
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules import bands, protected_part
from ratefloat.tables.base_rates import BaseRateTable
from ratefloat.units import exact

TOPS = (5, 10, 20, 30, 40, 50, 60, 70, 75, 85, 90, 100, 110, 120, 130, 140, 150, 160)
STEPS = {
    "40": (-40, -40, -35, -30, -25, -20, -15, -10, -5, 0, 5, 10, 15, 20, 25, 30, 35, 40, 40),
    "35": (-35, -35, -30, -25, -20, -15, -10, -10, -5, 0, 5, 10, 10, 15, 20, 25, 30, 35, 35),
    "30": (-30, -30, -25, -20, -15, -15, -10, -10, -5, 0, 5, 10, 10, 15, 15, 20, 25, 30, 30),
    "45": (-45, -40, -35, -30, -25, -20, -15, -10, -5, 0, 5, 10, 15, 20, 25, 30, 35, 40, 45),
}
NON_WORK = "0.9‰"
BASE = BaseRateTable.single("other-manufacturing", {1: "8‰"}, effective="2003-04-01/2009-04-01", source="trial of 2004")


def rows(column: str) -> dict[str, str]:
    """The band table of one column; the ratio is benefits over premium x k1."""
    ends = ["no premium", *(f"({low}%, {top}%]" for low, top in zip((0, *TOPS), TOPS, strict=False)), "(160%, inf)"]
    ends[1] = "[0, 5%]"
    return dict(zip(ends, ["100%", *(f"{100 + step}%" for step in STEPS[column])], strict=True))


def merit(column: str) -> FloatPolicy:
    """The merit system with one column of the step table."""
    return FloatPolicy(
        id="japan-spike", title="Merit system", source="労働保険の保険料の徴収等に関する法律, 2004 trial",
        effective="2003-04-01/2009-04-01", review=Review(every_years=1, anchor="2003-04-01"),
        window=Window(months=36, ends="03-31", lag_months=12), base=BASE,
        indicators={"balance_ratio": ratio(benefits(without=["commuting"]), premium("at charged rate", less=NON_WORK))},
        rule=bands("balance_ratio", rows(column), of="factor", clause=f"annex, +-{column}")
        >> protected_part(NON_WORK, clause="art. 12(3)"),
    )


def step_of(column: str, ratio: str) -> Fraction | None:
    decision = merit(column).decide(on="2004-04-01", risk_class=1, balance_ratio=f"{ratio}%")
    assert decision.factor is not None
    return (decision.factor - 1) * 100


@pytest.mark.parametrize(
    ("column", "edges"),
    [
        (
            "40",
            "0 -40, 10 -40, 10.01 -35, 50 -20, 70 -10, 70.01 -5, 75 -5, 75.01 0, 85 0, 85.01 5, 90 5, 100 10, "
            "150 35, 150.01 40",
        ),
        ("45", "5 -45, 5.01 -40, 10 -40, 10.01 -35, 160 40, 160.01 45"),
        ("35", "60 -10, 70 -10, 110 10, 110.01 15"),
        ("30", "40 -15, 50 -15, 50.01 -10, 130 15, 130.01 20"),
    ],
)
def test_edges_of_the_step_tables(column: str, edges: str) -> None:
    for pair in edges.split(", "):
        at, step = pair.split()
        assert step_of(column, at) == int(step), (column, at)


PAYROLL = 500_000_000
DEATH = 1_000 * 9_890 + 1_000 * 1_978 + 611_700 + 1_000_000
K1 = (67, 100)


def premium_of(rate: Fraction, of: str = "0‰") -> int:
    """Yen of premium at a rate, less a part of the rate."""
    yen = PAYROLL * (rate - exact(of))
    assert yen.denominator == 1
    return int(yen)


def rate_of(benefits: int, work_premiums: int) -> Fraction:
    return merit("40").decide(
        on="2004-04-01", risk_class=1, balance_ratio=(benefits * K1[1], work_premiums * K1[0])
    ).rate


def test_the_official_trial() -> None:
    assert DEATH == 13_479_700
    assert (premium_of(exact("8‰")), premium_of(exact("8‰"), NON_WORK)) == (4_000_000, 3_550_000)
    clean = rate_of(0, 3 * 3_550_000)
    assert (clean, premium_of(clean), premium_of(clean, NON_WORK)) == (exact("5.16‰"), 2_580_000, 2_130_000)
    assert round(100 * Fraction(DEATH * K1[1], 3 * 2_130_000 * K1[0]), 2) == Fraction("314.85")
    worst = rate_of(DEATH, 3 * 2_130_000)
    assert (worst, premium_of(worst)) == (exact("10.84‰"), 5_420_000)


def test_the_loss_of_2002_through_the_years_by_the_premium_charged() -> None:
    charged = {year: exact("5.16‰") for year in range(1999, 2003)}
    losses = {2002: DEATH}
    told = []
    for year in range(2003, 2008):
        # Rates of year t look at the three insurance years that end two years before.
        window = range(year - 4, year - 1)
        lost = sum(losses.get(y, 0) for y in window)
        work = sum(premium_of(charged[y], NON_WORK) for y in window)
        charged[year] = rate_of(lost, work)
        balance = round(100 * Fraction(lost * K1[1], work * K1[0]), 2)
        told.append((year, balance, charged[year], premium_of(charged[year])))
    high, low = exact("10.84‰"), exact("5.16‰")
    assert told == [
        (2003, 0, low, 2_580_000),
        (2004, Fraction("314.85"), high, 5_420_000),
        (2005, Fraction("314.85"), high, 5_420_000),
        (2006, Fraction("217.97"), high, 5_420_000),
        (2007, 0, low, 2_580_000),
    ]


@pytest.mark.parametrize("day", ["2004-04-01", "2005-03-31"])
def test_the_window_ends_a_year_before_the_rate(day: str) -> None:
    decision = merit("40").decide(on=day, risk_class=1, balance_ratio="80%")
    assert str(decision.window) == "2000-04-01/2003-04-01"


def test_the_part_outside_the_merit_system_stays_whole() -> None:
    decision = merit("40").decide(on="2004-04-01", risk_class=1, balance_ratio="200%")
    assert decision.rate == exact("7.1‰") * Fraction(14, 10) + exact("0.9‰")
    assert (decision.factor, decision.step) == (Fraction(14, 10), None)

"""Japan's merit system: the edges of its tables, its gates, and the ministry's trial run forward from records."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from ratefloat.errors import UncoveredError
from ratefloat.history import Book
from ratefloat.plans import load_plan
from ratefloat.policy.decision import Decision
from ratefloat.policy.rate import rate
from ratefloat.tables.base_rates import load_base_rates
from ratefloat.units import exact

IN = {
    "insured_months": 36, "unit_type": "continuing", "least_head_months": 1200, "accident_degree": "1",
    "least_premium": 10_000_000, "special_merit": False,
}
LOGGING = {"unit_type": "grouped logging", "risk_class": 1}
BUILDING = {"unit_type": "grouped construction", "risk_class": 13}


def merit(x: object, **given: Any) -> Decision:
    return load_plan("jp-merit-2018").decide(
        on="2024-04-01", **{"risk_class": 40, "balance_ratio": x, **IN, **given}
    )


def change(x: str, **given: Any) -> Fraction:
    """The step in percent."""
    factor = merit(x, **given).factor
    assert factor is not None
    return 100 * (factor - 1)


COLUMNS: dict[str, tuple[dict[str, Any], str]] = {
    "+-40": (
        {}, "0 -40, 10 -40, 10.01 -35, 20 -35, 20.01 -30, 30 -30, 40 -25, 50 -20, 60 -15, 70 -10, 70.01 -5, 75 -5, "
        "75.01 0, 85 0, 85.01 5, 90 5, 90.01 10, 100 10, 110 15, 120 20, 130 25, 140 30, 150 35, 150.01 40, 999 40",
    ),
    "+-45": (
        {"special_merit": True}, "0 -45, 5 -45, 5.01 -40, 10 -40, 10.01 -35, 60 -15, 80 0, 100 10, 160 40, 160.01 45",
    ),
    "+-35": (
        LOGGING, "0 -35, 10 -35, 10.01 -30, 50 -15, 50.01 -10, 60 -10, 70 -10, 75 -5, 80 0, 90 5, 100 10, 110 10, "
        "110.01 15, 120 15, 150 30, 150.01 35, 999 35",
    ),
    "+-30": (
        {**BUILDING, "least_premium": 999_999}, "0 -30, 10 -30, 20 -25, 40 -15, 50 -15, 50.01 -10, 70 -10, 75 -5, "
        "80 0, 110 10, 120 15, 130 15, 130.01 20, 150 25, 160 30, 999 30",
    ),
}


@pytest.mark.parametrize("column", COLUMNS)
def test_edges_of_the_step_tables(column: str) -> None:
    given, edges = COLUMNS[column]
    for pair in edges.split(", "):
        x, step = pair.split()
        assert change(f"{x}%", **given) == int(step), x


def test_which_column_a_business_has() -> None:
    assert change("0%", **BUILDING) == -40
    assert change("0%", **BUILDING, least_premium=1_000_000) == -40
    assert change("0%", **LOGGING, least_premium=999_999) == -30
    # Special merit is not for construction and logging.
    assert change("0%", **BUILDING, special_merit=True) == -40


@pytest.mark.parametrize(
    ("given", "floats"),
    [
        ({"least_head_months": 1199, "accident_degree": "0.4"}, True),
        ({"least_head_months": 1199, "accident_degree": "0.3999"}, False),
        ({"least_head_months": 240, "accident_degree": "0.4"}, True), ({"least_head_months": 239}, False),
        ({"accident_degree": "0.1"}, True), ({"insured_months": 35}, False),
        ({**BUILDING, "least_premium": 399_999}, False), ({**BUILDING, "least_premium": 400_000}, True),
        ({**LOGGING, "least_premium": 399_999}, False), ({**BUILDING, "least_head_months": 0}, True),
    ],
)
def test_gates(given: dict[str, Any], floats: bool) -> None:
    assert (change("0%", **given) != 0) is floats


def test_without_premium_or_without_the_rates_of_the_window() -> None:
    assert change(None, insured_months=36) == 0  # type: ignore[arg-type]
    with pytest.raises(UncoveredError, match="no row of the table covers this value"):
        merit((1, 0))
    assert merit("0%", accident_degree=None).factor == exact("60%")
    with pytest.raises(UncoveredError, match="none of the cases applies"):
        merit("0%", accident_degree=None, least_head_months=600)


@pytest.mark.parametrize(("risk_class", "x", "rate"), [(40, "0%", "3.84‰"), (1, "200%", "72.56‰"), (54, "80%", "42‰")])
def test_only_the_work_part_floats(risk_class: int, x: str, rate: str) -> None:
    # (6 - 0.6) x 0.60 + 0.6; (52 - 0.6) x 1.40 + 0.6; unchanged.
    assert merit(x, risk_class=risk_class).rate == exact(rate)


def test_the_rate_table_of_2024() -> None:
    new = load_base_rates("japan-2018").rates(pd.Timestamp("2024-04-01").date())
    old = load_base_rates("japan-2018").rates(pd.Timestamp("2024-03-31").date())
    assert len(new) == len(old) == 54
    assert (min(new.values()), max(new.values())) == (exact("2.5‰"), exact("88‰"))
    assert (new[1], new[53], new[54]) == (exact("52‰"), exact("3‰"), exact("42‰"))
    assert sum(new[c] != old[c] for c in new) == 20
    with pytest.raises(UncoveredError):
        load_base_rates("japan-2018").rates(pd.Timestamp("2018-03-31").date())
    assert 55 not in new


def test_every_class_has_its_coefficient() -> None:
    from ratefloat.rules.ladder import classes_of

    pairs = load_plan("jp-merit-2018").indicator_map["balance_ratio"].coefficients
    by_class = {c: k for text, k in pairs for c in classes_of(text) or ()}
    assert sorted(by_class) == list(range(1, 55))
    others = {1: "0.51", **dict.fromkeys(range(9, 17), "0.63"), 43: "0.63", 44: "0.63", 54: "0.35"}
    assert by_class == {c: Fraction(others.get(c, "0.67")) for c in range(1, 55)}


PAYROLL = 5_000_000 * 100
DEATH = {"survivors": 1_000 * 9_890, "death_grant": 1_000 * 1_978, "medical": 611_700, "funeral": 1_000_000}
LOW, HIGH = exact("5.16‰"), exact("10.84‰")


def firm(charged: dict[int, Fraction]) -> Book:
    """The firm of the trial: 100 workers, one death that is paid in fiscal 2002, and the rates it was charged."""
    return Book.from_frames(
        employers=pd.DataFrame([{"employer": "a", "risk_class": "1", "participation": "1990-04-01"}]),
        exposure=pd.DataFrame([
            {"employer": "a", "start": f"{year}-04-01", "end": f"{year + 1}-04-01", "payroll": str(PAYROLL),
             "head_months": "1200", "rate_charged": f"{float(rate) * 1000:.2f}‰"} for year, rate in charged.items()
        ]),
        claims=pd.DataFrame([
            {"claim": "1", "employer": "a", "recognised_on": "2002-08-01", "paid_on": "2002-10-01", "cause": "work",
             "death": "yes", "disease": "no", "grade": "", **{item: str(yen) for item, yen in DEATH.items()}},
            {"claim": "2", "employer": "a", "recognised_on": "2002-08-01", "paid_on": "2002-10-01",
             "cause": "commuting", "death": "no", "disease": "no", "grade": "", "medical": "99999999"},
        ]).fillna("0"),
        currency="JPY",
    )


def test_the_official_trial_through_its_years_from_records() -> None:
    """JP-1 and JP-2: each year's rate is charged, and so enters the premium of the years that look back on it."""
    assert sum(DEATH.values()) == 13_479_700
    charged = dict.fromkeys(range(1999, 2003), LOW)
    plan, told = load_plan("jp-merit-2004"), []
    for year in range(2003, 2008):
        made = rate(plan, firm(charged), on=f"{year}-04-01").raise_refused()
        decision, column = made.decision("a"), made.columns["balance_ratio"]
        assert decision.rate is not None
        balance = 100 * Fraction(int(column.numerator[0]), int(column.denominator[0]))  # type: ignore[attr-defined]
        told.append((year, round(balance, 2), 100 * (decision.factor - 1), decision.rate, int(PAYROLL * decision.rate)))  # type: ignore[operator]
        assert str(decision.window) == f"{year - 4}-04-01/{year - 1}-04-01"
        charged[year] = Fraction(made.next_decisions()["rate"][0].removesuffix("%")) / 100
    assert told == [
        (2003, 0, -40, LOW, 2_580_000), (2004, Fraction("314.85"), 40, HIGH, 5_420_000),
        (2005, Fraction("314.85"), 40, HIGH, 5_420_000), (2006, Fraction("217.97"), 40, HIGH, 5_420_000),
        (2007, 0, -40, LOW, 2_580_000),
    ]


def test_the_numbers_of_the_trial() -> None:
    part = exact("0.9‰")
    assert (PAYROLL * exact("8‰"), PAYROLL * (exact("8‰") - part)) == (4_000_000, 3_550_000)
    assert PAYROLL * (LOW - part) == 2_130_000
    made = rate(load_plan("jp-merit-2004"), firm(dict.fromkeys(range(1999, 2003), LOW)), on="2004-04-01")
    column = made.columns["balance_ratio"]
    # 3 x 2,130,000 x 0.67 is 4,281,300; both sides stand a hundredfold, so that 0.67 stays whole.
    assert (column.numerator[0], column.denominator[0]) == (1_347_970_000, 428_130_000)  # type: ignore[attr-defined]


def test_a_book_under_the_rates_of_2024() -> None:
    """Gates from records: 120 workers; 75 with a degree above 0.4; 74 below it; a builder by its premium."""
    heads = {"large": 120, "middle": 75, "small": 74, "builder": 5}
    rows = [
        {"employer": e, "start": f"{y}-04-01", "end": f"{y + 1}-04-01", "payroll": "400000000",
         "head_months": str(12 * n), "premium_due": "400000" if e == "builder" else "2200000",
         "rate_charged": "9.5‰" if e == "builder" else "5.5‰"} for e, n in heads.items() for y in range(2020, 2024)
    ]
    classes = {"large": "17", "middle": "17", "small": "17", "builder": "13"}
    book = Book.from_frames(
        employers=pd.DataFrame([
            {"employer": e, "risk_class": classes[e], "participation": "2010-04-01",
             "unit_type": "grouped construction" if e == "builder" else "continuing"} for e in heads
        ]),
        exposure=pd.DataFrame(rows), currency="JPY",
        claims=pd.DataFrame(columns=["claim", "employer", "recognised_on", "paid_on", "cause", "death", "disease",
                                     "grade", "medical"]),
    )
    made = rate(load_plan("jp-merit-2018"), book, on="2024-04-01").raise_refused()
    found = {e: made.decision(e).rate for e in heads}
    # Food had 6 per mille in fiscal 2020 to 2022: 75 x 5.4 per mille is 0.405, 74 x 5.4 is 0.3996.
    assert found == {
        "large": exact("3.54‰"), "middle": exact("3.54‰"), "small": exact("5.5‰"), "builder": exact("6.83‰"),
    }
    degree = made.columns["accident_degree"]
    assert Fraction(int(degree.numerator[2]), int(degree.denominator[2])) == Fraction(3996, 10000)  # type: ignore[attr-defined]

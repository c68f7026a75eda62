"""Published grids of rates, cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from plans.filled import THREE_CLASSES, complete
from ratefloat.plans import load_plan
from ratefloat.testing import GoldenTable
from ratefloat.units import exact

# Hainan 2017, percent of wages: class -> grade 1 (150 %) ... grade 5 (50 %); class 1 has three grades.
HAINAN_2017 = {
    1: ("0.3", "0.24", "0.2"),
    2: ("0.6", "0.48", "0.4", "0.32", "0.2"),
    3: ("1.05", "0.84", "0.7", "0.56", "0.35"),
    4: ("1.2", "0.96", "0.8", "0.64", "0.4"),
    5: ("1.35", "1.08", "0.9", "0.72", "0.45"),
    6: ("1.5", "1.2", "1.0", "0.8", "0.5"),
    7: ("1.8", "1.44", "1.2", "0.96", "0.6"),
    8: ("2.25", "1.8", "1.5", "1.2", "0.75"),
}
# An employer that the law puts into each grade.
GRADES = (
    {"deaths": 3}, {"loss_ratio": "401%"}, {"loss_ratio": "300%"}, {"loss_ratio": "1%"},
    {"loss_ratio": "0%", "clean_years": 5},
)
CLEAR = {
    "loss_ratio": "300%", "clean_years": 0, "deaths": 0, "diseases": 0, "blacklist": False, "award": False,
    "years_over_since_award": 0, "arrears": False, "fraud": False, "concealment": False,
}
HAINAN_CELLS = [(c, grade, rate) for c, rates in HAINAN_2017.items() for grade, rate in enumerate(rates)]

# National frame, derived from base rates and ladder: steps -2 to +2; class 1 from the base.
NATIONAL_2015 = {
    1: "0.2 0.24 0.3", 2: "0.2 0.32 0.4 0.48 0.6", 3: "0.35 0.56 0.7 0.84 1.05", 4: "0.45 0.72 0.9 1.08 1.35",
    5: "0.55 0.88 1.1 1.32 1.65", 6: "0.65 1.04 1.3 1.56 1.95", 7: "0.8 1.28 1.6 1.92 2.4",
    8: "0.95 1.52 1.9 2.28 2.85",
}
RATIOS = {-2: "0", -1: "50%", 0: "100%", 1: "150%", 2: "151%"}
NATIONAL_CELLS = [
    (c, step, rate) for c, rates in NATIONAL_2015.items()
    for step, rate in zip(range(3 - len(rates.split()), 3), rates.split(), strict=True)
]


PUBLISHED = {
    "hainan-2017": ("cn-hainan-2016", 38), "shanghai-2015": ("cn-shanghai-2015", 8),
    "shenzhen-2008": ("cn-shenzhen-2008", 8), "unnamed-c": ("cn-unnamed-c", 10),
}
"""Rate table in tables/ -> the plan that must give it, and how many cells were printed."""


@pytest.mark.parametrize("grid", PUBLISHED)
def test_published_grid(grid: str) -> None:
    plan, cells = PUBLISHED[grid]
    table = GoldenTable.read(Path(__file__).parent / "tables" / f"{grid}.csv")
    assert len(table) == cells
    differs = table.check(complete(plan))
    assert not differs, str(differs)


def test_one_wrong_cell_is_seen() -> None:
    table = GoldenTable.read(Path(__file__).parent / "tables" / "unnamed-c.csv")
    cheaper = complete("cn-unnamed-c").document()
    cheaper["base"] = THREE_CLASSES
    found = table.check(complete("cn-unnamed-c").from_document(cheaper))
    # Half of 1.0 % is the printed 0.5 % of class 2; all other cells differ.
    assert len(found) == 9
    assert found.found[0].results == ("rate",)


@pytest.mark.parametrize(("risk_class", "grade", "rate"), HAINAN_CELLS)
def test_hainan_2017(risk_class: int, grade: int, rate: str) -> None:
    given = {**CLEAR, **GRADES[grade], "risk_class": risk_class}
    assert load_plan("cn-hainan-2016").decide(on="2017-07-01", **given).rate == exact(f"{rate}%")


def test_hainan_2017_has_no_fourth_and_fifth_grade_in_class_1() -> None:
    for grade in (3, 4):
        given = {**CLEAR, **GRADES[grade], "risk_class": 1}
        assert load_plan("cn-hainan-2016").decide(on="2017-07-01", **given).rate == exact("0.2%")


@pytest.mark.parametrize(("risk_class", "rate"), [(1, "0.15%"), (2, "0.3%"), (6, "0.9%"), (8, "1.5%")])
def test_hainan_base_rates_change_in_2023(risk_class: int, rate: str) -> None:
    given = {**CLEAR, "risk_class": risk_class}
    assert load_plan("cn-hainan-2016").decide(on="2023-01-01", **given).rate == exact(rate)


@pytest.mark.parametrize(("risk_class", "step", "rate"), NATIONAL_CELLS)
def test_national_2015(risk_class: int, step: int, rate: str) -> None:
    decision = complete("cn-national-2015").decide(
        on="2024-01-01", risk_class=risk_class, loss_ratio=RATIOS[step], insured_months=24
    )
    assert (decision.step, decision.rate) == (step, exact(f"{rate}%"))


def test_national_class_1_never_down_and_first_rate_is_the_base_rate() -> None:
    policy = complete("cn-national-2015")
    for x in ("0", "50%"):
        assert policy.decide(on="2024-01-01", risk_class=1, loss_ratio=x, insured_months=24).step == 0
    for x in ("0", "200%"):
        assert policy.decide(on="2024-01-01", risk_class=4, loss_ratio=x, insured_months=23).step == 0


def test_the_flat_reference_floats_nobody() -> None:
    rates = [load_plan("cn-national-2015-flat").decide(on="2024-01-01", risk_class=c).rate for c in range(1, 9)]
    assert rates == [exact(f"{r}%") for r in ("0.2", "0.4", "0.7", "0.9", "1.1", "1.3", "1.6", "1.9")]

"""How fine experiences are seen where levels depend on money and counts together."""

from __future__ import annotations

from itertools import product
from math import exp, factorial

import numpy as np
import pytest
from actuarial.laws import ON, cell, law

import ratefloat as rf
from ratefloat.actuarial import RiskCell, chain, severity
from ratefloat.rules.credibility import credibility

RATIO, CASES = rf.indicator("ratio"), rf.indicator("cases")
BASE = rf.premium("at base rate")


def poisson(mean: float, count: int) -> float:
    return exp(-mean) * mean**count / factorial(count)


def test_a_formula_guarded_by_a_count_sees_the_money() -> None:
    """Enumerated: 70 % cost 20,000, the others 300,000; with two cases or more the factor is 1 + Z (ratio/79% - 1)."""
    rule = rf.start_from_base() >> rf.ladder({0: "100%"}) >> credibility(
        "ratio", "premium", expected="79%", k=rf.yuan("1000000"), no_premium="100%"
    ).when(CASES >= 2) >> rf.base_rate()
    indicators = {"ratio": rf.ratio(rf.benefits(), BASE), "premium": rf.amount(BASE), "cases": rf.count("injury")}
    policy = law(rule, indicators)
    made = chain(policy, cell(50, law=severity({"20000": "70%", "300000": "30%"})), on=ON, lattice="20000")
    premium = 3 * 990 * 50
    z, mean = premium / (premium + 1_000_000), 0.0
    for light, heavy in product(range(30), repeat=2):
        factor = 1 + z * ((20_000 * light + 300_000 * heavy) / premium / 0.79 - 1) if light + heavy >= 2 else 1
        mean += poisson(1.26, light) * poisson(0.54, heavy) * factor
    assert made.mean_level == pytest.approx(mean, rel=1e-7)


def test_a_count_that_matters_only_beside_money_is_told_apart() -> None:
    """Enumerated: the factor is 1 + Z (cases / 2 - 1) where the year cost more than 50,000, else 1."""
    rule = rf.start_from_base() >> rf.ladder({0: "100%"}) >> credibility(
        "cases", "premium", expected=2, k=rf.yuan("1000000")
    ).when(RATIO.has_value() & (RATIO > "100%")) >> rf.base_rate()
    indicators = {"ratio": rf.ratio(rf.benefits(), BASE), "premium": rf.amount(BASE), "cases": rf.count("injury")}
    policy = law(rule, indicators, window=rf.Window(months=12))
    made = chain(policy, cell(50, law=severity({"20000": "70%", "300000": "30%"})), on=ON, lattice="20000")
    z, mean = 49_500 / 1_049_500, 0.0
    for light, heavy in product(range(30), repeat=2):
        factor = 1 + z * ((light + heavy) / 2 - 1) if 20_000 * light + 300_000 * heavy > 49_500 else 1
        mean += poisson(0.42, light) * poisson(0.18, heavy) * factor
    assert made.mean_level == pytest.approx(mean, rel=1e-9)


def test_a_rung_that_money_and_counts_reach_only_together_is_measured_too() -> None:
    """Enumerated: a year's ratio to the premium paid above 120 % moves up by one, and so does a death."""
    rule = (
        rf.start_from_base() >> rf.move(1).when(RATIO.has_value() & (RATIO > "120%"))
        >> rf.move(1).when(rf.indicator("deaths") >= 1) >> rf.stay_on_ladder()
        >> rf.ladder({0: "100%", 1: "120%", 2: "150%"}) >> rf.base_rate()
    )
    indicators = {"ratio": rf.ratio(rf.benefits(), rf.premium("paid")), "deaths": rf.count("death")}
    policy = law(rule, indicators, window=rf.Window(months=12))
    ways = [
        {"name": "injury", "probability": "80%", "amount": "50000"},
        {"name": "death", "probability": "20%", "amount": "50000", "death": True},
    ]
    employer: RiskCell = cell(60, frequency="40‰").replace(severity={"outcomes": ways})
    matrix = np.zeros((3, 3))
    for level, factor in enumerate((1.0, 1.2, 1.5)):
        for hurt, dead in product(range(40), repeat=2):
            to = int(50_000 * (hurt + dead) > 1.2 * 59_400 * factor) + int(dead >= 1)
            matrix[level, to] += poisson(1.92, hurt) * poisson(0.48, dead)
    assert chain(policy, employer, on=ON).transition.to_numpy() == pytest.approx(matrix, abs=1e-12)

"""Grades by luck and by risk."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest
from actuarial.laws import FIVE, ON, SIZES, cell, law, limited, linear, rule_a, rule_b

import ratefloat as rf
from ratefloat.actuarial import chain, luck, severity


def clean_or_not() -> rf.FloatPolicy:
    """80 % after a year without a case, else 120 %."""
    seen = rf.indicator("cases")
    rule = rf.start_from_base() >> rf.move(-1).when(seen == 0) >> rf.move(1).when(seen >= 1)
    return law(rule >> rf.ladder(FIVE) >> rf.base_rate(), {"cases": rf.count("injury")}, window=rf.Window(months=12))


def test_a_year_without_a_case_is_worked_out_by_hand() -> None:
    """With risks gamma of shape a around m cases: P(clean) = (a / (a + m))^a, and E[P^2] = (a / (a + 2 m))^a."""
    a, m = 2.0, 0.6
    made = luck(clean_or_not(), cell(50, law=severity({"1000": 1})), on=ON, heterogeneity=a)
    clean, squared = (a / (a + m)) ** a, (a / (a + 2 * m)) ** a
    grades = made.grades
    assert grades.loc[-1, "chance_at_average_risk"] == pytest.approx(exp(-m), abs=1e-12)
    assert grades.loc[-1, "share"] == pytest.approx(clean, abs=1e-9)
    # A clean year leaves a gamma of shape a and rate a + m.
    assert grades.loc[-1, "mean_risk"] == pytest.approx(a / (a + m), abs=1e-9)
    assert made.explained == pytest.approx((squared - clean**2) / (clean - clean**2), abs=1e-8)


@pytest.mark.parametrize("policy", [rule_a(), rule_b(), limited()], ids=["window", "step", "overlap"])
def test_shares_and_risks_balance(policy: rf.FloatPolicy) -> None:
    made = luck(policy, cell(60), on=ON)
    grades = made.grades
    assert grades["share"].sum() == pytest.approx(1, abs=1e-9)
    assert (grades["share"] * grades["mean_risk"]).sum() == pytest.approx(1, abs=1e-9)
    assert grades["mean_risk"].is_monotonic_increasing
    assert grades["chance_at_average_risk"].to_numpy() == pytest.approx(chain(policy, cell(60), on=ON).law.stationary)
    assert 0 < made.explained < 1


def test_grades_of_small_employers_are_luck_and_of_large_ones_risk() -> None:
    explained = [luck(rule_a(), cell(heads), on=ON).explained for heads in (5, 50, 500, 5000)]
    assert (np.diff(explained) > 0).all()
    assert explained[0] < 0.1 and explained[-1] > 0.8


def test_the_size_is_where_a_half_is_explained() -> None:
    size = luck(rule_a(), cell(), on=ON).size
    assert size is not None
    assert luck(rule_a(), cell(size), on=ON).explained >= 0.5 > luck(rule_a(), cell(int(size * 0.98)), on=ON).explained


def test_where_nothing_floats_there_is_neither() -> None:
    made = luck(rf.load_plan("cn-national-2015-flat"), cell(), on=ON)
    assert made.explained == 0 and made.size is None


@pytest.mark.parametrize("wrong", [0, -1, float("inf")])
def test_impossible_heterogeneity(wrong: float) -> None:
    with pytest.raises(rf.DataError, match="shape of a gamma"):
        luck(rule_a(), cell(), on=ON, heterogeneity=wrong)


def test_what_a_linear_plan_explains_in_closed_form() -> None:
    """Losses of three years around m cases of mean e: risk adds (m e)^2 / a to their variance, luck m E[X^2]."""
    a, m = 2.5, 3 * 200 * 0.012
    chances = [float(chance.rstrip("%")) / 100 for chance in SIZES.values()]
    costs = np.asarray([float(cost) for cost in SIZES])
    risk, chance = (m * (chances @ costs)) ** 2 / a, m * (chances @ costs**2)
    assert luck(linear(), cell(), on=ON, heterogeneity=a).explained == pytest.approx(risk / (risk + chance), rel=2e-4)


def test_grades_of_the_largest_are_their_risk_alone() -> None:
    """Without luck, the share in a band is that of the gamma between its edges, in ratios to the base premium."""
    from scipy.special import gammainc

    a, heads = 2.5, 20_000
    mean = sum(float(chance.rstrip("%")) / 100 * float(cost) for cost, chance in SIZES.items()) * 0.012 / 990
    edges = gammainc(a, a * np.asarray([0.3, 0.7, 1.2, 1.8]) / mean)
    found = luck(rule_a(), cell(heads), on=ON, heterogeneity=a).grades["share"]
    assert found.to_numpy() == pytest.approx(np.diff([0, *edges, 1]), abs=8e-3)

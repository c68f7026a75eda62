"""The atlas against laws that can be worked out by hand, and what must hold for the shipped ones."""

from __future__ import annotations

from math import exp, sqrt

import numpy as np
import pytest

import ratefloat as rf
from atlas.laws import clean_or_not, linear
from ratefloat.atlas.comparison import COLUMNS, left_out
from ratefloat.atlas.measures import measured
from ratefloat.atlas.reference import HIDEABLE, OUTCOMES, SIZES
from ratefloat.atlas.subject import Subject
from ratefloat.errors import DefinitionError

V = 1 / 1.04
# Months of wages of one case: 0.41 + 0.28 x 9 + 0.145 x 12 + 0.1 x 16 + 0.023 x 27 + 0.017 x 43 + 0.025 x 150,
# and of a light one: (0.41 + 0.28 x 9) / 0.69; a thousandth more each.
MEAN = 11.372 * 1.001
LIGHT = 2.93 / 0.69 * 1.001


def test_the_reference_employer() -> None:
    assert sum(float(chance.removesuffix("%")) for _, chance, _, _ in OUTCOMES) == 100
    assert HIDEABLE == ("no grade", "grade 10")
    subject = Subject.of(clean_or_not())
    assert (subject.risk_class, float(subject.base_rate)) == (4, 0.009)
    assert subject.cell(10).mean_cost == pytest.approx(MEAN * 6000)


@pytest.mark.parametrize("heads", [5, 50, 200])
def test_a_case_matters_only_in_a_year_without_another(heads: int) -> None:
    # A year without a case has chance p = exp(-0.008 heads). One case more doubles the next year's premium, if there
    # is no other: half of 0.9 % of 12 months of wages a head, a year later.
    made = rf.atlas.frame([clean_or_not()], sizes=[heads]).iloc[0]
    p = exp(-0.008 * heads)
    costs = 0.5 * 0.009 * 12 * heads * V * p
    assert made["rho"] == pytest.approx(costs / MEAN, rel=1e-9)
    assert made["hiding"] == pytest.approx(costs / LIGHT, rel=1e-9)
    assert made["hidden_share"] == pytest.approx(0.69)
    assert made["variation"] == pytest.approx(0.5 * sqrt(p * (1 - p)) / (1 - 0.5 * p))
    assert (made["method"], made["error"]) == ("exact", 0)
    # Half of a year's base premium, for one fen.
    assert made["cliff"] == pytest.approx(0.5, abs=0.01)
    times = ("cycle_years", "window_years", "lag_years", "lasts_years", "remembers")
    assert tuple(made[name] for name in times) == (1, 1, 1, 1, False)


def test_a_cycle_of_two_years_reaches_later() -> None:
    policy = clean_or_not(review=rf.Review(every_years=2, anchor="2016-01-01"), window=rf.Window(months=24))
    made = rf.atlas.frame([policy], sizes=[10]).iloc[0]
    # A case of the first year waits two years, one of the second year one; both are paid for two years.
    assert (made["lag_years"], made["lasts_years"]) == (1.5, 2)
    paid = (V + 2 * V**2 + V**3) / 2
    assert made["rho"] == pytest.approx(0.5 * 0.009 * 120 * paid * exp(-0.16) / MEAN)
    assert made["cliff"] == pytest.approx(1, abs=0.01)


def test_a_linear_law_gives_its_weight_over_the_expected_ratio() -> None:
    made = rf.atlas.frame([linear()], sizes=[100, 300])
    # Z = P / (P + K): 1/2 at 100 heads, 3/4 at 300; factor 1 + Z (ratio / 80 % - 1), paid a year later.
    assert made["rho"].to_list() == pytest.approx([0.5 / 0.8 * V, 0.75 / 0.8 * V], rel=1e-6)
    # In proportion to its cost, a case of any kind costs the same.
    assert made["hiding"].to_list() == pytest.approx(made["rho"].to_list(), rel=1e-6)


def test_a_flat_law_is_zero_everywhere() -> None:
    made = rf.atlas.frame(["cn-national-2015-flat"])
    assert tuple(made.columns) == COLUMNS
    assert made["heads"].to_list() == list(SIZES)
    assert (made[["rho", "error", "hiding", "variation", "cliff"]] == 0).all(axis=None)
    assert made[["hidden_share", "explained"]].isna().all(axis=None)


def test_shenzhen_without_a_case_in_two_years() -> None:
    subject = Subject.of(rf.load_plan("cn-shenzhen-2018"))
    for heads in (10, 100):
        marginal = measured(subject, heads).marginal
        # 8 per mille a year: two years without a case have the chance exp(-0.016 heads).
        assert marginal.chain.stationary.loc[-2] == pytest.approx(exp(-0.016 * heads), rel=1e-9)


def test_shipped_laws() -> None:
    ids = ["cn-shanghai-2004", "cn-shenzhen-2018", "cn-yuyao-2011", "tw-2022"]
    made = rf.atlas.frame(ids, sizes=[10, 100]).set_index(["plan", "heads"])
    assert (made["illustrated"] == "").all()
    # Taiwan leaves employers below 50 heads alone; above, the law feeds back on what was charged: simulated.
    assert made.loc[("tw-2022", 10), "rho"] == 0
    assert made.loc[("tw-2022", 100), "method"] == "simulated"
    assert 0 < made.loc[("tw-2022", 100), "error"] < 0.01
    # Yuyao's text ends at 240 %: there is no figure, and the reason stands beside it.
    assert np.isnan(made.loc[("cn-yuyao-2011", 10), "rho"])
    assert "refuses some experiences" in made.loc[("cn-yuyao-2011", 10), "note"]
    # Shanghai: half a point on a base rate of half a point, for one year.
    assert made.loc[("cn-shanghai-2004", 100), "cliff"] == pytest.approx(1, abs=0.01)
    # Shenzhen: from 50 to 80 or from 120 to 150 % for two years.
    assert made.loc[("cn-shenzhen-2018", 100), "cliff"] == pytest.approx(0.6, abs=0.01)


def test_simulated_luck_agrees_with_the_exact_one() -> None:
    from ratefloat.actuarial.reading import Reading
    from ratefloat.atlas.drawn_luck import drawn_luck

    subject = Subject.of(rf.load_plan("cn-shenzhen-2018"))
    for heads in (20, 100):
        exact, none = measured(subject, heads).explained
        share, error = drawn_luck(Reading.of(subject.policy, subject.cell(heads), subject.on, {}), seed=5)
        assert none == 0 and 0 < error < 0.01
        assert abs(share - exact) < 4 * error


def test_which_plans_are_left_out() -> None:
    out = left_out()
    assert set(out) >= {"cn-jiangxi-2023", "cn-national-2015", "de-bgw", "kr-2026"}
    assert not set(out) & {"cn-hainan-2016", "cn-fujian-2011", "jp-merit-2018"}
    with pytest.raises(DefinitionError, match="open holes"):
        rf.atlas.frame(["cn-jiangxi-2023"])


def test_an_illustration_never_fills_an_article() -> None:
    from ratefloat.atlas.illustrations import FRAME, ILLUSTRATIONS
    from ratefloat.plans import load_plan

    for id, values in ILLUSTRATIONS.items():
        assert set(values) <= set(FRAME)
        assert {hole.hole for hole in load_plan(id).holes} == set(values)


def test_the_figure_has_a_panel_for_each_plan() -> None:
    pytest.importorskip("matplotlib")
    made = rf.atlas.frame([clean_or_not(), clean_or_not(id="again"), "cn-yuyao-2011"], sizes=[10, 100])
    figure = rf.atlas.plot(made)
    titles = [axes.get_title(loc="left") for axes in figure.axes if axes.axison]
    assert titles == ["by-hand", "again", "cn-yuyao-2011"]
    rho = figure.axes[0].containers[0][0].get_ydata()
    assert list(rho) == made["rho"].to_list()[:2]

"""The studies as data, and the degree of rating of each one's plan."""

from __future__ import annotations

from math import log

import pytest

from ratefloat.errors import DataError
from ratefloat.simulate.evidence import degrees, studies
from ratefloat.simulate.evidence.degrees import california, france_share, linear, netherlands, netherlands_at_cap

V = 1 / 1.04


def test_numbers_stand_only_where_a_paper_gives_one() -> None:
    table = studies().set_index("id")
    assert len(table) == 28
    fitted = {
        "moore_viscusi_1989": (log(1 / 1.2), log(1 / 1.2)), "bruce_atkins_1993": (log(0.6), log(0.75)),
        "neuhauser_2012_california": (log(0.88), log(0.916)), "koning_2009": (log(0.85), log(0.85)),
        "degroot_koning_2016": (log(1 / 1.07), log(1 / 1.07)),
        "lengagne_2018": (log(1 - 5 / 34), log(1 - 5 / 45)),
    }
    assert set(table.index[table["fitted"]]) == set(fitted)
    for name, effect in fitted.items():
        assert table.loc[name, ["effect_low", "effect_high"]].tolist() == pytest.approx(effect, abs=1e-3), name
    only = table["effect_low"].notna() & ~table["fitted"]
    assert list(table.index[only]) == ["elsler_2010_butchers"]
    assert table.loc["china_floating", "mark"] == "U"
    assert (table["source"].str.len() > 3).all() and (table["result"].str.len() > 10).all()


def test_california_near_its_threshold_counts_the_primary_share_in_three_ratings() -> None:
    later = (V**2 + V**3 + V**4) / 3
    assert california(6000, expected_ratio=1) == pytest.approx(0.174 * later)
    assert california(7000, expected_ratio=0.8) == pytest.approx(0.196 / 0.8 * later)
    assert california(25_000, expected_ratio=1) == pytest.approx(0.471 * later)


def test_one_claim_of_the_reference_risk_raises_its_premiums_by_its_primary_share() -> None:
    # Class 0005, expected 20,200 in three years, threshold 8,500: two claims of 1,000 move the factor from 0.7740
    # to 0.848257. At premium = expected losses, each of three yearly premiums rises by 20,200 / 3 of that.
    rise = (0.848257 - 0.7740) * 20_200 / 3 * 3
    assert rise == pytest.approx(1500, abs=1)
    assert linear(rise / 2000, 1, discount=1) == pytest.approx(0.75, abs=1e-3)


def test_a_linear_plan_is_its_credibility_discounted_over_the_expected_ratio() -> None:
    assert linear(0.6, 0.79) == pytest.approx(0.6 / 0.79 * (V + V**2 + V**3) / 3)
    assert linear(1, 1, years=(0,)) == 1
    with pytest.raises(DataError, match="linear plan: credibility 1.5"):
        linear(1.5, 1)
    with pytest.raises(DataError, match="threshold 6100: expected 4500 to 25000 in steps of 500"):
        california(6100, expected_ratio=1)


def test_the_french_share_meets_its_published_points() -> None:
    assert [france_share(heads) for heads in (5, 19, 150, 900)] == [0, 0, 1, 1]
    assert round(france_share(20), 2) == 0.01 and round(france_share(100), 2) == 0.62


def test_the_dutch_premium_below_and_at_its_cap() -> None:
    assert netherlands(0.98) == pytest.approx(0.98 * V**2)
    # 2012: cap 1.59 %, without the benefit 0.55 - 1.90 x 0.22 = 0.132 %, payroll 275,000, benefit 16,500.
    assert netherlands_at_cap() == pytest.approx((4372.50 - 363.00) / 16_500 * V**2)


def test_each_degree_says_how_it_is_known() -> None:
    table = degrees().set_index("id")
    assert ((table["low"] <= table["central"]) & (table["central"] <= table["high"])).all()
    assert table["how"].to_dict() == {
        "neuhauser_2012_california": "computed", "koning_2009": "computed", "degroot_koning_2016": "computed",
        "lengagne_2018": "by definition", "moore_viscusi_1989": "assumed", "bruce_atkins_1993": "assumed",
    }
    assert table.loc["lengagne_2018", "central"] == 0.1

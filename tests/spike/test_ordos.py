"""Ordos from October 2015: counts by disability grade, an increase that is remembered, clean years, an award.

The first rule for classes 2 to 8 is missing in the copy: employers with accidents below the second rule are refused.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from ratefloat.errors import UncoveredError
from ratefloat.history import benefits, cases, count, flag, premium, ratio, streak, years_since
from ratefloat.periods import Review, Window
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules import base_rate, first_of, indicator, ladder, move, set_to, start_from_prior, stay_on_ladder

minor, major, deaths, x = (indicator(n) for n in ("minor_injuries", "major_injuries", "deaths", "loss_ratio"))
one, clean, prior = indicator("risk_class") == 1, indicator("clean_years"), indicator("prior_step")
RULE = (
    start_from_prior(clause="present rate")
    >> first_of(
        # Class 1: an event raises to 120 %, a second one within three years of an increase by one step more.
        move(1, clause="class 1, again within three years").when(
            one & (indicator("years_since_increase") <= 3) & ((minor >= 2) | (major >= 1) | (deaths >= 1))
        ),
        set_to(1, clause="class 1").when(one & ((minor >= 4) | (major >= 2) | (deaths >= 1)) & (prior < 1)),
        set_to(2, clause="rule 2").when(
            ~one & ((minor >= 6) | (major >= 3) | (deaths >= 2)) & x.has_value() & (x > "100%")
        ),
        set_to(0, clause="base in the fourth year").when((clean >= 3) & (prior > 0)),
        set_to(-2, clause="five years and an award").when(~one & (clean >= 5) & indicator("award") & (prior <= 0)),
        set_to(-1, clause="three years").when(~one & (clean >= 3) & (prior == 0)),
        move(0, clause="nothing happened").when((clean >= 1) | one),
    )
    >> stay_on_ladder()
    >> ladder({-2: "50%", -1: "80%", 0: "100%", 1: "120%", 2: "150%"}, clause="notice 71")
    >> base_rate(clause="notice 71")
)
POLICY = FloatPolicy(
    id="ordos-spike", title="Ordos 2015", source="鄂尔多斯市工伤保险费率浮动办法（2015年10月1日起）",
    effective="2016-01-01/", review=Review(every_years=1, anchor="2016-01-01"), window=Window(months=12),
    base="cn-national-2015",
    indicators={
        "minor_injuries": count("grades 7-10"), "major_injuries": count("grades 1-6"), "deaths": count("death"),
        "loss_ratio": ratio(benefits(), premium("paid")), "clean_years": streak(cases("injury"), years=5),
        "years_since_increase": years_since("increase", within=4), "award": flag("award"),
    },
    rule=RULE,
)
CALM = {
    "risk_class": 4, "minor_injuries": 0, "major_injuries": 0, "deaths": 0, "loss_ratio": "0", "clean_years": 1,
    "years_since_increase": 4, "award": False, "prior_step": 0,
}


def factor(**given: object) -> Fraction | None:
    return POLICY.decide(on="2016-06-01", **{**CALM, **given}).factor  # type: ignore[arg-type]


def test_count_and_ratio_together_give_150_percent() -> None:
    # D84, D85: 6 injuries of grades 7-10 with spending of 101 and of 99 % of premium.
    assert factor(minor_injuries=6, loss_ratio="101%", clean_years=0) == Fraction(3, 2)
    with pytest.raises(UncoveredError, match="none of the cases applies"):
        factor(minor_injuries=6, loss_ratio="99%", clean_years=0)


@pytest.mark.parametrize("events", [{"minor_injuries": 6}, {"major_injuries": 3}, {"deaths": 2}])
def test_each_count_of_rule_2(events: dict[str, int]) -> None:
    assert factor(**events, loss_ratio="100.01%", clean_years=0) == Fraction(3, 2)
    with pytest.raises(UncoveredError, match="none of the cases applies"):
        factor(**{name: n - 1 for name, n in events.items()}, loss_ratio="100.01%", clean_years=0)


# A firm of class 1 by its events of each year, then one of class 4: what each next year pays.
FIRST = [
    ({}, 1), ({"minor": 4}, "6/5"), ({}, "6/5"), ({"minor": 2}, "3/2"), ({}, "3/2"), ({}, "3/2"), ({}, 1),
    ({"minor": 3}, 1),
]
FOURTH = [({}, 1), ({}, 1), ({}, "4/5"), ({"major": 3}, "3/2"), ({}, "3/2"), ({}, "3/2"), ({}, 1), ({}, "4/5")]


@pytest.mark.parametrize(("risk_class", "years"), [(1, FIRST), (4, FOURTH)])
def test_memory_over_years(risk_class: int, years: list[tuple[dict[str, int], object]]) -> None:
    prior = clean = 0
    since = 4
    for events, expected in years:
        clean = 0 if events else clean + 1
        got = POLICY.decide(
            on="2016-06-01", risk_class=risk_class, minor_injuries=events.get("minor", 0),
            major_injuries=events.get("major", 0), deaths=0, loss_ratio="500%" if events else "0",
            clean_years=min(clean, 5), years_since_increase=since, award=False, prior_step=prior,
        )
        assert got.factor == Fraction(expected)  # type: ignore[arg-type]
        # years_since_increase as the decisions would tell it: 1 in the year after an increase.
        since = 1 if got.step > prior else min(since + 1, 4)  # type: ignore[operator]
        prior = got.step  # type: ignore[assignment]


def test_five_clean_years_and_an_award() -> None:
    assert factor(clean_years=5, award=True) == Fraction(1, 2)
    assert factor(clean_years=5, award=True, prior_step=-1) == Fraction(1, 2)
    assert factor(clean_years=5, prior_step=-1) == Fraction(4, 5)
    assert factor(risk_class=1, clean_years=5, award=True) == 1


# The version for three classes: the same events raise to 120 %, again within three years or with spending to 150 %.
EVENT = (minor >= 2) | (major >= 1) | (deaths >= 1)
THREE_CLASSES = POLICY.replace(
    id="ordos-three-classes", source="鄂尔多斯市工伤保险费率浮动标准（三类行业）", effective="2011-01-01/2015-10-01",
    review=Review(every_years=1, anchor="2011-01-01"), base="cn-national-2003",
    rule=(
        start_from_prior(clause="present rate")
        >> first_of(
            set_to(2, clause="with spending").when(EVENT & x.has_value() & (x > "100%")),
            set_to(2, clause="again within three years").when(EVENT & (indicator("years_since_increase") <= 3)),
            set_to(1, clause="event").when(EVENT & (prior < 1)),
            set_to(0, clause="base in the fourth year").when((clean >= 3) & (prior > 0)),
            set_to(-2, clause="five years and an award").when((clean >= 5) & indicator("award") & (prior <= 0)),
            set_to(-1, clause="three years").when((clean >= 3) & (prior == 0)),
            move(0, clause="nothing happened").when(clean >= 1),
        )
        >> ladder({-2: "50%", -1: "80%", 0: "100%", 1: "120%", 2: "150%"}, clause="notice 29")
        >> base_rate(clause="notice 29")
    ),
)


@pytest.mark.parametrize(
    ("given", "step"),
    [
        ({"minor_injuries": 2}, 1), ({"major_injuries": 1}, 1), ({"deaths": 1}, 1),
        ({"minor_injuries": 2, "loss_ratio": "101%"}, 2), ({"minor_injuries": 2, "loss_ratio": "100%"}, 1),
        ({"deaths": 1, "years_since_increase": 3, "prior_step": 1}, 2), ({"clean_years": 3, "prior_step": 2}, 0),
        ({"clean_years": 2, "prior_step": 2}, 2), ({"clean_years": 3}, -1), ({"clean_years": 5, "award": True}, -2),
    ],
)
def test_the_version_for_three_classes(given: dict[str, object], step: int) -> None:
    happened = {"clean_years": 0} if "clean_years" not in given else {}
    decision = THREE_CLASSES.decide(on="2013-06-01", **{**CALM, "risk_class": 2, **happened, **given})  # type: ignore[arg-type]
    assert decision.step == step


def test_one_slight_injury_is_in_no_rule() -> None:
    with pytest.raises(UncoveredError, match="none of the cases applies"):
        THREE_CLASSES.decide(on="2013-06-01", **{**CALM, "risk_class": 2, "minor_injuries": 1, "clean_years": 0})

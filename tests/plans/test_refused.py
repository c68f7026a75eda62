"""What a plan refuses: cases its text leaves open, and wrong definitions with their messages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plans.filled import ILLUSTRATION, complete
from ratefloat.errors import DefinitionError, UncoveredError
from ratefloat.history import benefits, count, premium, ratio
from ratefloat.plans import load_plan
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules import bands, base_rate, indicator, ladder, no_decrease, start_from_base
from ratefloat.rules.rule import Rule

CLEAR = {"arrears": False, "fraud": False, "concealment": False}
FULL = {"no premium": 0, "[0, 1]": 0, "(1, inf)": 1}
TWO = {0: "100%", 1: "120%"}


def test_without_premium_shenzhen_gives_the_base_rate_unless_there_are_benefits() -> None:
    plan = load_plan("cn-shenzhen-2018")
    assert plan.decide(on="2018-03-01", risk_class=4, loss_ratio=None).step == 0
    with pytest.raises(UncoveredError, match="loss_ratio: no row of the table covers this value"):
        plan.decide(on="2018-03-01", risk_class=4, loss_ratio=(1, 0))


@pytest.mark.parametrize(
    ("id", "day", "given"),
    [
        ("cn-shenyang-2020", "2020-07-01", {"insured_months": 24}),
        ("cn-yantai-2013", "2013-07-01", {"insured_months": 12, "deaths": 0, "premium_paid": 0}),
    ],
)
def test_without_premium_after_full_years_nothing_is_decided(id: str, day: str, given: dict[str, object]) -> None:
    asked = {"risk_class": 2, "loss_ratio": None, **CLEAR, **given}
    with pytest.raises(UncoveredError, match=f"policy {id}: loss_ratio: no row of the table covers this value"):
        complete(id).decide(on=day, **asked)
    assert complete(id).decide(on=day, **asked | {"insured_months": 1}).step == 0


def test_between_23_and_24_months_the_notice_is_silent() -> None:
    with pytest.raises(UncoveredError, match="none of the cases applies"):
        complete("cn-jiangxi-2023").decide(on="2024-06-01", risk_class=4, loss_ratio="1%", deaths=0, fund_months="23.5")


def test_a_step_off_the_class_1_ladder_is_refused() -> None:
    down = bands("loss_ratio", {"no premium": 0, "[0, inf)": -1})
    policy = load_plan("cn-jiangxi-2023").fill({**ILLUSTRATION["cn-jiangxi-2023"], "floating articles": down})
    given = {"loss_ratio": "1%", "fund_months": "1"}
    assert policy.decide(on="2024-06-01", risk_class=2, **given).step == -1
    with pytest.raises(UncoveredError, match="the step is not on the ladder"):
        policy.decide(on="2024-06-01", risk_class=1, **given)


@pytest.mark.parametrize(
    ("id", "day"),
    [("cn-shenzhen-2018", "2018-02-28"), ("cn-shenzhen-2018", "2023-03-01"), ("cn-hainan-2016", "2016-12-31")],
)
def test_outside_its_days_a_plan_decides_nothing(id: str, day: str) -> None:
    with pytest.raises(UncoveredError, match=f"policy {id}: not in force on {day}"):
        load_plan(id).decide(on=day, risk_class=4, loss_ratio="1%")


def test_shenzhen_base_rates_end_before_the_rule() -> None:
    with pytest.raises(UncoveredError, match="base rates shenzhen-2016: no rate on 2022-07-01"):
        load_plan("cn-shenzhen-2018").decide(on="2022-07-01", risk_class=4, loss_ratio="1%")


def test_a_template_decides_nothing_and_says_what_is_missing() -> None:
    with pytest.raises(DefinitionError, match=r"cn-yantai-2013: a template with 1 open holes \(base table\)") as caught:
        load_plan("cn-yantai-2013").decide(on="2013-07-01", risk_class=2)
    assert caught.value.holes == ["base table"]
    with pytest.raises(DefinitionError, match="5 open holes .*hole 'review' is open .*the cycle and the month"):
        load_plan("cn-jiangxi-2023").decide(on="2024-06-01", risk_class=2)


def test_a_hole_that_is_not_there_can_not_be_filled() -> None:
    with pytest.raises(DefinitionError, match="policy cn-yantai-2013: no hole 'base'; expected one of base table"):
        load_plan("cn-yantai-2013").fill({"base": "cn-national-2003"})


def test_a_partly_filled_template_is_still_one() -> None:
    half = load_plan("cn-fujian-2011").fill({"base table": "cn-national-2003"})
    assert [hole.hole for hole in half.holes] == ["review"]
    with pytest.raises(DefinitionError, match="a template with 1 open holes"):
        half.decide(on="2014-07-01", risk_class=2)


def test_an_agency_rule_of_the_wrong_unit_is_refused_when_filled() -> None:
    values = {**ILLUSTRATION["cn-jiangxi-2023"], "floating articles": bands("loss_ratio", FULL, of="factor")}
    with pytest.raises(DefinitionError, match="gives a factor; expected a step"):
        load_plan("cn-jiangxi-2023").fill(values)


def build(rule: Callable[[], Rule]) -> None:
    looks_at = {"loss_ratio": ratio(benefits(), premium("paid")), "deaths": count("death")}
    load_plan("cn-shenzhen-2018").replace(rule=rule(), indicators=looks_at)


BAD: dict[str, tuple[Callable[[], Rule], str]] = {
    "overlapping rows": (
        lambda: bands("loss_ratio", {"no premium": 0, "[0, 100%]": 0, "[100%, inf)": 1}),
        r"\[0, 100%\] and \[100%, inf\) overlap; expected disjoint rows",
    ),
    "a missing row": (
        lambda: bands("loss_ratio", {"no premium": 0, "[0, 1)": 0, "(1, inf)": 1}) >> ladder(TWO) >> base_rate(),
        "bands of loss_ratio: nothing covers 100%; expected a row for it, or None as a declared hole",
    ),
    "no row without premium": (
        lambda: bands("loss_ratio", {"[0, inf)": 0}) >> ladder(TWO) >> base_rate(),
        'no row for an employer without premium; expected a row "no premium"',
    ),
    "a missing count": (
        lambda: bands("deaths", {"[0, 1]": 0, "[3, inf)": 1}) >> ladder(TWO) >> base_rate(),
        r"bands of deaths: nothing covers \(1, 3\)",
    ),
    "a veto before anything": (
        lambda: no_decrease(clause="art. 7").when(indicator("deaths") >= 1) >> ladder(TWO) >> base_rate(),
        r"no_decrease \(art. 7\).when\(...\): can not stand first.*start with start_from_base\(\)",
    ),
    "a base rate after steps": (
        lambda: start_from_base() >> base_rate(),
        "base_rate can not follow start_from_base: base_rate: expected the start or factor before it, found step",
    ),
    "steps without a ladder": (
        lambda: bands("loss_ratio", FULL),
        r"ends in a step \(bands\); expected a rate; end with ladder\(...\) >> base_rate\(\)",
    ),
    "a bare ratio in a condition": (
        lambda: start_from_base() >> no_decrease().when(indicator("loss_ratio") > 1) >> ladder(TWO) >> base_rate(),
        r"loss_ratio has no value without premium; expected a guard; write indicator\('loss_ratio'\).has_value\(\)",
    ),
    "a number in binary": (lambda: ladder({0: 1.2}), "1.2 is a float; expected an exact number; write it as text"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_wrong_law_is_refused_when_it_is_built(name: str) -> None:
    rule, message = BAD[name]
    with pytest.raises(DefinitionError, match=message):
        build(rule)


def test_a_ladder_without_the_step_refuses_the_employer_and_says_what_to_write() -> None:
    short = load_plan("cn-shenzhen-2018").replace(rule=bands("loss_ratio", FULL) >> ladder({0: "100%"}) >> base_rate())
    assert short.decide(on="2018-03-01", risk_class=4, loss_ratio="1").step == 0
    with pytest.raises(UncoveredError, match=r"not on the ladder \(ladder\); write stay_on_ladder\(\) before it"):
        short.decide(on="2018-03-01", risk_class=4, loss_ratio="101%")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("window", {"months": 12, "ends": "12-30"}, "Window is not valid: ends: window ends '12-30': not the end"),
        ("indicators", {"x": {"kind": "level", "name": "s", "levles": [1]}}, "indicators: level is not valid: levles"),
        ("rule", {"kind": "then", "rules": [{"kind": "band"}]}, "rules.0: rule kind 'band': unknown"),
    ],
)
def test_a_slip_in_a_file_is_told_alone(field: str, value: object, message: str) -> None:
    document = {**load_plan("cn-hangzhou-eight-classes").document(), field: value}
    with pytest.raises(DefinitionError, match=message) as caught:
        FloatPolicy.from_document(document)
    assert "Hole" not in str(caught.value) and "lambda" not in str(caught.value)


def test_a_wrong_hole_is_told_as_a_hole() -> None:
    document = {**load_plan("cn-hangzhou-eight-classes").document(), "window": {"hole": "window", "wat": "x"}}
    with pytest.raises(DefinitionError, match="Hole is not valid: wat: Extra inputs"):
        FloatPolicy.from_document(document)

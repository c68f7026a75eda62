"""Every worked example of a plan, published or derived from its text, to the last digit."""

from __future__ import annotations

from fractions import Fraction

import pytest

from plans.filled import complete
from ratefloat.plans import load_plan, plan_ids
from ratefloat.policy.annex import Example
from ratefloat.policy.decision import Decision
from ratefloat.tables.base_rates import BaseRateTable
from ratefloat.units import exact

CASES = [(id, example) for id in plan_ids() for example in load_plan(id).examples]


@pytest.mark.parametrize(("id", "example"), CASES, ids=[f"{id}: {example.name}" for id, example in CASES])
def test_example(id: str, example: Example) -> None:
    policy = complete(id)
    decision = policy.decide(on=example.on or policy.effective.start, **dict(example.given))
    got = {name: getattr(decision, name) for name, _ in example.expect}
    assert got == {name: exact(value) for name, value in example.expect}


# What the vectors say, written down a second time, so that a file can not drift together with its examples.
SHENZHEN = [
    (4, "0%", -2, "0.315%"), (4, "0.01%", -1, "0.504%"), (4, "50%", -1, "0.504%"), (4, "100%", 0, "0.63%"),
    (4, "150%", 1, "0.756%"), (4, "150.01%", 2, "0.945%"), (1, "120%", 1, "0.168%"), (1, "0%", 0, "0.14%"),
    (1, "50%", 0, "0.14%"), (1, "151%", 2, "0.21%"), (2, "0%", -2, "0.14%"), (8, "0%", -2, "0.57%"),
]
SHENYANG = [
    (4, "130%", False, 0), (4, "130.01%", False, 1), (4, "150%", False, 1), (4, "0%", True, 0), (4, "0%", False, -2),
    (4, "0.01%", False, -1), (4, "50%", False, -1), (4, "50.01%", False, 0), (4, "150.01%", False, 2),
    (8, "150.01%", False, 0), (8, "50%", False, -1), (4, "151%", True, 2),
]
YANTAI = [
    ("0%", 0, "50%"), ("10%", 0, "80%"), ("10.01%", 0, "100%"), ("100%", 0, "100%"), ("150%", 0, "120%"),
    ("150.01%", 0, "150%"), ("5%", 1, "100%"), ("100.01%", 1, "120%"),
]
HAINAN = [
    ("199.99%", 0, "0.32%"), ("200%", 0, "0.4%"), ("400%", 0, "0.4%"), ("400.01%", 0, "0.48%"), ("0%", 5, "0.2%"),
    ("0%", 4, "0.32%"),
]
FUJIAN = [
    (0, "71%", "4.5‰", 1), (0, "500%", "4.4‰", 0), (0, "70%", "9‰", 0), (1, "70.01%", "4.5‰", 2), (2, "71%", "4.5‰", 2),
    (0, "39.99%", "2‰", -1), (0, "40%", "0‰", 0), (0, "0%", "2.01‰", 0), (-2, "0%", "0‰", -2), (2, "0%", "0‰", 1),
    (-1, "50%", "3‰", -1),
]
CLEAR = {"arrears": False, "fraud": False, "concealment": False}


@pytest.mark.parametrize(("risk_class", "x", "step", "rate"), SHENZHEN)
def test_shenzhen_2018(risk_class: int, x: str, step: int, rate: str) -> None:
    decision = complete("cn-shenzhen-2018").decide(on="2018-03-01", risk_class=risk_class, loss_ratio=x)
    assert (decision.step, decision.rate) == (step, exact(rate))


@pytest.mark.parametrize(("risk_class", "x", "owed", "step"), SHENYANG)
def test_shenyang_2020(risk_class: int, x: str, owed: bool, step: int) -> None:
    decision = complete("cn-shenyang-2020").decide(
        on="2020-07-01", risk_class=risk_class, loss_ratio=x, insured_months=24, **{**CLEAR, "arrears": owed}
    )
    assert decision.step == step


@pytest.mark.parametrize(
    ("base", "x", "rate"),
    [("0.2%", "0%", "0.2%"), ("0.4%", "0%", "0.2%"), ("3%", "151%", "4%"), ("2.6%", "151%", "3.9%")],
)
def test_shenyang_least_and_greatest_rate(base: str, x: str, rate: str) -> None:
    table = BaseRateTable.single("an illustration", {1: base}, effective="2020-01-01/", source="none")
    policy = complete("cn-shenyang-2020").replace(base=table)
    decision = policy.decide(on="2020-07-01", risk_class=1, loss_ratio=x, insured_months=24, **CLEAR)
    assert decision.rate == exact(rate)


@pytest.mark.parametrize(("x", "deaths", "factor"), YANTAI)
def test_yantai_2013(x: str, deaths: int, factor: str) -> None:
    decision = complete("cn-yantai-2013").decide(
        on="2013-07-01", risk_class=3, loss_ratio=x, deaths=deaths, insured_months=12, premium_paid=10_000_00, **CLEAR
    )
    assert decision.factor == exact(factor)


@pytest.mark.parametrize(
    ("changed", "factor"),
    [
        ({"premium_paid": 4_999_99}, 1), ({"premium_paid": 5_000_00}, Fraction(1, 2)), ({"arrears": True}, 1),
        ({"fraud": True}, 1), ({"concealment": True}, 1), ({"insured_months": 11}, 1), ({"risk_class": 1}, 1),
    ],
)
def test_yantai_bars_every_step_down(changed: dict[str, object], factor: Fraction) -> None:
    given = {"risk_class": 2, "loss_ratio": "0%", "deaths": 0, "insured_months": 12, "premium_paid": 5_000_00, **CLEAR}
    assert complete("cn-yantai-2013").decide(on="2013-07-01", **{**given, **changed}).factor == factor


@pytest.mark.parametrize(("x", "clean", "rate"), HAINAN)
def test_hainan_2016(x: str, clean: int, rate: str) -> None:
    assert hainan(loss_ratio=x, clean_years=clean).rate == exact(rate)


def test_hainan_grace_once_after_an_award() -> None:
    first = {"loss_ratio": "401%", "award": True, "years_over_since_award": 1}
    assert hainan(**first).step == -1
    assert hainan(**first | {"years_over_since_award": 2}).step == 1
    assert hainan(**first | {"award": False}).step == 1
    assert hainan(**first | {"deaths": 3}).step == 2
    assert hainan(**first | {"loss_ratio": "200%"}).step == 0


def test_hainan_counts_and_list_go_to_the_top() -> None:
    assert [hainan(deaths=n).step for n in (2, 3)] == [-1, 2]
    assert [hainan(diseases=n).step for n in (2, 3)] == [-1, 2]
    assert hainan(blacklist=True).step == 2


@pytest.mark.parametrize("flag", ["arrears", "fraud", "concealment"])
def test_hainan_five_clean_years_with_a_flag_give_80_percent(flag: str) -> None:
    assert hainan(loss_ratio="0%", clean_years=5, **{flag: True}).factor == Fraction(4, 5)
    assert hainan(loss_ratio="401%", **{flag: True}).factor == Fraction(6, 5)


def hainan(on: str = "2017-07-01", **given: object) -> Decision:
    clear = {
        "risk_class": 2, "loss_ratio": "100%", "clean_years": 0, "deaths": 0, "diseases": 0, "blacklist": False,
        "award": False, "years_over_since_award": 0, **CLEAR,
    }
    return load_plan("cn-hainan-2016").decide(on=on, **{**clear, **given})


@pytest.mark.parametrize(("prior", "x", "graded", "step"), FUJIAN)
def test_fujian_2011_walks(prior: int, x: str, graded: str, step: int) -> None:
    decision = complete("cn-fujian-2011").decide(
        on="2014-07-01", risk_class=2, prior_step=prior, loss_ratio=x, graded_frequency=graded
    )
    assert decision.step == step


def test_fujian_class_1_and_employers_without_premium() -> None:
    policy = complete("cn-fujian-2011")
    up = {"loss_ratio": "71%", "graded_frequency": "4.5‰"}
    assert policy.decide(on="2014-07-01", risk_class=1, prior_step=0, **up).step == 0
    assert policy.decide(on="2014-07-01", risk_class=2, prior_step=-1, **up | {"loss_ratio": None}).step == -1
    assert policy.decide(on="2014-07-01", risk_class=2, prior_step=1, **up | {"graded_frequency": None}).step == 1


@pytest.mark.parametrize(
    ("months", "left"),
    [("23", "80%"), ("24", "50%"), ("17", "100%"), ("18", "80%"), ("17.9", "100%"), ("90", "50%")],
)
def test_phase_cut_by_months_of_reserve(months: str, left: str) -> None:
    given = {"risk_class": 4, "loss_ratio": "150%", "deaths": 0, "fund_months": months}
    policy = complete("cn-jiangxi-2023")
    assert policy.decide(on="2024-06-01", **given).rate == exact("1.08%") * exact(left)
    assert policy.decide(on="2025-01-01", **given).rate == exact("1.08%")

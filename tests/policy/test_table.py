"""The decision table as people read it, and as one employer is answered from it."""

from __future__ import annotations

import itertools
import re
import threading
import unicodedata
from fractions import Fraction

import pytest

import ratefloat as rf
from ratefloat.policy.derive import derive

CASES = list(
    itertools.product(
        [(0, 0), (5, 0), (0, 100), (1, 10_000), (50, 100), (5001, 10_000), (100, 100), (15_001, 10_000), (9, 1)],
        [0, 1, 7], [0, 23, 24, 60], [False, True], [1, 2, 8],
    )
)


def test_the_table_reads_as_the_law(policy):
    text = str(policy.table())
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert lines[0] == "example-city-2022: 112 cases"
    assert "(0, 50%] 0 no >= 24 2 to 8 down one step art. 5" in lines
    assert "(50%, 100%] 0 any any any base step" in lines
    assert "(150%, inf) any any >= 24 any up two steps art. 5" in lines
    assert lines[-1] == "then not below the base rate of class 1 (art. 9)"
    assert len(policy.table().to_frame()) == len(policy.table().links[0][2])


def test_the_table_in_chinese(policy):
    lines = [" ".join(line.split()) for line in str(policy.table(lang="zh")).splitlines()]
    assert lines[0] == "example-city-2022: 112 种情形"
    assert lines[2] == "支缴率 工亡 欠费 参保月数 行业工伤风险类别 浮动档次 依据"
    assert "(0, 50%] 0 否 >= 24 2 至 8 下浮一档 第五条" in lines
    assert "(50%, 100%] 0 不限 不限 不限 基准档" in lines
    assert "无缴费 >= 1 不限 0 至 23 不限 基准档 第六条；第四条" in lines
    assert lines[-1] == "然后：不低于一类行业基准费率（第九条）"
    with pytest.raises(rf.DefinitionError, match="language 'fr'"):
        policy.table(lang="fr")


def test_columns_of_chinese_text_stand_below_each_other(policy):
    lines = str(policy.table(lang="zh")).splitlines()[2:24]

    def place(line: str) -> int:
        before = line.split("浮动档次")[0] if "浮动档次" in line else re.split("基准档|[上下]浮", line)[0]
        return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in before)

    assert {place(line) for line in lines if line.strip() and "然后" not in line} == {place(lines[0])}


def test_html_is_escaped(policy):
    label = {"en": "a <b> & c", "zh": "x"}
    named = policy.replace(indicators={**policy.indicator_map, "deaths": rf.count("death", label=label)})
    page = named.table()._repr_html_()
    assert "a &lt;b&gt; &amp; c" in page
    assert "<b>" not in page
    assert "<td>(150%, inf)</td>" in page


def test_prepared_answers_as_decide_does(policy):
    prepared = policy.prepare(on="2024-01-01")
    for ratio, deaths, months, arrears, risk_class in CASES:
        given = {
            "loss_ratio": ratio, "deaths": deaths, "insured_months": months, "arrears": arrears,
            "risk_class": risk_class,
        }
        quick, slow = prepared(**given), policy.decide(on="2024-01-01", **given)
        assert (quick.step, quick.factor, quick.rate) == (slow.step, slow.factor, slow.rate)
        assert quick.clauses == slow.clauses


def test_prepared_by_hand(policy):
    answer = policy.prepare(on="2024-01-01")(
        loss_ratio=(624, 1000), deaths=1, insured_months=60, arrears=False, risk_class=4
    )
    assert (answer.step, answer.factor, answer.rate) == (1, Fraction(6, 5), Fraction(108, 10_000))
    with pytest.raises(rf.DataError, match="deaths: missing"):
        policy.prepare(on="2024-01-01")(loss_ratio=(1, 2), insured_months=60, arrears=False, risk_class=4)
    with pytest.raises(rf.DataError, match="loss_ratio: .* expected"):
        policy.prepare(on="2024-01-01")(loss_ratio=(-1, 2), insured_months=60, arrears=False, risk_class=4, deaths=0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"risk_class": 99}, "risk_class: 99; expected one of 1, 2, 3, 4, 5, 6, 7, 8"),
        ({"arrears": 2}, "arrears: 2; expected True or False"),
        ({"deaths": -3}, "deaths: -3; expected a whole number from 0"),
        ({"deaths": True}, "deaths: True; expected a whole number"),
        ({"loss_ratio": (0.5, 1.0)}, "loss_ratio: .* expected .numerator, denominator. as whole numbers"),
        ({"loss_ratio": "62.4%"}, "loss_ratio: '62.4%'; expected .numerator, denominator. as whole numbers"),
        ({"prior_stp": 3}, "prior_stp: not read by the rule"),
    ],
)
def test_prepared_answers_nothing_that_can_not_be(policy, change, message):
    given = {"loss_ratio": (1, 2), "deaths": 0, "insured_months": 60, "arrears": False, "risk_class": 4}
    with pytest.raises(rf.DataError, match=message):
        policy.prepare(on="2024-01-01")(**(given | change))


def test_prepared_is_safe_from_many_threads(policy):
    prepared = policy.prepare(on="2024-01-01")
    found: list[set[Fraction]] = []

    def ask() -> None:
        found.append({
            prepared(loss_ratio=r, deaths=d, insured_months=m, arrears=a, risk_class=c).rate for r, d, m, a, c in CASES
        })

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(rates == found[0] for rates in found)


def test_a_large_product_becomes_a_chain_with_the_same_results(policy):
    whole, chained = derive(policy), derive(policy, limit=32)
    assert len(whole.links) == 1
    assert len(chained.links) > 1
    assert chained.cells < whole.cells

"""The plan files themselves: canonical, complete in their sources, stable in their names."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import resources

import pytest

from plans.filled import complete
from ratefloat.errors import UncoveredError
from ratefloat.plans import load_plan, plan_ids, plans
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules.rule import Rule

HOLES = {
    "cn-anhui-2024": ["floating articles", "indicators"],
    "cn-dalian-2004": ["review", "base table"],
    "cn-dongyang-2021": ["review", "base table"],
    "cn-fujian-2011": ["review", "base table"],
    "cn-hainan-2016": [],
    "cn-hangzhou-eight-classes": ["review", "base table"],
    "cn-huainan-2011": ["review", "base table"],
    "cn-hubei-2021": ["floating articles", "indicators", "base table"],
    "cn-jiangsu-2023": ["floating articles", "indicators"],
    "cn-jiangxi-2023": ["review", "window", "floating articles", "rounding", "indicators"],
    "cn-national-2015": ["review", "window", "least insured months", "loss ratio bands", "indicators"],
    "cn-national-2015-flat": [],
    "cn-ordos-2015": ["base table"],
    "cn-ordos-three-classes": ["base table"],
    "cn-puyang-2016": ["base table"],
    "cn-sanmenxia-2013": ["review", "base table"],
    "cn-shanghai-2004": [],
    "cn-shanghai-2015": ["floating articles", "indicators"],
    "cn-shenyang-2020": ["review", "base table"],
    "cn-shenzhen-2008": ["review", "window", "floating articles", "indicators"],
    "cn-shenzhen-2013": ["base table"],
    "cn-shenzhen-2018": [],
    "cn-unnamed-a": ["review", "window", "base table"],
    "cn-unnamed-b": ["review", "base table"],
    "cn-unnamed-c": ["review", "window"],
    "cn-yantai-2013": ["base table"],
    "cn-yuyao-2011": [],
    "de-bgw": ["indicators", "base table"],
    "jp-merit-2004": [],
    "jp-merit-2018": [],
    "kr-2026": ["Table 1"],
    "tw-2010": ["window", "commuting rate", "base table"],
    "tw-2022": [],
}
LONGER = {
    "cn-hainan-2016": 90, "cn-jiangxi-2023": 75, "cn-ordos-2015": 115, "cn-ordos-three-classes": 100,
    "cn-yantai-2013": 70, "jp-merit-2018": 185,
}
"""Laws with more than five grades and their exceptions, and how many lines they take at most."""


def text_of(id: str) -> str:
    return resources.files("ratefloat.plans").joinpath("data", f"{id}.json").read_text(encoding="utf-8")


def test_what_is_shipped() -> None:
    assert {id: [hole.hole for hole in load_plan(id).holes] for id in plan_ids()} == HOLES


@pytest.mark.parametrize("id", plan_ids())
def test_a_file_is_the_writing_of_its_own_policy(id: str) -> None:
    plan = load_plan(id)
    assert plan.id == id
    assert plan.to_json() + "\n" == text_of(id)
    assert FloatPolicy.from_json(plan.to_json()) == plan


@pytest.mark.parametrize("id", plan_ids())
def test_a_filled_template_round_trips_too(id: str) -> None:
    policy = complete(id)
    assert not policy.holes
    assert FloatPolicy.from_json(policy.to_json()) == policy


@pytest.mark.parametrize("id", plan_ids())
def test_numbers_have_a_source_a_mark_and_a_clause(id: str) -> None:
    plan = load_plan(id)
    assert plan.source
    assert plan.mark in ("S", "K")
    assert plan.title.en != plan.title.zh
    marked = [text for name, text in plan.facts if name != "on its face"]
    assert marked
    assert all(text.startswith(("S: ", "K: ", "D: ")) for text in marked)
    assert isinstance(plan.rule, Rule)
    leaves = [rule for rule in plan.rule.walk() if not rule.parts() and rule.kind != "supplied"]
    assert [rule.kind for rule in leaves if rule.clause is None] == []
    assert [rule.clause for rule in leaves if rule.clause and rule.clause.en == rule.clause.zh] == []


def test_hashes_are_the_same_in_another_process() -> None:
    code = "import json; from ratefloat.plans import *; print(json.dumps({i: load_plan(i).hash for i in plan_ids()}))"
    fresh = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(fresh.stdout) == {id: load_plan(id).hash for id in plan_ids()}


@pytest.mark.parametrize("id", plan_ids())
def test_lines_of_a_law(id: str) -> None:
    law = text_of(id).split('"facts"')[0]
    assert len(law.splitlines()) <= LONGER.get(id, 60)


def test_a_plan_is_loaded_once() -> None:
    assert load_plan("cn-shenzhen-2018") is load_plan("cn-shenzhen-2018")


def test_an_unknown_plan_names_those_that_look_like_it() -> None:
    with pytest.raises(UncoveredError, match="'cn-shenzen-2018'.*did you mean cn-shenzhen-2018"):
        load_plan("cn-shenzen-2018")


def test_the_list_is_a_table_for_people() -> None:
    frame = plans(on="2022-07-01")
    assert list(frame.columns) == [
        "title", "place", "instrument", "from", "to", "indicators", "cycle_years", "window_months", "structure",
        "completeness", "published", "derived", "state",
    ]
    assert frame.loc["cn-yantai-2013", "completeness"] == "template: 1 hole"
    assert frame.loc["cn-fujian-2011", "structure"] == "moves -> step ladder -> base rate, path dependent"
    assert frame.loc["cn-national-2015-flat", "published"] == 8
    states = {
        "cn-fujian-2011": "ended 2015-10-01", "cn-hainan-2016": "in force, no end recorded",
        "cn-jiangxi-2023": "not before 2023-12-09", "cn-national-2015": "in force, no end recorded",
        "cn-national-2015-flat": "in force, no end recorded", "cn-shenyang-2020": "in force, no end recorded",
        "cn-shenzhen-2018": "stale: no base rates on that day, covered 2016-07-01/2022-07-01",
        "cn-yantai-2013": "ended 2015-10-01",
    }
    assert frame.loc[list(states), "state"].to_dict() == states
    assert "state" not in plans().columns
    assert plans(lang="zh").loc["cn-shenzhen-2018", "indicators"] == "支缴率"

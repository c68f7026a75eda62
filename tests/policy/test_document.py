"""The document: round trips, hashes, templates, what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import ratefloat as rf


def test_round_trip_is_identity_and_keeps_the_hash(policy):
    again = rf.FloatPolicy.from_json(policy.to_json())
    assert again == policy
    assert again.hash == policy.hash


def test_the_hash_is_the_same_in_another_process(policy, tmp_path):
    path = tmp_path / "policy.json"
    path.write_text(policy.to_json(), encoding="utf-8")
    code = (
        "import sys, ratefloat as rf\n"
        "print(rf.FloatPolicy.from_json(open(sys.argv[1], encoding='utf-8').read()).hash)"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == policy.hash


def test_one_changed_number_changes_the_hash(policy):
    text = policy.to_json().replace("(50%, 100%]", "(50%, 101%]").replace("(100%, 150%]", "(101%, 150%]")
    assert rf.FloatPolicy.from_json(text).hash != policy.hash


def test_unknown_kinds_are_refused_by_name(policy):
    text = policy.to_json().replace('"kind": "floor_rate"', '"kind": "flor_rate"')
    with pytest.raises(rf.DefinitionError, match="rule kind 'flor_rate': unknown; expected one of"):
        rf.FloatPolicy.from_json(text)


def test_numbers_with_a_decimal_point_are_refused(policy):
    document = json.loads(policy.to_json())
    document["rule"]["rules"][5]["steps"]["1"] = 1.2
    with pytest.raises(rf.DefinitionError, match=r"1\.2 is a float; expected an exact number"):
        rf.FloatPolicy.from_json(json.dumps(document))


def test_unknown_fields_and_broken_json_are_refused(policy):
    with pytest.raises(rf.DefinitionError, match="sources"):
        policy.replace(sources="x")
    with pytest.raises(rf.DefinitionError, match="not JSON"):
        rf.FloatPolicy.from_json("{")


def test_a_later_format_is_refused(policy):
    with pytest.raises(rf.DefinitionError, match="format 2: unknown; this library reads format 1"):
        policy.replace(format=2)


def test_a_policy_must_end_in_a_rate(policy):
    with pytest.raises(rf.DefinitionError, match="ends in a step"):
        policy.replace(rule=rf.start_from_base())


def test_a_template_is_refused_until_it_is_filled(policy):
    rule = rf.bands("loss_ratio", rf.hole("bands", "edges of the loss ratio"), clause="art. 5")
    template = policy.replace(id="template", rule=rule >> policy.rule.rules[5] >> rf.base_rate())
    assert [hole.hole for hole in template.holes] == ["bands"]
    with pytest.raises(rf.DefinitionError, match=r"a template with 1 open holes \(bands\).*edges of the loss ratio"):
        template.decide(on="2024-01-01", risk_class=4, loss_ratio="10%")
    filled = template.fill({"bands": {"no premium": 0, "[0, 1]": -1, "(1, inf)": 1}}, id="filled")
    assert filled.decide(on="2024-01-01", risk_class=4, loss_ratio="100.01%").step == 1
    assert rf.FloatPolicy.from_json(template.to_json()) == template
    with pytest.raises(rf.DefinitionError, match="no hole 'band'; expected one of bands"):
        template.fill({"band": 1})


def test_conflicts_are_raised_with_both_clauses_and_the_case(policy):
    rule = rf.one_of(
        rf.set_to(1, clause="art. 5").when(rf.indicator("deaths") >= 1),
        rf.set_to(2, clause="art. 6").when(rf.indicator("deaths") >= 3),
        otherwise=rf.set_to(0),
    )
    with pytest.raises(rf.ConflictError, match=r"art. 5\) and set_to \(art. 6\) both claim this case.*deaths >= 3"):
        policy.replace(rule=rule >> policy.rule.rules[5] >> rf.base_rate())


def test_an_unguarded_ratio_is_refused(policy):
    rule = rf.start_from_base() >> rf.move(1).when(rf.indicator("loss_ratio") > "100%") >> policy.rule.rules[5]
    with pytest.raises(rf.DefinitionError, match=r"write indicator\('loss_ratio'\)\.has_value\(\) & "):
        policy.replace(rule=rule >> rf.base_rate())
    guarded = rf.indicator("loss_ratio").has_value() & (rf.indicator("loss_ratio") > "100%")
    rule = rf.start_from_base() >> rf.move(1).when(guarded) >> policy.rule.rules[5] >> rf.base_rate()
    assert policy.replace(rule=rule).decide(on="2024-01-01", risk_class=4, loss_ratio=None).step == 0


def test_missing_bands_are_named(policy):
    for rows, gap in (
        ({"no premium": 0, "[0, 50%]": 0, "(60%, inf)": 1}, r"\(50%, 60%\]"),
        ({"[0, inf)": 0}, "no row for an employer without premium"),
        ({"no premium": 0, "[0, 60%]": 0, "[60%, inf)": 1}, "overlap"),
    ):
        with pytest.raises(rf.DefinitionError, match=gap):
            policy.replace(rule=rf.bands("loss_ratio", rows) >> policy.rule.rules[5] >> rf.base_rate())


def test_decide_says_what_is_missing_or_misspelt(policy):
    with pytest.raises(rf.DataError, match="no value for deaths, insured_months"):
        policy.decide(on="2024-01-01", risk_class=4, loss_ratio="1%", arrears=False)
    with pytest.raises(rf.DataError, match="no indicator 'los_ratio'; did you mean 'loss_ratio'"):
        policy.decide(on="2024-01-01", los_ratio="1%")
    with pytest.raises(rf.DataError, match="arrears: 1; expected True or False"):
        policy.decide(on="2024-01-01", risk_class=4, loss_ratio="1%", arrears=1, deaths=0, insured_months=24)
    with pytest.raises(rf.DataError, match="risk_class: 9; expected one of 1, 2"):
        policy.decide(on="2024-01-01", risk_class=9, loss_ratio="1%", arrears=False, deaths=0, insured_months=24)


def test_the_schema_is_a_union_over_the_registry(policy):
    schema = rf.FloatPolicy.json_schema()
    kinds = {node["properties"]["kind"]["const"] for node in schema["$defs"]["rule"]["oneOf"]}
    assert {"bands", "ladder", "then", "when", "floor_rate"} <= kinds
    indicators = {node["properties"]["kind"]["const"] for node in schema["$defs"]["indicator"]["oneOf"]}
    assert {"ratio", "count", "flag"} <= indicators
    text = json.dumps(schema)
    for reference in set(__import__("re").findall(r'"#/\$defs/([^"]+)"', text)):
        assert reference in schema["$defs"], reference

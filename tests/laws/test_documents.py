"""A policy is its document: JSON, hash, repr, templates and changes."""

from __future__ import annotations

import copy
import random
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ratefloat.rules
from laws.profile import law
from laws.rows import nodes
from laws.stand_in import INDICATORS, StandIn
from laws.strategies import BASE, policies
from ratefloat.errors import DefinitionError
from ratefloat.periods import Review, Window
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules import bands, base_rate, indicator, ladder, no_decrease

FILLABLE = {
    "compare": "value", "set_to": "value", "move": "by", "at_least": "by", "at_most": "by", "add_points": "by",
    "times": "by", "blend": "weight", "bands": "rows", "supplied": "rule",
}


@law
@given(policies())
def test_json_and_back_is_the_same_policy(policy: FloatPolicy) -> None:
    back = FloatPolicy.from_json(policy.to_json())
    assert back == policy
    assert back.hash == policy.hash
    assert back.to_json() == policy.to_json()
    assert hash(back) == hash(policy)


@law
@given(policies())
def test_the_repr_of_a_rule_is_the_code_that_builds_it(policy: FloatPolicy) -> None:
    names = {name: getattr(ratefloat.rules, name) for name in ratefloat.rules.__all__}
    assert eval(repr(policy.rule), names) == policy.rule
    assert eval(repr(policy.class_rule), names) == policy.class_rule


def slots(document: Any) -> Iterator[tuple[dict[str, Any], str]]:
    """The places of a document that a template may leave open."""
    yield from ((document, name) for name in ("window", "review", "base"))
    for node in nodes(document["rule"]):
        key = FILLABLE.get(node.get("kind", ""))
        if key is not None:
            yield node, key  # type: ignore[misc]


@law
@given(policies(), st.randoms(use_true_random=False))
def test_a_template_that_is_filled_is_the_policy(policy: FloatPolicy, choose: random.Random) -> None:
    document = copy.deepcopy(policy.document())
    values = {}
    for place, (node, key) in enumerate(list(slots(document))):
        if choose.random() < 0.4 and "hole" not in node:
            values[f"h{place}"] = node[key]
            node[key] = {"hole": f"h{place}"}
    template = FloatPolicy.from_document(document)
    reached = [hole.hole for hole in template.holes]
    assert set(reached) <= set(values)
    if reached:
        with pytest.raises(DefinitionError, match="template with"):
            template.decide(on="2023-01-01")
    while template.holes:
        template = template.fill({hole.hole: values[hole.hole] for hole in template.holes})
    assert template == policy
    assert template.hash == policy.hash


@law
@given(policies())
def test_replace_changes_one_field_and_validates(policy: FloatPolicy) -> None:
    assert policy.replace() == policy
    other = policy.replace(id="other")
    assert (other.id, other.rule, other.replace(id=policy.id)) == ("other", policy.rule, policy)
    assert policy.id == "random"
    with pytest.raises(DefinitionError, match="id: "):
        policy.replace(id="Not an id")
    with pytest.raises(DefinitionError, match="has no field 'rules'"):
        policy.replace(rules=policy.rule)
    with pytest.raises(DefinitionError, match="is built in"):
        policy.replace(indicators={**policy.indicator_map, "risk_class": StandIn(what="count")})


SCRIPT = """
import sys
import laws.stand_in
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules import bands, base_rate, indicator, ladder, no_decrease
print(FloatPolicy.from_json(sys.stdin.read()).hash)
"""


def test_the_hash_is_the_same_in_another_process() -> None:
    policy = one_policy()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], input=policy.to_json(), capture_output=True, text=True, check=True,
        env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": "7", "PYTHONUTF8": "1"},
    )
    assert done.stdout.strip() == policy.hash


def one_policy() -> FloatPolicy:
    """A small policy with a little of everything that a document can hold."""
    return FloatPolicy(
        id="one", title={"en": "one", "zh": "一"}, source="a test", effective="2020-01-01/",
        review=Review(every_years=2, anchor="2020-01-01"), window=Window(months=24), base=BASE, indicators=INDICATORS,
        rule=bands("loss_ratio", {"no premium": 0, "[0, 1/3]": -1, "(1/3, inf)": 1}, clause={"en": "a", "zh": "第一条"})
        >> no_decrease().when(indicator("sector").is_in("trade", "mining") | (indicator("deaths") > 0))
        >> ladder({"-1": "80%", "0": "100%", "1": "120%"}) >> base_rate(),
    )

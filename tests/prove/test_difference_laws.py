"""Laws of differences: exactly the rows that two documents decide differently lie in the reported boxes."""

from __future__ import annotations

from functools import partial
from math import prod
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from laws.engines import ON
from laws.profile import law
from laws.rows import Row, rows_for
from laws.strategies import policies
from prove.differing import axes, differing, holds, mergeable

from ratefloat.policy.derive import derive
from ratefloat.policy.document import FloatPolicy
from ratefloat.prove.difference import Difference, difference
from ratefloat.prove.difference import axes as cutting
from ratefloat.prove.difference import compare as comparing
from ratefloat.prove.difference import search as searching

SEEDS = st.integers(0, 2**32)
SMALL = 8_000
few = settings(law, max_examples=law.max_examples // 3)


def numbers_in(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The places of a rule's own numbers in a document."""
    if isinstance(node, dict):
        return [p for key, child in node.items() for p in numbers_in(child, (*path, key))]
    if isinstance(node, list):
        return [p for key, child in enumerate(node) for p in numbers_in(child, (*path, key))]
    return [path] if isinstance(node, int) and not isinstance(node, bool) and len(path) > 1 else []


@st.composite
def edited(draw: st.DrawFn, policy: FloatPolicy) -> FloatPolicy:
    """The policy with one whole number of its rule changed by one, where it stays valid."""
    document = policy.document()
    places = numbers_in(document["rule"])
    assume(places)
    *way, last = draw(st.sampled_from(places))
    node = document["rule"]
    for key in way:
        node = node[key]
    node[last] += draw(st.sampled_from([-1, 1]))
    try:
        return FloatPolicy.from_document(document)
    except Exception:
        assume(False)
        raise


def small(old: FloatPolicy, new: FloatPolicy) -> bool:
    """Whether all cases can be compared in no time."""
    found = axes(old, new).values()
    return all(axis.finite for axis in found) and prod(len(axis.cells) for axis in found) <= SMALL


def told_apart(policy: FloatPolicy, row: Row) -> bool:
    """Whether a policy can notice a prior step that it does not know: not where it knows only one."""
    known = policy.structure.domains["prior_step"].values  # type: ignore[attr-defined]
    return len(known) > 1 or row["prior_step"] in known


def check(old: FloatPolicy, new: FloatPolicy, seed: int, found: Difference) -> None:
    """Every row that differs lies in exactly one reported case, no other row in any, and no two cases merge."""
    known = axes(old, new)
    assert found.complete
    rows = [{**row, "base_group": 0} for policy in (old, new) for row in rows_for(policy, seed, 20)]
    rows = [row for row in rows if told_apart(old, row) and told_apart(new, row)]
    inside = [sum(holds(case, row, known) for case in found.cases) for row in rows]
    assert inside == [int(x) for x in differing(old, new, rows)]
    assert mergeable(found.cases, known) == []


@few
@given(policies(), SEEDS, st.data())
def test_an_edited_policy(policy: FloatPolicy, seed: int, data: st.DataObject) -> None:
    other = data.draw(edited(policy))
    assume(small(policy, other))
    check(policy, other, seed, difference(policy, other, on=ON))


@few
@given(policies(), policies(), SEEDS)
def test_two_policies(old: FloatPolicy, new: FloatPolicy, seed: int) -> None:
    assume(small(old, new))
    check(old, new, seed, difference(old, new, on=ON))


@few
@given(policies(), SEEDS, st.data(), st.sampled_from([8, 64]))
def test_chains_of_small_tables(policy: FloatPolicy, seed: int, data: st.DataObject, limit: int) -> None:
    other = data.draw(edited(policy))
    assume(small(policy, other))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparing, "LIMIT", 0)
        patch.setattr(searching, "ROWS", 1)
        patch.setattr(cutting, "derive", partial(derive, limit=limit))
        found = difference(policy, other, on=ON)
    assume(found.complete)
    check(policy, other, seed, found)


@few
@given(policies())
def test_a_policy_differs_nowhere_from_itself(policy: FloatPolicy) -> None:
    assume(small(policy, policy))
    assert difference(policy, policy, on=ON).proved_equal

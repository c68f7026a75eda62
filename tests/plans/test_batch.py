"""Every plan decides a batch as it decides one employer, by one table or by a chain of small ones."""

from __future__ import annotations

import random
from typing import Any

import pytest
from spike.batch import by_decide, by_kernel, columns_of

from plans.filled import complete
from ratefloat.plans import plan_ids
from ratefloat.policy.derive import derive
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules.domain import Cell


def cells(policy: FloatPolicy) -> dict[str, tuple[Cell, ...]]:
    """The cases of each indicator that a policy can tell apart, and every class."""
    derived = derive(policy)
    found = {name: own for link in derived.links for name, own in zip(link.names, link.cells, strict=True)}
    for name, cuts in derived.rate_cuts.items():
        found[name] = policy.structure.domains[name].cells(cuts)
    found["risk_class"] = tuple(Cell(str(c), c) for c in policy.classes)
    found.pop("base_group", None)
    return found


def draw(policy: FloatPolicy, n: int) -> list[dict[str, Any]]:
    """Employers drawn from the cases."""
    choose = random.Random(policy.id)
    return [{name: choose.choice(own).sample for name, own in cells(policy).items()} for _ in range(n)]


@pytest.mark.parametrize("id", plan_ids())
def test_a_batch_equals_its_rows_one_by_one(id: str) -> None:
    policy = complete(id)
    rows = draw(policy, 120)
    on = str(policy.effective.start)
    for limit in (65_536, 12):
        assert by_kernel(policy, on, columns_of(policy, rows), len(rows), limit=limit) == by_decide(policy, on, rows)

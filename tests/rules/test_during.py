"""A rule for some days."""

from __future__ import annotations

from datetime import date

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import ladder, move, start_from_base
from rules.bench import applied, by_steps

RULE = move(1).during("2023-01-01/2024-01-01")


@pytest.mark.parametrize(
    ("on", "told"),
    [("2022-12-31", "not applicable"), ("2023-01-01", "changed"), ("2023-12-31", "changed"),
     ("2024-01-01", "not applicable")],
)
def test_the_end_is_outside(on: str, told: str) -> None:
    assert applied(RULE, [0], on=date.fromisoformat(on)).told == [[told]]


def test_a_policy_decides_for_each_day() -> None:
    policy = by_steps(RULE)
    assert [policy.decide(on=on, risk_class=1).step for on in ("2022-12-31", "2023-06-01", "2024-01-01")] == [0, 1, 0]


def test_what_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"ladder.during\(...\): must keep the stage; found step to factor"):
        start_from_base() >> ladder({0: "1"}).during("2023-01-01/2024-01-01")
    with pytest.raises(DefinitionError, match="ends before it starts"):
        move(1).during("2024-01-01/2023-01-01")

"""A step that would leave the ladder."""

from __future__ import annotations

from ratefloat.rules import base_rate, ladder, move, start_from_base, stay_on_ladder
from rules.bench import applied, policy_of


def test_held_at_the_last_rung() -> None:
    found = applied(stay_on_ladder(), [-9, 0, 3], steps={None: (-2, -1, 0, 1)})
    assert (found.values, found.told) == ([-2, 0, 1], [["changed", "no effect", "changed"]])


def test_held_at_the_last_rung_of_the_own_class() -> None:
    steps: dict[int | None, tuple[int, ...]] = {1: (0, 1), 2: (-1, 0)}
    found = applied(stay_on_ladder(), [-3, 3, -3, 3, 3], steps=steps, risk_class=[1, 1, 2, 2, 3])
    assert found.values == [0, 1, -1, 0, 3]


def test_the_ladder_is_that_of_the_policy() -> None:
    policy = policy_of(start_from_base() >> move(5) >> stay_on_ladder() >> ladder({0: "1", 1: "120%"}) >> base_rate())
    assert policy.decide(on="2023-01-01", risk_class=1).step == 1

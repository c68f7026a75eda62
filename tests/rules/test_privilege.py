"""A rule that an employer may use so many times."""

from __future__ import annotations

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import bands, base_rate, move, privilege
from rules.bench import applied, by_steps, policy_of


def test_once_unless_it_says_otherwise() -> None:
    used = {"privilege_used.first year": [0, 1, 2]}
    once = applied(privilege("first year", move(-1)), [0, 0, 0], **used)
    assert (once.values, once.told) == ([-1, 0, 0], [["changed", "not applicable", "not applicable"]])
    assert applied(privilege("first year", move(-1), times=2), [0, 0, 0], **used).values == [-1, -1, 0]
    assert applied(privilege("first year", move(-1), times=None), [0], deaths=[0]).values == [-1]


def test_its_use_is_told() -> None:
    policy = by_steps(privilege("first year", move(-1)))
    assert policy.decide(on="2023-01-01", risk_class=1).privileges == ("first year",)
    spent = policy.decide(on="2023-01-01", risk_class=1, **{"privilege_used.first year": 1})
    assert (spent.step, spent.privileges) == (0, ())


def test_those_who_may_not_use_it_need_a_value() -> None:
    table = bands("deaths", {"[0, inf)": 0})
    with pytest.raises(DefinitionError, match="privilege of bands: must keep the stage, found the start to step"):
        policy_of(privilege("first year", table) >> by_steps().rule.rules[1] >> base_rate())  # type: ignore[union-attr]

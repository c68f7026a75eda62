"""Rated in a higher class."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import escalate_class, indicator, move
from rules.bench import applied, by_steps


def test_up_to_the_highest_and_never_lower() -> None:
    rule = escalate_class(2, highest=3)
    assert applied(rule, [1, 2, 3, 4], "class").values == [3, 3, 3, 4]


def test_the_rated_class_picks_the_base_rate_and_is_what_later_rules_see() -> None:
    rule = escalate_class(1, highest=4, clause="art. 2").when(indicator("deaths") >= 1)
    up = move(1).when(indicator("risk_class") == 3)
    policy = by_steps(up, class_rule=rule)
    alive, dead = (policy.decide(on="2023-01-01", risk_class=2, deaths=n) for n in (0, 1))
    assert (alive.risk_class, alive.rate, alive.clauses) == (2, Fraction("0.0043"), ())
    assert (dead.risk_class, dead.rate, dead.clauses) == (3, Fraction("0.0108"), ("art. 2", "move"))


def test_what_is_refused() -> None:
    with pytest.raises(DefinitionError, match="escalate_class: by 0; expected one class or more"):
        escalate_class(0, highest=8)
    with pytest.raises(DefinitionError, match="expected class before it, found step"):
        by_steps(escalate_class(1, highest=4))
    with pytest.raises(DefinitionError, match="move: expected step before it, found class"):
        by_steps(class_rule=move(1))

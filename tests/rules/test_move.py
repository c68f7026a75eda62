"""Steps up and down."""

from __future__ import annotations

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import base_rate, move
from rules.bench import applied, by_steps


def test_steps_add_up() -> None:
    assert applied(move(-2), [0, 1, -1]).values == [-2, -1, -3]
    assert applied(move(0), [0]).told == [["no effect"]]


def test_a_step_off_the_ladder_is_refused_unless_the_law_holds_it() -> None:
    with pytest.raises(LookupError, match=r"the step is not on the ladder \(ladder\); write stay_on_ladder\(\)"):
        by_steps(move(3)).decide(on="2023-01-01", risk_class=1)


def test_only_steps_move() -> None:
    message = "move can not follow base_rate: move: expected step before it, found rate"
    with pytest.raises(DefinitionError, match=message):
        base_rate() >> move(1)

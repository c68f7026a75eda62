"""At most so many steps in one review."""

from __future__ import annotations

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import move_limit
from rules.bench import applied


def test_within_reach_of_the_prior_step() -> None:
    prior = [0, 0, 2, -1]
    assert applied(move_limit(down=1, up=1), [-2, 2, -2, -1], prior_step=prior).values == [-1, 1, 1, -1]
    assert applied(move_limit(up=1), [-2, 2, -2, 2], prior_step=prior).values == [-2, 1, -2, 0]
    assert applied(move_limit(down=0), [-2, 2, -2, 2], prior_step=prior).values == [0, 2, 2, 2]


def test_what_is_refused() -> None:
    with pytest.raises(DefinitionError, match="move_limit: limits nothing; expected down=, up= or both"):
        move_limit()
    with pytest.raises(DefinitionError, match="move_limit: negative limit; expected steps, 0 or more"):
        move_limit(down=-1)

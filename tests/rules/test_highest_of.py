"""The highest of several results."""

from __future__ import annotations

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import base_rate, highest_of, move, set_to
from rules.bench import LADDER, applied


def test_the_winner_alone_has_an_effect() -> None:
    found = applied(highest_of(set_to(1), move(2), set_to(1)), [-2, 0])
    assert found.values == [1, 2]
    assert found.told == [["changed", "no effect"], ["no effect", "changed"], ["no effect", "no effect"]]


def test_each_starts_from_the_same_value() -> None:
    assert applied(highest_of(move(1), move(2)), [0]).values == [2]


def test_what_is_refused() -> None:
    with pytest.raises(DefinitionError, match="highest_of: 1 rules; expected at least two"):
        highest_of(set_to(1))
    with pytest.raises(DefinitionError, match="set_to gives a factor, base_rate a rate; expected one unit"):
        LADDER >> highest_of(set_to(1), base_rate())

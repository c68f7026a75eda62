"""The lowest of several results."""

from __future__ import annotations

from ratefloat.rules import lowest_of, move, set_to
from rules.bench import applied


def test_the_winner_alone_has_an_effect() -> None:
    found = applied(lowest_of(set_to(1), move(2)), [-2, 0])
    assert found.values == [0, 1]
    assert found.told == [["no effect", "changed"], ["changed", "no effect"]]

"""Rounding on exact decimals, in the stated mode."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import round_to
from rules.bench import applied


def test_a_half_is_a_half() -> None:
    # In binary floats 1.005 lies below the tie: rounding there gives 1.00.
    assert applied(round_to("0.01"), ["1.005"], "factor").values == [Fraction("1.01")]
    assert applied(round_to("0.01%"), ["1.005%"], "rate").values == [Fraction("0.0101")]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("half_up", ["1.3", "1.2", "1.3"]), ("half_even", ["1.2", "1.2", "1.3"]), ("up", ["1.3", "1.3", "1.3"]),
     ("down", ["1.2", "1.2", "1.2"])],
)
def test_modes(mode: str, expected: list[str]) -> None:
    found = applied(round_to("0.1", mode=mode), ["1.25", "1.24", "1.26"], "factor")
    assert found.values == [Fraction(x) for x in expected]


def test_what_is_refused() -> None:
    with pytest.raises(DefinitionError, match="mode 'nearest'; expected one of half_up, half_even, up, down"):
        round_to("0.1%", mode="nearest")
    with pytest.raises(DefinitionError, match="unit 0%; expected above 0"):
        round_to(0)

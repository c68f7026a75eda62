"""The factor or the rate times a number."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import start_from_base, times
from rules.bench import applied


def test_exactly() -> None:
    assert applied(times("1/3"), ["100%", 0], "factor").values == [Fraction(1, 3), 0]
    assert applied(times("85%"), ["0.7%"], "rate").values == [Fraction("0.00595")]


def test_steps_are_not_multiplied() -> None:
    with pytest.raises(DefinitionError, match="times: expected factor or rate before it, found step"):
        start_from_base() >> times(2)

"""Everybody starts at the base step."""

from __future__ import annotations

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import start_from_base
from rules.bench import applied


def test_zero_for_everybody_without_effect() -> None:
    found = applied(start_from_base(), risk_class=[1, 4])
    assert (found.values, found.told) == ([0, 0], [["no effect", "no effect"]])


def test_it_stands_first() -> None:
    with pytest.raises(DefinitionError, match="start_from_base: expected the start before it, found step"):
        start_from_base() >> start_from_base()

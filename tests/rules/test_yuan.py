"""An amount of money."""

from __future__ import annotations

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import yuan


def test_in_fen() -> None:
    assert [yuan(amount).minor for amount in (5000, "12.5", "0.01", "5 000")] == [500_000, 1_250, 1, 500_000]


def test_finer_amounts_and_floats_are_refused() -> None:
    with pytest.raises(DefinitionError, match="amount '0.005': more than 2 decimals; expected at most 2 for CNY"):
        yuan("0.005")

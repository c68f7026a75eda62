"""Points of payroll."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import add_points, start_from_base
from rules.bench import applied


def test_points_are_shares_of_payroll() -> None:
    assert applied(add_points("-0.03%"), ["0.43%", "0.01%"], "rate").values == [Fraction("0.004"), Fraction("-0.0002")]


def test_only_rates() -> None:
    with pytest.raises(DefinitionError, match="expected rate before it, found step"):
        start_from_base() >> add_points("0.1%")

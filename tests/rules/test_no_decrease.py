"""No step down; a surcharge stays."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import no_decrease
from rules.bench import applied


def test_from_the_base_at_every_stage() -> None:
    assert applied(no_decrease(), [-2, 0, 1]).values == [0, 0, 1]
    assert applied(no_decrease(), ["80%", "120%"], "factor").values == [1, Fraction(6, 5)]
    rates = applied(no_decrease(), ["0.3%", "0.5%"], "rate", risk_class=[2, 2]).values
    assert rates == [Fraction("0.0043"), Fraction("0.005")]


def test_from_the_prior_step() -> None:
    assert applied(no_decrease(against="prior"), [-2, 0], prior_step=[-1, 1]).values == [-1, 1]
    with pytest.raises(DefinitionError, match="no_decrease from the prior step: expected steps, found a factor"):
        applied(no_decrease(against="prior"), ["80%"], "factor")


def test_on_no_rows_at_all_it_asks_for_nothing() -> None:
    assert applied(no_decrease(), []).values == []

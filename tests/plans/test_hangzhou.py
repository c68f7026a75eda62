"""Hangzhou's eight-class rule as far as it is known, which the guide encodes."""

from __future__ import annotations

import pytest

from plans.filled import complete
from ratefloat.errors import UncoveredError

# x, standardisation -> step
KNOWN = [("0", 0, -2), ("0", 1, -2), ("0.01%", 0, -1), ("50%", 0, -1), ("50%", 1, -2), ("50%", 2, -2), ("50%", 3, -1)]


@pytest.mark.parametrize(("x", "level", "step"), KNOWN)
def test_known_rows(x: str, level: int, step: int) -> None:
    policy = complete("cn-hangzhou-eight-classes")
    assert policy.decide(on="2016-06-01", risk_class=2, loss_ratio=x, standardisation=level).step == step
    assert policy.decide(on="2016-06-01", risk_class=1, loss_ratio=x, standardisation=level).step == 0


def test_rows_that_are_cut() -> None:
    for x in ("50.01%", "100%", "151%"):
        with pytest.raises(UncoveredError, match="no row of the table covers this value"):
            complete("cn-hangzhou-eight-classes").decide(on="2016-06-01", risk_class=2, loss_ratio=x, standardisation=0)

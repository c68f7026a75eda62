"""A portfolio that can not be is refused with what was wrong and where."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from simulate.portfolio.small import LAW, three

from ratefloat.actuarial import severity
from ratefloat.errors import DataError, ShapeError
from ratefloat.simulate.portfolio.portfolio import Fund, Labels, Payment


def _numbers(*numbers: int, kind: Any = np.int64) -> Any:
    return np.asarray(numbers, dtype=kind)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"workers": _numbers(1, 2)}, r"workers: shape \(2,\); expected \(3,\), one number an employer"),
        ({"risk": np.ones((3, 2))}, r"risk: shape \(3, 2\); expected \(history \+ horizon, 3\)"),
        ({"covered": np.ones((2, 4))}, r"covered: shape \(2, 4\); expected \(rows, 3\)"),
        ({"history": 3}, "history: 3 of 3 years of risk; expected at least one year from 0 on"),
        ({"payment": Payment(pension=(0.5, 0.5))}, "pension: 2 shares; expected 1, one an outcome, or none"),
        ({"fund": Fund(stock=())}, "fund: no stock"),
    ],
)
def test_shapes(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ShapeError, match=message):
        three(**changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"key": _numbers(1, 1, 2, kind=np.uint64)}, "key: one stands twice"),
        ({"key": _numbers(1, 2, 3)}, "key: type int64; expected unsigned whole numbers"),
        ({"workers": np.ones(3)}, "workers: type float64; expected whole numbers"),
        ({"workers": _numbers(1, 0, -2)}, r"workers: 2 of 3 rows \(rows 1, 2\) out of range, the first is 0"),
        ({"wage": _numbers(1, 0, 1)}, r"wage: 1 of 3 rows \(row 1\) out of range.*expected above 0, in minor units"),
        ({"hazard": np.asarray([0.1, np.nan, 0])}, r"hazard: 1 of 3 rows \(row 1\).*the first is nan"),
        ({"risk": np.asarray([[1, -1, 1]] * 3)}, r"risk: 1 of 3 rows \(row 1\).*the first is -1"),
        ({"covered": np.asarray([[1.0] * 3, [1.1] * 3])}, r"covered: 1 of 2 rows.*expected shares from 0 to 1"),
        ({"end": _numbers(9, -3, 9, kind=np.int16)}, r"end: 1 of 3 rows \(row 1\).*expected not before first"),
        ({"covered_of": _numbers(0, 1, 2)}, "covered_of: .*expected 0 to 1, there are 2 rows of covered"),
        ({"severity_of": _numbers(0, 1, 0)}, "severity_of: .*expected 0 to 0, there are 1 severities"),
        ({"labels": {"size": Labels(_numbers(0, 0, 0), ("x",))}}, "label 'size': every portfolio has this column"),
        ({"labels": {"trade": Labels(_numbers(0, 0, 2), ("x", "y"))}}, "label 'trade': 1 of 3 rows"),
        ({"severities": (LAW, severity({"1": 1}))}, "severities: outcomes differ between laws"),
        ({"victims": (0.5, 0.6)}, "victims: .*expected shares of 0 or more that add up to 1"),
        ({"payment": Payment(pattern=())}, "payment pattern"),
        ({"payment": Payment(mortality=2.0)}, "pensions: .*a mortality from 0 to 1"),
        ({"envelope": 0.9}, "envelope: 0.9; expected 1 or more"),
        ({"wage_growth": -1.0}, "wage_growth: -1.0; expected above -1"),
        (
            {name: np.zeros(0, dtype=np.uint64) for name in ("key",)},
            "portfolio: no employers; expected at least one",
        ),
    ],
)
def test_numbers(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(DataError, match=message):
        three(**changes)

"""A portfolio of three employers, small enough to check by hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from ratefloat.actuarial import severity
from ratefloat.simulate.portfolio.portfolio import Labels, Portfolio

LAW = severity({"20000": 1})


def three(**changes: Any) -> Portfolio:
    """Three employers of classes 2, 5 and 5 over years -1, 0, 1."""
    fields: dict[str, Any] = {
        "name": "three",
        "key": np.asarray([11, 12, 13], dtype=np.uint64),
        "risk_class": np.asarray([2, 5, 5], dtype=np.int8),
        "workers": np.asarray([8, 40, 1000]),
        "wage": np.asarray([6_000_000, 8_000_000, 9_000_000]),
        "hazard": np.asarray([0.002, 0.01, 0.01]),
        "risk": np.asarray([[1, 1, 1], [1, 2, 0.5], [1, 0.5, 2]], dtype=np.float32),
        "first": np.asarray([-1, 0, -1], dtype=np.int16),
        "end": np.asarray([9, 9, 1], dtype=np.int16),
        "covered_of": np.asarray([0, 0, 1], dtype=np.int16),
        "covered": np.asarray([[1.0, 1.0, 1.0], [0.5, 0.6, 0.7]]),
        "labels": {"trade": Labels(np.asarray([0, 1, 1], dtype=np.int16), ("other", "furniture"))},
        "severity_of": np.zeros(3, dtype=np.int8),
        "severities": (LAW,),
        "history": 1,
        "wage_growth": 0.05,
    }
    return Portfolio(**(fields | changes))

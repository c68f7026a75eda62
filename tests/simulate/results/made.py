"""Runs made by hand: small whole numbers whose figures can be worked out on paper."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from ratefloat.simulate.portfolio.portfolio import Fund
from ratefloat.simulate.run import PolicyRun, Run
from ratefloat.simulate.totals import MEASURES, PLACE, Label, Totals

LABELS = (Label(-1, "-1", Fraction(1, 2)), Label(0, "0", Fraction(1)), Label(1, "+1", Fraction(3, 2)))
GROUPS = pd.DataFrame({"risk_class": [2, 5], "size": ["1-9", "10-49"], "key_industry": ["", "mining"]})
PARAMETERS = pd.DataFrame(
    [[0.1, 0.4, 1.0, "S", "studies"], [0.5, 1.0, 3.0, "U", "a guess"]],
    index=["prevention.elasticity", "prevention.uninsured"], columns=["low", "central", "high", "mark", "source"],
)


def totals(first: int, years: int, fill: Mapping[str, Any], *, moves: Any = 0, spent: Any = 0) -> Totals:
    """Totals of two groups and three labels; each measure of `fill` broadcast to (first, years, groups, labels)."""
    sums = np.zeros((first, years, len(MEASURES), len(GROUPS), len(LABELS)), dtype=np.int64)
    for name, values in fill.items():
        sums[:, :, PLACE[name]] = values
    shape = (first, years, len(GROUPS), len(LABELS), len(LABELS))
    return Totals(
        LABELS, sums, np.broadcast_to(np.asarray(moves, dtype=np.int64), shape).copy(),
        np.broadcast_to(np.asarray(spent, dtype=np.int64), (first, years)).copy(),
    )


def policy(central: Totals, evidence: Totals | None = None, *, name: str = "made", **fields: Any) -> PolicyRun:
    """A policy's part of a run; without evidence, of no sets."""
    none = totals(0, central.sums.shape[1], {}) if evidence is None else evidence
    base = np.array([0.01, 0.02])
    return PolicyRun(name, f"hash of {name}", f"Policy {name}", "{}", 1, central, none, base, **fields)


def run(policies: Mapping[str, PolicyRun], sets: pd.DataFrame | None = None, **fields: Any) -> Run:
    """A run over two groups; `fields` replace what it is by default."""
    first = next(iter(policies.values())).central
    drawn = pd.DataFrame(columns=list(PARAMETERS.index), dtype=float) if sets is None else sets
    given: dict[str, Any] = {
        "portfolio": "made by hand", "fingerprint": "f", "groups": GROUPS, "policies": policies,
        "years": first.sums.shape[1] - fields.get("before", 0), "seed": 7, "replicates": len(first.sums),
        "behaviour": "Prevention()", "parameters": PARAMETERS, "sets": drawn, "evidence_replicates": 1,
        "fund": Fund(),
    }
    return Run(**(given | fields))

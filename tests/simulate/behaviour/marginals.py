"""Premiums of one more case, written down by hand: one cell, levels below, at and above the base rate."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ratefloat.actuarial.severities import Outcome
from ratefloat.simulate.response import Marginal

OUTCOMES = (
    Outcome(name="medical only", probability="1/2"),
    Outcome(name="lost time", probability="1/4"),
    Outcome(name="grade 9", probability="1/8", grade=9),
    Outcome(name="grade 3", probability="1/16", grade=3),
    Outcome(name="death", probability="1/16", death=True),
)
RELATIVE = (0.5, 1.0, 1.5)


def marginal(
    rho: float | Sequence[float], before: float = 0.0, *, relative: Sequence[float] = RELATIVE,
    outcomes: Sequence[Outcome] = OUTCOMES,
) -> Marginal:
    """The same premium per yuan for every outcome: `rho` for each level, `before` under the rule before."""
    cost = np.array([[1000.0 * 3**place for place in range(len(outcomes))]])
    chance = np.array([[float(outcome.probability) for outcome in outcomes]])
    degree = np.broadcast_to(np.asarray(rho, dtype=float), (len(relative),))
    premium = degree[None, :, None] * cost[:, None, :]
    return Marginal(
        cells=(), levels=(), premium=premium, error=np.zeros_like(premium), before=(before * cost)[:, None, :],
        cost=cost, chance=chance, relative=np.array([relative], dtype=float),
    )

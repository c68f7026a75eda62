"""How much of a premium is risk, from simulated pairs of employers of one risk."""

from __future__ import annotations

from math import nan, sqrt

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.histories import BURN_IN, Histories
from ratefloat.actuarial.reading import Reading

PAIRS = 20_000
"""Pairs of employers that are drawn."""
HETEROGENEITY = 2.5
"""Shape of the gamma of risks within a class, as in `actuarial.luck`."""


class Pairs(Histories):
    """Employers two by two: each pair has one risk, and each of the two its own luck."""

    def __init__(self, reading: Reading, *, pairs: int, seed: int) -> None:
        risks = np.random.default_rng(seed + 1).gamma(HETEROGENEITY, 1 / HETEROGENEITY, pairs)
        self.risks = np.tile(risks, 2)
        super().__init__(reading, employers=2 * pairs, seed=seed)

    def _drawn(self) -> NDArray[np.int64]:
        expected = float(self.reading.cell.cases) * self.risks[:, None] * self.chances
        return np.asarray(self.draw.poisson(expected), dtype=np.int64)


def drawn_luck(reading: Reading, *, seed: int, pairs: int = PAIRS) -> tuple[float, float]:
    """The share of the variance of premiums that risk explains, and its standard error; nan where none differs.

    Two employers of one risk share nothing but it, so that the share is the correlation of their premiums.
    Raises:
        UncoveredError: the policy refuses an experience that was drawn.
    """
    histories = Pairs(reading, pairs=pairs, seed=seed)
    cycle = reading.cycle
    for year in range(-(-BURN_IN // cycle) * cycle):
        histories.year()
        if year % cycle == cycle - 1:
            histories.review()
    one, other = histories.premiums().reshape(2, pairs)
    if np.ptp(histories.premiums()) == 0:
        return nan, nan
    # Both have one law, so that both means and variances are estimated from all.
    both = np.concatenate([one, other])
    share = float(np.mean((one - both.mean()) * (other - both.mean())) / both.var())
    return share, (1 - share**2) / sqrt(pairs - 1)

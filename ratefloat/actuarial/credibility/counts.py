"""Estimating the Poisson-gamma law: moments and maximum likelihood of frequency and shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratefloat.actuarial.credibility.between import credibility
from ratefloat.actuarial.credibility.cells import Cells, Floats, refuse
from ratefloat.actuarial.credibility.ids import Ids
from ratefloat.errors import DataError

ROUNDING = 1e-12
"""Share of the scatter of counts below which its excess over Poisson is taken for rounding."""
Found = tuple[float, float]
"""Frequency and shape."""


@dataclass(frozen=True, eq=False)
class Counts:
    """Claims and exposure of each risk over all its periods, which is all that the model reads."""

    risks: Ids
    counts: Floats
    exposure: Floats
    seen: NDArray[np.intp]
    """Places of the risks with exposure."""

    @classmethod
    def of(cls, counts: ArrayLike, exposure: ArrayLike, risk: ArrayLike | None) -> Counts:
        """Checked totals.

        Raises:
            DataError: counts that are negative or no whole numbers, claims beside an exposure of 0.
        """
        n = np.asarray(counts, dtype=np.float64)
        e = np.asarray(exposure, dtype=np.float64)
        wrong = ~np.isnan(n) & ~((n >= 0) & (n == np.floor(n)))
        refuse(wrong.reshape(-1), "counts: {} no whole numbers >= 0; expected counts of claims")
        if n.shape == e.shape:
            bare = (n > 0) & (e == 0)
            refuse(bare.reshape(-1), "counts: {} with claims but without exposure; expected exposure > 0")
        if risk is None and n.ndim == 1:
            risk = np.arange(len(n))
        cells = Cells.of(n, e, risk, names=("counts", "exposure"))
        weights = cells.sum(cells.weights)
        return cls(cells.risks, cells.sum(cells.values), weights, np.flatnonzero(weights))

    def pairs(self) -> tuple[Floats, Floats]:
        """Counts and exposure of the risks with exposure."""
        return self.counts[self.seen], self.exposure[self.seen]


def moments(data: Counts) -> Found:
    """Frequency and shape by moments, where Poisson states the variance within.

    With one unit of exposure a risk: between = sample variance - mean, the semiparametric estimate of
    Klugman, Panjer and Willmot. The frequency is then credibility-weighted, which balances the total.
    """
    n, e = data.counts, data.exposure
    total = float(e.sum())
    within = float(n.sum()) / total
    scatter = float(np.sum(e * (np.divide(n, e, out=np.full(len(e), within), where=e > 0) - within) ** 2))
    excess = scatter - (len(data.seen) - 1) * within
    if excess <= ROUNDING * scatter:
        return within, np.inf
    between = excess / (total - float(np.sum(e**2)) / total)
    z = credibility(e, between, within)
    seen = data.seen
    frequency = float(np.sum(z[seen] * n[seen] / e[seen]) / z.sum())
    return frequency, frequency * within / between


def moments_known(data: Counts, frequency: float) -> Found:
    """The shape where the frequency is known: 1/shape = [sum (N - Lambda)^2 - sum N] / sum Lambda^2."""
    expected = frequency * data.exposure
    scatter = float(np.sum((data.counts - expected) ** 2))
    excess = scatter - float(data.counts.sum())
    return frequency, float(np.sum(expected**2)) / excess if excess > ROUNDING * scatter else np.inf


def maximum_likelihood(data: Counts, frequency: float | None) -> Found:
    """Frequency and shape of greatest likelihood; the shape is infinite where no variance lies between risks.

    The likelihood is written in 1/shape, so that it is smooth up to Poisson at 0; for each 1/shape the
    frequency has a closed equation, and what remains is one root.
    """
    n, e = data.pairs()
    if not n.any():
        return (0.0 if frequency is None else frequency), np.inf
    above = _counts_above(n)

    def level(dispersion: float) -> float:
        return _frequency(n, e, dispersion) if frequency is None else frequency

    def slope(dispersion: float) -> float:
        return _slope(n, level(dispersion) * e, above, dispersion)

    if slope(0.0) <= ROUNDING * float(n.sum()):
        return level(0.0), np.inf
    dispersion = _root(slope)
    return level(dispersion), 1 / dispersion


def _counts_above(n: Floats) -> Floats:
    """How many risks have more than j claims, j = 0 .. greatest - 1: sum_i sum_{j<N_i} f(j) = sum_j above_j f(j)."""
    greatest = int(n.max())
    if greatest > 10**8:
        raise DataError(f"counts: a risk has {greatest:,} claims; expected at most 100,000,000", greatest=greatest)
    return (len(n) - np.cumsum(np.bincount(n.astype(np.int64)))[:-1]).astype(np.float64)


def _frequency(n: Floats, e: Floats, dispersion: float) -> float:
    """The root of sum (N - f e) / (1 + dispersion f e): Newton, monotone from the left because it is convex."""
    f = float(n.sum() / e.sum())
    for _ in range(200):
        growth = 1 + dispersion * f * e
        gap = float(np.sum((n - f * e) / growth))
        fall = float(np.sum(e * (1 + dispersion * n) / growth**2))
        after = max(f + gap / fall, f / 10)
        if abs(after - f) <= 4e-16 * f:
            break
        f = after
    return f


def _slope(n: Floats, expected: Floats, above: Floats, dispersion: float) -> float:
    """The derivative of the log-likelihood by 1/shape."""
    j = np.arange(len(above), dtype=np.float64)
    u = dispersion * expected
    claims = float(np.sum(above * j / (1 + dispersion * j)))
    return claims + float(np.sum(expected**2 * _curve(u) - n * expected / (1 + u)))


def _curve(u: Floats) -> Floats:
    """(log(1 + u) - u / (1 + u)) / u^2, by its series where the difference cancels."""
    series = 1 / 2 + u * (-2 / 3 + u * (3 / 4 + u * (-4 / 5 + u * 5 / 6)))
    large = np.maximum(u, 1e-3)
    return np.where(u < 1e-3, series, (np.log1p(large) - large / (1 + large)) / large**2)


def _root(slope: Callable[[float], float]) -> float:
    from scipy.optimize import brentq

    low, high = 0.0, 1.0
    while slope(high) > 0:
        low, high = high, high * 4
    return float(brentq(slope, low, high, xtol=1e-300, rtol=1e-14))

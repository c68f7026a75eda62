"""Bühlmann-Straub on 100,000 employers x 3 years against the bare formula in numpy.

Times of one process, interleaved, minimum of seven; what counts is the ratio, to stay below 3. The bare formula
is given numbered risks and complete data; the library also numbers the risks, checks every cell and sorts out
missing ones.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import numpy as np

from ratefloat.actuarial.credibility import buhlmann_straub

EMPLOYERS, YEARS, ROUNDS = 100_000, 3, 7


def bare(codes: np.ndarray, values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The unbiased estimators and the premiums, written down as in the textbook."""
    totals = np.bincount(codes, weights)
    means = np.bincount(codes, weights * values) / totals
    n, total = len(totals), totals.sum()
    away = values - means[codes]
    within = (weights * away * away).sum() / (len(values) - n)
    overall = (totals * means).sum() / total
    excess = (totals * (means - overall) ** 2).sum() - (n - 1) * within
    between = excess * total / (total**2 - (totals**2).sum())
    z = totals / (totals + within / between)
    collective = (z * means).sum() / z.sum()
    return np.asarray(collective + z * (means - collective))


def bare_iterative(codes: np.ndarray, values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The same with the pseudo-estimator, repeated until it changes by less than 1e-10."""
    totals = np.bincount(codes, weights)
    means = np.bincount(codes, weights * values) / totals
    away = values - means[codes]
    within = (weights * away * away).sum() / (len(values) - len(totals))
    between, before = float(means.var()), 0.0
    while abs(between - before) > 1e-10 * between:
        before = between
        z = totals / (totals + within / between)
        collective = (z * means).sum() / z.sum()
        between = float((z * (means - collective) ** 2).sum()) / (len(totals) - 1)
    return np.asarray(collective + z * (means - collective))


def without_holes(codes: np.ndarray, values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The bare formula on the cells that are not missing."""
    seen = ~np.isnan(values)
    return bare(codes[seen], values[seen], weights[seen])


def minima(work: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The least time of each piece of work over some rounds, all pieces once a round."""
    best = dict.fromkeys(work, float("inf"))
    for _ in range(ROUNDS):
        for name, run in work.items():
            start = perf_counter()
            run()
            best[name] = min(best[name], perf_counter() - start)
    return best


def main() -> None:
    rng = np.random.default_rng(20150701)
    weights = np.exp(rng.normal(3, 1, (EMPLOYERS, YEARS)))
    values = 1 + 0.3 * rng.normal(size=(EMPLOYERS, 1)) + rng.normal(size=weights.shape) / np.sqrt(weights)
    codes = np.repeat(np.arange(EMPLOYERS), YEARS)
    x, w = values.ravel(), weights.ravel()
    mixed = rng.permutation(len(x))
    codes_mixed, x_mixed, w_mixed = codes[mixed], x[mixed], w[mixed]
    text = np.array([f"E{code:06d}" for code in codes], dtype=object)
    holes = np.where((np.arange(len(x)) % YEARS > 0) & (rng.random(len(x)) < 0.15), np.nan, x)
    np.testing.assert_allclose(buhlmann_straub(x, w, risk=codes).premiums, bare(codes, x, w), rtol=1e-10)
    work: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "numbered ids": (lambda: bare(codes, x, w), lambda: buhlmann_straub(x, w, risk=codes).premiums),
        "matrix": (lambda: bare(codes, x, w), lambda: buhlmann_straub(values, weights).premiums),
        "rows mixed": (
            lambda: bare(codes_mixed, x_mixed, w_mixed),
            lambda: buhlmann_straub(x_mixed, w_mixed, risk=codes_mixed).premiums,
        ),
        "one cell in ten missing": (
            lambda: without_holes(codes, holes, w), lambda: buhlmann_straub(holes, w, risk=codes).premiums,
        ),
        "iterative": (
            lambda: bare_iterative(codes, x, w),
            lambda: buhlmann_straub(x, w, risk=codes, estimator="iterative").premiums,
        ),
        "text ids, hashed and sorted": (lambda: bare(codes, x, w), lambda: buhlmann_straub(x, w, risk=text).premiums),
    }
    for name, (plain, library) in work.items():
        times = minima({"plain": plain, "library": library})
        print(
            f"{name:30s}{times['plain'] * 1e3:8.2f} ms bare {times['library'] * 1e3:8.2f} ms"
            f"{times['library'] / times['plain']:7.2f} x"
        )


if __name__ == "__main__":
    main()

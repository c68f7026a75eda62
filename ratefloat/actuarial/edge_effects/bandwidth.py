"""How far from an edge employers still count: the rule of Imbens and Kalyanaraman, made narrower for intervals."""

from __future__ import annotations

import numpy as np

from ratefloat.actuarial.edge_effects.places import Floats, Mask, Places
from ratefloat.errors import DataError

LEAST = 30
"""Employers on each side that the bandwidth always reaches, where there are so many."""

FEWEST = 12
"""Employers on each side without whom there is no choice."""


def choose_bandwidth(places: Places, values: Floats, weights: Floats) -> float:
    """The bandwidth of least mean square error of a jump, times rows^(-1/20) for honest intervals.

    The plug-in rule of Imbens and Kalyanaraman with its regularisation, triangular kernel; rows are weighted by
    `weights` (expected cases) as the fit weights them. The factor is the step from least error of the estimate
    to least error of the interval's coverage. At least 30 rows on each side are reached where there are so many.

    Raises:
        DataError: fewer than 12 rows on one side.
    Source: Imbens and Kalyanaraman 2012, Review of Economic Studies 79, section 4.2; Calonico, Cattaneo and
        Farrell 2020, Econometrics Journal 23.
    """
    sides = (~places.treated, places.treated)
    for side in sides:
        if side.sum() < FEWEST:
            raise DataError(f"edge: {int(side.sum())} employers on one side; expected {FEWEST} to choose a bandwidth")
    n, share = len(places), weights / weights.mean()
    density, variance = _at_edge(places, values, share)
    third = _third_derivative(places, values, share)
    curves = [_curve(places, values, share, side, (density, variance, third)) for side in sides]
    bend = (curves[1][0] - curves[0][0]) ** 2 + curves[0][1] + curves[1][1]
    width = 3.4375 * (2 * variance / (density * bend * n)) ** 0.2 if bend * density else np.inf
    reached = max(float(np.sort(np.abs(places.running[side]))[: LEAST + 1][-1]) for side in sides)
    farthest = float(np.abs(places.running).max())
    return float(np.clip(width * n**-0.05, reached, farthest * 1.000001))


def _at_edge(places: Places, values: Floats, share: Floats) -> tuple[float, float]:
    """Density of rows at the edge, and the variance that the weighted fit meets there."""
    x, n = places.running, len(places)
    pilot = max(1.84 * float(x.std()) * n**-0.2, *(np.sort(np.abs(x[s]))[5] for s in (places.treated, ~places.treated)))
    near = np.abs(x) <= pilot
    squares = 0.0
    for side in (near & places.treated, near & ~places.treated):
        mean = float(share[side] @ values[side]) / float(share[side].sum())
        squares += float((share[side] ** 2) @ (values[side] - mean) ** 2)
    density = near.sum() / (2 * n * pilot)
    return float(density), squares / float(share[near].sum()) * (near.sum() / float(share[near].sum()))


def _third_derivative(places: Places, values: Floats, share: Floats) -> float:
    x = places.running
    scale = float(np.abs(x).max())
    cubic = np.stack([np.ones_like(x), places.treated, *((x / scale) ** power for power in (1, 2, 3))], axis=1)
    return 6 * float(_least_squares(cubic, values, share)[4]) / scale**3


def _curve(
    places: Places, values: Floats, share: Floats, side: Mask, at: tuple[float, float, float]
) -> tuple[float, float]:
    """Second derivative on one side of the edge, and the regularisation for its error."""
    density, variance, third = at
    x = np.abs(places.running[side])
    bound = density * third**2
    width = 3.56 * (variance / bound) ** (1 / 7) * len(x) ** (-1 / 7) if bound else np.inf
    width = min(max(width, float(np.sort(x)[FEWEST - 1])), float(x.max()))
    near = x <= width
    quadratic = np.stack([np.ones(near.sum()), x[near] / width, (x[near] / width) ** 2], axis=1)
    second = 2 * float(_least_squares(quadratic, values[side][near], share[side][near])[2]) / width**2
    return second, 2160 * variance / (float(near.sum()) * width**4)


def _least_squares(design: Floats, values: Floats, share: Floats) -> Floats:
    root = np.sqrt(share)
    return np.asarray(np.linalg.lstsq(design * root[:, None], values * root, rcond=None)[0])

"""Discretisation: a claim-size law put on the lattice 0, h, 2h, ... by the four methods of the textbooks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DataError

FloatArray = NDArray[np.float64]
Curve = Callable[[FloatArray], FloatArray]


def discretise_upper(cdf: Curve, *, step: float, cells: int) -> FloatArray:
    """Mass of each interval moved down to its lower end: the lattice cdf lies above the true one.

    Args:
        cdf: distribution function of the claim size, vectorised.
        step: h > 0, in the unit of the claim size.
        cells: number of lattice points 0, h, ..., (cells - 1) h.
    Returns:
        probabilities, shape (cells,); what they lack from 1 is mass beyond cells x h.
    Raises:
        DataError: the step or cells are not positive, or cdf is no distribution function.
    Source: Klugman, Panjer, Willmot, Loss Models, section 9.6; forward differences.

    >>> discretise_upper(lambda x: 1 - np.exp(-x), step=1.0, cells=2).round(6)
    array([0.632121, 0.232544])
    """
    at = _at(cdf, _points(step, cells + 1))
    pmf = np.diff(at)
    # An atom at nought belongs to the first point: F(0) is not differenced away.
    pmf[0] = at[1]
    return pmf


def discretise_lower(cdf: Curve, *, step: float, cells: int) -> FloatArray:
    """Mass of each interval moved up to its upper end: the lattice cdf lies below the true one.

    Arguments, errors and source as `discretise_upper`; the mass that is lacking lies beyond (cells - 1) h.

    >>> discretise_lower(lambda x: 1 - np.exp(-x), step=1.0, cells=3).round(6)
    array([0.      , 0.632121, 0.232544])
    """
    return np.diff(_at(cdf, _points(step, cells)), prepend=0.0)


def discretise_rounding(cdf: Curve, *, step: float, cells: int) -> FloatArray:
    """Mass within half a step moved to its lattice point: the lattice cdf meets the true one midway.

    Arguments, errors and source as `discretise_upper`; the mass that is lacking lies beyond (cells - 1/2) h.

    >>> discretise_rounding(lambda x: 1 - np.exp(-x), step=1.0, cells=2).round(4)
    array([0.3935, 0.3834])
    """
    return np.diff(_at(cdf, _points(step, cells) + step / 2), prepend=0.0)


def discretise_unbiased(cdf: Curve, limited_mean: Curve, *, step: float, cells: int) -> FloatArray:
    """Mass split between the ends of each interval so that the mean within it is kept.

    Args:
        cdf: distribution function of the claim size, vectorised.
        limited_mean: limited expected value E[min(X, d)], vectorised.
        step, cells: as `discretise_upper`, but at least two cells.
    Returns:
        probabilities, shape (cells,); cdf and limited mean are met exactly at (cells - 1) h.
    Raises:
        DataError: as `discretise_upper`; or a limited mean that does not belong to the cdf.
    Source: Gerber 1982; first moment matching of Loss Models, section 9.6.

    >>> pmf = discretise_unbiased(lambda x: np.clip(x / 2, 0, 1), lambda d: d - d * d / 4, step=1.0, cells=3)
    >>> pmf
    array([0.25, 0.5 , 0.25])
    """
    points = _points(step, max(cells, 2))
    at, mean = _at(cdf, points), np.asarray(limited_mean(points), np.float64)
    slopes = np.diff(mean) / step
    pmf = np.concatenate([[1.0 - slopes[0]], slopes[:-1] - slopes[1:], [slopes[-1] - 1.0 + at[-1]]])
    if cells < 2 or not np.isfinite(pmf).all() or (pmf < -1e-9).any():
        raise DataError(
            f"limited mean: gives a probability of {pmf.min():.3g} over {cells} cells; expected "
            "E[min(X, d)] of the same law as the cdf, and at least two cells",
            cells=cells,
        )
    return np.asarray(np.maximum(pmf, 0.0), np.float64)


def _points(step: float, cells: int) -> FloatArray:
    if not (0 < step < np.inf) or cells < 1:
        raise DataError(f"lattice: step {step}, {cells} cells; expected both > 0", step=step, cells=cells)
    return step * np.arange(cells, dtype=np.float64)


def _at(cdf: Curve, points: FloatArray) -> FloatArray:
    values = np.asarray(cdf(points), np.float64)
    inside = values.shape == points.shape and (values >= 0).all() and (values <= 1 + 1e-12).all()
    if not inside or (np.diff(values) < -1e-12).any():
        raise DataError("cdf: falls, leaves [0, 1] or is not a number; expected a distribution function")
    return values

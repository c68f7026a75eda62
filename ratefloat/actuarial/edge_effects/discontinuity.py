"""The jump of a mean or of a frequency at an edge, by local lines on both sides of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ratefloat.actuarial.edge_effects.bandwidth import choose_bandwidth
from ratefloat.actuarial.edge_effects.jump import Jump
from ratefloat.actuarial.edge_effects.places import Floats, Places
from ratefloat.errors import DataError, ShapeError

ROUNDS = 60
"""Newton steps after which counts are taken to have no finite jump."""


def discontinuity(
    places: Places, cases: ArrayLike, expected: ArrayLike, *, bandwidth: float | None = None
) -> Jump:
    """The jump of the logarithm of a frequency at an edge.

    Cases are fitted by a Poisson law with a log-linear frequency on each side, weights falling in a triangle
    to 0 at the bandwidth. Nothing rests on the Poisson law but the mean: errors are taken from the residuals,
    by employer, each divided by 1 - leverage as the jackknife does.

    Args:
        cases: counts >= 0, shape (rows,).
        expected: cases to be expected, or head-years, > 0, shape (rows,).
        bandwidth: in the unit of `places.running`; by default see `choose_bandwidth`.
    Raises:
        ShapeError: the columns differ in length.
        DataError: a number is out of range, or the counts near the edge give no finite jump.
    Source: Hahn, Todd and van der Klaauw 2001, Econometrica 69; Fan, Heckman and Wand 1995, JASA 90.

    >>> places = Places.of([-3, -2, -1, 1, 2, 3])
    >>> jump = discontinuity(places, [6, 6, 6, 3, 3, 3], [1, 1, 1, 1, 1, 1], bandwidth=4)
    >>> round(float(np.exp(jump.value)), 9)
    0.5
    """
    y, e = (_column(places, what, values) for what, values in (("cases", cases), ("expected", expected)))
    if (y < 0).any() or not (e > 0).all():
        raise DataError("cases and expected: expected counts of 0 or more, and more than 0 expected in each row")
    width = choose_bandwidth(places, y / e, e) if bandwidth is None else _positive(bandwidth)
    kernel, design = _local(places, width)
    beta = _newton(design, kernel, y, e)
    mean: Floats = e * np.exp(design @ beta)
    return _jump(places, beta, (design, np.asarray(kernel * mean), kernel * (y - mean)), width)


def mean_jump(
    places: Places, values: ArrayLike, *, weights: ArrayLike | None = None, bandwidth: float | None = None
) -> Jump:
    """The jump of a mean at an edge, by weighted least squares with a line on each side.

    Args:
        values: shape (rows,).
        weights: of the rows, > 0, besides those of the kernel; by default 1.
        bandwidth: as in `discontinuity`.
    Raises:
        ShapeError: the columns differ in length.
        DataError: there is no line on one side.

    >>> jump = mean_jump(Places.of([-3, -2, -1, 1, 2, 3]), [1, 2, 3, 9, 10, 11], bandwidth=4)
    >>> round(jump.value, 9)
    4.0
    """
    y = _column(places, "values", values)
    w = np.ones(len(places)) if weights is None else _column(places, "weights", weights)
    width = choose_bandwidth(places, y, w) if bandwidth is None else _positive(bandwidth)
    kernel, design = _local(places, width)
    kernel = kernel * w
    if y.min() == y.max():
        # Rounding would leave a jump that is tiny, and many times its error.
        return _jump(places, np.asarray([y[0], 0.0, 0.0, 0.0]), (design, kernel, np.zeros(len(y))), width)
    try:
        beta = np.asarray(np.linalg.solve(design.T @ (kernel[:, None] * design), design.T @ (kernel * y)), np.float64)
    except np.linalg.LinAlgError:
        raise _no_line(places, width) from None
    return _jump(places, beta, (design, kernel, kernel * (y - design @ beta)), width)


def _jump(places: Places, beta: Floats, fit: tuple[Floats, Floats, Floats], width: float) -> Jump:
    """The result of a fit: `fit` is the design, the weight of each row in the information, and its residual."""
    design, weight, residual = fit
    near = weight > 0
    design, weight, residual = design[near], weight[near], residual[near]
    inverse = np.linalg.inv(design.T @ (weight[:, None] * design))
    leverage = weight * ((design @ inverse) * design).sum(axis=1)
    own = residual / np.maximum(1 - leverage, 1e-9) * (design @ inverse[:, 1])
    influence: Floats = np.zeros(places.clusters)
    np.add.at(influence, places.cluster[near], own)
    beyond = int(places.treated[near].sum())
    sides = (int(near.sum()) - beyond, beyond)
    return Jump(float(beta[1]), influence, width, sides, tuple(float(b) for b in beta))


def _local(places: Places, width: float) -> tuple[Floats, Floats]:
    side, x = places.treated.astype(np.float64), places.running
    kernel = places.kernel(width)
    for beyond in (False, True):
        own = x[(kernel > 0) & (places.treated == beyond)]
        if not len(own) or own.min() == own.max():
            raise _no_line(places, width)
    return kernel, np.stack([np.ones_like(x), side, x, x * side], axis=1)


def _newton(design: Floats, kernel: Floats, y: Floats, e: Floats) -> Floats:
    """The greatest of the local Poisson likelihood, by Newton steps that are halved until it rises."""
    design, kernel, y, e = (part[kernel > 0] for part in (design, kernel, y, e))
    beta = np.zeros(4)
    for column, side in ((0, design[:, 1] == 0), (1, design[:, 1] == 1)):
        total = float(kernel[side] @ y[side])
        if not total:
            raise DataError("cases: none on one side of the edge within the bandwidth; expected some on both")
        beta[column] = np.log(total / float(kernel[side] @ e[side])) - (beta[0] if column else 0)

    def likelihood(at: Floats) -> float:
        line = design @ at
        with np.errstate(over="ignore"):
            return float(kernel @ (y * line - e * np.exp(line)))

    reached = likelihood(beta)
    for _ in range(ROUNDS):
        mean = e * np.exp(design @ beta)
        information = design.T @ ((kernel * mean)[:, None] * design)
        try:
            step = np.linalg.solve(information, design.T @ (kernel * (y - mean)))
        except np.linalg.LinAlgError:
            break
        while not likelihood(beta + step) >= reached - 1e-12 * abs(reached) and np.abs(step).max() > 1e-14:
            step = step / 2
        beta, reached = beta + step, likelihood(beta + step)
        if np.abs(step).max() < 1e-11:
            return beta
    raise DataError("cases: too few near the edge for a finite jump; expected more cases or a wider bandwidth")


def _column(places: Places, what: str, values: ArrayLike) -> Floats:
    found = np.asarray(values, dtype=np.float64)
    if found.shape != places.running.shape:
        raise ShapeError(f"{what}: shape {found.shape} beside {len(places)} places; expected one each")
    return found


def _positive(bandwidth: float) -> float:
    if not 0 < bandwidth < np.inf:
        raise DataError(f"bandwidth {bandwidth!r}: expected a number above 0, in logarithms of the indicator")
    return float(bandwidth)


def _no_line(places: Places, width: float) -> DataError:
    return DataError(
        f"edge: fewer than two different distances on one side within {width:.3g} of it; expected more employers there"
    )

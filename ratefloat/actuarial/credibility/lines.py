"""The regression lines of all risks, in a basis that is orthogonal over all experience."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratefloat.actuarial.credibility.cells import ROUNDING, Cells, Floats, beyond_rounding
from ratefloat.actuarial.credibility.regression_fit import RegressionFit
from ratefloat.errors import DataError, ShapeError

SINGULAR = 1e-10
"""Least eigenvalue of a risk's design, each column scaled to length 1, below which its line is undetermined."""


@dataclass(frozen=True, eq=False)
class Lines:
    """Weighted least squares of each risk; p coefficients in the orthogonal basis (level at the barycentre first).

    `transition` turns these coefficients into those of intercept and regressors as they were given. Years
    such as 2024 beside an intercept would cost half of all digits in any other basis.
    """

    cells: Cells
    transition: Floats
    gram: Floats
    """X'WX of each risk, shape (risks, p, p)."""
    moment: Floats
    """X'Wy of each risk, shape (risks, p)."""
    individual: Floats
    """Coefficients, shape (risks, p); NaN for a risk without a line of its own."""
    complete: NDArray[np.bool_]
    """Risks that have a line of their own: no fewer distinct times than coefficients."""
    within: float

    @classmethod
    def of(cls, values: ArrayLike, weights: ArrayLike, time: ArrayLike, risk: ArrayLike | None) -> Lines:
        """The lines of checked cells.

        Raises:
            DataError: fewer than two lines, no line with periods to spare, regressors that are not finite.
        """
        cells = Cells.of(values, weights, risk)
        raw = _design(time, np.asarray(values).shape)
        raw = raw if cells.kept is None else raw[cells.kept]
        transition = _orthogonal(raw, cells.weights)
        design = raw @ transition
        p = raw.shape[1]
        gram = _sums(cells, design[:, :, None] * design[:, None, :])
        moment = _sums(cells, design * cells.values[:, None])
        complete = _determined(gram) & (cells.periods() >= p)
        individual = np.full(moment.shape, np.nan)
        individual[complete] = np.linalg.solve(gram[complete], moment[complete][..., None])[..., 0]
        if np.count_nonzero(complete) < 2:
            raise DataError(
                f"{np.count_nonzero(complete)} risks have a line of their own ({p} coefficients); expected at least 2; "
                f"with fewer periods, use buhlmann_straub",
                risks=int(np.count_nonzero(complete)),
            )
        return cls(cells, transition, gram, moment, individual, complete, _within(cells, design, individual))

    def fit(
        self, model: str, between: Floats, collective: Floats, credible: tuple[Floats, Floats]
    ) -> RegressionFit:
        """The result in the basis of intercept and regressors as given."""
        z, coefficients = credible
        turn, back = self.transition, np.linalg.inv(self.transition)
        return RegressionFit(
            model=model, risks=self.cells.risks, weights=self.cells.sum(self.cells.weights),
            individual=self.individual @ turn.T, z=turn @ z @ back, coefficients=coefficients @ turn.T,
            collective=turn @ collective, within=self.within, between=turn @ between @ turn.T,
            z_barycentre=z, between_barycentre=between,
        )


def blended(lines: Lines, between: Floats, collective: Floats) -> tuple[Floats, Floats]:
    """Z of each risk and its coefficients, written so that a risk without a line of its own has them too.

    beta + L (L'G L + s2)^-1 L' (X'Wy - G beta), A = L L', equals Z b + (1 - Z) beta with Z = A (A + s2 G^-1)^-1,
    and neither A nor G need have an inverse.
    """
    length, axes = np.linalg.eigh(between)
    kept = length > ROUNDING * max(float(length[-1]), 0.0)
    root = axes[:, kept] * np.sqrt(length[kept])
    invert = np.linalg.inv if lines.within else np.linalg.pinv
    pulled = root @ invert(root.T @ lines.gram @ root + lines.within * np.eye(root.shape[1])) @ root.T
    z = pulled @ lines.gram
    away = lines.moment - lines.gram @ collective
    return z, collective + np.einsum("npq,nq->np", pulled, away)


def _design(time: ArrayLike, shape: tuple[int, ...]) -> Floats:
    given = np.asarray(time, dtype=np.float64)
    if given.shape[: len(shape)] != shape and given.shape[:1] == shape[-1:]:
        given = np.broadcast_to(given, (*shape[:-1], *given.shape))
    if given.shape[: len(shape)] != shape or given.ndim > len(shape) + 1:
        raise ShapeError(f"time {given.shape}, values {shape}; expected one regressor (or row of them) a cell")
    if not np.isfinite(given).all():
        raise DataError("time: not finite in some cells; expected numbers")
    given = given.reshape(int(np.prod(shape)), -1)
    return np.column_stack([np.ones(len(given)), given])


def _orthogonal(raw: Floats, weights: Floats) -> Floats:
    """The upper triangular change of basis, with ones on its diagonal, that makes the design orthogonal."""
    p = raw.shape[1]
    turn = np.eye(p)
    columns = raw.copy()
    for _ in range(2):
        for j in range(1, p):
            for i in range(j):
                length = float(weights @ columns[:, i] ** 2)
                share = float(weights @ (columns[:, i] * columns[:, j])) / length if length else 0.0
                columns[:, j] -= share * columns[:, i]
                turn[:, j] -= share * turn[:, i]
    return turn


def _sums(cells: Cells, terms: Floats) -> Floats:
    """Weighted sums over the cells of each risk of terms with shape (cells, ...)."""
    flat = terms.reshape(len(terms), -1) * cells.weights[:, None]
    sums = np.stack([cells.sum(column) for column in np.ascontiguousarray(flat.T)], axis=1)
    return sums.reshape(-1, *terms.shape[1:])


def _determined(gram: Floats) -> NDArray[np.bool_]:
    length = np.sqrt(np.diagonal(gram, axis1=1, axis2=2))
    scale = np.where(length > 0, length, 1.0)
    scaled = gram / (scale[:, :, None] * scale[:, None, :])
    return np.asarray(np.linalg.eigvalsh(scaled)[:, 0] > SINGULAR)


def _within(cells: Cells, design: Floats, individual: Floats) -> float:
    """The mean over risks of the variance around their own lines."""
    residual = cells.values - np.einsum("np,np->n", design, individual[cells.codes])
    freedom = cells.periods() - design.shape[1]
    spare = (freedom > 0) & ~np.isnan(individual[:, 0])
    if not spare.any():
        raise DataError(
            f"no risk has more periods than its {design.shape[1]} coefficients; the variance within can not be "
            f"estimated; expected at least one with {design.shape[1] + 1}",
            coefficients=design.shape[1],
        )
    variance = float((cells.sum(cells.weights * residual**2)[spare] / freedom[spare]).mean())
    per_cell = float(cells.weights.sum()) / len(cells.values)
    return per_cell * beyond_rounding(variance / per_cell, cells.values, cells.weights)

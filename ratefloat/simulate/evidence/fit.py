"""Elasticity and share of reporting, fitted together to what the studies report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DataError
from ratefloat.simulate.behaviour.prevention import Prevention
from ratefloat.simulate.evidence.studies import studies as all_studies

if TYPE_CHECKING:
    import pandas as pd

FloatArray = NDArray[np.float64]

ELASTICITY = np.linspace(0.0, 3.0, 61)
REPORTING = np.linspace(0.0, 0.9, 19)
TAU = np.array([0.02, 0.05, 0.1, 0.15, 0.2, 0.3])
ERROR = 0.05
"""Stated standard error of every effect, or half its reported range if that is more: real ones were not found."""
_KAPPAS = 16
_RHO_WEIGHTS = np.array([0.25, 0.5, 0.25])
AXES = ("elasticity", "reporting", "kappa", "tau")


@dataclass(frozen=True, eq=False)
class Fit:
    """What the studies identify together: a likelihood on a grid, with all that is not known summed out.

    Model of study i: effect = -elasticity x ln((kappa + rho before + rho) / (kappa + rho before)) / (1 - r) + u + e,
    with r = `reporting`, the share of a fall of claims that is reporting, for claims, and 0 for fatalities; u is
    normal with spread tau, e with the stated error. Flat weights on elasticity 0 to 3, reporting 0 to 0.9 and the
    listed values of tau; kappa in the distribution of its range; each study's rho at low, central, high with
    weights 1, 2, 1.

    `logs`: log likelihood of each study, shape (studies, elasticity, reporting, kappa, tau).
    """

    table: pd.DataFrame
    kappas: FloatArray
    logs: FloatArray
    expected: FloatArray

    @cached_property
    def weights(self) -> FloatArray:
        """The weight of each point of the grid, from all studies; adds up to 1."""
        return _weights(self.logs.sum(axis=0))

    def interval(self, axis: str) -> tuple[float, float, float]:
        """The 5, 50 and 95 % points of "elasticity", "reporting", "kappa" or "tau"."""
        values = self._values(axis)
        others = tuple(number for number, name in enumerate(AXES) if name != axis)
        low, middle, high = _quantiles(values, self.weights.sum(axis=others))
        return low, middle, high

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Each study against what the fit says: residual with it in the sample, and held out.

        A prediction has its median and 90 % range, for a new study of that setting with that study's own error;
        "inside" tells whether the reported middle lies in the range of the held-out prediction.
        """
        import pandas as pd

        whole = self.logs.sum(axis=0)
        rows = []
        for number, study in enumerate(self.table.to_dict("records")):
            effect = (float(study["effect_low"]) + float(study["effect_high"])) / 2
            left = _weights(whole - self.logs[number])
            within, without = self._predict(number, self.weights), self._predict(number, left)
            alone = _quantiles(ELASTICITY, left.sum(axis=(1, 2, 3)))
            rows.append({
                "id": study["id"], "channel": study["channel"], "effect": effect, "rho": study["rho_central"],
                "rho_how": study["rho_how"], "in_sample": within[1], "residual_in_sample": effect - within[1],
                "held_out_low": without[0], "held_out": without[1], "held_out_high": without[2],
                "residual_held_out": effect - without[1], "inside": without[0] <= effect <= without[2],
                "elasticity_low": alone[0], "elasticity": alone[1], "elasticity_high": alone[2],
            })
        return pd.DataFrame(rows)

    @cached_property
    def ridge(self) -> pd.DataFrame:
        """What cannot be told apart: the best elasticity for each kappa and share of reporting, and how likely it is.

        `likelihood` is relative to the best point; where it stays near 1 the studies do not choose.
        """
        import pandas as pd

        likely = np.exp(self.logs.sum(axis=0) - self.logs.sum(axis=0).max()).sum(axis=3)
        best = likely.argmax(axis=0)
        top = np.take_along_axis(likely, best[None], axis=0)[0] / likely.max()
        rows = [
            {"kappa": kappa, "reporting": share, "elasticity": ELASTICITY[best[r, k]], "likelihood": top[r, k]}
            for k, kappa in enumerate(self.kappas.tolist())
            for r, share in enumerate(REPORTING.tolist())
        ]
        return pd.DataFrame(rows)

    @property
    def text(self) -> str:
        """The result in a few lines."""
        eps, share, tau = self.interval("elasticity"), self.interval("reporting"), self.interval("tau")
        chosen, frame = Prevention().parameters()["prevention.elasticity"], self.frame
        return "\n".join([
            f"elasticity {_three(eps)}, fitted to {len(frame)} studies (in-sample);",
            f"share of a fall of claims that is reporting {_three(share)}; spread between studies {_three(tau)};",
            f"held out one at a time, {int(frame['inside'].sum())} of {len(frame)} lie in the 90 % range;",
            f"standard errors are not known: {ERROR} each, or half the reported range, is stated;",
            f"the simulator's range {chosen.low:g}, {chosen.central:g}, {chosen.high:g} is shaded down from this for "
            "publication and reporting bias, and rests on the same studies.",
        ])

    def __repr__(self) -> str:
        return self.text

    def _values(self, axis: str) -> FloatArray:
        grids = dict(zip(AXES, (ELASTICITY, REPORTING, self.kappas, TAU), strict=True))
        if axis not in grids:
            raise DataError(f"fit: {axis!r}; expected one of {', '.join(AXES)}")
        return np.asarray(grids[axis])

    def _predict(self, number: int, weights: FloatArray) -> tuple[float, float, float]:
        """The 5, 50, 95 % points of what a study like this would report: a mixture of normal laws."""
        from scipy.special import ndtr

        spread = np.sqrt(TAU**2 + _error(self.table)[number] ** 2)
        means, shares = _binned(self.expected[number], weights)
        grid = np.linspace(means[0] - 3 * spread[-1], means[-1] + 3 * spread[-1], 401)
        below = (ndtr((grid[:, None, None] - means[:, None]) / spread) * shares).sum(axis=(1, 2))
        low, middle, high = np.interp([0.05, 0.5, 0.95], below / below[-1], grid)
        return float(low), float(middle), float(high)


def fit(studies: pd.DataFrame | None = None) -> Fit:
    """Elasticity and share of reporting fitted jointly to some studies, by default to all that have what it takes.

    Args:
        studies: rows of `studies()`; those with `fitted` enter.
    Raises:
        DataError: fewer than two studies, or a study without effect or degree of experience rating.

    >>> low, middle, high = fit().interval("elasticity")
    >>> low < middle < high
    True
    """
    given = all_studies() if studies is None else studies
    table = given[given["fitted"].astype(bool)].reset_index(drop=True)
    needed = ["effect_low", "effect_high", "rho_low", "rho_central", "rho_high", "rho_before"]
    if len(table) < 2 or table[needed].isna().to_numpy().any():
        raise DataError(f"fit: {len(table)} studies; expected two or more, each with effect and rho")
    middles = (np.arange(_KAPPAS) + 0.5) / _KAPPAS
    kappas = Prevention().parameters()["prevention.kappa"].at(middles)
    expected = _expected(table, kappas)
    effect = table[["effect_low", "effect_high"]].mean(axis=1).to_numpy()
    variance = _error(table)[:, None] ** 2 + TAU**2
    off = (effect[:, None, None, None, None] - expected) ** 2
    likely = np.zeros((*expected.shape[:-1], len(TAU)))
    for place, weight in enumerate(_RHO_WEIGHTS.tolist()):
        spread = variance[:, None, None, None, :]
        likely += weight * np.exp(-off[..., place, None] / 2 / spread) / np.sqrt(2 * np.pi * spread)
    return Fit(table, kappas, np.log(np.maximum(likely, 1e-300)), expected)


def _expected(table: pd.DataFrame, kappas: FloatArray) -> FloatArray:
    """The effect of each study at each point, shape (studies, elasticity, reporting, kappa, rho)."""
    rho = table[["rho_low", "rho_central", "rho_high"]].to_numpy()
    before = table["rho_before"].to_numpy()[:, None, None] + kappas[None, :, None]
    dearer = np.log1p(rho[:, None, :] / before)
    hidden = (table["channel"] != "fatalities").to_numpy()[:, None] * REPORTING
    slope = -ELASTICITY[None, :, None] / (1 - hidden)[:, None, :]
    return np.asarray(slope[..., None, None] * dearer[:, None, None, :, :])


def _error(table: pd.DataFrame) -> FloatArray:
    half = ((table["effect_high"] - table["effect_low"]) / 2).to_numpy()
    return np.asarray(np.maximum(half, ERROR))


def _binned(means: FloatArray, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Means of effects in narrow bins, and the weight of each bin and tau, shape (bins, tau)."""
    edges = np.linspace(means.min() - 1e-9, means.max() + 1e-9, 401)
    places = np.searchsorted(edges, means.reshape(-1, 3)) - 1
    flat, found = weights.reshape(-1, len(TAU)), np.zeros((len(edges) - 1, len(TAU)))
    for number, share in enumerate(_RHO_WEIGHTS.tolist()):
        for tau in range(len(TAU)):
            found[:, tau] += share * np.bincount(places[:, number], flat[:, tau], minlength=len(found))
    return (edges[1:] + edges[:-1]) / 2, found


def _weights(logs: FloatArray) -> FloatArray:
    found = np.exp(logs - logs.max())
    return np.asarray(found / found.sum())


def _quantiles(values: FloatArray, weights: FloatArray) -> tuple[float, float, float]:
    middle = np.cumsum(weights) - weights / 2
    low, centre, high = np.interp([0.05, 0.5, 0.95], middle, values)
    return float(low), float(centre), float(high)


def _three(values: tuple[float, float, float]) -> str:
    return "{1:.2f} ({0:.2f} to {2:.2f})".format(*values)

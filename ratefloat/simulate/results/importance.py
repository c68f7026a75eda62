"""Which parameter a figure depends on most, over the evidence sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ratefloat.simulate.results.draws import Draws, FloatArray
from ratefloat.simulate.run import Run

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("policy", "parameter", "mark", "rank_correlation", "error", "share", "explained")


def importance(run: Run, figures: Mapping[str, Draws]) -> pd.DataFrame:
    """Parameters by the share of a figure's variance that they account for, the strongest of each policy first.

    The share of a parameter is its regression coefficient on ranks times its rank correlation; the shares add up
    to `explained`, the part that the regression accounts for. nan where there are too few sets.
    """
    import pandas as pd

    names = list(run.sets.columns)
    marks = [run.parameters["mark"].get(name, "") for name in names]
    rows = []
    for policy, figure in figures.items():
        correlation, share = shares(run.sets.to_numpy(float), figure.sets)
        error = float(1 / np.sqrt(len(run.sets) - 1)) if len(run.sets) > 1 else np.nan
        order = np.argsort(-np.nan_to_num(share), kind="stable")
        whole = float(share.sum())
        rows += [(policy, names[i], marks[i], float(correlation[i]), error, float(share[i]), whole) for i in order]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def shares(parameters: FloatArray, figure: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Rank correlation of each parameter with a figure, and its share of variance.

    Args:
        parameters: shape (sets, parameters).
        figure: shape (sets,).
    Returns:
        two arrays of shape (parameters,); 0 for a parameter or figure that never changes.
    """
    from scipy.stats import rankdata

    sets, count = parameters.shape
    if sets < count + 2 or not np.isfinite(figure).all():
        return np.full(count, np.nan), np.full(count, np.nan)
    x = _standard(rankdata(parameters, axis=0))
    y = _standard(rankdata(figure)[:, None])[:, 0]
    correlation = x.T @ y / sets
    slope = np.linalg.lstsq(x, y, rcond=None)[0]
    return np.asarray(correlation), np.asarray(slope * correlation)


def _standard(ranks: FloatArray) -> FloatArray:
    spread = ranks.std(axis=0)
    return np.asarray((ranks - ranks.mean(axis=0)) / np.where(spread > 0, spread, 1.0))

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

# Figures that differ by rounding alone are ties.
DIGITS = 12


def importance(run: Run, figures: Mapping[str, Draws]) -> pd.DataFrame:
    """Parameters by the share of a figure's variance that they account for, the strongest of each policy first.

    Parameters that were drawn together, with the same ranks, are one row. nan where there are too few sets.
    """
    import pandas as pd
    from scipy.stats import rankdata

    ranks = _standard(rankdata(run.sets.to_numpy(float), axis=0))
    together = _together(ranks)
    names = [", ".join(str(run.sets.columns[i]) for i in every) for every in together]
    marks = [_marks(run, every) for every in together]
    error = float(1 / np.sqrt(len(run.sets) - 1)) if len(run.sets) > 1 else np.nan
    rows = []
    for policy, figure in figures.items():
        correlation, share = shares(ranks[:, [every[0] for every in together]], figure.sets)
        whole = float(share.sum())
        order = np.argsort(-np.nan_to_num(share), kind="stable")
        rows += [(policy, names[i], marks[i], float(correlation[i]), error, float(share[i]), whole) for i in order]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def shares(parameters: FloatArray, figure: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Rank correlation of each parameter with a figure, and its share of the variance of the figure's ranks.

    Shares are relative weights: the regression on ranks is made on the uncorrelated columns that lie nearest to
    the parameters, and its explained variance handed back to them. They are never negative and add up to what
    the regression explains; with independent parameters they are squared correlations.

    Args:
        parameters: shape (sets, parameters).
        figure: shape (sets,).
    Returns:
        two arrays of shape (parameters,); 0 for a parameter or figure that never changes.
    Source: Johnson 2000, Multivariate Behavioral Research 35.
    """
    from scipy.stats import rankdata

    sets, count = parameters.shape
    if sets < count + 2 or not np.isfinite(figure).all():
        return np.full(count, np.nan), np.full(count, np.nan)
    x = _standard(rankdata(parameters, axis=0))
    y = _standard(rankdata(figure.round(DIGITS))[:, None])[:, 0]
    correlation = x.T @ y / sets
    sizes, axes = np.linalg.eigh(x.T @ x / sets)
    root = (axes * np.sqrt(np.maximum(sizes, 0))) @ axes.T
    slope = np.linalg.pinv(root, rcond=1e-6, hermitian=True) @ correlation
    return np.asarray(correlation), np.asarray(root**2 @ slope**2)


def _standard(ranks: FloatArray) -> FloatArray:
    spread = ranks.std(axis=0)
    return np.asarray((ranks - ranks.mean(axis=0)) / np.where(spread > 0, spread, 1.0))


def _together(ranks: FloatArray) -> list[list[int]]:
    """Columns with the same ranks, up or down, in the order of their first; a fixed column stands alone."""
    groups: list[list[int]] = []
    for i in range(ranks.shape[1]):
        for group in groups:
            alike = np.abs(ranks[:, group[0]] @ ranks[:, i]) / max(len(ranks), 1)
            if alike > 1 - 1e-9:
                group.append(i)
                break
        else:
            groups.append([i])
    return groups


def _marks(run: Run, every: list[int]) -> str:
    found = [str(run.parameters["mark"].get(run.sets.columns[i], "")) for i in every]
    return " ".join(dict.fromkeys(found))

"""Bühlmann: risks whose periods all weigh the same."""

from __future__ import annotations

from numpy.typing import ArrayLike

from ratefloat.actuarial.credibility.buhlmann_straub import fitted
from ratefloat.actuarial.credibility.cells import Cells
from ratefloat.actuarial.credibility.fit import CredibilityFit


def buhlmann(values: ArrayLike, *, risk: ArrayLike | None = None) -> CredibilityFit:
    """The Bühlmann model: Z = n / (n + k) with n periods, k = within / between.

    Args:
        values: one row a cell, or a matrix of risks x periods; NaN where a cell is missing. Risks may have
            different numbers of periods.
        risk: id of each row's risk; a matrix may do without.
    Raises:
        DataError: fewer than two risks with experience, or no risk with two periods.
    Source: Bühlmann (1967); example of Klugman, Panjer and Willmot, Loss Models.

    >>> fit = buhlmann([[3, 5, 7], [6, 12, 9]])
    >>> fit.z.round(6), fit.premiums.round(4)
    (array([0.729167, 0.729167]), array([5.5417, 8.4583]))
    """
    return fitted(Cells.of(values, None, risk), "unbiased", model="Bühlmann")

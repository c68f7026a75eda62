"""Columns of a portfolio: labels that sort employers, and what holds for each employer in one year."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import UncoveredError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from ratefloat.simulate.portfolio.portfolio import Portfolio

Ints = NDArray[np.int64]
FloatArray = NDArray[np.float64]


def freeze(frozen: DataclassInstance) -> None:
    """Put in the place of each array of a frozen dataclass a view of it that cannot be written."""
    for field in fields(frozen):
        values = getattr(frozen, field.name)
        if isinstance(values, np.ndarray):
            view = values.view()
            view.flags.writeable = False
            object.__setattr__(frozen, field.name, view)


@dataclass(frozen=True, eq=False)
class Labels:
    """A way to sort employers: the number of each employer's name in `names`, shape (employers,)."""

    codes: NDArray[np.int16]
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, eq=False)
class Year:
    """What holds for each employer in one year, whatever the policy; shape (employers,) each.

    `heads` insured (0 while not in); `payroll` of the year in minor units; `expected` true cases of the year at
    the latent hazard; `months` insured in the year; `wage` per head and year in minor units.
    """

    heads: Ints
    payroll: Ints
    expected: FloatArray
    months: Ints
    wage: Ints


def year_of(portfolio: Portfolio, t: int) -> Year:
    """The year t of a portfolio; see `Portfolio.year`."""
    if not -portfolio.history <= t < portfolio.horizon:
        raise UncoveredError(
            f"year {t}: not in portfolio {portfolio.name!r}; "
            f"expected {-portfolio.history} to {portfolio.horizon - 1}", year=t,
        )
    row = t + portfolio.history
    inside = (portfolio.first <= t) & (t < portfolio.end)
    share = portfolio.covered[:, row][portfolio.covered_of]
    heads = np.where(inside, np.floor(portfolio.workers * share + portfolio.fraction), 0).astype(np.int64)
    wage = np.rint(portfolio.wage * portfolio.growth(t)).astype(np.int64)
    return Year(
        heads=heads, payroll=heads * wage, expected=heads * portfolio.hazard * portfolio.risk[row],
        months=np.where(inside, 12, 0), wage=wage,
    )

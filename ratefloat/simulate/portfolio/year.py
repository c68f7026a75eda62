"""Columns of a portfolio: labels that sort employers, and what holds for each employer in one year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Labels:
    """A way to sort employers: the number of each employer's name in `names`, shape (employers,)."""

    codes: NDArray[np.int16]
    names: tuple[str, ...]


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

"""A portfolio: employers with class, size, wage and a latent risk that no policy changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.cell import RiskCell
from ratefloat.actuarial.severities import Severity

if TYPE_CHECKING:
    import pandas as pd

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


@dataclass(frozen=True, eq=False)
class Payment:
    """When a case is paid for: the share of its cost by year after the case, and pensions.

    `pattern` adds up to 1; (1.0,) pays at once. `pension` is the yearly pension of each outcome as a share of the
    worker's own wage, paid from the year after the case on, falling by `mortality` a year; shape (outcomes,).
    """

    pattern: tuple[float, ...] = (1.0,)
    pension: tuple[float, ...] = ()
    mortality: float = 0.0


@dataclass(frozen=True)
class Fund:
    """The fund at the start, in minor units: its reserve, and what it pays for cases older than the simulation.

    `stock` is the payment for old pensioners and open cases in year 0, 1, ...; later years repeat the last one.
    """

    reserve: int = 0
    stock: tuple[int, ...] = (0,)


@dataclass(frozen=True, eq=False)
class Portfolio:
    """Employers whose luck is still to be drawn.

    Arrays have shape (employers,) unless said. `key` names an employer in the random numbers and stays with it in
    any choice of employers. Years are numbered from 0, the first year of the policy; years -`history` to -1 lie
    before it. `hazard` is expected true cases per head and year; `risk` the employer's relative risk of each
    year, shape (history + horizon, employers). An employer is insured in years `first` <= t < `end`.
    `covered` is the share of its workers who are insured, by row `covered_of` and year, shape
    (rows, history + horizon). Candidate cases are drawn at `envelope` times the latent hazard.
    """

    name: str
    key: NDArray[np.uint64]
    risk_class: NDArray[np.int8]
    workers: Ints
    wage: Ints
    hazard: FloatArray
    risk: NDArray[np.float32]
    first: NDArray[np.int16]
    end: NDArray[np.int16]
    covered_of: NDArray[np.int16]
    covered: FloatArray
    labels: Mapping[str, Labels]
    severity_of: NDArray[np.int8]
    severities: tuple[Severity, ...]
    victims: tuple[float, ...] = (1.0,)
    payment: Payment = Payment()
    fund: Fund = Fund()
    wage_growth: float = 0.0
    history: int = 6
    envelope: float = 1.25
    area: str | None = None
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.key)

    @property
    def horizon(self) -> int:
        """How many years from year 0 the portfolio holds."""
        return len(self.risk) - self.history

    def year(self, t: int) -> Year:
        """Heads, payroll and expected cases of year t, -history <= t < horizon."""
        raise NotImplementedError

    @cached_property
    def groups(self) -> pd.DataFrame:
        """The groups of results: one row a group; columns risk_class, size and each label."""
        raise NotImplementedError

    @cached_property
    def group_of(self) -> Ints:
        """The row of each employer in `groups`."""
        raise NotImplementedError

    @cached_property
    def cells(self) -> tuple[RiskCell, ...]:
        """A typical employer of each class, severity and narrow band of size: for these incentives are computed."""
        raise NotImplementedError

    @cached_property
    def cell_of(self) -> Ints:
        """The place of each employer in `cells`."""
        raise NotImplementedError

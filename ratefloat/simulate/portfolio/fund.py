"""When cases are paid for, and the fund at the start."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class Payment:
    """When a case is paid for: the share of its cost by year after the case, and pensions.

    `pattern` adds up to 1; (1.0,) pays at once. `pension` is the yearly pension of each outcome as a share of the
    worker's own wage, paid from the year after the case on, falling by `mortality` a year and growing with wages;
    shape (outcomes,).
    """

    pattern: tuple[float, ...] = (1.0,)
    pension: tuple[float, ...] = ()
    mortality: float = 0.0


@dataclass(frozen=True)
class Fund:
    """The fund at the start, in minor units: its reserve, and what it pays for cases older than the simulation.

    `stock` is the payment for old pensioners and open cases in year 0, 1, ...; later years repeat the last one.
    The growth of pensions is in it.
    """

    reserve: int = 0
    stock: tuple[int, ...] = (0,)


AT_ONCE = Payment()
"""Everything is paid in the year of the case."""
EMPTY = Fund()
"""No reserve, and nothing to pay for older cases."""

"""What every exact law of a policy can tell: levels, their law over the reviews, and what one more case changes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.desk import REFUSED, Level
from ratefloat.actuarial.lattice import Lattice
from ratefloat.actuarial.reading import Reading
from ratefloat.errors import DataError, UncoveredError

FloatArray = NDArray[np.float64]
Valued = Literal["period start", "claim"]


@dataclass(frozen=True)
class Discount:
    """`v` is today's value of 1 in a year; `valued` the day as of which it counts.

    "period start" is the start of the review period in which the case falls, "claim" the year of the case.
    """

    v: float
    valued: Valued = "period start"

    def __post_init__(self) -> None:
        if not 0 < self.v < 1:
            raise DataError(f"discount {self.v}: expected above 0 and below 1, such as 1 / 1.04", discount=self.v)
        if self.valued not in ("period start", "claim"):
            raise DataError(f"valued {self.valued!r}: expected 'period start' or 'claim'")


class Law(ABC):
    """The levels of a risk cell under a policy, from review to review.

    Arrays run over `levels`.
    """

    lattice: Lattice
    levels: tuple[Level, ...]
    cases: float

    @property
    @abstractmethod
    def stationary(self) -> FloatArray:
        """The law of levels in the long run."""

    @property
    @abstractmethod
    def slope(self) -> FloatArray:
        """Its derivative by the expected cases of a year."""

    @property
    @abstractmethod
    def transition(self) -> FloatArray:
        """From level (row) to level at the next review; of overlapping windows, in the long run."""

    @property
    def kept(self) -> int:
        """How many experiences are told apart."""
        return self.lattice.size

    @abstractmethod
    def at(self, cases: float) -> Law:
        """The same policy for another hazard, on the same lattice."""

    def stationary_at(self, cases: Sequence[float]) -> FloatArray:
        """The lasting laws at several hazards, shape (hazards, levels)."""
        self.lattice.prepare([each * self.years_drawn for each in cases])
        return np.asarray([self.at(each).stationary for each in cases])

    @property
    @abstractmethod
    def years_drawn(self) -> int:
        """How many calendar years of cases one experience holds."""

    @abstractmethod
    def transient(self, start: int, reviews: int) -> FloatArray:
        """The law after 0, 1, ... reviews from one level, shape (reviews + 1, levels)."""

    @abstractmethod
    def one_more_case(self, premiums: FloatArray, discount: Discount) -> FloatArray:
        """Present value of the premium that one more case brings, shape (levels, outcomes).

        Args:
            premiums: of a year, by level, paid at the start of the year.
        """

    def one_more_on_average(self, premiums: FloatArray, discount: Discount) -> FloatArray:
        """The same on average over the levels of the long run, shape (outcomes,)."""
        return np.asarray(self.stationary @ self.one_more_case(premiums, discount))


def refuse_uncovered(reading: Reading, found: NDArray[np.int64]) -> None:
    """Refuse a policy that covers no level for some experience that can happen."""
    if (found == REFUSED).any():
        raise UncoveredError(
            f"policy {reading.policy.id}: refuses some experiences of class {reading.cell.risk_class} that can happen; "
            f"expected a rate for each", policy=reading.policy.id,
        )

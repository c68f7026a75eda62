"""What is assumed of employers where no figure says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from ratefloat.errors import DefinitionError


@dataclass(frozen=True)
class Assumptions:
    """Assumptions of a made portfolio; all are guesses [U] unless a source is named.

    `years` from year 0 on and `history` before it. `heterogeneity` is the gamma shape of relative risk within a
    class (theory: 1 to 6) and `persistence` its correlation from one year to the next (.7 to .98). `coverage` is
    the share of workers insured in key industries: from, to, and in how many years from year 0 it gets there in
    even steps; before year 0 it stands still; by default that of the data, as for other trades always.
    `reporting` is the chance that a true case is reported: "baseline" for the central levels of `Hiding`, one
    number for all cases but deaths, or a number for each kind of `response.KINDS`; 1 makes recognised cases the
    true ones. `victims[k]` is the share of accidents with k + 1 victims. `turnover` is the yearly share of
    employers that come, and that go. `wage_growth` is the yearly growth of wages, and of all benefits with them.
    `wages` is the standard deviation of the log of employers' mean wages within a trade.
    """

    years: int = 10
    history: int = 6
    heterogeneity: float = 2.5
    persistence: float = 0.9
    coverage: tuple[float, float, int] | None = None
    reporting: str | float | Mapping[str, float] = "baseline"
    victims: tuple[float, ...] = (0.99, 0.008, 0.002)
    turnover: tuple[float, float] = (0.03, 0.03)
    wage_growth: float = 0.05
    wages: float = 0.25

    def __post_init__(self) -> None:
        if self.years < 1 or self.history < 0:
            raise DefinitionError(f"years {self.years}, history {self.history}; expected at least 1, and 0 or more")
        low, high, over = self.coverage or (1, 1, 1)
        if not (0 < low <= 1 and 0 < high <= 1 and over >= 1):
            raise DefinitionError(
                f"coverage {self.coverage}; expected (from, to, years): shares above 0 up to 1, and at least one year"
            )
        if not all(0 <= share < 1 for share in self.turnover):
            raise DefinitionError(f"turnover {self.turnover}; expected yearly shares that come and go, 0 to below 1")
        if not self.wages >= 0:
            raise DefinitionError(f"wages {self.wages}; expected a standard deviation of 0 or more")

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """The assumptions with some given.

        Raises:
            DefinitionError: an unknown name, or a number out of range.

        >>> Assumptions.of({"heterogeneity": 4}).heterogeneity
        4
        """
        names = [field.name for field in fields(cls)]
        unknown = sorted(set(given) - set(names))
        if unknown:
            raise DefinitionError(f"assumption {unknown[0]!r}: unknown; expected some of {', '.join(names)}")
        return cls(**given)

    def growth_note(self) -> str:
        """What to tell of benefits in later years."""
        return f"benefit amounts, limits and pensions grow with wages, {self.wage_growth:.1%} a year [U]"

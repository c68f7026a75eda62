"""Exposure of a year as the engine reads it: of all employers of a portfolio, whatever the policy."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ratefloat.simulate.portfolio.portfolio import Portfolio, Year

FloatArray = NDArray[np.float64]
ONE = 2.0**32
"""Employers and heads of a group are added up in one number: so many heads are one employer."""


@dataclass(frozen=True, eq=False)
class Exposure(Year):
    """A year of a portfolio; whoever has nobody insured is not insured."""

    @cached_property
    def packed(self) -> FloatArray:
        """One employer and its heads in one number, 0 where nobody is insured."""
        return np.where(self.heads > 0, self.heads + ONE, 0.0)

    @cached_property
    def wages(self) -> FloatArray:
        """Payroll in minor units."""
        return self.payroll.astype(np.float64)

    @cached_property
    def insured(self) -> NDArray[np.int64]:
        """1 where somebody is insured, else 0."""
        return (self.months > 0).astype(np.int64)


def exposure(portfolio: Portfolio, t: int) -> Exposure:
    """The exposure of year t, kept for the next task as long as the portfolio lives."""
    kept: dict[int, Exposure] = portfolio.__dict__.setdefault("_exposures", {})
    if t not in kept:
        year = portfolio.year(t)
        known = {each.name: getattr(year, each.name) for each in fields(Year)}
        kept[t] = Exposure(**{**known, "months": np.where(year.heads > 0, year.months, 0)})
    return kept[t]

"""One base rate: the share of payroll of a class, with its place, period, instrument and mark."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any, Literal

from pydantic import Field, field_validator

from ratefloat.definition import Definition
from ratefloat.errors import DefinitionError
from ratefloat.periods import Period
from ratefloat.units import Percent, percent_text

Mark = Literal["S", "K", "D"]
"""How well a number is known: seen in a public copy, known, derived; the weaker of rate and span."""


class BaseRate(Definition):
    """The base rate of one class: a share of payroll, for an area and tier, through a period.

    An open end says that no end is recorded, not that the rate is in force today.
    A row without `area` holds wherever the table is used; without `recorded_at` it has always been known.

    Raises:
        DefinitionError: a rate that is no share of payroll, or text without its unit.

    >>> print(BaseRate(risk_class=4, rate="0.9%", effective="2015-10-01/", source="notice 71", mark="S"))
    class 4, 2015-10-01/, 0.9% (notice 71)
    """

    area: str | None = Field(default=None, min_length=1)
    tier: str | None = Field(default=None, min_length=1)
    risk_class: int = Field(ge=1, strict=True)
    rate: Percent
    effective: Period
    recorded_at: date | None = None
    source: str = Field(min_length=1)
    mark: Mark

    @field_validator("rate", mode="before")
    @classmethod
    def _with_its_unit(cls, rate: Any) -> Any:
        # "0.7" could mean 0.7 % or 70 %: a hundredfold slip that no later check would see.
        if isinstance(rate, str) and not any(sign in rate for sign in ("%", "‰", "per mille", "/")):
            raise DefinitionError(
                f'base rate {rate!r}: no unit; expected percent or per mille; write it as "0.7%" or "7‰"',
                rate=rate,
            )
        return rate

    @field_validator("rate")
    @classmethod
    def _share(cls, rate: Fraction) -> Fraction:
        if not 0 <= rate <= 1:
            raise DefinitionError(
                f"base rate {percent_text(rate)}: no share of payroll; expected 0% to 100%", rate=rate
            )
        return rate

    @property
    def claim(self) -> tuple[str, str, int, date]:
        """What one row alone may answer for at a time: area, tier, class, day of record."""
        return (self.area or "", self.tier or "", self.risk_class, self.recorded_at or date.min)

    def known(self, on: date | None) -> bool:
        """Whether the row had been recorded by a day; without a day, every row counts."""
        return on is None or self.recorded_at is None or self.recorded_at <= on

    def __str__(self) -> str:
        place = "".join(f"{word}, " for word in (self.area, self.tier) if word)
        return f"{place}class {self.risk_class}, {self.effective}, {percent_text(self.rate)} ({self.source})"

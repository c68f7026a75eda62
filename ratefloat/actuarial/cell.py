"""A risk cell: employers that are alike in class, size, wage and hazard."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

from pydantic import Field

from ratefloat.actuarial.severities import MINOR, Severity, Yuan
from ratefloat.definition import Definition
from ratefloat.errors import DefinitionError
from ratefloat.units import Number


class RiskCell(Definition):
    """An employer of which only luck is unknown: insured all through, with the same heads and hazard every year.

    `wage` is yearly, per head; `frequency` is the expected number of cases per head and year. Cases are Poisson,
    each an accident of its own, at work, recognised and paid for within the year in which it happens.

    >>> cell = RiskCell(risk_class=5, heads=30, wage="90000", frequency="12‰", severity={"outcomes": [
    ...     {"name": "injury", "probability": 1, "amount": "20000"}]})
    >>> float(cell.cases), cell.payroll
    (0.36, 270000000)
    """

    kind: ClassVar[str] = "risk cell"

    risk_class: int = Field(ge=1)
    heads: int = Field(ge=1)
    wage: Yuan
    frequency: Number
    severity: Severity
    area: str | None = None
    tier: str | None = None

    def model_post_init(self, context: Any) -> None:
        if self.wage <= 0:
            raise DefinitionError(f"risk cell: wage {self.wage}; expected above 0, per head and year")
        if not self.frequency >= 0:
            raise DefinitionError(f"risk cell: frequency {self.frequency}; expected 0 or more, per head and year")

    @property
    def payroll(self) -> int:
        """Wages of a year in minor units, rounded half up."""
        return int((2 * self.heads * self.wage * MINOR + 1) // 2)

    @property
    def cases(self) -> Fraction:
        """Expected cases of a year."""
        return self.heads * self.frequency

    @property
    def costs(self) -> tuple[int, ...]:
        """The cost of each outcome in minor units."""
        return self.severity.costs(self.wage)

    @property
    def mean_cost(self) -> float:
        """The expected cost of one case in the main unit."""
        chances = [outcome.probability for outcome in self.severity.outcomes]
        return float(sum((p * c for p, c in zip(chances, self.costs, strict=True)), Fraction(0))) / MINOR

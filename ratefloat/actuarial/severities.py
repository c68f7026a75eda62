"""What one work injury costs the fund: the ways in which a case can end, each with its chance and amount."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from ratefloat.definition import Definition
from ratefloat.errors import DefinitionError
from ratefloat.units import Number, decimal_text, exact, percent_text

Yuan = Annotated[
    Fraction,
    BeforeValidator(lambda value: exact(value, what="amount")),
    PlainSerializer(decimal_text, return_type=str),
    WithJsonSchema({"type": "string", "description": 'an exact amount in the main unit, such as "90000"'}),
]
"""An exact amount of money in the main unit of its currency, written as a decimal."""

MINOR = 100


class Outcome(Definition):
    """One way in which a case can end, and what it costs the fund.

    The cost is so many months of the worker's own wage, so many of the local average wage, and a plain amount.
    `mark` says of what kind the numbers are: S seen, K known, U a guess.
    """

    kind: ClassVar[str] = "outcome"

    name: str
    probability: Number
    amount: Yuan = Fraction(0)
    own_months: Number = Fraction(0)
    local_months: Number = Fraction(0)
    grade: int | None = Field(default=None, ge=1, le=10)
    death: bool = False
    mark: str = ""

    def model_post_init(self, context: Any) -> None:
        if not 0 <= self.probability <= 1:
            raise DefinitionError(f"outcome {self.name!r}: probability {self.probability}; expected 0 to 1")
        if min(self.amount, self.own_months, self.local_months) < 0:
            raise DefinitionError(f"outcome {self.name!r}: a negative cost; expected 0 or more")
        if self.death and self.grade is not None:
            raise DefinitionError(f"outcome {self.name!r}: a death with grade {self.grade}; expected one of the two")


class Severity(Definition):
    """The law of one case: outcomes whose probabilities add up to 1.

    `local_wage` is the average yearly wage of the area; own wages count within 60 and 300 % of it. Without it
    wages count as they are, and months of local wage are months of own wage.
    `notes` say what the numbers rest on and what was left out.

    >>> law = Severity(outcomes=[Outcome(name="light", probability="90%", amount="5000"),
    ...     Outcome(name="death", probability="10%", amount="800000", death=True)])
    >>> law.mean(Fraction(90_000))
    Fraction(84500, 1)
    """

    kind: ClassVar[str] = "severity"

    outcomes: tuple[Outcome, ...]
    local_wage: Yuan | None = None
    notes: tuple[str, ...] = ()

    def model_post_init(self, context: Any) -> None:
        total = sum((outcome.probability for outcome in self.outcomes), Fraction(0))
        if total != 1:
            text = percent_text(total)
            raise DefinitionError(f"severity: probabilities add up to {text}; expected 100%", total=total)
        names = [outcome.name for outcome in self.outcomes]
        twice = [name for name in names if names.count(name) > 1]
        if twice:
            raise DefinitionError(f"severity: outcome {twice[0]!r} stands twice; expected names that differ")
        if self.local_wage is not None and self.local_wage <= 0:
            raise DefinitionError(f"severity: local wage {self.local_wage}; expected above 0")

    def costs(self, wage: Fraction) -> tuple[int, ...]:
        """The cost of each outcome in minor units, rounded half up, for a worker with a yearly wage."""
        return tuple(_minor(self._cost(outcome, wage)) for outcome in self.outcomes)

    def mean(self, wage: Fraction) -> Fraction:
        """The expected cost of one case in the main unit, before rounding."""
        return sum((o.probability * self._cost(o, wage) for o in self.outcomes), Fraction(0))

    def _cost(self, outcome: Outcome, wage: Fraction) -> Fraction:
        local = self.local_wage
        own = wage if local is None else min(max(wage, local * Fraction(3, 5)), 3 * local)
        return outcome.amount + (outcome.own_months * own + outcome.local_months * (local or own)) / 12


def _minor(amount: Fraction) -> int:
    return int((2 * amount * MINOR + 1) // 2)


def severity(
    law: str | Mapping[Any, Any], *, shares: str | Mapping[str, Any] = "illustration",
    medical: str | Mapping[str, Any] = "illustration", year: int = 2024, local_wage: Any = None,
) -> Severity:
    """The law of one case, by name or from a small table.

    Args:
        law: "china" for the statutory lump sums; or amount -> probability, each an injury without grade.
        shares: with "china", the chance of each outcome by name ("no grade", "grade 10" to "grade 1", "death");
            "illustration" takes working guesses, and the notes of the result say so.
        medical: with "china", the cost of treatment by outcome, in the main unit; or "illustration".
        year: with "china", the year whose death grant counts.
        local_wage: with "china", the average yearly wage of the area.
    Raises:
        DefinitionError: an unknown name, or probabilities that do not add up to 1.
        UncoveredError: no death grant is known for the year.
    Source: Regulation on Work-Injury Insurance, articles 35 to 37 and 39.

    >>> severity({"8000": "60%", "70000": "40%"}).mean(Fraction(90_000))
    Fraction(32800, 1)
    >>> [note for note in severity("china").notes if "illustration" in note][0]
    'shares of outcomes: an illustration [U], no table was found'
    """
    if isinstance(law, str):
        from ratefloat.actuarial.china import china

        if law != "china":
            raise DefinitionError(f'severity {law!r}: unknown; expected "china" or amount -> probability', law=law)
        return china(shares, medical, year=year, local_wage=local_wage)
    return Severity(
        outcomes=tuple(
            Outcome(name=str(amount), probability=chance, amount=amount) for amount, chance in law.items()
        )
    )

"""On what terms policies are run: the day whose law holds, the rule before, constants and discount."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ratefloat.periods import day
from ratefloat.policy.decision import read_names

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy


@dataclass(frozen=True)
class Terms:
    """On what terms policies are run.

    The rule and the base rates of the day `on` hold in all years: by default the first day of each policy. With
    `first_year`, the calendar year of year 0, policy and base table must be in force, with the same rates, at every
    review of the run. `before` is the rule that was in force before, to which employers had settled; without it
    nothing was charged for a case. `given` are constants for what a portfolio does not have, such as fund months.
    `discount` is today's value of 1 in a year.
    """

    on: date | str | None = None
    first_year: int | None = None
    before: FloatPolicy | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    discount: float = 1 / 1.04

    def __post_init__(self) -> None:
        object.__setattr__(self, "given", MappingProxyType(dict(self.given)))

    @property
    def document(self) -> tuple[object, ...]:
        """The terms as plain values, by which two runs are told apart."""
        before = None if self.before is None else self.before.hash
        return (str(self.on), self.first_year, before, repr(sorted(self.given.items())), self.discount)

    def names_read(self, policy: FloatPolicy) -> set[str]:
        """The indicators and states that a policy reads on its day."""
        return read_names(policy, self.day_of(policy))

    def day_of(self, policy: FloatPolicy) -> date:
        """The day whose rule and base rates hold for a policy."""
        policy.require_complete()
        if self.on is not None:
            return day(self.on)
        return max(policy.effective.start, policy.structure.review.anchor)

"""What a witness is asked for: one case of a policy, or two that differ in one driver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ratefloat.policy.derive import Outcome
from ratefloat.rules.domain import Cell

Exposure = Literal["", "premium", "heads"]


@dataclass(frozen=True)
class Case:
    """One case of a decision table: a cell of every indicator, where it is rated, and what is decided.

    `outcome` is rated class, step, factor and rate; `refused` is the reason where nothing is decided.
    """

    cells: Mapping[str, Cell]
    area: str | None
    tier: str | None
    outcome: Outcome
    refused: str = ""

    @property
    def risk_class(self) -> int:
        """The risk class on record."""
        return int(self.cells["risk_class"].sample) if "risk_class" in self.cells else 1

    @property
    def step(self) -> int | None:
        """The step that is decided."""
        return None if self.outcome[1] is None else int(self.outcome[1])

    @property
    def rate(self) -> Fraction | None:
        """The rate that is decided; None where the case is refused."""
        return None if self.refused else self.outcome[3]


@dataclass(frozen=True)
class Request:
    """Cases to be shown by employers, from the better record to the worse.

    `adds` are the kinds of claim records by which the worse record may exceed the better: "money", "injury",
    "graded", "disease", "death"; None: everything that does not differ in its cells must be equal.
    `exposure` says that the records may differ in premium or heads instead; `free`, that they may differ in anything.
    """

    cases: tuple[Case, ...]
    adds: tuple[str, ...] = ()
    exposure: Exposure = ""
    free: bool = False

"""A witness: a book of one or two employers whose records lie in stated cases and are rated as stated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ratefloat.prove.witness.case import Case
from ratefloat.prove.witness.records import Rows, book_of
from ratefloat.rules.domain import Cell, Domain

if TYPE_CHECKING:
    from ratefloat.history.book import Book
    from ratefloat.policy.document import FloatPolicy
    from ratefloat.policy.rating import Rating

NAMES = {1: ("employer",), 2: ("better", "worse")}
"""Ids of the employers of a witness."""


@dataclass(frozen=True)
class Witness:
    """Employers with their whole records, in the order of the cases that they show.

    `book` holds the records; `rate` them on `on` and the step and rate of each case come out.
    """

    policy: FloatPolicy = field(repr=False)
    on: date
    cases: tuple[Case, ...] = field(repr=False)
    rows: tuple[Rows, ...] = field(repr=False)

    @property
    def employers(self) -> tuple[str, ...]:
        """The ids of the employers in the book."""
        return tuple(str(part["employers"][0]["employer"]) for part in self.rows)

    @cached_property
    def book(self) -> Book:
        """The records."""
        return book_of(self.rows)

    def rating(self) -> Rating:
        """The book rated by the policy."""
        from ratefloat.policy.rate import rate

        return rate(self.policy, self.book, on=self.on)

    def reproduces(self) -> bool:
        """Whether rating the book gives every employer the step and rate of its case, or its refusal."""
        rating = self.rating()
        return all(
            decided_as(rating, self.book.index(id), case)
            for id, case in zip(self.employers, self.cases, strict=True)
        )

    def explain(self, lang: str = "en") -> str:
        """What each employer is told, "en" or "zh": the values seen, and the articles that decided."""
        rating = self.rating()
        told = [id for id in self.employers if self.book.index(id) not in rating.refusals]
        return "\n\n".join(rating.decision(id).explain(lang) for id in told)

    def __str__(self) -> str:
        return f"{' and '.join(self.employers)} on {self.on}"


def decided_as(rating: Rating, row: int, case: Case) -> bool:
    """Whether a row of a rating was decided as a case says."""
    if case.refused:
        return rating.refusals.get(row) == case.refused
    if row in rating.refusals:
        return False
    return rating.outcomes.states[rating.outcomes.state[row]] == case.outcome


def lies_in(
    rating: Rating, row: int, case: Case, axes: Mapping[str, tuple[Domain, tuple[Cell, ...]]]
) -> bool:
    """Whether the indicators of a row lie in the cells of a case."""
    one = np.asarray([row], dtype=np.intp)
    for name, (domain, cells) in axes.items():
        if name == "base_group":
            continue
        digit = int(domain.digits(rating.columns[name].take(one), cells)[0])
        if cells[digit] != case.cells[name]:
            return False
    return True

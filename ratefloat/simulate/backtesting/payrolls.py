"""Payrolls to come, from how those of the book have changed in a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ratefloat.history.book import Book
from ratefloat.history.channels import months_insured, payroll
from ratefloat.history.filled import Channels
from ratefloat.periods import Span, month_of

Ints = NDArray[np.int64]
FloatArray = NDArray[np.float64]
NEAR = 25
"""An employer's payroll may change as that of any of so many neighbours in size on either side has."""
LEAST = 20
"""With fewer employers to learn from, payrolls stand still."""


@dataclass(frozen=True, eq=False)
class Payrolls:
    """Payroll of the twelve months before the day, shape (employers,), and the changes of a year seen until then,
    of employers insured all through, ordered by payroll."""

    last: FloatArray
    sizes: FloatArray
    ratios: FloatArray

    @classmethod
    def of(cls, book: Book, day: date, row: Ints) -> Self:
        """The payrolls of a book before a day.

        Args:
            row: the place in the book of each employer of a portfolio.
        """
        end = month_of(day)
        spans = [Span(end - 24, end - 12), Span(end - 12, end)]
        requests = [(channel, span) for channel in (payroll(), months_insured()) for span in spans]
        filled = Channels.fill(book, requests, on=day)
        wages = [filled.total(payroll(), span)[0] for span in spans]
        whole = np.all([filled.total(months_insured(), span)[0] >= 12 for span in spans], axis=0)
        whole &= np.all([each > 0 for each in wages], axis=0)
        order = np.argsort(wages[0][whole], kind="stable")
        before, after = (each[whole][order].astype(np.float64) for each in wages)
        return cls(wages[1][row].astype(np.float64), before, after / before)

    @property
    def growth(self) -> float:
        """By how much the payroll of these employers has grown in a year."""
        if len(self.ratios) < LEAST:
            return 0.0
        return float((self.sizes * self.ratios).sum() / self.sizes.sum() - 1)

    def ahead(self, years: int, rng: np.random.Generator) -> FloatArray:
        """Payroll of a year some years on, each year changed as that of a neighbour in size was."""
        found = self.last.copy()
        if len(self.ratios) < LEAST:
            return found
        for _ in range(years):
            place = np.searchsorted(self.sizes, found) + rng.integers(-NEAR, NEAR + 1, len(found))
            found *= self.ratios[np.clip(place, 0, len(self.ratios) - 1)]
        return found

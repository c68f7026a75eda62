"""The rates of a whole book: one row an employer, each of which can be explained, stored and proved again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DataError, rows_text
from ratefloat.policy.kernel import Outcomes
from ratefloat.rules.column import Column
from ratefloat.rules.values import Values
from ratefloat.units import RATE_UNIT, percent_text

if TYPE_CHECKING:
    import pandas as pd

    from ratefloat.history.book import Book
    from ratefloat.history.dates import Dates
    from ratefloat.policy.decision import Decision
    from ratefloat.policy.document import FloatPolicy
    from ratefloat.report.summary import Summary


@dataclass(frozen=True)
class Money:
    """Payroll of twelve months and the premium at the new rate, minor units, one an employer."""

    payroll: NDArray[np.int64]
    premium: NDArray[np.int64]
    overflow: NDArray[np.bool_]
    known: NDArray[np.bool_]
    """Whether the payroll of the employer is known at all; without it there is no estimate."""


@dataclass(frozen=True, eq=False)
class Rating:
    """The rates of a book on a day, under one policy."""

    policy: FloatPolicy
    book: Book = field(repr=False)
    dates: Dates
    known_on: date | None
    outcomes: Outcomes = field(repr=False)
    columns: Mapping[str, Column] = field(repr=False)
    groups: tuple[tuple[str | None, str | None], ...] = field(repr=False)
    base: Mapping[tuple[int, int], Fraction] = field(repr=False)
    base_group: NDArray[np.int64] = field(repr=False)
    money: Money = field(repr=False)
    refusals: Mapping[int, str] = field(repr=False)
    given_classes: NDArray[np.integer] = field(repr=False)
    before: Values = field(repr=False)
    """The rate in force on the eve of the review; 0 where none is on record."""
    peers: Mapping[str, Any] = field(repr=False)
    notes: tuple[str, ...] = field(default=(), repr=False)

    def __len__(self) -> int:
        return len(self.book)

    @cached_property
    def rated(self) -> NDArray[np.bool_]:
        """Which rows have a rate."""
        mask = np.ones(len(self), dtype=np.bool_)
        mask[list(self.refusals)] = False
        return mask

    @cached_property
    def classes(self) -> NDArray[np.int64]:
        """The rated class of every row; 0 where it is unknown."""
        if self.outcomes.states and self.outcomes.states[0][0] is not None:
            table = np.asarray([int(s[0] or 0) for s in self.outcomes.states], dtype=np.int64)
            return np.asarray(table[self.outcomes.state])
        return np.asarray(np.maximum(self.given_classes, 0), dtype=np.int64)

    def to_frame(self) -> pd.DataFrame:
        """The result as a pandas frame, in the order of the book.

        Columns: employer, risk_class, step, factor and rate (exact percent text), rate_e8 (integer, 1e-8 of
        payroll; empty where the exact rate is finer), payroll and estimated_premium (minor units, twelve months;
        empty where payroll is unknown), reasons, refused. Refused rows stay, with empty results and the reason.
        """
        from ratefloat.policy.frame import rating_frame

        return rating_frame(self)

    @property
    def refused(self) -> pd.DataFrame:
        """The employers that could not be rated, each with why."""
        from ratefloat.policy.frame import refused_frame

        return refused_frame(self)

    def decision(self, employer: str) -> Decision:
        """The decision on one employer, explained.

        Raises:
            UncoveredError: the employer is not in the book.
            DataError: the employer was refused; the message says why.
        """
        from ratefloat.policy.decision import trace

        spoiled = self.book.spoiled
        if employer in spoiled:
            raise DataError(f"employer {employer}: refused: {spoiled[employer]}", employer=employer)
        row = self.book.index(employer)
        if row in self.refusals:
            raise DataError(f"employer {employer}: refused: {self.refusals[row]}", employer=employer)
        one = np.asarray([row], dtype=np.intp)
        columns = {name: column.take(one) for name, column in self.columns.items()}
        return trace(
            self.policy, self.dates.on, columns, self.base, employer=employer, currency=self.book.currency
        )

    def summary(self) -> Summary:
        """The round as a report reads it: how many went up and down, the money before and after, by class."""
        from ratefloat.report.summary import summarise

        return summarise(self)

    def next_decisions(self) -> pd.DataFrame:
        """The rows that this rating adds to the `decisions` of the book, for the reviews that follow."""
        from ratefloat.policy.frame import decisions_frame

        return decisions_frame(self)

    def raise_refused(self) -> Rating:
        """This rating, if nobody was refused.

        Raises:
            DataError: how many were refused and the first reasons.
        """
        frame = self.refused
        if len(frame):
            first = "; ".join(f"{e}: {r}" for e, r in zip(frame["employer"][:3], frame["reason"][:3], strict=True))
            raise DataError(
                f"{rows_text(list(range(len(frame))), len(self))} refused ({first}); expected none; "
                f"mend the records, or go on without raise_refused()", refused=len(frame),
            )
        return self

    @cached_property
    def hash(self) -> str:
        """SHA-256 of every employer's result, whatever the order of the rows."""
        frame = self.to_frame().drop(columns=["payroll"])
        lines = sorted("|".join(str(v) for v in row) for row in frame.itertuples(index=False, name=None))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def verify(self) -> Rating:
        """This rating, after running it again from the stored document and the records.

        Raises:
            DataError: the second run differs.
        """
        from ratefloat.policy.document import FloatPolicy
        from ratefloat.policy.rate import rate

        again = rate(FloatPolicy.from_json(self.policy.to_json()), self.book, on=self.dates.on, known_on=self.known_on)
        if again.hash != self.hash:
            raise DataError(
                "rating: a second run gave another result; expected the same", first=self.hash, second=again.hash
            )
        return self

    def archive(self, folder: Path | str) -> Path:
        """The folder into which the rating was written, whole or not at all; readable without this library."""
        from ratefloat.policy.archive import write_archive

        return write_archive(self, Path(folder))

    def rate_texts(self) -> list[str]:
        """The rate of each distinct outcome as exact percent text."""
        return [percent_text(s[3], places=2) if s[3] is not None else "" for s in self.outcomes.states]

    def rates_e8(self) -> NDArray[np.int64]:
        """The rate of each distinct outcome in 1e-8 of payroll; -1 where a rate is finer than that."""
        scaled = [(s[3] or Fraction(0)) * RATE_UNIT for s in self.outcomes.states]
        return np.asarray([int(x) if x.denominator == 1 else -1 for x in scaled], dtype=np.int64)

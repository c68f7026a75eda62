"""What every channel is: a definition that turns records into sums per employer and period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Protocol

import numpy as np
from pydantic import AfterValidator, BeforeValidator, SerializeAsAny

from ratefloat.definition import Definition, of_family
from ratefloat.errors import DataError, DefinitionError
from ratefloat.history.book import Book
from ratefloat.history.grid import Grid
from ratefloat.history.schema import CAUSES
from ratefloat.history.table import Ints, Table
from ratefloat.periods import Span

if TYPE_CHECKING:
    from ratefloat.history.succession import Succession


class BaseLookup(Protocol):
    """The base rate of each class on a day in an area; raises UncoveredError where no table covers it."""

    def __call__(self, moment: date, area: str | None = None, tier: str | None = None) -> Mapping[int, Fraction]: ...


@dataclass(frozen=True)
class Filling:
    """What a channel is filled from: the records, the months, who succeeded whom, and base rates where needed."""

    book: Book
    span: Span
    succession: Succession
    base: BaseLookup | None = None


Carried = Literal["split", "heir", "greatest", "itself"]


class Channel(Definition):
    """Something that adds up over the records of an employer, by period."""

    family: ClassVar[str] = "channel"
    source: ClassVar[Literal["claims", "premium"]] = "premium"
    carried: ClassVar[Carried] = "split"
    """How a successor takes it over: money and exposure by shares, counts whole, greatest values as the greater;
    "itself": the channel sees to it when it is filled."""
    unit: ClassVar[str] = ""
    only_grows: ClassVar[bool] = True
    """Whether more records can only add to it (net benefits can fall)."""

    @property
    def adds_over_years(self) -> bool:
        """Whether the sum over a span is the sum over its years; a limit per claim breaks that."""
        return True

    def over_years(self, sums: Ints) -> Ints:
        """The value over a span from those of its periods, shape (periods, rows)."""
        return np.asarray(sums.sum(axis=0))

    def fill(self, filling: Filling) -> Grid:
        """The sums of a book over a span."""
        raise NotImplementedError

    def covers(self, other: Channel) -> bool:
        """Whether this is never less than another channel over the same months."""
        return self == other


AnyChannel = Annotated[SerializeAsAny[Channel], BeforeValidator(lambda value: of_family("channel", value))]
"""A field that holds any kind of channel."""


def check_causes(causes: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a cause that no record can have; sorted, so that equal filters are equal."""
    for cause in causes:
        if cause not in CAUSES:
            raise DefinitionError(f"cause {cause!r}: unknown; expected one of {', '.join(CAUSES)}", cause=cause)
    return tuple(sorted(set(causes)))


Causes = Annotated[tuple[str, ...], AfterValidator(check_causes)]
"""Causes that a channel leaves out."""


def need(table: Table, column: str, reader: object) -> None:
    """Refuse a book whose records lack a column that a channel or indicator reads."""
    if len(table) and column not in table.given:
        raise DataError(
            f"{table.name}: no column {column}, which {reader} reads; expected it in {table.name}.csv",
            table=table.name, column=column,
        )

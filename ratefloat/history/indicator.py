"""What every indicator is: a definition that makes one column of an experience, and says of what kind it is."""

from __future__ import annotations

from typing import Annotated, ClassVar, NamedTuple

import numpy as np
from pydantic import BeforeValidator, SerializeAsAny

from ratefloat.definition import Definition, of_family
from ratefloat.history.channels.base import Channel
from ratefloat.history.channels.exposure import months_insured
from ratefloat.history.experience import Experience
from ratefloat.history.facts import Fact, Over, bounds, ratio_facts
from ratefloat.history.table import Ints, Mask
from ratefloat.periods import Span, Window
from ratefloat.rules.column import Column, IntegerColumn, RatioColumn
from ratefloat.rules.domain import Cell, Domain
from ratefloat.rules.text import Text


class Indicator(Definition):
    """One number, category or yes-or-no of an employer that a rule may look at.

    `window` is its own experience period; without one it has the policy's.
    """

    family: ClassVar[str] = "indicator"

    label: Text | None = None
    window: Window | None = None

    def domain(self) -> Domain:
        """The kind of its values."""
        raise NotImplementedError

    def column(self, name: str, experience: Experience) -> Column:
        """Its column; rows that can not be read are refused in the experience.

        Args:
            name: the name that the policy gives it, for messages and stored peer values.
        """
        raise NotImplementedError

    @property
    def reads(self) -> tuple[Channel, ...]:
        """The channels about which its cases say something."""
        return ()

    @property
    def limited(self) -> bool:
        """Whether some of its cases can not exist by themselves."""
        return False

    def facts(self, cell: Cell, window: Window) -> tuple[Fact, ...]:
        """What one of its cases says about sums; `window` is the policy's."""
        return ()


class Terms(NamedTuple):
    """A number as numerator over denominator, or whole where the denominator is None."""

    numerator: Ints
    denominator: Ints | None


class Measure(Indicator):
    """An indicator of channel sums over a span: a ratio or a whole number, of which years can be compared."""

    @property
    def top(self) -> Channel:
        """The channel of the numerator, or of the number itself."""
        raise NotImplementedError

    @property
    def bottom(self) -> Channel | None:
        """The channel of the denominator."""
        return None

    def terms(self, experience: Experience, span: Span) -> Terms:
        """Numerator and denominator over a span."""
        top, bottom = experience.total(self.top, span), self.bottom
        return Terms(top, None if bottom is None else experience.total(bottom, span))

    def peer_terms(self, experience: Experience, span: Span) -> Terms:
        """The same for the average of peers."""
        return self.terms(experience, span)

    def insured(self, experience: Experience, span: Span) -> Mask:
        """Which employers were insured at all in a span."""
        return np.asarray(experience.years(self.bottom or months_insured(), span).sum(axis=0) > 0)

    def column(self, name: str, experience: Experience) -> Column:
        return self.column_of(name, experience, self.terms(experience, experience.dates.span(self.window)))

    @property
    def reads(self) -> tuple[Channel, ...]:
        return (self.top,) if self.bottom is None else (self.top, self.bottom)

    def facts(self, cell: Cell, window: Window) -> tuple[Fact, ...]:
        over = Over.of(self.window or window)
        if self.bottom is not None:
            return ratio_facts(self.top, self.bottom, over, cell)
        low, high = bounds(cell)
        return (Fact(self.top, over, low, high),)

    def column_of(self, name: str, experience: Experience, terms: Terms) -> Column:
        """The column of some terms; a negative numerator is refused."""
        top = terms.numerator
        if not self.top.only_grows and (top < 0).any():
            experience.refuse(top < 0, f"{name}: more recovered than paid in the window; expected a sum >= 0")
            top = np.maximum(top, 0)
        return IntegerColumn(top) if terms.denominator is None else RatioColumn(top, terms.denominator)


AnyIndicator = Annotated[SerializeAsAny[Indicator], BeforeValidator(lambda value: of_family("indicator", value))]
"""A field that holds any kind of indicator."""

AnyMeasure = Annotated[SerializeAsAny[Measure], BeforeValidator(lambda value: of_family("indicator", value))]
"""A field that holds an indicator of channel sums."""


def years_of(span: Span) -> list[Span]:
    """The twelve-month periods of a span, the latest first.

    >>> [str(year) for year in years_of(Span(2022 * 12, 2024 * 12))]
    ['2023-01-01/2024-01-01', '2022-01-01/2023-01-01']
    """
    return [Span(span.end - 12 * (back + 1), span.end - 12 * back) for back in range(span.years)]

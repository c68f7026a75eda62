"""Counts of cases, the deaths of one accident, and plain amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from ratefloat.errors import DefinitionError
from ratefloat.history.channels.base import AnyChannel, Channel
from ratefloat.history.channels.cases import accident_deaths, cases
from ratefloat.history.channels.claim_rows import Basis
from ratefloat.history.channels.exposure import months_insured
from ratefloat.history.facts import Fact, Over
from ratefloat.history.indicator import Measure
from ratefloat.periods import Window
from ratefloat.rules.domain import Cell, Domain, Integer

_GRADES = re.compile(r"grades (\d+)(?:-(\d+))?")


class Count(Measure):
    """Persons with a case in the window."""

    kind: ClassVar[str] = "count"

    of: AnyChannel

    @property
    def top(self) -> Channel:
        return self.of

    def domain(self) -> Domain:
        return Integer()


class Amount(Measure):
    """The sum of one channel, such as the premium paid; money in minor units."""

    kind: ClassVar[str] = "amount"

    of: AnyChannel

    @property
    def top(self) -> Channel:
        return self.of

    def domain(self) -> Domain:
        return Integer(unit=self.of.unit)


class InsuredMonths(Measure):
    """Months insured within the window, from the month of participation on."""

    kind: ClassVar[str] = "insured months"

    @property
    def top(self) -> Channel:
        return months_insured()

    @property
    def limited(self) -> bool:
        return True

    def facts(self, cell: Cell, window: Window) -> tuple[Fact, ...]:
        over = Over.of(self.window or window)
        # Nobody is insured for more months than there are.
        return (*super().facts(cell, window), Fact(self.top, over, high=over.months))

    def domain(self) -> Domain:
        return Integer()


def count(
    of: str, *, without: Sequence[str] = (), date: Basis = "recognised", window: Window | None = None,
    label: Any = None,
) -> Count:
    """Persons with a case in the window.

    Args:
        of: "injury", "death", "disease", "graded", or disability grades such as "grades 1-6".

    >>> count("grades 7-10")
    count(of=cases(of='graded', grades=(7, 10)))
    """
    match = _GRADES.fullmatch(of)
    if match:
        channel = cases("graded", grades=(int(match[1]), int(match[2] or match[1])), without=without, date=date)
    elif of in ("injury", "death", "disease", "graded"):
        channel = cases(of, without=without, date=date)  # type: ignore[arg-type]
    else:
        raise DefinitionError(
            f'count of {of!r}: unknown; expected "injury", "death", "disease", "graded" or such as "grades 1-6"', of=of
        )
    return Count(of=channel, window=window, label=label)


def deaths_in_one_accident(
    *, without: Sequence[str] = (), date: Basis = "accident", window: Window | None = None, label: Any = None
) -> Count:
    """The greatest number of deaths in one accident of the window.

    >>> deaths_in_one_accident(without=["commuting"]).of.without
    ('commuting',)
    """
    return Count(of=accident_deaths(without=without, date=date), window=window, label=label)


def amount(of: Channel, *, window: Window | None = None, label: Any = None) -> Amount:
    """The sum of one channel over the window, such as the premium paid.

    Source: Yantai 2013, no floating down below 5 000 yuan of premium paid.

    >>> from ratefloat.history.channels import premium
    >>> amount(premium("paid"))
    amount(of=premium(basis='paid'))
    """
    return Amount(of=of, window=window, label=label)


def insured_months(*, window: Window | None = None, label: Any = None) -> InsuredMonths:
    """Months insured within the window; fewer than the window has means a new employer or a gap.

    >>> insured_months().kind
    'insured months'
    """
    return InsuredMonths(window=window, label=label)

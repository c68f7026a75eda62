"""Payroll, heads and insured months."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from ratefloat.history.channels.base import Channel, Filling
from ratefloat.history.channels.exposure_rows import added, months, summed, within
from ratefloat.history.grid import Grid


class Payroll(Channel):
    """Wages on which premium is due, in minor units."""

    kind: ClassVar[str] = "payroll"
    unit: ClassVar[str] = "fen"

    def fill(self, filling: Filling) -> Grid:
        return summed(filling, "payroll", self)


class HeadMonths(Channel):
    """Insured heads added up over months; averages are never rounded on the way."""

    kind: ClassVar[str] = "head months"

    def fill(self, filling: Filling) -> Grid:
        return summed(filling, "head_months", self)


class InsuredMonths(Channel):
    """Months with exposure from the month of participation on; that month counts whole."""

    kind: ClassVar[str] = "insured months"
    carried: ClassVar[Literal["split", "heir", "greatest"]] = "greatest"

    def fill(self, filling: Filling) -> Grid:
        book = filling.book
        exposure, refused = book.tables["exposure"], dict[int, str]()
        rows = within(filling, refused)
        joined = months(book.tables["employers"].days("participation"))[exposure.owners()[rows]]
        start = np.maximum(months(exposure.days("start")[rows]), joined)
        return added(filling, rows, np.maximum(months(exposure.days("end")[rows]) - start, 0), refused)


def payroll() -> Payroll:
    """Wages on which premium is due, as a channel.

    >>> payroll().kind
    'payroll'
    """
    return Payroll()


def head_months() -> HeadMonths:
    """Insured heads added up over months, as a channel.

    >>> head_months().kind
    'head months'
    """
    return HeadMonths()


def months_insured() -> InsuredMonths:
    """Months with exposure since participation, as a channel."""
    return InsuredMonths()

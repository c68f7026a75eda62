"""Premium: paid, due, or as it would be at the base rate or at the rate that was charged."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, ClassVar, Literal

import numpy as np

from ratefloat.errors import DefinitionError
from ratefloat.history.channels.base import Channel, Filling, need
from ratefloat.history.channels.exposure_rows import added, refuse, refuse_missing, summed, within
from ratefloat.history.channels.rates import base_rates, charged_rates
from ratefloat.history.grid import Entries, Grid, Reasons, add_up, note
from ratefloat.history.values import MISSING
from ratefloat.numeric.wide import multiply_divide_by
from ratefloat.units import Percent, percent_text

Basis = Literal["paid", "due", "at base rate", "at charged rate"]


class Premium(Channel):
    """Money for insurance, in minor units; payroll times a rate is rounded half up, record by record."""

    kind: ClassVar[str] = "premium"
    unit: ClassVar[str] = "fen"

    basis: Basis
    period: Literal["belonging", "received"] = "belonging"
    less: Percent | None = None

    def model_post_init(self, context: Any) -> None:
        if self.period == "received" and self.basis != "paid":
            raise DefinitionError(f"premium {self.basis}, by period received; expected that of premium paid only")
        if self.less is not None and self.basis in ("paid", "due"):
            raise DefinitionError(f"premium {self.basis} less a rate; expected that at base or charged rate only")

    def fill(self, filling: Filling) -> Grid:
        if self.period == "received":
            return self._received(filling)
        if self.basis in ("paid", "due"):
            return summed(filling, f"premium_{self.basis}", self)
        exposure, refused = filling.book.tables["exposure"], Reasons()
        need(exposure, "payroll", self)
        rows = within(filling, refused)
        refuse_missing(filling, "payroll", rows, refused)
        if self.basis == "at base rate":
            rated = base_rates(filling, rows, refused)
        else:
            need(exposure, "rate_charged", self)
            rated = charged_rates(filling, rows, refused)
        wages = exposure.numbers("payroll")[rows]
        wages = np.where((wages == MISSING) | (rated.codes == 0), 0, wages)
        amounts, beyond = multiply_divide_by(wages, rated.codes, self._floating(rated.rates))
        refuse(filling, rows[beyond], "payroll x rate beyond 64 bits", refused)
        below = np.asarray([rate < (self.less or 0) for rate in rated.rates])[rated.codes] & (rated.codes > 0)
        refuse(filling, rows[below], f"a rate below the {percent_text(self.less or Fraction(0))} taken off it", refused)
        return added(filling, rows, amounts, refused)

    def _floating(self, rates: Sequence[Fraction]) -> list[Fraction]:
        less = self.less or Fraction(0)
        return [max(rate - less, Fraction(0)) for rate in rates]

    def _received(self, filling: Filling) -> Grid:
        exposure = filling.book.tables["exposure"]
        need(exposure, "premium_paid", self)
        need(exposure, "paid_on", self)
        paid, days = exposure.numbers("premium_paid"), exposure.days("paid_on")
        amounts = np.where(paid == MISSING, 0, paid)
        entries = Entries(exposure.owners(), days, lambda block: amounts[block], lambda block: None)
        grid = add_up(entries, filling.span, len(filling.book), what="premium received")
        for row in np.flatnonzero((amounts > 0) & np.isnat(days)).tolist():
            reason = f"exposure row {exposure.lines[row]}: premium_paid without paid_on; expected the day of receipt"
            note(grid.reasons, int(exposure.owners()[row]), range(filling.span.years), reason)
        return grid


def premium(
    basis: Basis, *, period: Literal["belonging", "received"] = "belonging", less: str | Fraction | None = None
) -> Premium:
    """Money for insurance, as a channel.

    Args:
        basis: what was "paid" or "due", or payroll "at base rate" of the class then in force, or "at charged rate".
        period: whether premium paid counts in the months it belongs to or on the day it was received.
        less: a part of the rate that does not float and is left out (Japan's non-work rate).

    >>> premium("paid")
    premium(basis='paid')
    """
    return Premium(basis=basis, period=period, less=less)

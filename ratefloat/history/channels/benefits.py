"""Benefits paid, assessed or incurred: the numerator of a loss ratio."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import AfterValidator

from ratefloat.errors import DefinitionError
from ratefloat.history.channels.base import Causes, Channel, Filling
from ratefloat.history.channels.claim_rows import Basis, accidents, dated, limited, refuse_undated, without
from ratefloat.history.grid import Entries, Grid, add_up
from ratefloat.history.schema import ITEMS
from ratefloat.history.table import Ints, Mask
from ratefloat.units import MINOR_UNITS, Number


def _check_items(items: tuple[str, ...]) -> tuple[str, ...]:
    for item in items:
        if item not in ITEMS:
            raise DefinitionError(f"benefit item {item!r}: unknown; expected one of {', '.join(ITEMS)}", item=item)
    return tuple(item for item in ITEMS if item in items)


class Benefits(Channel):
    """Money for claims, in minor units: the items less recoveries and red entries.

    A recovery belongs to no item, so it is taken off whole even where `only` some items count.
    """

    kind: ClassVar[str] = "benefits"
    source: ClassVar[Literal["claims", "premium"]] = "claims"
    unit: ClassVar[str] = "fen"
    only_grows: ClassVar[bool] = False

    only: Annotated[tuple[str, ...], AfterValidator(_check_items)] = ()
    without: Causes = ()
    date: Basis = "paid"
    per_claim_at_most: Number | None = None
    per_accident_at_most: Number | None = None

    def model_post_init(self, context: Any) -> None:
        if self.per_claim_at_most is not None and self.per_accident_at_most is not None:
            raise DefinitionError("benefits: limited per claim and per accident; expected one limit")

    @property
    def adds_over_years(self) -> bool:
        return self.per_claim_at_most is None and self.per_accident_at_most is None

    def fill(self, filling: Filling) -> Grid:
        claims = filling.book.tables["claims"]
        days, kept = dated(filling, self.date, self), without(claims, self.without)
        if self.adds_over_years:
            entries = Entries(
                claims.owners("bearer"), days, lambda block: self._amounts(filling, block),
                lambda block: None if kept is None else kept[block],
            )
            grid = add_up(entries, filling.span, len(filling.book), what="benefits")
        else:
            grid = self._limited(filling, kept)
        if self.date != "paid":
            undated = np.isnat(days) if kept is None else kept & np.isnat(days)
            refuse_undated(filling, self.date, undated & (self._amounts(filling, slice(None)) != 0), grid.reasons)
        return grid

    def covers(self, other: Channel) -> bool:
        if not isinstance(other, Benefits) or self.replace(only=()) != other.replace(only=()):
            return False
        return self.adds_over_years and set(other.only or ITEMS) <= set(self.only or ITEMS)

    def _amounts(self, filling: Filling, block: slice) -> Ints:
        claims = filling.book.tables["claims"]
        items = [item for item in self.only or ITEMS if item in claims.given]
        rows = len(claims.lines[block])
        total = claims.numbers(items[0])[block].copy() if items else np.zeros(rows, dtype=np.int64)
        for item in items[1:]:
            total += claims.numbers(item)[block]
        for taken in ("recovery", "red_entry"):
            if taken in claims.given:
                total -= claims.numbers(taken)[block]
        return total

    def _limited(self, filling: Filling, kept: Mask | None) -> Grid:
        claims, limit = filling.book.tables["claims"], self.per_claim_at_most
        rows = np.arange(len(claims)) if kept is None else np.flatnonzero(kept)
        if limit is None:
            limit, groups = self.per_accident_at_most, accidents(claims)
        else:
            groups = claims.words("claim").codes.astype(np.int64)
        assert limit is not None
        most = int(limit * 10 ** MINOR_UNITS[filling.book.currency])
        amounts = self._amounts(filling, slice(None))[rows]
        return limited(filling, claims.days(f"{self.date}_on"), rows, amounts, (groups, most))


def benefits(
    *, only: Sequence[str] = (), without: Sequence[str] = (), date: Basis = "paid",
    per_claim_at_most: str | int | None = None, per_accident_at_most: str | int | None = None,
) -> Benefits:
    """Money for claims, as a channel.

    Args:
        only: benefit items that count; all by default.
        without: causes that are left out.
        date: which date puts a payment into a period.
        per_claim_at_most: what one claim adds at most over the window, in the currency's main unit.
        per_accident_at_most: the same for one accident.

    >>> benefits(without=["rescue", "commuting"])
    benefits(without=('commuting', 'rescue'))
    """
    return Benefits(only=tuple(only), without=tuple(without), date=date, per_claim_at_most=per_claim_at_most,
        per_accident_at_most=per_accident_at_most,
    )

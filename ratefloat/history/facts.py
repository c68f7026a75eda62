"""What a case of an indicator says about the sums it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from ratefloat.history.channels.base import Channel
from ratefloat.periods import Window
from ratefloat.rules.domain import Cell


@dataclass(frozen=True)
class Over:
    """Months up to the end of a window; ends are the same where `ends` and `lag_months` are."""

    months: int
    ends: str | None
    lag_months: int

    @classmethod
    def of(cls, window: Window, *, months: int | None = None) -> Over:
        """The months of a window, or another number of months with the same end."""
        return cls(window.months if months is None else months, window.ends, window.lag_months)

    def holds(self, other: Over) -> bool:
        """Whether other months lie within these."""
        return (self.ends, self.lag_months) == (other.ends, other.lag_months) and self.months >= other.months


@dataclass(frozen=True)
class Fact:
    """The sum of a channel over some months is at least `low` and at most `high` (None: without end).

    `yearly`: every year of these months has a sum of zero.
    """

    channel: Channel
    over: Over
    low: int = 0
    high: int | None = None
    yearly: bool = False

    def contradicts(self, other: Fact) -> bool:
        """Whether this can not be true together with another fact: its lower bound lies above what that allows."""
        if other.high is None or self.low <= other.high or not other.channel.covers(self.channel):
            return False
        if self.over == other.over:
            return True
        if not other.over.holds(self.over):
            return False
        if other.yearly and self.over.months % 12 == 0 and self.channel.adds_over_years:
            return True
        return other.channel.only_grows and self.channel.only_grows


def ratio_facts(top: Channel, bottom: Channel | None, over: Over, cell: Cell) -> tuple[Fact, ...]:
    """What a case of a ratio says: whether there were benefits, and whether there was premium."""
    premium = () if bottom is None else (Fact(bottom, over, low=1),)
    nothing = () if bottom is None else (Fact(bottom, over, high=0),)
    if cell.interval is None:
        some = Fact(top, over, low=1) if cell.sample[0] else Fact(top, over, high=0)
        return (some, *nothing)
    if cell.interval.high == 0:
        return (Fact(top, over, high=0), *premium)
    positive = cell.interval.low > 0 or not cell.interval.low_closed
    return (Fact(top, over, low=1), *premium) if positive else premium


def bounds(cell: Cell) -> tuple[int, int | None]:
    """The least and greatest whole number of a case."""
    interval = cell.interval
    assert interval is not None
    low = ceil(interval.low) if interval.low_closed else floor(interval.low) + 1
    if interval.high is None:
        return low, None
    return low, floor(interval.high) if interval.high_closed else ceil(interval.high) - 1

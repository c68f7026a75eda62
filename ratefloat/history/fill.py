"""One channel of a book over a span."""

from __future__ import annotations

from datetime import date

from ratefloat.history.book import Book
from ratefloat.history.channels.base import BaseLookup, Channel
from ratefloat.history.filled import Channels
from ratefloat.history.grid import Grid
from ratefloat.periods import Span


def fill(
    channel: Channel, book: Book, span: Span, *, base: BaseLookup | None = None, on: date | None = None
) -> Grid:
    """The sums of a channel per employer and twelve-month period, with successions carried over.

    Args:
        span: whole months; periods are counted back from its end.
        base: base rates, for premium at the base rate.
        on: the start of the review; only successions up to it are carried over, without it all.
    Returns:
        a Grid: int64 of shape (periods, employers), and why some employers can not be summed.
    Raises:
        DataError: the records lack a column that the channel reads.
    """
    return Channels.fill(book, [(channel, span)], base=base, on=on).grids[channel, span]

"""What a reader should look at: claims that no window counts, and payments that stand twice."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ratefloat.errors import rows_text
from ratefloat.history.book import Book
from ratefloat.history.channels.benefits import Benefits
from ratefloat.history.channels.cases import AccidentDeaths, Cases
from ratefloat.history.filled import Request
from ratefloat.periods import first_day


def notes_on(book: Book, requests: Iterable[Request]) -> tuple[str, ...]:
    """One line for the claims outside all windows, and one for the payments that stand twice, if claims are read."""
    asked = [request for request in requests if isinstance(request[0], Benefits | Cases | AccidentDeaths)]
    return (*_outside(book, asked), *_repeated(book)) if asked else ()


def _repeated(book: Book) -> tuple[str, ...]:
    if not len(book.repeated):
        return ()
    rows = rows_text(book.repeated.tolist(), len(book.tables["claims"]))
    return (f"claims: {rows} equal an earlier record in every column; they count; drop them if exported twice",)


def _outside(book: Book, requests: Iterable[Request]) -> tuple[str, ...]:
    """One line for the claims whose dates lie in none of the spans that the channels of claims cover."""
    claims = book.tables["claims"]
    within = np.zeros(len(claims), dtype=np.bool_)
    spans = set()
    for channel, span in requests:
        assert isinstance(channel, Benefits | Cases | AccidentDeaths)
        days = claims.days(f"{channel.date}_on")
        first, after = np.datetime64(first_day(span.start)), np.datetime64(first_day(span.end))
        within |= (days >= first) & (days < after)
        spans.add(str(span))
    rows = claims.lines[~within].tolist()
    if not rows:
        return ()
    return (
        f"claims: {rows_text(rows, len(claims))} dated outside all windows ({', '.join(sorted(spans))}); "
        f"they count nowhere; check their dates if that is not expected",
    )

"""Indicator columns of a whole book: one pass for sums, one for peers, refused rows with their reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ratefloat.history.book import Book
from ratefloat.history.channels.base import BaseLookup
from ratefloat.history.dates import Dates
from ratefloat.history.experience import Experience, Peers, asked_for
from ratefloat.history.filled import Channels, Request
from ratefloat.history.indicator import Indicator
from ratefloat.history.indicators.relative import Relative
from ratefloat.history.notes import notes_on
from ratefloat.history.state import built_in
from ratefloat.rules.column import Column


@dataclass(frozen=True)
class Evaluated:
    """Indicator columns of n employers, in the order of the book.

    `refused` tells why an employer can not be rated; its values in the columns mean nothing.
    `peers` are the averages that were used; given again, they make one employer equal its row in the book.
    `notes` are for a reader, such as claims outside all windows.
    """

    columns: Mapping[str, Column]
    refused: Mapping[int, str]
    peers: Mapping[str, Mapping[str, Fraction]]
    notes: tuple[str, ...] = ()


def evaluate(
    indicators: Mapping[str, Indicator], names: Sequence[str], book: Book, dates: Dates, *,
    base: BaseLookup | None = None, peers: Peers | None = None, refused: Mapping[int, str] | None = None,
) -> Evaluated:
    """The columns of indicators for one review of a book.

    Args:
        indicators: the definition of each name that a policy gives.
        names: states that are built in, such as "prior_step" (see `state.built_in`).
        base: base rates, for premium at the base rate and for rates in force without a decision.
        peers: averages to use instead of those of this book.
        refused: rows that can not be rated for other reasons, and are nobody's peers.
    Raises:
        DataError: the records lack a column that an indicator reads.
        UncoveredError: a name is not built in.
    """
    asked = channel_requests(indicators, dates)
    experience = Experience(Channels.fill(book, asked, base=base, on=dates.period.start), dates, book, peers, base)
    experience.refused |= refused or {}
    for employer, reason in book.spoiled.items():
        experience.refused[book.index(employer)] = reason
    states = {name: built_in(name, experience) for name in names}
    return _evaluate(indicators, states, experience, notes_on(book, asked))


def from_channels(
    indicators: Mapping[str, Indicator], channels: Channels, dates: Dates, *,
    peers: Peers | None = None, states: Mapping[str, Column] | None = None,
) -> Evaluated:
    """The same from ready channels; what reads records must come ready in `states`, as risk_class does."""
    given = states or {}
    return _evaluate(indicators, given, Experience(channels, dates, None, peers, states=given), ())


def channel_requests(indicators: Mapping[str, Indicator], dates: Dates) -> list[Request]:
    """The channels, and their spans, that must be filled for some indicators."""
    return asked_for(indicators.values(), dates)


def _evaluate(
    indicators: Mapping[str, Indicator], states: Mapping[str, Column], experience: Experience, notes: tuple[str, ...]
) -> Evaluated:
    columns: dict[str, Column] = {}
    for name, indicator in indicators.items():
        # Whoever has no value of its own is no peer of the others, so averages wait for all refusals.
        columns[name] = (indicator.own if isinstance(indicator, Relative) else indicator.column)(name, experience)
    for name, indicator in indicators.items():
        if isinstance(indicator, Relative):
            columns[name] = indicator.column(name, experience)
    return Evaluated({**states, **columns}, dict(sorted(experience.refused.items())), experience.peers, notes)

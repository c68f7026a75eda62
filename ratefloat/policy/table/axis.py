"""One indicator of a table in a file: the cases that its texts tell apart, and the case of a value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ratefloat.errors import DataError, UncoveredError
from ratefloat.policy.prepared import digit_reader
from ratefloat.policy.table.tokens import pieces
from ratefloat.policy.table.words import ANY, NO_BENEFITS
from ratefloat.policy.table.written import ELSEWHERE, OR, OTHER, Described, place_text
from ratefloat.rules.column import Cuts
from ratefloat.rules.domain import (
    BENEFITS_WITHOUT_PREMIUM,
    NO_PREMIUM,
    Boolean,
    Cell,
    Choice,
    Domain,
    Integer,
    Ratio,
)
from ratefloat.rules.interval import Interval
from ratefloat.tables.areas import area_and_above
from ratefloat.tables.currencies import amount_of
from ratefloat.units import exact

NAMED = {NO_PREMIUM: (0, 1), NO_BENEFITS: (0,), BENEFITS_WITHOUT_PREMIUM: (1,)}
PLACES = ("area", "tier", "area and tier")


@dataclass(frozen=True)
class Axis:
    """The cases of one column: their texts, which of them a text of the file covers, and the case of a value."""

    texts: tuple[str, ...]
    covers: Mapping[str, tuple[int, ...]]
    digit: Callable[[Mapping[str, Any]], int]

    @property
    def size(self) -> int:
        """The number of cases."""
        return len(self.texts)

    def cells(self, text: str) -> tuple[int, ...]:
        """The cases that a text of the column covers."""
        return self.covers[text]


def axis_of(described: Described, column: Iterable[str]) -> Axis:
    """The axis of an indicator from the texts that stand in its column.

    Raises:
        DataError: a text can not be read.
    """
    texts = tuple(dict.fromkeys(column))
    if described.kind in (*PLACES, "word"):
        return _words(described, texts)
    domain = _domain(described)
    try:
        parsed = {text: () if text == ANY else tuple(_part(domain, piece) for piece, _ in pieces(text, OR))
                  for text in texts}
    except ValueError as error:
        raise DataError(f"column {described.name}: {error}", indicator=described.name) from None
    cuts = Cuts()
    for part in (part for parts in parsed.values() for part in parts if isinstance(part, Interval)):
        cuts.edges |= {(edge, after == 0) for edge, after in filter(None, (part.start, part.stop))}
    cells = domain.cells(cuts)
    name, read, _ = digit_reader(described.name, domain, cells)
    covers = {text: _covered(cells, parts) if text != ANY else tuple(range(len(cells))) for text, parts in
              parsed.items()}
    return Axis(tuple(cell.text for cell in cells), covers, lambda given: read(_value(name, given)))


def _domain(described: Described) -> Domain:
    if described.kind == "ratio":
        return Ratio(described.unit)
    if described.kind == "yes or no":
        return Boolean()
    if described.kind == "one of":
        return Choice(tuple(int(text) for text in described.values.split("; ")))
    if described.kind == "whole number":
        low, _, high = described.values.replace(" or more", " to ").partition(" to ")
        return Integer(int(low), int(high) if high else None, described.unit)
    raise DataError(f"indicator {described.name}: kind {described.kind!r} unknown", indicator=described.name)


def _part(domain: Domain, text: str) -> Interval | tuple[int, ...]:
    """What a piece of text stands for: the numbers of named cells, or an interval."""
    if isinstance(domain, Boolean):
        return (("no", "yes").index(text),)
    if text in NAMED:
        return NAMED[text]
    if isinstance(domain, Ratio):
        return Interval.parse(text)
    if text.startswith(">="):
        return Interval(_whole(domain, text[2:]), None, True, False)
    low, _, high = text.partition(" to ")
    return Interval(_whole(domain, low), _whole(domain, high or low), True, True)


def _whole(domain: Domain, text: str) -> Fraction:
    if isinstance(domain, Integer) and domain.unit == "fen":
        return Fraction(amount_of(text))
    return exact(text)


def _covered(cells: Sequence[Cell], parts: Sequence[Interval | tuple[int, ...]]) -> tuple[int, ...]:
    found: set[int] = set()
    for part in parts:
        if isinstance(part, Interval):
            found |= {number for number, cell in enumerate(cells) if cell.interval and _inside(cell.interval, part)}
        else:
            found |= set(part)
    return tuple(sorted(found))


def _inside(cell: Interval, part: Interval) -> bool:
    # A cell of whole numbers is written [2, 4], so its first number tells.
    return part.holds(cell.low) if cell.low_closed else cell.start >= part.start and _ends(cell, part)


def _ends(cell: Interval, part: Interval) -> bool:
    return part.stop is None or (cell.stop is not None and cell.stop <= part.stop)


def _value(name: str, given: Mapping[str, Any]) -> Any:
    if name in given:
        return given[name]
    if name == "prior_step" or name.startswith("privilege_used."):
        return 0
    raise DataError(f"{name}: missing; expected a value for each indicator of the table", indicator=name)


def _words(described: Described, texts: Sequence[str]) -> Axis:
    """An axis of words or places; None stands for the rest, "any other" or "elsewhere"."""
    known = [_meant(*piece) for piece in pieces(described.values, "; ")]
    found = {text: [_meant(*piece) for piece in pieces(text, OR)] for text in texts if text != ANY}
    named = [word for word in known if any(word in words for words in found.values())]
    if len(named) < len(known) and None not in named:
        named.append(None)
    covers = {ANY: tuple(range(len(named)))}
    for text, words in found.items():
        unknown = [word for word in words if word not in named]
        if unknown:
            raise DataError(f"column {described.name}: {unknown[0]!r}; expected one of {described.values}")
        covers[text] = tuple(named.index(word) for word in words)
    place = {word: named.index(word if word in named else None) for word in known}
    read = _place_reader(described, place) if described.kind in PLACES else _word_reader(described, place)
    return Axis(tuple(word or OTHER for word in named), covers, read)


def _meant(text: str, marked: bool) -> str | None:
    return None if text in (OTHER, ELSEWHERE) and not marked else text


def _word_reader(described: Described, place: Mapping[str | None, int]) -> Callable[[Mapping[str, Any]], int]:
    def read(given: Mapping[str, Any]) -> int:
        word = _value(described.name, given)
        if word not in place:
            raise DataError(f"{described.name}: {word!r}; expected one of {described.values}", value=word)
        return place[word]

    return read


def _place_reader(described: Described, place: Mapping[str | None, int]) -> Callable[[Mapping[str, Any]], int]:
    def read(given: Mapping[str, Any]) -> int:
        for area in area_and_above(given["area"]):
            text = place_text((area, given["tier"]))
            if text in place:
                return place[text]
        raise UncoveredError(
            f"{described.name}: none for area {given['area']!r}, tier {given['tier']!r}; expected one of "
            f"{described.values}", area=given["area"], tier=given["tier"],
        )

    return read


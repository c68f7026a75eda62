"""Single values of a record as they stand in a file: read strictly, or refused with what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from ratefloat.errors import DefinitionError
from ratefloat.history.schema import CAUSES, SOURCES, Kind
from ratefloat.units import MINOR_UNITS, RATE_UNIT, decimal_text, exact

MISSING = -(2**63)
"""A number that is not given; never to be taken for zero."""

_DECIMAL = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
_YES_NO = {
    "yes": True, "no": False, "true": True, "false": False, "1": True, "0": False, "是": True, "否": False,
}
# Sixteen such amounts of one claim still add up within 64 bits.
_LARGEST = 2**58


class BadValueError(ValueError):
    """A value that can not be read; the message says what was expected."""


def reader(kind: Kind, currency: str) -> Callable[[str], Any]:
    """The function that reads one text of a kind, or raises BadValueError.

    >>> reader("money", "CNY")("12.50"), reader("rate", "CNY")("0.7%")
    (1250, 700000)
    """
    if kind == "money":
        return lambda text: _money(text, MINOR_UNITS[currency])
    return _READERS[kind]


def shares_of(text: str) -> tuple[tuple[str, Fraction], ...]:
    """Predecessors with the share of their record that comes over: "A:0.4;B", a bare id meaning all of it.

    >>> shares_of("00017:40%;00018")
    (('00017', Fraction(2, 5)), ('00018', Fraction(1, 1)))
    """
    found = []
    for entry in (part.strip() for part in _narrow(text).split(";")):
        name, colon, share = entry.rpartition(":")
        name, share = (name, share) if colon else (share, "1")
        try:
            part = exact(share)
        except DefinitionError:
            raise BadValueError(f"share {share!r} is not a number; expected id:share, such as 00017:0.4") from None
        if not name or not 0 < part <= 1:
            raise BadValueError(f"entry {entry!r}; expected id:share with a share above 0 and at most 1")
        found.append((name, part))
    if len({name for name, _ in found}) != len(found):
        raise BadValueError("names one predecessor twice; expected each once")
    return tuple(found)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a list that is separated by semicolons, of whichever width."""
    return tuple(part.strip() for part in text.replace("；", ";").split(";") if part.strip())


def _narrow(text: str) -> str:
    """Chinese input methods write wide semicolons and colons."""
    return text.replace("；", ";").replace("：", ":")


def _parts(text: str) -> tuple[bool, str, str]:
    match = _DECIMAL.fullmatch(text)
    if match is None:
        raise BadValueError("not a number; expected plain digits, such as 1234.50")
    return match[1] == "-", match[2], (match[3] or "").rstrip("0")


def _money(text: str, places: int) -> int:
    negative, whole, decimals = _parts(text)
    if len(decimals) > places:
        raise BadValueError(f"more than {places} decimals; expected an amount in whole minor units")
    amount = int(whole + decimals.ljust(places, "0"))
    if negative and amount:
        raise BadValueError("negative; expected >= 0; use recovery or red_entry for what comes back")
    if amount > _LARGEST:
        raise BadValueError("beyond what 64 bits can add up; expected an amount in the currency's main unit")
    return amount


def _whole(text: str) -> int:
    negative, whole, decimals = _parts(text)
    if decimals:
        raise BadValueError("not a whole number; expected an integer")
    if int(whole) > _LARGEST:
        raise BadValueError("beyond what 64 bits can add up; expected a smaller number")
    return -int(whole) if negative else int(whole)


def _count(text: str) -> int:
    number = _whole(text)
    if number < 0:
        raise BadValueError("negative; expected >= 0")
    return number


def _tenths(text: str) -> int:
    negative, whole, decimals = _parts(text)
    if negative or len(decimals) > 1:
        raise BadValueError("expected months >= 0 with at most one decimal")
    tenths = int(whole) * 10 + int(decimals or 0)
    if tenths > _LARGEST:
        raise BadValueError("beyond what 64 bits can add up; expected a smaller number")
    return tenths


def _grade(text: str) -> int:
    match = _DECIMAL.fullmatch(text)
    if match is None or match[1] == "-" or (match[3] or "").strip("0") or not 1 <= int(match[2]) <= 10:
        raise BadValueError("not a disability grade; expected 1 to 10, or nothing")
    return int(match[2])


def _rate(text: str) -> int:
    # 0.9 could be ninety percent or nine tenths of one.
    if text[-1] not in "%‰":
        raise BadValueError("a rate without %; expected percent text, such as 0.75%")
    return _factor(text)


def _factor(text: str) -> int:
    try:
        rate = exact(text) * RATE_UNIT
    except DefinitionError:
        raise BadValueError("not a number; expected percent text, such as 0.75%") from None
    if rate < 0:
        raise BadValueError("negative; expected >= 0")
    if rate.denominator != 1 or rate > _LARGEST:
        raise BadValueError("finer than 0.000001%; expected at most six decimals of a percent")
    return int(rate)


def _day(text: str) -> date:
    if _ISO_DAY.fullmatch(text):
        try:
            return date(*(int(part) for part in text.split("-")))
        except ValueError:
            pass
    raise BadValueError("not a calendar day; expected YYYY-MM-DD")


def _month(text: str) -> date:
    try:
        return _day(f"{text}-01")
    except BadValueError:
        raise BadValueError("not a month; expected YYYY-MM") from None


def _yes_no(text: str) -> bool:
    if text.lower() not in _YES_NO:
        raise BadValueError("expected yes or no")
    return _YES_NO[text.lower()]


def _one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise BadValueError(f"unknown; expected one of {', '.join(words)}")
        return text

    return read


def _shares(text: str) -> str:
    return ";".join(f"{name}:{decimal_text(share)}" for name, share in shares_of(text))


_READERS: dict[Kind, Callable[[str], Any]] = {
    "text": str, "key": str, "employer": str, "date": _day, "month": _month, "count": _count,
    "tenths": _tenths, "grade": _grade, "step": _whole, "rate": _rate, "factor": _factor, "yes_no": _yes_no,
    "cause": _one_of(CAUSES), "source": _one_of(SOURCES), "shares": _shares,
    "list": lambda text: ";".join(words_of(text)),
}

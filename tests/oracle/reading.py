"""Numbers, classes and intervals as a policy document writes them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

NO_PREMIUM, UNPAID_BENEFITS = "no premium", "no premium, benefits"
UNITS = {"%": 100, "‰": 1000}


def number(written: Any, months: int = 0) -> Fraction:
    """An integer, "12.5%", "4‰", "1.25", "1/3", an amount in yuan (counted in fen) or the policy's window."""
    if isinstance(written, dict):
        assert written.get("currency", "CNY") == "CNY"
        return Fraction(written["money"].replace(",", "").replace(" ", "")) * 100
    if isinstance(written, int):
        return Fraction(written)
    if written == "window.months":
        return Fraction(months)
    if written == "window.years":
        return Fraction(months // 12)
    text = written.strip()
    unit = UNITS.get(text[-1], 1)
    if unit > 1:
        text = text[:-1].strip("() ")
    return Fraction(text.replace(" ", "")) / unit


def contains(interval: str, value: Fraction) -> bool:
    """Whether a number lies in an interval such as "(50%, 100%]", or is the lone number that is written."""
    text = interval.strip()
    if "," not in text:
        return value == number(text)
    low, high = text[1:-1].split(",")
    above = value >= number(low) if text[0] == "[" else value > number(low)
    if high.strip() in ("inf", "∞"):
        return above
    below = value <= number(high) if text[-1] == "]" else value < number(high)
    return above and below


def row_of(keys: list[str], value: Any) -> int | None:
    """Which of the rows of a band table a value falls into; a pair is a ratio, (0, 0) or (n, 0) is without premium."""
    if isinstance(value, tuple):
        top, bottom = value
        if bottom == 0:
            named = UNPAID_BENEFITS if top > 0 and UNPAID_BENEFITS in keys else NO_PREMIUM
            return keys.index(named) if named in keys else None
        value = Fraction(top, bottom)
    for place, key in enumerate(keys):
        if key not in (NO_PREMIUM, UNPAID_BENEFITS) and contains(key, Fraction(value)):
            return place
    return None


def names_class(key: str, risk_class: int) -> bool:
    """Whether "all", "3", "2-8" or "2, 5-6" names a risk class."""
    for part in key.split(","):
        ends = part.strip().split("-")
        if part.strip() == "all" or int(ends[0]) <= risk_class <= int(ends[-1]):
            return True
    return False


def in_period(period: str, day: date) -> bool:
    """Whether a day lies in a half-open period such as "2018-05-01/2019-05-01" or "2018-05-01/"."""
    start, end = period.split("/")
    return start <= day.isoformat() and (not end or day.isoformat() < end)


def clause_of(node: dict[str, Any]) -> str:
    """The clause of a rule in English, or its kind."""
    clause = node.get("clause")
    if clause is None:
        return str(node["kind"])
    return str(clause["en"]) if isinstance(clause, dict) else str(clause)

"""What an indicator is, in words: what is counted or added up, over what, and in which months."""

from __future__ import annotations

from typing import Any

from ratefloat.history.channels.base import Channel
from ratefloat.history.channels.benefits import Benefits
from ratefloat.history.channels.cases import Cases
from ratefloat.history.channels.premium import Premium
from ratefloat.history.indicator import Indicator
from ratefloat.periods import Window
from ratefloat.rules.interval import number_text
from ratefloat.units import percent_text

PERSONS = {
    "injury": "injured persons", "death": "work deaths", "disease": "persons with an occupational disease",
    "graded": "persons with a disability grade, a disease or dead",
}
STANDS = {"any in window": "on any day of the window", "on date": "on the day that counts"}
PREMIUM = {
    "paid": "premium paid", "due": "premium due", "at base rate": "premium at the base rate",
    "at charged rate": "premium at the rate that was charged",
}


def definition_words(made: Indicator) -> str:
    """An indicator in words, with its own window if it has one.

    >>> from ratefloat.history import benefits, premium, ratio
    >>> definition_words(ratio(benefits(without=["commuting"]), premium("paid")))
    'benefits of the fund by day of payment, without commuting, over premium paid'
    """
    own = made.window
    return _words(made) + (f"; {window_words(own)}" if isinstance(own, Window) else "")


def window_words(window: Window) -> str:
    """A window in words.

    >>> window_words(Window(months=24, ends="12-31"))
    '24 months that end on 12-31'
    """
    ends = f" that end on {window.ends}" if window.ends else " to the eve of the review"
    lag = f", {window.lag_months} months or more before the review" if window.lag_months else ""
    return f"{window.months} months{ends}{lag}"


def _words(made: Any) -> str:
    kind = made.kind
    if kind in ("ratio", "adjusted ratio"):
        told = f"{channel_words(made.numerator)}, over {channel_words(made.denominator)}"
        shares = getattr(made, "coefficients", ())
        listed = ", ".join(f"{name}: {percent_text(share)}" for name, share in shares)
        return told + (f"; of the premium counts a share by class ({listed})" if listed else "")
    if kind in ("count", "amount"):
        return channel_words(made.of)
    if kind == "frequency":
        averaged = ", heads averaged by month" if made.month_averaged else ""
        return f"{channel_words(made.cases)}, for each average insured head and year{averaged}"
    if kind == "streak":
        return f"years in a row, up to the last, with nothing of: {_words(made.of)}; at most {made.years} are counted"
    if kind == "years with":
        since = f", counted since the year of the flag {made.since!r}" if made.since else ""
        return (
            f"years among the last {made.within} with more than {number_text(made.above, _unit(made.of))} of: "
            f"{_words(made.of)}{since}"
        )
    if kind == "extreme year":
        return f"the {made.which} yearly value of: {_words(made.of)}; over {made.years} years"
    return _records(kind, made)


def _records(kind: str, made: Any) -> str:
    """What is read of flags, levels, words and decisions on record."""
    if kind == "flag":
        return f"whether the flag {made.name!r} stands {STANDS.get(made.when, made.when)}"
    if kind == "level":
        return f"the level of {made.name!r} on record"
    if kind == "category":
        return f"one of {', '.join(made.values)}"
    if kind == "years since":
        return f"years since the last {made.event} of the step; {made.within} where it was longer ago"
    if kind == "insured months":
        return "months insured up to the end of the window"
    if kind == "accident degree":
        return f"average heads times the base rate less {percent_text(made.less)}, the least of {made.years} years"
    return repr(made)


def _unit(made: Any) -> str:
    return str(getattr(made.domain(), "unit", ""))


def channel_words(channel: Channel) -> str:
    """What is added up, in words.

    >>> from ratefloat.history import cases
    >>> channel_words(cases("graded", grades=(1, 6)))
    'persons of disability grades 1 to 6'
    """
    if isinstance(channel, Benefits):
        items = f" ({', '.join(channel.only)} only)" if channel.only else ""
        day = {"paid": "payment", "assessed": "assessment"}.get(channel.date, channel.date)
        return f"benefits of the fund{items} by day of {day}{_without(channel.without)}{_limits(channel)}"
    if isinstance(channel, Cases):
        who = PERSONS[channel.of]
        if channel.grades:
            who = f"persons of disability grades {channel.grades[0]} to {channel.grades[1]}"
        return who + _without(channel.without)
    if isinstance(channel, Premium):
        return PREMIUM[channel.basis] + (f" less {percent_text(channel.less)} of payroll" if channel.less else "")
    return channel.kind


def _without(causes: tuple[str, ...]) -> str:
    return f", without {', '.join(cause.replace('_', ' ') for cause in causes)}" if causes else ""


def _limits(channel: Benefits) -> str:
    claim, accident = channel.per_claim_at_most, channel.per_accident_at_most
    if claim is not None:
        return f", at most {number_text(claim, '')} for a claim"
    return f", at most {number_text(accident, '')} for an accident" if accident is not None else ""

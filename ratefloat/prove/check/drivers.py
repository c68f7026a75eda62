"""What can make a record worse, and which indicators that moves, computed from how they are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from ratefloat.errors import DefinitionError
from ratefloat.history.channels.base import Channel
from ratefloat.history.channels.benefits import Benefits
from ratefloat.history.channels.cases import AccidentDeaths, Cases
from ratefloat.history.channels.exposure import HeadMonths, Payroll
from ratefloat.history.channels.premium import Premium
from ratefloat.history.indicator import Indicator, Measure
from ratefloat.history.indicators.flags import Flag
from ratefloat.history.indicators.relative import Relative
from ratefloat.history.indicators.streak import Streak
from ratefloat.history.indicators.trend import Trend
from ratefloat.history.indicators.years import ExtremeYear, YearsWith
from ratefloat.prove.witness.case import Exposure

Test = Callable[[Channel], bool]
BAD = (
    "arrears", "fraud", "concealment", "blacklist", "violation", "punishment", "underreporting", "late_reporting",
    "joint_punishment", "dangerous_work",
)
"""Flags that speak against an employer."""
GOOD = ("award", "standardisation", "standardised", "safety_training", "labour_model", "credit", "prevention")
"""Flags that speak for an employer."""


@dataclass(frozen=True)
class Driver:
    """A way in which a record can be worse: `moves` tells +1 for each indicator that rises with it, -1 that falls.

    `adds` and `exposure` say which records make the difference (see `witness.Request`).
    """

    name: str
    moves: Mapping[str, int]
    adds: tuple[str, ...] = ()
    exposure: Exposure = ""
    stated: bool = False
    """Whether the user said which way is worse; then nothing is known of the records that make the difference."""
    size: bool = False
    """Whether it makes an employer smaller besides: laws may spare small ones on purpose."""


def _money(channel: Channel) -> bool:
    return isinstance(channel, Benefits)


def _counts(*of: str, deaths: bool = False) -> Test:
    def test(channel: Channel) -> bool:
        if isinstance(channel, AccidentDeaths):
            return deaths
        if not isinstance(channel, Cases) or channel.of not in of:
            return False
        return channel.grades is None or "graded only" in of

    return test


def _premium(channel: Channel) -> bool:
    return isinstance(channel, Premium | Payroll)


def _heads(channel: Channel) -> bool:
    return isinstance(channel, HeadMonths)


CLAIMS: tuple[tuple[str, Test, tuple[str, ...]], ...] = (
    ("benefits", _money, ("money",)),
    ("injuries", _counts("injury"), ("injury",)),
    ("graded injuries", _counts("injury", "graded", "graded only"), ("graded",)),
    ("diseases", _counts("injury", "graded", "disease"), ("disease",)),
    ("deaths", _counts("injury", "graded", "death", deaths=True), ("death",)),
)
EXPOSURE: tuple[tuple[str, Test, Exposure], ...] = (
    ("less premium", _premium, "premium"), ("fewer heads", _heads, "heads"),
)


def drivers_of(indicators: Mapping[str, Indicator], names: tuple[str, ...], worse: Mapping[str, str]) -> list[Driver]:
    """The drivers of a policy.

    Args:
        indicators: the policy's own.
        names: the indicators that its rule looks at.
        worse: for further indicators whether "more" or "less" of it is worse.
    """
    own = {name: made for name, made in indicators.items() if name in names}
    found = []
    for title, test, adds in CLAIMS:
        found.append(Driver(title, _moved(own, test, 1), adds))
    for title, test, exposure in EXPOSURE:
        moves = _moved(own, test, -1)
        sizes = {name for name in moves if _is_size(own[name])}
        found.append(Driver(title, {name: way for name, way in moves.items() if name not in sizes}, (), exposure))
        if sizes:
            found.append(Driver(title, moves, (), exposure, size=True))
    for name, made in own.items():
        if isinstance(made, Flag) and name not in worse and made.name in (*BAD, *GOOD):
            title = made.name if made.name in BAD else f"no {made.name}"
            found.append(Driver(title, {name: 1 if made.name in BAD else -1}))
    if "prior_step" in names:
        found.append(Driver("present step", {"prior_step": 1}))
    found += [
        Driver(f"{way} {name}", {name: 1 if way == "more" else -1}, stated=True)
        for name, way in worse.items() if name in names
    ]
    kept: dict[tuple[tuple[str, int], ...], Driver] = {}
    for driver in found:
        if driver.moves:
            kept.setdefault(tuple(sorted(driver.moves.items())), driver)
    return list(kept.values())


def check_worse(worse: Mapping[str, str], known: Iterable[str]) -> None:
    """Refuse a direction that is none, or one of what a policy does not know."""
    names = sorted(known)
    for name, way in worse.items():
        if name not in names or way not in ("more", "less"):
            raise DefinitionError(
                f'worse={{{name!r}: {way!r}}}: expected "more" or "less" of an indicator of the policy, '
                f"one of {', '.join(names)}", indicator=name,
            )


def _is_size(indicator: Any) -> bool:
    """Whether an indicator is an amount of exposure itself, such as premium paid or heads."""
    measure = indicator.of if isinstance(indicator, ExtremeYear) else indicator
    return isinstance(measure, Measure) and measure.bottom is None and measure.top.source == "premium"


def _moved(own: Mapping[str, Indicator], test: Test, sign: int) -> dict[str, int]:
    found = {name: sign * direction(made, test) for name, made in own.items()}
    return {name: way for name, way in found.items() if way}


@singledispatch
def direction(indicator: Any, test: Test) -> int:
    """Whether an indicator rises (+1) or falls (-1) when there is more in the channels that pass a test.

    >>> from ratefloat.history import benefits, premium, ratio, streak
    >>> direction(ratio(benefits(), premium("paid")), _money), direction(streak(benefits(), years=5), _money)
    (1, -1)
    """
    return 0


@direction.register
def _of_measure(indicator: Measure, test: Test) -> int:
    if test(indicator.top):
        return 1
    return -1 if indicator.bottom is not None and test(indicator.bottom) else 0


@direction.register
def _of_streak(indicator: Streak, test: Test) -> int:
    return -1 if test(indicator.of.top) else 0


@direction.register(YearsWith)
@direction.register(ExtremeYear)
@direction.register(Trend)
@direction.register(Relative)
def _of_another(indicator: Any, test: Test) -> int:
    return direction(indicator.of, test)

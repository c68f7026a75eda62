"""Figures as text: as many digits as their error allows."""

from __future__ import annotations

import math

from ratefloat.simulate.results.quantity import Quantity

MILLION = 1e-6


def percent(share: float, error: float = math.nan) -> str:
    """A share as percent.

    >>> percent(0.0312, 0.0004), percent(0.5), percent(float("nan"))
    ('3.120%', '50.0%', '?')
    """
    return "?" if math.isnan(share) else f"{100 * share:.{digits(100 * share, 100 * error)}f}%"


def digits(value: float, error: float) -> int:
    """How many decimals to show: two digits of the error, or three of the value where there is none.

    >>> digits(4.61234, 0.0123), digits(12345.6, 120.0), digits(0.0123, float("nan")), digits(0.0, 0.0)
    (3, 0, 4, 1)
    """
    if error > 0:
        return min(max(1 - math.floor(math.log10(error)), 0), 6)
    if value == 0 or not math.isfinite(value):
        return 1
    return min(max(2 - math.floor(math.log10(abs(value))), 0 if abs(value) >= 1000 else 1), 6)


def figure(asked: Quantity, numbers: tuple[float, ...]) -> str:
    """A figure as `value ± error [5 % .. 95 %]`; "?" where one is not known; money in millions.

    Args:
        numbers: value, error, low, median and high.

    >>> from ratefloat.simulate.results.quantity import quantity
    >>> figure(quantity("true injuries per 1000 insured"), (4.61234, 0.0123, 4.4, 4.6, 4.7))
    '4.612 ± 0.012 [4.400 .. 4.700]'
    >>> figure(quantity("hidden share"), (0.25, float("nan"), 0.1, 0.2, 0.4))
    '25.0% ± ? [10.0% .. 40.0%]'
    """
    scale = 100.0 if asked.unit == "share" else MILLION if asked.money and not asked.bottom else 1.0
    sign = "%" if asked.unit == "share" else ""
    value, error, low, _, high = (scale * number for number in numbers)
    places = digits(value, error)

    def text(number: float) -> str:
        return "?" if math.isnan(number) else f"{number:,.{places}f}{sign}"

    return f"{text(value)} ± {text(error)} [{text(low)} .. {text(high)}]"

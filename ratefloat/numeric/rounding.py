"""Rounding of exact numbers to multiples of a step."""

from __future__ import annotations

from fractions import Fraction

from ratefloat.errors import DefinitionError
from ratefloat.numeric.arrays import exact_fraction

ROUNDING_MODES = ("half_up", "half_even", "up", "down")


def check_mode(mode: str) -> None:
    """Refuse a rounding mode that has no meaning here."""
    if mode not in ROUNDING_MODES:
        raise DefinitionError(
            f"rounding mode: {mode!r} unknown; expected one of {', '.join(ROUNDING_MODES)}", mode=mode
        )


def divide_rounded(numerator: int, denominator: int, mode: str) -> int:
    """The quotient of two integers rounded to a whole number, the same for both signs of the numerator.

    Args:
        numerator: any integer.
        denominator: > 0.
        mode: half_up (ties away from zero), half_even, up (away from zero), down (toward zero).

    >>> [divide_rounded(-5, 2, mode) for mode in ROUNDING_MODES]
    [-3, -2, -3, -2]
    """
    check_mode(mode)
    whole, rest = divmod(abs(numerator), denominator)
    upward = {
        "half_up": 2 * rest >= denominator,
        "half_even": 2 * rest + whole % 2 > denominator,
        "up": rest > 0,
        "down": False,
    }[mode]
    magnitude = whole + upward
    return -magnitude if numerator < 0 else magnitude


def round_fraction(value: Fraction, step: Fraction, mode: str) -> Fraction:
    """The multiple of a step nearest to a value, in the direction that the mode names.

    Args:
        value: any exact number.
        step: > 0, the unit that is kept; Fraction("0.01") keeps two decimals.
        mode: half_up (ties away from zero), half_even, up (away from zero), down (toward zero).
    Raises:
        DefinitionError: a float, a step that is not positive, or an unknown mode.

    >>> round_fraction(Fraction("1.005"), Fraction("0.01"), "half_up")
    Fraction(101, 100)
    """
    step = exact_fraction("step", step)
    if step <= 0:
        raise DefinitionError(f"step: {step}; expected > 0, the unit to round to", step=step)
    units = exact_fraction("value", value) / step
    return divide_rounded(units.numerator, units.denominator, mode) * step

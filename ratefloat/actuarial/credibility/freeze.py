"""From floats of a fit to the exact numbers of a definition."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Any

from ratefloat.errors import DefinitionError
from ratefloat.rules.credibility import Credibility, credibility

DIGITS = 9
"""Significant digits where no decimals are stated: rates of a few per mille keep as many as amounts."""


def frozen_number(value: float, decimals: int | None) -> Fraction:
    """A float rounded half even to so many decimals, or to nine significant digits, as an exact number.

    >>> frozen_number(46.81139785, 4)
    Fraction(234057, 5000)
    >>> frozen_number(0.00012345678949, None)
    Fraction(123456789, 1000000000000)
    """
    if decimals is None:
        return Fraction(Context(prec=DIGITS, rounding=ROUND_HALF_EVEN).create_decimal(Decimal(value)))
    wide = Context(prec=400, rounding=ROUND_HALF_EVEN)
    return Fraction(Decimal(value).quantize(Decimal(1).scaleb(-decimals), context=wide))


def frozen_rule(
    ratio: str, weight: str, frozen: Mapping[str, float], *, decimals: int | None, clause: Any
) -> Credibility:
    """A credibility rule from a fitted collective and k; without experience its factor is 1, as in the model."""
    if not math.isfinite(frozen["k"]):
        raise DefinitionError(
            "no variance between risks was found, so that every factor would be 1; expected a fit with between > 0",
            **frozen,
        )
    numbers = {name: frozen_number(value, decimals) for name, value in frozen.items()}
    for name, number in numbers.items():
        if number <= 0:
            raise DefinitionError(
                f"{name} {frozen[name]!r} is {number}{'' if decimals is None else f' at {decimals} decimals'}; "
                f"expected above 0{'' if decimals is None else '; state more decimals'}",
                **frozen,
            )
    return credibility(
        ratio, weight, expected=numbers["collective"], k=numbers["k"], no_premium=Fraction(1), clause=clause
    )

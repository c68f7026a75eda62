"""Trends: this window against the one before."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

import numpy as np

from ratefloat.history.channels.base import Channel
from ratefloat.history.experience import Experience
from ratefloat.history.facts import Fact, Over, ratio_facts
from ratefloat.history.indicator import AnyMeasure, Indicator, Measure, Terms
from ratefloat.history.table import Ints, Mask
from ratefloat.periods import Window
from ratefloat.rules.column import Column, RatioColumn
from ratefloat.rules.domain import Cell, Domain
from ratefloat.rules.domain import Ratio as RatioDomain


class Trend(Indicator):
    """A measure over the window as a multiple of the same measure over the window before.

    Without a value before, or without insurance in one of the two, there is no trend.
    """

    kind: ClassVar[str] = "trend"

    of: AnyMeasure

    def domain(self) -> Domain:
        return RatioDomain("%")

    @property
    def reads(self) -> tuple[Channel, ...]:
        return (self.of.top,)

    def facts(self, cell: Cell, window: Window) -> tuple[Fact, ...]:
        if cell.interval is None:
            return ()
        return ratio_facts(self.of.top, None, Over.of(self.window or window), cell)

    def column(self, name: str, experience: Experience) -> Column:
        span = experience.dates.span(self.window)
        new, old = (self.of.terms(experience, over) for over in (span, span.earlier(span.months)))
        return quotient(self._checked(name, experience, new), self._checked(name, experience, old))

    def _checked(self, name: str, experience: Experience, terms: Terms) -> Terms:
        experience.refuse(terms.numerator < 0, f"{name}: more recovered than paid in a window; expected a sum >= 0")
        return Terms(np.maximum(terms.numerator, 0), terms.denominator)


def trend(of: Measure, *, window: Window | None = None, label: Any = None) -> Trend:
    """This window against the one before, as a ratio: 120 % means a fifth more than before.

    >>> from ratefloat.history.indicators.count import count
    >>> trend(count("injury")).kind
    'trend'
    """
    return Trend(of=of, window=window, label=label)


def quotient(new: Terms, old: Terms) -> RatioColumn:
    """One ratio over another, exact: crosswise products where they fit 64 bits, else the old ratio as a scale."""
    zero = np.zeros(len(new.numerator), dtype=np.bool_)
    for terms in (new, old):
        zero |= zero if terms.denominator is None else terms.denominator == 0
    above, below = _reduced(np.where(zero, 0, new.numerator), np.where(zero, 0, old.numerator))
    over, under = _reduced(_bottom(old, zero), _bottom(new, zero))
    wide = np.flatnonzero((_bits(above) + _bits(over) > 62) | (_bits(below) + _bits(under) > 62))
    with np.errstate(over="ignore"):
        top, bottom = above * over, below * under
    if not len(wide):
        return RatioColumn(top, bottom)
    groups = np.zeros(len(top), dtype=np.int64)
    groups[wide] = np.arange(1, len(wide) + 1)
    top[wide], bottom[wide] = above[wide], under[wide]
    pairs = zip(below[wide].tolist(), over[wide].tolist(), strict=True)
    # A row without an old value keeps its own denominator of zero.
    bottom[wide[below[wide] == 0]] = 0
    return RatioColumn(top, bottom, scale=(Fraction(1), *(Fraction(n or 1, d) for n, d in pairs)), groups=groups)


def _reduced(one: Ints, two: Ints) -> tuple[Ints, Ints]:
    common = np.maximum(np.gcd(one, two), 1)
    return one // common, two // common


def _bottom(terms: Terms, zero: Mask) -> Ints:
    return np.where(zero, 1, np.ones_like(terms.numerator) if terms.denominator is None else terms.denominator)


def _bits(numbers: Ints) -> Ints:
    """How many bits a number needs, or one more where float64 rounds it up."""
    return np.asarray(np.frexp(numbers.astype(np.float64))[1], dtype=np.int64)

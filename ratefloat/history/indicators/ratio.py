"""Ratios: benefits over premium in any of the definitions that laws use."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from ratefloat.history.channels.base import AnyChannel, Channel
from ratefloat.history.indicator import Measure
from ratefloat.periods import Window
from ratefloat.rules.domain import Domain
from ratefloat.rules.domain import Ratio as RatioDomain


class Ratio(Measure):
    """The sum of one channel over the sum of another; no denominator is a case of its own."""

    kind: ClassVar[str] = "ratio"

    numerator: AnyChannel
    denominator: AnyChannel
    unit: Literal["%", "‰", ""] = "%"

    @property
    def top(self) -> Channel:
        return self.numerator

    @property
    def bottom(self) -> Channel:
        return self.denominator

    def domain(self) -> Domain:
        return RatioDomain(self.unit)


def ratio(
    numerator: Channel, denominator: Channel, *, unit: Literal["%", "‰", ""] = "%", window: Window | None = None,
    label: Any = None,
) -> Ratio:
    """One channel over another, such as the loss ratio.

    Source: 支缴率, the indicator of nearly every floating rule since 人社部发〔2015〕71号.

    >>> from ratefloat.history.channels import benefits, premium
    >>> ratio(benefits(without=["rescue"]), premium("paid"))
    ratio(numerator=benefits(without=('rescue',)), denominator=premium(basis='paid'))
    """
    return Ratio(numerator=numerator, denominator=denominator, unit=unit, window=window, label=label)

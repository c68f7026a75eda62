"""Ratios with an adjustment coefficient: the premium that counts is a share of it that differs by class."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar, Literal

import numpy as np

from ratefloat.errors import DefinitionError
from ratefloat.history.channels.base import AnyChannel, Channel
from ratefloat.history.experience import Experience
from ratefloat.history.indicator import Measure, Terms
from ratefloat.history.table import Ints
from ratefloat.numeric.wide import multiply_divide_by
from ratefloat.periods import Span, Window
from ratefloat.rules.column import IntegerColumn
from ratefloat.rules.domain import Domain
from ratefloat.rules.domain import Ratio as RatioDomain
from ratefloat.rules.floors import PerClass
from ratefloat.rules.ladder import classes_of


class AdjustedRatio(Measure):
    """The sum of one channel over the sum of another times the coefficient of the employer's class.

    `coefficients` name classes, such as "2-8", or "all"; an employer of a class without one is refused.
    The ratio stays exact: n / (d x p/q) is (n x q) / (d x p).
    """

    kind: ClassVar[str] = "adjusted ratio"

    numerator: AnyChannel
    denominator: AnyChannel
    coefficients: PerClass
    unit: Literal["%", "‰", ""] = "%"

    def model_post_init(self, context: Any) -> None:
        for classes, coefficient in self.coefficients:
            if coefficient <= 0:
                raise DefinitionError(f"adjusted ratio: coefficient of {classes}: {coefficient}; expected above 0")

    @property
    def top(self) -> Channel:
        return self.numerator

    @property
    def bottom(self) -> Channel:
        return self.denominator

    def domain(self) -> Domain:
        return RatioDomain(self.unit)

    def terms(self, experience: Experience, span: Span) -> Terms:
        top, bottom = experience.total(self.top, span), experience.total(self.bottom, span)
        classes = self._classes(experience)
        shares, known = [Fraction(1)], np.zeros(experience.rows, dtype=np.int64)
        for name, coefficient in self.coefficients:
            among = classes_of(name)
            shares.append(coefficient)
            known[np.ones_like(known, dtype=np.bool_) if among is None else np.isin(classes, among)] = len(shares) - 1
        experience.refuse(known == 0, "adjusted ratio: no coefficient for the class; expected one of each class")
        return Terms(
            _times(experience, top, known, [share.denominator for share in shares]),
            _times(experience, bottom, known, [share.numerator for share in shares]),
        )

    def _classes(self, experience: Experience) -> Ints:
        given = (experience.states or {}).get("risk_class")
        if isinstance(given, IntegerColumn):
            return given.values.astype(np.int64)
        return experience.book.tables["employers"].numbers("risk_class")


def _times(experience: Experience, sums: Ints, codes: Ints, by: list[int]) -> Ints:
    """Sums times a whole number each; rows beyond 64 bits are refused."""
    product, beyond = multiply_divide_by(sums, codes, [Fraction(number) for number in by])
    reason = "adjusted ratio: beyond 64 bits; expected amounts in the currency's main unit"
    experience.refuse(np.asarray(beyond), reason)
    return np.asarray(product)


def adjusted_ratio(
    numerator: Channel, denominator: Channel, *, coefficients: Mapping[str, Any],
    unit: Literal["%", "‰", ""] = "%", window: Window | None = None, label: Any = None,
) -> AdjustedRatio:
    """One channel over another times a coefficient by class, such as Japan's balance ratio.

    Args:
        coefficients: classes -> coefficient, such as {"1": "51%", "2-54": "67%"}, or {"all": "67%"}.

    Source: Japan, rules of the Premium Collection Act, art. 19-2 (class-1 adjustment coefficient).

    >>> from ratefloat.history.channels import benefits, premium
    >>> work = premium("at charged rate", less="0.6‰")
    >>> adjusted_ratio(benefits(without=["commuting"]), work, coefficients={"all": "67%"}).coefficients
    (('all', Fraction(67, 100)),)
    """
    return AdjustedRatio(
        numerator=numerator, denominator=denominator, coefficients=coefficients, unit=unit, window=window, label=label
    )

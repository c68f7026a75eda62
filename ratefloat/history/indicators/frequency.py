"""Frequencies: persons with a case, by average heads and year."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import numpy as np

from ratefloat.history.channels.base import AnyChannel, Channel
from ratefloat.history.channels.exposure import head_months
from ratefloat.history.experience import Experience
from ratefloat.history.indicator import Measure, Terms
from ratefloat.periods import Span, Window
from ratefloat.rules.domain import Domain
from ratefloat.rules.domain import Ratio as RatioDomain


class Frequency(Measure):
    """Cases per average insured head and year: 12 cases / head-months, whatever the length of the window.

    `minimum_heads` counts a smaller employer as so many heads; an employer without any head has no frequency.
    `month_averaged` divides the cases by the months as well (Shenzhen 2013): one twelfth of the yearly value.
    """

    kind: ClassVar[str] = "frequency"

    cases: AnyChannel
    unit: Literal["%", "‰", ""] = "‰"
    minimum_heads: int | None = None
    month_averaged: bool = False

    @property
    def top(self) -> Channel:
        return self.cases

    @property
    def bottom(self) -> Channel:
        return head_months()

    def terms(self, experience: Experience, span: Span) -> Terms:
        cases, heads = self.peer_terms(experience, span)
        assert heads is not None
        if self.minimum_heads is not None:
            heads = np.where(heads > 0, np.maximum(heads, self.minimum_heads * span.months), 0)
        return Terms(cases, heads)

    def peer_terms(self, experience: Experience, span: Span) -> Terms:
        cases = experience.total(self.cases, span)
        return Terms(cases if self.month_averaged else cases * 12, experience.total(self.bottom, span))

    def domain(self) -> Domain:
        return RatioDomain(self.unit)


def frequency(
    cases: Channel, *, unit: Literal["%", "‰", ""] = "‰", minimum_heads: int | None = None,
    month_averaged: bool = False, window: Window | None = None, label: Any = None,
) -> Frequency:
    """Cases per average insured head and year.

    Args:
        minimum_heads: smaller employers are counted as so many heads (Tianjin: 50).
        month_averaged: cases are averaged over months as heads are (a reading of Shenzhen 2013).

    >>> from ratefloat.history.channels import cases
    >>> frequency(cases("graded", without=["old_injury"]), minimum_heads=50)
    frequency(cases=cases(of='graded', without=('old_injury',)), minimum_heads=50)
    """
    return Frequency(
        cases=cases, unit=unit, minimum_heads=minimum_heads, month_averaged=month_averaged, window=window, label=label
    )

"""A policy with the reference employer under it: which class, which day, which constants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from ratefloat.actuarial import RiskCell
from ratefloat.atlas.illustrations import illustrated
from ratefloat.atlas.reference import FREQUENCY, MIDDLE_RATE, SEVERITY, WAGES
from ratefloat.errors import DefinitionError, UncoveredError
from ratefloat.history.channels.exposure import HeadMonths
from ratefloat.history.indicators.accident_degree import AccidentDegree
from ratefloat.history.indicators.count import Amount
from ratefloat.history.indicators.flags import Category
from ratefloat.history.indicators.since import YearsSince
from ratefloat.history.indicators.years import YearsWith
from ratefloat.policy.base import rates_on, tables_of
from ratefloat.policy.decision import read_names
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules.operand import Hole
from ratefloat.units import decimal_text


@dataclass(frozen=True)
class Subject:
    """A policy that decides, and the place in it of the reference employer."""

    policy: FloatPolicy
    on: date
    risk_class: int
    base_rate: Fraction
    area: str | None
    tier: str | None

    @classmethod
    def of(cls, policy: FloatPolicy) -> Subject:
        """The subject of a policy; a template gets an illustrated frame if only that is open.

        The class is the one whose base rate lies nearest to 0.9 %; in China not class 1, which many laws bar from
        floating down, where there are others.
        Raises:
            DefinitionError: articles on floating are open.
            UncoveredError: there is no base table.
        """
        decides = illustrated(policy)
        if decides is None:
            names = ", ".join(hole.hole for hole in policy.holes)
            raise DefinitionError(f"policy {policy.id}: open holes ({names}); expected the articles on floating")
        base = decides.base
        if base is None or isinstance(base, Hole):
            raise UncoveredError(f"policy {policy.id}: no base table; expected one to measure against")
        name, table = next(iter(tables_of(base).items()))
        area, tier = name or next(iter(table.areas), None), next(iter(table.tiers), None)
        on = max(decides.effective.start, table.span().start)
        rates = rates_on(base, on, area, tier)
        chinese = decides.jurisdiction.startswith("CN")
        classes = [number for number in rates if number > 1 or not chinese] or list(rates)
        risk_class = min(classes, key=lambda number: (abs(rates[number] - MIDDLE_RATE), number))
        return cls(decides, on, risk_class, rates[risk_class], area, tier)

    def cell(self, heads: int) -> RiskCell:
        """The reference employer with so many heads."""
        return RiskCell(
            risk_class=self.risk_class, heads=heads, wage=Fraction(WAGES[self.policy.currency], 100),
            frequency=FREQUENCY, severity=SEVERITY, area=self.area, tier=self.tier,
        )

    def given(self, heads: int) -> Mapping[str, Any]:
        """Constants for what a cell does not have: no award or earlier increase, an ordinary business, even heads."""
        names = read_names(self.policy, self.on)
        found: dict[str, Any] = {}
        for name, made in self.policy.indicator_map.items():
            if name not in names:
                continue
            if isinstance(made, Category):
                found[name] = made.values[0]
            elif isinstance(made, YearsSince):
                found[name] = made.within
            elif isinstance(made, YearsWith) and made.since is not None:
                found[name] = 0
            elif isinstance(made, AccidentDegree):
                found[name] = decimal_text(heads * (self.base_rate - made.less))
            elif isinstance(made, Amount) and isinstance(made.of, HeadMonths) and made.window is not None:
                found[name] = made.window.months * heads
        return found

"""Indicators that stand in for those of real histories: a name and a kind of values."""

from __future__ import annotations

from typing import ClassVar, Literal

from ratefloat.definition import Definition
from ratefloat.rules.domain import Boolean, Category, Domain, Integer, Ratio

SECTORS = ("mining", "building", "trade", "offices", "schools")


class StandIn(Definition):
    """An indicator that is given, never computed."""

    family: ClassVar[str] = "indicator"
    kind: ClassVar[str] = "stand-in"

    what: Literal["ratio", "per mille", "count", "months", "amount", "yes or no", "sector"]

    def domain(self) -> Domain:
        """The kind of its values."""
        domains: dict[str, Domain] = {
            "ratio": Ratio(), "per mille": Ratio("‰"), "count": Integer(), "months": Integer(0, 60),
            "amount": Integer(unit="fen"), "yes or no": Boolean(), "sector": Category(SECTORS),
        }
        return domains[self.what]


INDICATORS = {
    "loss_ratio": StandIn(what="ratio"), "accident_rate": StandIn(what="per mille"), "deaths": StandIn(what="count"),
    "insured_months": StandIn(what="months"), "wages": StandIn(what="amount"), "arrears": StandIn(what="yes or no"),
    "standard": StandIn(what="yes or no"), "sector": StandIn(what="sector"),
}
RATIOS = ("loss_ratio", "accident_rate")

"""Cases that can not exist: computed from what indicators are made of, never declared by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations_with_replacement

from ratefloat.history.facts import Fact
from ratefloat.history.indicator import Indicator
from ratefloat.periods import Window
from ratefloat.rules.domain import Cell


@dataclass(frozen=True)
class Implication:
    """Two indicators that are made of related sums, so that some cases of one rule out some of the other.

    Five clean years rule out a positive ratio of the same claims; a death rules out that nobody was injured.
    """

    if_name: str
    then_name: str
    of: tuple[Indicator, Indicator]
    window: Window

    def excluded(self, cells: Mapping[str, Cell]) -> bool:
        """Whether no history can lie in these cases at once; cases of other indicators do not matter."""
        return contradictory(
            fact
            for name, indicator in zip((self.if_name, self.then_name), self.of, strict=True)
            if name in cells
            for fact in indicator.facts(cells[name], self.window)
        )

    def __str__(self) -> str:
        return f"{self.if_name} and {self.then_name} are made of the same records"


def implications(indicators: Mapping[str, Indicator], window: Window) -> list[Implication]:
    """The pairs of indicators of which some cases exclude each other.

    Args:
        indicators: by the name that the policy gives them.
        window: the policy's, for indicators without one of their own.

    >>> from ratefloat.history import benefits, cases, count, frequency, premium, ratio
    >>> made = {"deaths": count("death"), "injuries": count("injury"), "ratio": ratio(benefits(), premium("paid"))}
    >>> [(found.if_name, found.then_name) for found in implications(made, Window(months=12))]
    [('deaths', 'injuries')]
    """
    return [
        Implication(one, two, (indicators[one], indicators[two]), window)
        for one, two in combinations_with_replacement(indicators, 2)
        if _related(indicators[one], indicators[two], same=one == two)
    ]


def contradictory(facts: Iterable[Fact]) -> bool:
    """Whether some of the facts can not be true together."""
    known = tuple(facts)
    return any(one.contradicts(two) for one in known for two in known)


def _related(one: Indicator, two: Indicator, *, same: bool) -> bool:
    if same:
        return one.limited
    return any(a.covers(b) or b.covers(a) for a in one.reads for b in two.reads)

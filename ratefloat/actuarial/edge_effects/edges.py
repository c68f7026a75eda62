"""The edges of a policy's bands, and the middles of bands, where nothing should happen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import inf, log
from typing import TYPE_CHECKING

import numpy as np

from ratefloat.actuarial.edge_effects.places import Floats
from ratefloat.errors import UncoveredError
from ratefloat.policy.derive import derive, merge_cuts
from ratefloat.rules.bands import Bands
from ratefloat.rules.interval import number_text
from ratefloat.rules.operand import Hole
from ratefloat.rules.rule import Rule
from ratefloat.units import percent_text

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy


@dataclass(frozen=True)
class Edge:
    """A number at which a band table passes from one value to the next.

    Args:
        closed: whether the edge itself belongs to the band above.
        values: what the bands below and above give; None for a declared hole, nothing for a placebo.
        within: the logarithms of the next cuts below and above; employers beyond them do not count.
    """

    indicator: str
    unit: str
    at: Fraction
    closed: bool
    values: tuple[Fraction | None, ...]
    of: str
    within: tuple[float, float]

    @property
    def text(self) -> str:
        """The edge as the notice writes it."""
        return number_text(self.at, "" if self.unit == "fen" else self.unit)

    @property
    def dearer_above(self) -> bool:
        """Whether the dearer band is the one above; so it is of a placebo."""
        below, above = (*self.values, None, None)[:2]
        return below is None or above is None or above > below

    @property
    def change(self) -> str:
        """The values of the cheaper and the dearer side; nothing for a placebo."""
        ordered = self.values if self.dearer_above else self.values[::-1]
        return " -> ".join("none" if value is None else _value(value, self.of) for value in ordered)

    @property
    def flat(self) -> str | None:
        """Why nothing can be seen at this edge; None where something can."""
        if self.at <= 0:
            return "employers at zero are all alike; nobody stands just below"
        if None in self.values:
            return "the table has no value on one side"
        return None


def edges_of(policy: FloatPolicy, on: date) -> tuple[Edge, ...]:
    """The edges of all band tables of a policy, by indicator and number; equal values on both sides are no edge.

    Raises:
        UncoveredError: the policy has no band table.
    """
    tables = [rule for part in policy.structure.parts for rule in part.rule.walk() if isinstance(rule, Bands)]
    found: dict[tuple[str, Fraction, bool], Edge] = {}
    for table in tables:
        for edge in _edges(table, policy, on):
            found.setdefault((edge.indicator, edge.at, edge.closed), edge)
    if not found:
        kinds = dict.fromkeys(rule.kind for part in policy.structure.parts for rule in _leaves(part.rule))
        raise UncoveredError(
            f"policy {policy.id}: no indicator with bands (its rules: {', '.join(kinds)}); expected bands(...), "
            f"at whose edges like employers are rated differently",
            policy=policy.id,
        )
    return tuple(sorted(found.values(), key=lambda edge: (edge.indicator, edge.at, not edge.closed)))


def placebos(edge_list: tuple[Edge, ...], logs: dict[str, Floats]) -> tuple[Edge, ...]:
    """The medians of employers in every band beside an edge: made-up edges at which no value changes."""
    bands = {(edge.indicator, side): edge for edge in edge_list if edge.at > 0 for side in _sides(edge)}
    made = []
    for (name, (low, high)), edge in bands.items():
        own = logs[name][(logs[name] > low) & (logs[name] < high)]
        if len(own):
            middle = Fraction(f"{np.exp(np.median(own)):.3g}")
            if low < log(middle) < high:
                made.append(Edge(name, edge.unit, middle, True, (), edge.of, (low, high)))
    return tuple(made)


def _sides(edge: Edge) -> tuple[tuple[float, float], tuple[float, float]]:
    at = log(edge.at)
    return (edge.within[0], at), (at, edge.within[1])


def _edges(table: Bands, policy: FloatPolicy, on: date) -> list[Edge]:
    assert not isinstance(table.rows, Hole)
    unit = getattr(policy.structure.domains[table.indicator], "unit", "")
    rows = sorted(table.intervals(), key=lambda pair: pair[0].start)
    cuts = _cuts(policy, table.indicator, on)
    found = []
    for (_, one), (interval, other) in pairwise(rows):
        values = table.rows[one][1], table.rows[other][1]
        if values[0] == values[1]:
            continue
        at = interval.low
        low = max((cut for cut in cuts if cut < at and cut > 0), default=None)
        high = min((cut for cut in cuts if cut > at), default=None)
        within = (-inf if low is None else log(low), inf if high is None else log(high))
        found.append(Edge(table.indicator, unit, at, interval.low_closed, values, table.of, within))
    return found


def _cuts(policy: FloatPolicy, name: str, on: date) -> set[Fraction]:
    """All numbers with which the policy compares an indicator, in bands or conditions."""
    derived = derive(policy, on)
    cuts = merge_cuts([*derived.cuts, derived.rate_cuts])
    own = {interval.low for table in _tables(policy, name) for interval, _ in table.intervals()}
    return own | ({at for at, _ in cuts[name].edges} if name in cuts else set())


def _tables(policy: FloatPolicy, name: str) -> list[Bands]:
    rules = [rule for part in policy.structure.parts for rule in part.rule.walk()]
    return [rule for rule in rules if isinstance(rule, Bands) and rule.indicator == name]


def _leaves(rule: Rule) -> list[Rule]:
    return [part for part in rule.walk() if not part.parts()]


def _value(value: Fraction, of: str) -> str:
    return f"{int(value):+d}" if of == "step" and value else "0" if of == "step" else percent_text(value)

"""The values of each indicator that matter to a policy: each edge, one unit to either side, each word and class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ratefloat.history.indicators.count import InsuredMonths
from ratefloat.history.indicators.streak import Streak
from ratefloat.policy.derive import derive, merge_cuts
from ratefloat.policy.table.whole import GROUP
from ratefloat.rules.column import Cuts
from ratefloat.rules.domain import Boolean, Category, Cell, Choice, Domain, Integer, Pooled, Ratio
from ratefloat.rules.interval import number_text
from ratefloat.tables.currencies import amount_text

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy

SIZE = 10**6
"""The least denominator of a ratio, so that one unit more is a small change (10,000 yuan in fen)."""
RATES = (Fraction(1, 200), Fraction(1, 100))


@dataclass(frozen=True)
class Value:
    """A value of an indicator, what is special about it, and the cells that it separates or lies in."""

    value: Any
    what: str
    between: tuple[int, int]


def read_cells(policy: FloatPolicy, on: date) -> dict[str, tuple[Cell, ...]]:
    """The cells of every indicator that a policy reads on a day, area and tier aside."""
    derived = derive(policy, on)
    cuts = merge_cuts([*derived.cuts, derived.rate_cuts])
    return {
        name: _cells(derived.domains[name], made) for name, made in cuts.items() if name != GROUP
    }


def _cells(domain: Domain, cuts: Cuts) -> tuple[Cell, ...]:
    return tuple(Cell(str(rate), rate) for rate in RATES) if isinstance(domain, Pooled) else domain.cells(cuts)


def special_values(domain: Domain, cells: tuple[Cell, ...]) -> list[Value]:
    """The values of an indicator that lie on an edge of its cells, one unit beside it, or in no order at all."""
    if isinstance(domain, Ratio):
        return [Value((0, 0), "no premium, no benefits", (0, 1)), Value((1, 0), "benefits without premium", (0, 1)),
                *_beside(domain, cells)]
    if isinstance(domain, Integer):
        return list(_around(domain, cells))
    if isinstance(domain, Choice | Category | Boolean):
        words = (False, True) if isinstance(domain, Boolean) else domain.values
        return [Value(word, _said(word), _lies_in(domain, cells, word)) for word in words]
    return [Value(cell.sample, number_text(cell.sample, "%"), (place, place)) for place, cell in enumerate(cells)]


def _said(word: Any) -> str:
    return {True: "yes", False: "no"}[word] if isinstance(word, bool) else str(word)


def _lies_in(domain: Domain, cells: tuple[Cell, ...], word: Any) -> tuple[int, int]:
    if isinstance(domain, Choice):
        place = sum(word >= cell.sample for cell in cells[1:])
    else:
        samples = [cell.sample for cell in cells]
        place = samples.index(word) if word in samples else len(cells) - 1
    return (place - 1, place) if place else (0, min(1, len(cells) - 1))


def _beside(domain: Ratio, cells: tuple[Cell, ...]) -> Iterator[Value]:
    edges: dict[Fraction, int] = {}
    for place, cell in enumerate(cells[2:], start=2):
        assert cell.interval is not None
        edges.setdefault(cell.interval.low, place)
    for edge, place in edges.items():
        between = (max(place - 1, 2), place) if place > 2 else (2, min(3, len(cells) - 1))
        times = -(-SIZE // edge.denominator)
        top, bottom, text = edge.numerator * times, edge.denominator * times, number_text(edge, domain.unit)
        if top:
            yield Value((top - 1, bottom), f"one unit below {text}", between)
        yield Value((top, bottom), f"at {text}", between)
        yield Value((top + 1, bottom), f"one unit above {text}", between)


def _around(domain: Integer, cells: tuple[Cell, ...]) -> Iterator[Value]:
    if len(cells) == 1:
        yield Value(domain.least, _whole(domain, domain.least), (0, 0))
    for place, cell in enumerate(cells[1:], start=1):
        for value in (cell.sample - 1, cell.sample, cell.sample + 1):
            if value >= domain.least and (domain.greatest is None or value <= domain.greatest):
                yield Value(value, _whole(domain, value), (place - 1, place))


def _whole(domain: Integer, value: int) -> str:
    return amount_text(value, domain.currency) if domain.unit == "fen" else str(value)


def history_lengths(policy: FloatPolicy, name: str) -> list[int]:
    """The lengths of a history that an indicator counts, in its own unit: each year of its window and one more."""
    indicator = policy.indicator_map.get(name)
    if isinstance(indicator, Streak):
        return list(range(indicator.years + 1))
    if isinstance(indicator, InsuredMonths):
        months = (indicator.window or policy.structure.window).months
        return [*range(0, months, 12), months]
    return []

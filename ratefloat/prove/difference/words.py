"""Cases and decisions of a comparison in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from ratefloat.prove.difference.axes import AREA, Axis
from ratefloat.prove.difference.boxes import Run
from ratefloat.rules.domain import BENEFITS_WITHOUT_PREMIUM, NO_PREMIUM, Boolean, Cell, Choice, Domain, Integer
from ratefloat.rules.interval import between, number_text
from ratefloat.tables.currencies import amount_text
from ratefloat.units import percent_text, rounded_percent_text

LONG = 12


class Where(NamedTuple):
    """A run of cells of one axis: its name, the values alone, and both as a phrase."""

    name: str
    values: str
    words: str


def where(axis: Axis, run: Run) -> Where:
    """A run of cells in words: "loss_ratio in (120%, 130%]", "any class but 1", "no arrears"."""
    chosen = axis.cells[slice(*run)]
    if isinstance(axis.domain, Boolean):
        return Where(axis.name, chosen[0].text, axis.name if chosen[0].sample else f"no {axis.name}")
    if isinstance(axis.domain, Choice) and axis.name != AREA:
        return _listed(axis, chosen)
    said = cells_text(axis.domain, chosen)
    return Where(axis.name, said, f"{axis.name} {'in ' if said[0] in '([' else ''}{said}")


def _listed(axis: Axis, chosen: Sequence[Cell]) -> Where:
    """Few whole numbers: those that are meant, or the only one that is not."""
    assert isinstance(axis.domain, Choice)
    name = "class" if axis.name == "risk_class" else axis.name
    first, last = _bounds(chosen)
    meant = [value for value in axis.domain.values if first <= value <= last]
    others = [value for value in axis.domain.values if value not in meant]
    if len(others) == 1 and len(meant) > 2:
        return Where(axis.name, f"any but {others[0]}", f"any {name} but {others[0]}")
    said = str(meant[0]) if len(meant) == 1 else f"{meant[0]} to {meant[-1]}"
    return Where(axis.name, said, f"{name} {said}")


def cells_text(domain: Domain, chosen: Sequence[Cell]) -> str:
    """Neighbouring cells in words, without the name of the indicator."""
    named = [cell.text for cell in chosen if cell.interval is None]
    if {NO_PREMIUM, BENEFITS_WITHOUT_PREMIUM} <= set(named):
        named.remove(BENEFITS_WITHOUT_PREMIUM)
    ordered = [cell for cell in chosen if cell.interval is not None]
    return " or ".join([*named, *([_interval(domain, ordered)] if ordered else [])])


def _interval(domain: Domain, chosen: Sequence[Cell]) -> str:
    if len(chosen) == 1:
        return chosen[0].text
    first, last = chosen[0].interval, chosen[-1].interval
    assert first is not None and last is not None
    if not isinstance(domain, Integer):
        return between(first.start, last.stop).text(getattr(domain, "unit", ""))
    low = _whole(domain, first.low)
    return f">= {low}" if last.high is None else f"{low} to {_whole(domain, last.high)}"


def _whole(domain: Integer, value: Fraction) -> str:
    return amount_text(int(value), domain.currency) if domain.unit == "fen" else number_text(value, domain.unit)


def _bounds(chosen: Sequence[Cell]) -> tuple[Fraction, Fraction]:
    first, last = chosen[0].interval, chosen[-1].interval
    assert first is not None and last is not None and last.high is not None
    return first.low, last.high


def step_text(step: Fraction) -> str:
    """A step with its sign.

    >>> step_text(Fraction(1)), step_text(Fraction(0)), step_text(Fraction(-2))
    ('+1', '0', '-2')
    """
    return f"{int(step):+d}" if step else "0"


def share_text(share: Fraction) -> str:
    """A rate or factor as percent."""
    return percent_text(share, places=0)


def _short(rate: Fraction) -> str:
    text = percent_text(rate, places=2)
    return text if len(text) <= LONG else f"~{rounded_percent_text(rate, places=4)}"


def rates_text(rates: Iterable[Fraction]) -> str:
    """A rate, or the least and greatest of several."""
    ordered = sorted(set(rates))
    texts = [_short(rate) for rate in (ordered[0], ordered[-1])]
    return texts[0] if len(ordered) == 1 else f"{texts[0]} to {texts[1]}"

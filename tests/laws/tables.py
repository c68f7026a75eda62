"""Random band tables and grids that cover all numbers, with open and closed ends, points and holes."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from laws.conditions import SHARES
from laws.stand_in import RATIOS
from ratefloat.rules import bands, grid
from ratefloat.rules.interval import Interval
from ratefloat.rules.rule import Rule

STEPS = st.integers(-3, 3)
FACTORS = st.sampled_from(["50%", "80%", "85%", "100%", "1.015", "120%", "150%", "3/7"])
RATES = st.sampled_from(["0.2%", "0.43%", "0.9%", "1.005%", "1.9%", "2.85%", "5.1‰"])
VALUES: dict[str, st.SearchStrategy[Any]] = {"step": STEPS, "factor": FACTORS, "rate": RATES}
EDGES = st.sampled_from(SHARES[1:]) | st.fractions("1/500", 3, max_denominator=999).map(str)


def _value(text: str) -> Fraction:
    return Interval.parse(text).low


@st.composite
def ratio_rows(draw: st.DrawFn, *, secured: bool = False) -> list[str]:
    """Rows for a ratio: every number once, and the case of no premium unless it can not occur."""
    edges = sorted(draw(st.lists(EDGES, max_size=4, unique_by=_value)), key=_value)
    rows, low, closed = [], "0", True
    for edge in ([*draw(st.sampled_from([[], ["0"]])), *edges]):
        if edge == "0":
            rows, closed = ["0"], False
            continue
        belongs = draw(st.sampled_from(["below", "above", "apart"]))
        rows.append(f"{'[' if closed else '('}{low}, {edge}{']' if belongs == 'below' else ')'}")
        rows += [edge] if belongs == "apart" else []
        low, closed = edge, belongs == "above"
    rows.append(f"{'[' if closed else '('}{low}, inf)")
    rows += ["no premium"] if not secured or draw(st.booleans()) else []
    rows += ["no premium, benefits"] if "no premium" in rows and draw(st.booleans()) else []
    return draw(st.permutations(rows))


@st.composite
def whole_rows(draw: st.DrawFn, *, least: int = 0) -> list[str]:
    """Rows for whole numbers, which may leave out what lies between two of them."""
    starts = [least, *sorted(draw(st.sets(st.integers(least + 1, least + 9), max_size=4)))]
    rows = []
    for first, after in pairwise(starts):
        shapes = [f"[{first}, {after})", f"[{first}, {after - 1}]" if after - first > 1 else str(first)]
        if not rows or not rows[-1].endswith(")"):
            shapes.append(f"({first - 1}, {after - 1}]")
        rows.append(draw(st.sampled_from(shapes)))
    return [*rows, f"[{starts[-1]}, inf)"]


@st.composite
def axis(draw: st.DrawFn, secured: frozenset[str] = frozenset()) -> tuple[str, list[str]]:
    """An indicator and rows for it."""
    name = draw(st.sampled_from([*RATIOS, "deaths", "insured_months", "prior_step", "risk_class"]))
    if name in RATIOS:
        return name, draw(ratio_rows(secured=name in secured))
    return name, draw(whole_rows(least=-4 if name == "prior_step" else 0))


@st.composite
def band_tables(
    draw: st.DrawFn, stage: Any, clause: Callable[[], Any], *, secured: frozenset[str] = frozenset()
) -> Rule:
    """A band table of a stage; now and then with a declared hole."""
    name, rows = draw(axis(secured))
    holes = draw(st.integers(0, 5)) == 0
    values = VALUES[stage] | st.none() if holes else VALUES[stage]
    return bands(name, {row: draw(values) for row in rows}, of=stage, clause=clause())


@st.composite
def grids(draw: st.DrawFn, stage: Any, clause: Callable[[], Any]) -> Rule:
    """A grid of two indicators."""
    down, across = draw(axis()), draw(axis())
    cells = [[draw(VALUES[stage]) for _ in across[1]] for _ in down[1]]
    if draw(st.integers(0, 5)) == 0:
        cells[0][0] = None
    return grid(down, across, cells, of=stage, clause=clause())

"""A portfolio of employers that are all alike: the bridge from a risk cell to the simulator."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from ratefloat.actuarial.cell import RiskCell
from ratefloat.actuarial.severities import MINOR
from ratefloat.errors import DefinitionError

if TYPE_CHECKING:
    from ratefloat.simulate.portfolio.portfolio import Portfolio

    Some = TypeVar("Some", bound=Portfolio)

ALWAYS = np.iinfo(np.int16)


def alike(kind: type[Some], cell: RiskCell, *, employers: int, span: tuple[int, int]) -> Some:
    """So many employers of a cell; see `Portfolio.from_cell`."""
    history, years = span
    if employers < 1 or years < 1 or history < 0:
        raise DefinitionError(
            f"portfolio of a cell: {employers} employers, {years} years, {history} years before; "
            f"expected at least 1, 1 and 0"
        )
    wage = int(cell.wage * MINOR + Fraction(1, 2))
    made = kind(
        name=f"{employers:,} employers of class {cell.risk_class}",
        key=np.arange(employers, dtype=np.uint64),
        risk_class=np.full(employers, cell.risk_class, dtype=np.int8),
        workers=np.full(employers, cell.heads, dtype=np.int64),
        wage=np.full(employers, wage, dtype=np.int64),
        hazard=np.full(employers, float(cell.frequency)),
        risk=np.ones((history + years, employers), dtype=np.float32),
        first=np.full(employers, ALWAYS.min, dtype=np.int16),
        end=np.full(employers, ALWAYS.max, dtype=np.int16),
        covered_of=np.zeros(employers, dtype=np.int16),
        covered=np.ones((1, history + years)),
        labels={},
        severity_of=np.zeros(employers, dtype=np.int8),
        severities=(cell.severity,),
        history=history,
        area=cell.area,
    )
    # The cell itself, with its tier and its exact numbers.
    made.__dict__["_celled"] = ((cell,), np.zeros(employers, dtype=np.int64))
    return made

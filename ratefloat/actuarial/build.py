"""Choosing the exact law of a policy: by window sums alone, or with the level and old years in the state."""

from __future__ import annotations

from collections.abc import Sequence

from ratefloat.actuarial.desk import Level
from ratefloat.actuarial.grain import Grain, scout
from ratefloat.actuarial.lattice import Measures
from ratefloat.actuarial.markov import Law
from ratefloat.actuarial.reading import Reading
from ratefloat.actuarial.remember import COMFORTABLE, Overlap, Plan
from ratefloat.actuarial.solvable import refuse_unsolvable
from ratefloat.actuarial.window_law import WindowLaw

FINE = 2048
"""The most experiences of a window where no lattice was asked for."""
WIDE = 8192
"""The same for a formula without end, where employers of greater hazard are asked for."""
COARSE = (2048, 1024, 512, 384, 256, 192, 128, 96, 64, 48, 32, 24, 16, 12, 8)


def law_of(reading: Reading, lattice: int | str | None, *, hazard: float = 1.0) -> Law:
    """The exact law of a policy for a cell.

    Args:
        hazard: the greatest multiple of the cell's frequency that will be asked for.
    Raises:
        Unsolvable: an indicator whose law is not exact here, named.
        Unsolvable: the same for a chain that does not fit into memory.
    """
    refuse_unsolvable(reading)
    measures, known = Measures.of(reading), frozenset[Level]()
    while True:
        grain, levels = scout(reading, measures, known=sorted(known), hazard=hazard)
        # A formula without end looks at the sums of the worst employers, and yet as finely as at those of others.
        law = _law(reading, (grain, FINE if hazard == 1 else WIDE), levels, lattice)
        before, known = known | {*levels}, known | {*levels, *law.levels}
        # A level met only on the way changes what losses are measured against, and so how fine they must be seen.
        if known == before or not (reading.reads_prior or reading.paid):
            return law


def _law(
    reading: Reading, seen: tuple[Grain, int], levels: Sequence[Level], lattice: int | str | None
) -> Law:
    grain, most = seen
    if reading.additive and not reading.reads_prior and not reading.paid:
        return WindowLaw.of(grain.lattice(lattice, FINE if grain.finite else most))
    if Overlap.of(reading).whole:
        return Plan(reading, grain.lattice(lattice, FINE), levels, FINE).law()
    # Overlapping windows: a number asks for so many experiences of a year, on a lattice as fine as ever.
    fine = grain.lattice(None if isinstance(lattice, int) else lattice, FINE)
    for most in (lattice,) if isinstance(lattice, int) else COARSE:
        plan = Plan(reading, fine, levels, most)
        if plan.pairs <= COMFORTABLE:
            break
    return plan.law()

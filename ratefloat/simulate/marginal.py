"""What one more case brings in later premium, for every cell of a portfolio: from the actuarial core."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.build import law_of
from ratefloat.actuarial.cell import RiskCell
from ratefloat.actuarial.desk import Desk, Level
from ratefloat.actuarial.histories import simulate_one_more_case
from ratefloat.actuarial.markov import Discount
from ratefloat.actuarial.policy_chain import PolicyChain
from ratefloat.actuarial.reading import Reading
from ratefloat.actuarial.severities import MINOR
from ratefloat.actuarial.solvable import Unsolvable
from ratefloat.simulate.response import Marginal

FloatArray = NDArray[np.float64]
LATTICE = 64
"""Cells of money where windows overlap: incentives change little beyond, and are needed for many cells."""
DRAWN = 4_000
"""Employers drawn where a policy has no exact law."""


def marginal(readings: Sequence[Reading], *, before: Sequence[Reading] | None, discount: Discount) -> Marginal:
    """The marginal premium of every cell under a policy.

    Args:
        readings: the policy as each cell meets it.
        before: the rule before, where there was one; else nothing was charged for a case.
    """
    each = [_of_cell(reading, discount) for reading in readings]
    levels = tuple(sorted({level for found, _, _, _ in each for level in found}, key=_order))
    cells = tuple(reading.cell for reading in readings)
    outcomes = max(len(cell.severity.outcomes) for cell in cells)
    premium, error = (np.zeros((len(cells), len(levels), outcomes)) for _ in range(2))
    relative = np.ones((len(cells), len(levels)))
    for number, (reading, (known, worth, its_error, _)) in enumerate(zip(readings, each, strict=True)):
        place = [nearest(level, known) for level in levels]
        premium[number, :, : worth.shape[1]] = worth[place]
        error[number, :, : worth.shape[1]] = its_error[place]
        if reading.base_rate:
            relative[number] = [float(level.rate / reading.base_rate) for level in levels]
    return Marginal(
        cells=cells, levels=levels, premium=premium, error=error,
        before=_before(readings, before, premium, discount), cost=_costs(cells, outcomes),
        chance=_chances(cells, outcomes), relative=relative,
    )


def as_reported(cells: Sequence[RiskCell], chance: FloatArray, times: FloatArray) -> tuple[RiskCell, ...]:
    """The cells as the agency sees them, where each outcome is reported with some chance.

    Args:
        chance: of being reported, shape (cells, outcomes).
        times: what the hazard of each cell is multiplied by, shape (cells,).
    """
    return tuple(
        _thinned(cell.replace(frequency=cell.frequency * Fraction(factor).limit_denominator(10**6)), each)
        if factor != 1 else _thinned(cell, each)
        for cell, each, factor in zip(cells, chance.tolist(), times.tolist(), strict=True)
    )


def _thinned(cell: RiskCell, chance: Sequence[float]) -> RiskCell:
    law = cell.severity
    told = [Fraction(each).limit_denominator(10**6) for each in chance[: len(law.outcomes)]]
    shares = [outcome.probability * share for outcome, share in zip(law.outcomes, told, strict=True)]
    total = sum(shares, Fraction(0))
    if total in (0, 1):
        return cell
    outcomes = [
        outcome.replace(probability=share / total) for outcome, share in zip(law.outcomes, shares, strict=True)
    ]
    return cell.replace(frequency=cell.frequency * total, severity=law.replace(outcomes=outcomes))


def uncharged(readings: Sequence[Reading]) -> Marginal:
    """A marginal premium of nothing, for employers who answer to nothing."""
    cells = tuple(reading.cell for reading in readings)
    outcomes = max(len(cell.severity.outcomes) for cell in cells)
    nothing = np.zeros((len(cells), 1, outcomes))
    return Marginal(
        cells=cells, levels=(Level(None, readings[0].base_rate or Fraction(0)),), premium=nothing, error=nothing,
        before=nothing, cost=_costs(cells, outcomes), chance=_chances(cells, outcomes),
        relative=np.ones((len(cells), 1)),
    )


def _before(
    readings: Sequence[Reading], before: Sequence[Reading] | None, premium: FloatArray, discount: Discount
) -> FloatArray:
    """The premium under the rule before: level by level for the same rule, else its average over levels."""
    if before and before[0].policy.hash == readings[0].policy.hash:
        return premium
    found = np.zeros((len(premium), 1, premium.shape[2]))
    for number, reading in enumerate(before or ()):
        _, worth, _, shares = _of_cell(reading, discount)
        found[number, 0, : worth.shape[1]] = shares @ worth
    return found


def _of_cell(reading: Reading, discount: Discount) -> tuple[tuple[Level, ...], FloatArray, FloatArray, FloatArray]:
    """Levels, what one more case brings by level and outcome, its Monte Carlo error, and the share of each level."""
    try:
        if not Desk(reading).finite:
            raise Unsolvable(f"policy {reading.policy.id}: a rate for every record, and many cells; simulate it")
        law = law_of(reading, None if reading.additive else LATTICE)
    except Unsolvable:
        drawn = simulate_one_more_case(reading, discount, employers=DRAWN, seed=1)
        return drawn.levels, drawn.worth, np.nan_to_num(drawn.error), drawn.shares
    worth = law.one_more_case(PolicyChain(reading, law).premiums, discount)
    return law.levels, worth, np.zeros_like(worth), np.asarray(law.stationary)


def _order(level: Level) -> tuple[int, float]:
    return (level.step or 0, float(level.rate))


def nearest(level: Level, known: Sequence[Level]) -> int:
    """The place of a level among those known, or of the nearest rate, of its own step where that is known."""
    if level in known:
        return known.index(level)
    same = [place for place, each in enumerate(known) if each.step == level.step] or range(len(known))
    return min(same, key=lambda place: abs(known[place].rate - level.rate))


def _costs(cells: Sequence[RiskCell], outcomes: int) -> FloatArray:
    found = np.ones((len(cells), outcomes))
    for number, cell in enumerate(cells):
        found[number, : len(cell.costs)] = np.asarray(cell.costs) / MINOR
    return found


def _chances(cells: Sequence[RiskCell], outcomes: int) -> FloatArray:
    found = np.zeros((len(cells), outcomes))
    for number, cell in enumerate(cells):
        chances = [float(outcome.probability) for outcome in cell.severity.outcomes]
        found[number, : len(chances)] = chances
    return found

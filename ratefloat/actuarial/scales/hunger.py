"""Hunger for bonus: which claims it pays to settle privately so as not to rise on the scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratefloat.actuarial.scales.markov import present_values
from ratefloat.actuarial.scales.scale import Scale, poisson_claims, transition_by_level
from ratefloat.errors import DataError, ShapeError
from ratefloat.numeric.counts import parameter

FloatArray = NDArray[np.float64]

_MOST_ROUNDS = 1_000


class Cost(Protocol):
    """What one accident costs the employer who does not report it."""

    def above(self, retention: FloatArray) -> FloatArray:
        """Probability of a cost above the retention."""

    def paid_below(self, retention: FloatArray) -> FloatArray:
        """Mean cost of one accident that is paid privately: E[X; X <= retention]."""


@dataclass(frozen=True)
class ExponentialCost:
    """Exponential cost of an accident.

    >>> ExponentialCost(10.0).above(np.array([0.0]))
    array([1.])
    """

    mean: float

    def __post_init__(self) -> None:
        if not 0 < self.mean < np.inf:
            raise DataError(f"mean: {self.mean}; expected a cost > 0", mean=self.mean)

    def above(self, retention: FloatArray) -> FloatArray:
        return np.exp(-retention / self.mean)

    def paid_below(self, retention: FloatArray) -> FloatArray:
        return np.asarray(self.mean - (self.mean + retention) * np.exp(-retention / self.mean), np.float64)


@dataclass(frozen=True, eq=False, init=False)
class OutcomeCost:
    """Cost of an accident that takes one of finitely many amounts.

    Args:
        amounts: >= 0, shape (outcomes,).
        probabilities: >= 0, sum 1, shape (outcomes,).

    >>> OutcomeCost([1, 5], [0.75, 0.25]).paid_below(np.array([1.0]))
    array([0.75])
    """

    amounts: FloatArray
    probabilities: FloatArray

    def __init__(self, amounts: ArrayLike, probabilities: ArrayLike) -> None:
        costs, chances = (
            parameter("amounts", amounts, least=0.0),
            parameter("probabilities", probabilities, least=0.0),
        )
        if costs.ndim != 1 or costs.shape != chances.shape:
            raise ShapeError(f"cost: amounts {costs.shape}, probabilities {chances.shape}; expected alike")
        if abs(chances.sum() - 1) > 1e-9:
            raise DataError(f"probabilities: sum {chances.sum()}; expected 1", total=float(chances.sum()))
        object.__setattr__(self, "amounts", costs)
        object.__setattr__(self, "probabilities", chances)

    def above(self, retention: FloatArray) -> FloatArray:
        return np.asarray((self.amounts > retention[..., np.newaxis]) @ self.probabilities, np.float64)

    def paid_below(self, retention: FloatArray) -> FloatArray:
        paid = np.where(self.amounts <= retention[..., np.newaxis], self.amounts, 0.0)
        return np.asarray(paid @ self.probabilities, np.float64)


@dataclass(frozen=True, eq=False)
class Retention:
    """Optimal retentions of a scale: accidents up to them are paid privately.

    Args:
        levels: retention by level, in the unit of the premiums, shape (levels,).
        values: present value of premiums and own payments by level, at the start of a year, shape (levels,).
        reported: expected number of reported accidents a year by level, shape (levels,).
        scale: the scale, whose levels are premiums in money.
        discount: v.
    """

    levels: FloatArray
    values: FloatArray
    reported: FloatArray
    scale: Scale
    discount: float

    def at(self, time: float, *, claims: int = 0) -> FloatArray:
        """Retention of an accident within the year, by level, shape (levels,).

        Args:
            time: of the accident, as a share of the year that has passed, in [0, 1].
            claims: reported earlier in the same year, >= 0.
        Raises:
            DataError: the time is outside the year, or claims are negative.
        Source: Lemaire 1977, ASTIN Bulletin 9; 1995, chapter 18.
        """
        if not 0 <= time <= 1 or claims < 0:
            raise DataError(
                f"time {time}, {claims} claims; expected a share of the year and claims >= 0", time=time
            )
        moves = self.scale.moves
        chances, _ = poisson_claims(self.reported * (1 - time), cap=moves.shape[1] - 1)
        return np.asarray(
            self.discount ** (1 - time) * _rise(moves, chances, self.values, claims), np.float64
        )


def optimal_retention(scale: Scale, cost: Cost, *, rate: float, discount: float) -> Retention:
    """Which accidents an employer should pay privately, level by level, so that all he pays is least.

    Each level has one retention; accidents fall evenly over the year, so that own payments and decisions are
    valued at mid-year. Found by turns: the retentions give present values, these give the retentions; where costs
    of a few amounts do not settle so, the best amount for each level.

    Args:
        scale: whose levels are yearly premiums, in the unit of the cost.
        cost: of one accident.
        rate: expected accidents a year, reported or not, >= 0.
        discount: v = 1 / (1 + i), in [0, 1).
    Raises:
        DataError: a bad rate or discount, or the turns do not settle.
    Source: Lemaire 1977, ASTIN Bulletin 9; Lemaire 1995, Bonus-Malus Systems, chapter 18.

    >>> from ratefloat.actuarial.scales.scale import moves_to_top
    >>> scale = Scale([0.5, 1.0], moves_to_top(2))
    >>> optimal_retention(scale, ExponentialCost(10), rate=0.1, discount=0.9).levels.round(6)
    array([0.431017, 0.431017])
    """
    chance = float(parameter("rate", rate, least=0.0))
    retention = np.zeros(scale.levels.size)
    for _ in range(_MOST_ROUNDS):
        reported = chance * cost.above(retention)
        claims, _slopes = poisson_claims(reported, cap=scale.moves.shape[1] - 1)
        paid = scale.levels + discount**0.5 * chance * cost.paid_below(retention)
        values = present_values(transition_by_level(scale.moves, claims), paid, discount=discount)
        better = np.maximum(discount**0.5 * _rise(scale.moves, claims, values, 0), 0.0)
        settled = np.abs(better - retention).max() <= 1e-13 * max(1.0, float(np.abs(values).max()))
        retention = better
        if settled:
            return Retention(retention, values, reported, scale, discount)
    if isinstance(cost, OutcomeCost):
        return _best_amounts(scale, cost, chance, discount)
    raise DataError(
        f"retention: does not settle in {_MOST_ROUNDS} rounds; expected fewer accidents a year, or costs by outcome",
        rounds=_MOST_ROUNDS,
    )


def _best_amounts(scale: Scale, cost: OutcomeCost, chance: float, discount: float) -> Retention:
    """The best of finitely many retentions at each level: nothing, or one of the amounts (policy iteration).

    Where costs are few, the turns can go round for ever: a retention that the values ask for lies between two
    amounts. Choosing among the amounts by the value of the choice always ends, at the least values there are.
    """
    choices = np.unique(np.append(0.0, cost.amounts))
    count = scale.levels.size
    laws = []
    for amount in choices:
        retained = np.full(count, amount)
        reported = chance * cost.above(retained)
        claims, _slopes = poisson_claims(reported, cap=scale.moves.shape[1] - 1)
        paid = scale.levels + discount**0.5 * chance * cost.paid_below(retained)
        laws.append((transition_by_level(scale.moves, claims), paid, reported))
    moves, paid, reported = (np.stack([law[part] for law in laws]) for part in range(3))
    every, chosen = np.arange(count), np.zeros(count, dtype=np.intp)
    while True:
        values = present_values(moves[chosen, every], paid[chosen, every], discount=discount)
        worth = paid + discount * moves @ values
        better = worth.argmin(axis=0)
        gain = worth[chosen, every] - worth[better, every]
        if gain.max() <= 1e-12 * max(1.0, float(np.abs(values).max())):
            return Retention(choices[chosen], values, reported[chosen, every], scale, discount)
        chosen = np.where(gain > 0, better, chosen)


def _rise(moves: NDArray[np.int64], chances: FloatArray, values: FloatArray, claims: int) -> FloatArray:
    """Expected rise of the present value at the end of the year by one more reported claim, (levels,)."""
    last = moves.shape[1] - 1
    numbers = np.arange(last + 1) + claims
    rises = values[moves[:, np.minimum(numbers + 1, last)]] - values[moves[:, np.minimum(numbers, last)]]
    return np.asarray((chances * rises).sum(axis=1), np.float64)

"""A bonus-malus scale: premium levels, and where each number of claims moves to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratefloat.actuarial.scales.chain import Chain
from ratefloat.errors import DataError, ShapeError
from ratefloat.numeric.counts import Poisson

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False, init=False)
class Scale:
    """Levels from the cheapest up, and the level after a year with 0, 1, 2, ... claims.

    Args:
        levels: what each level charges, shape (levels,).
        moves: next level by present level and number of claims, shape (levels, claims + 1); the last column
            stands for that many claims or more.
        start: level of a newcomer, where the scale has one.
    Raises:
        DataError: a move leaves the scale, or a level is not a finite number.
        ShapeError: the moves do not have one row per level.

    >>> Scale([0.8, 1.0], moves_to_top(2)).chain(0.1).mean_level().__round__(6)
    0.819033
    """

    levels: FloatArray
    moves: IntArray
    start: int | None

    def __init__(self, levels: ArrayLike, moves: ArrayLike, *, start: int | None = None) -> None:
        charged, to = np.array(levels, np.float64), np.array(moves)
        if charged.ndim != 1 or to.ndim != 2 or len(to) != charged.size or to.shape[1] < 1:
            raise ShapeError(
                f"moves: shape {to.shape} for levels {charged.shape}; expected (levels, claims + 1)",
                moves=to.shape,
                levels=charged.shape,
            )
        if not np.isfinite(charged).all():
            raise DataError("levels: not all finite numbers; expected what each level charges")
        inside = to.dtype.kind in "iu" and (to >= 0).all() and (to < charged.size).all()
        if not inside or (start is not None and not 0 <= start < charged.size):
            raise DataError(
                f"moves: off the scale; expected levels from 0 to {charged.size - 1}, as integers"
            )
        to = to.astype(np.int64)
        charged.setflags(write=False)
        to.setflags(write=False)
        object.__setattr__(self, "levels", charged)
        object.__setattr__(self, "moves", to)
        object.__setattr__(self, "start", start)

    def chain(self, rate: float) -> Chain:
        """The chain of a risk with Poisson claims, with its exact derivative by the rate.

        Args:
            rate: expected claims a year, >= 0.
        """
        chances, slopes = poisson_claims(rate, cap=self.moves.shape[1] - 1)
        return Chain(
            transition_by_claims(self.moves, chances),
            self.levels,
            slope=transition_by_claims(self.moves, slopes),
            rate=rate,
        )


def steps_up(levels: int, *, bonus: int = 1, first: int, further: int | None = None) -> IntArray:
    """Moves of a scale that goes down `bonus` levels after a clean year, and up with each claim.

    Args:
        levels: number of levels, >= 1.
        bonus: levels down after a year without a claim, >= 0.
        first: levels up for the first claim, >= 0.
        further: levels up for each further claim; as the first by default.
    Returns:
        next level, shape (levels, claims + 1), never off the scale.
    Raises:
        DataError: a step is negative, or there is no level.

    >>> steps_up(4, first=2)
    array([[0, 2, 3],
           [0, 3, 3],
           [1, 3, 3],
           [2, 3, 3]])
    """
    more = first if further is None else further
    if levels < 1 or min(bonus, first, more) < 0:
        raise DataError(
            f"steps: -{bonus}/+{first}/+{more} over {levels} levels; expected steps >= 0 and a level",
            levels=levels,
        )
    # So many claims reach the top from anywhere; without further steps all numbers of claims are alike.
    last = 1 + max(0, -(-(levels - 1 - first) // more)) if more else 1
    up = np.concatenate([[-bonus], first + more * np.arange(last)])
    return np.asarray(np.clip(np.arange(levels)[:, np.newaxis] + up, 0, levels - 1), np.int64)


def moves_to_top(levels: int, *, bonus: int = 1) -> IntArray:
    """Moves of a scale that goes down after a clean year, and to the top level with any claim.

    >>> moves_to_top(3)
    array([[0, 2],
           [0, 2],
           [1, 2]])
    """
    return steps_up(levels, bonus=bonus, first=max(levels - 1, 0))


def transition_by_claims(moves: IntArray, chances: FloatArray) -> FloatArray:
    """The transition matrix for a law of the number of claims; of its derivative, the derivative.

    Args:
        moves: next level by level and number of claims, shape (levels, claims + 1).
        chances: of 0, 1, ... claims, the last of that many or more, shape (..., claims + 1).
    Returns:
        shape (..., levels, levels).
    Raises:
        ShapeError: the numbers of claims do not match the moves.

    >>> transition_by_claims(moves_to_top(2), np.array([0.75, 0.25]))
    array([[0.75, 0.25],
           [0.75, 0.25]])
    """
    return transition_by_level(moves, np.asarray(chances, np.float64)[..., np.newaxis, :])


def transition_by_level(moves: IntArray, chances: FloatArray) -> FloatArray:
    """As `transition_by_claims`, where each level has its own law of claims, (..., levels, claims + 1).

    >>> transition_by_level(moves_to_top(2), np.array([[0.75, 0.25], [0.5, 0.5]]))
    array([[0.75, 0.25],
           [0.5 , 0.5 ]])
    """
    levels, columns = moves.shape
    if chances.shape[-1] != columns or chances.shape[-2] not in (1, levels):
        raise ShapeError(
            f"chances: shape {chances.shape} for moves {moves.shape}; expected a chance for each of "
            f"{columns} numbers of claims, alike for all levels or for each",
            chances=chances.shape,
            moves=moves.shape,
        )
    matrix = np.zeros((*chances.shape[:-2], levels, levels))
    rows = np.arange(levels)
    for number in range(columns):
        matrix[..., rows, moves[:, number]] += chances[..., number]
    return matrix


def poisson_claims(rate: ArrayLike, *, cap: int) -> tuple[FloatArray, FloatArray]:
    """Chances of 0, 1, ..., and at least `cap` Poisson claims, and their derivatives by the rate.

    Args:
        rate: >= 0, shape (...).
        cap: >= 0.
    Returns:
        both of shape (..., cap + 1); the chances sum to 1, the derivatives to 0.

    >>> chances, slopes = poisson_claims(0.1, cap=1)
    >>> chances.round(6), slopes.round(6)
    (array([0.904837, 0.095163]), array([-0.904837,  0.904837]))
    """
    from scipy.special import gammainc

    law = Poisson(rate)
    exact = law.probabilities(cap)
    before = np.concatenate([np.zeros((*law.rate.shape, 1)), exact[..., :-1]], axis=-1)
    slopes = before - exact
    slopes[..., -1] = before[..., -1]
    # P(N >= cap) by itself: 1 less the others would lose the digits of a rare top level.
    exact[..., -1] = gammainc(cap, law.rate) if cap else 1.0
    return exact, slopes

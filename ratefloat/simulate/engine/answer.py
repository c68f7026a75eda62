"""What employers do, ready to be looked up by the engine: one table by cell and number of the level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.desk import Level
from ratefloat.errors import DataError
from ratefloat.simulate.marginal import nearest
from ratefloat.simulate.portfolio.portfolio import Portfolio
from ratefloat.simulate.response import Marginal, Response, kind_of

FloatArray = NDArray[np.float64]
Ints = NDArray[np.int64]
MILLION = 1_000_000


class Tables(NamedTuple):
    """Tables over the levels met so far: targets of those who know (first half of the rows) and do not, the chances
    of a case of being reported and of being recorded as lighter, the millionths of payroll declared."""

    target: FloatArray
    report: FloatArray
    relabel: FloatArray
    declared: Ints


@dataclass(frozen=True, eq=False)
class Answer:
    """The response to one policy, and to the rule before it.

    `offset` is the logarithm by which the hazard of each cell is moved for good, so that as many cases are reported
    before the policy as the portfolio rests on; shape (cells,).
    """

    marginal: Marginal
    response: Response
    before: Response
    envelope: float
    offset: FloatArray
    _known: dict[tuple[int, bool], Tables] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if self.most >= self.envelope:
            raise DataError(
                f"behaviour: hazards may rise to {self.most:.3g} times the latent one, and candidate cases are "
                f"drawn at {self.envelope:.3g} times; expected a portfolio with envelope above {self.most:.3g}",
                most=self.most,
            )

    @property
    def most(self) -> float:
        """The greatest multiple of the latent hazard that any employer ever has."""
        moved = np.maximum(self.response.target, self.response.unaware).max(axis=1, initial=0.0)
        return float(np.exp((moved + self.offset).max(initial=-np.inf))) if len(moved) else 1.0

    @property
    def moves(self) -> bool:
        """Whether any hazard ever moves."""
        shift = self.response.money * self.response.yield_
        return bool(self.response.target.any() or self.response.unaware.any() or shift)

    @property
    def declares_less(self) -> bool:
        """Whether some payroll is not declared."""
        return bool((self.response.declared < 1).any() or (self.before.declared < 1).any())

    def tables(self, levels: Sequence[Level], *, before: bool) -> Tables:
        """The tables over the levels that the policy has met so far, in their order; see `Tables`."""
        key = len(levels), before
        if key not in self._known:
            self._known[key] = self._made(levels, before)
        return self._known[key]

    def _made(self, levels: Sequence[Level], before: bool) -> Tables:
        response = self.before if before else self.response
        column = np.asarray([nearest(level, self.marginal.levels) for level in levels])
        shift = 0.0 if before else -100 * response.money * response.yield_
        target = np.concatenate([response.target[:, column], response.unaware[:, column]]) + shift
        declared = np.rint(response.declared[:, column] * MILLION).astype(np.int64)
        return Tables(target, response.report[:, column], response.relabel[:, column], declared)


def offset_of(portfolio: Portfolio, chance: FloatArray, report: FloatArray) -> FloatArray:
    """By what log hazards are moved, so that as many cases are reported as the portfolio rests on; (cells,).

    Args:
        chance: of each outcome of a true case, shape (cells, outcomes).
        report: of being reported while nothing is charged for a case, the same shape.
    """
    if portfolio.reporting is None:
        return np.zeros(len(chance))
    known = np.asarray([portfolio.reporting[kind_of(outcome)] for outcome in portfolio.severities[0].outcomes])
    now = np.maximum((chance * report).sum(axis=1), 1e-12)
    return np.asarray(np.log((chance * known).sum(axis=1) / now))

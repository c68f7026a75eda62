"""A setting of a study as the behaviour sees it: premiums per yuan by level, before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ratefloat.actuarial.severities import Outcome
from ratefloat.simulate.behaviour.behaviour import Behaviour
from ratefloat.simulate.behaviour.sample import sample
from ratefloat.simulate.response import Marginal, Response

ONE = (Outcome(name="injury", probability=1, amount=1),)


def setting(
    rho: float, *, before: float = 0.0, relative: Sequence[float] = (1.0,), outcomes: Sequence[Outcome] = ONE
) -> Marginal:
    """One cell in which each yuan of a case brings `rho` of later premium at every level, `before` until now.

    >>> setting(0.3).degree.tolist()
    [[0.3]]
    """
    cost = np.array([[float(outcome.amount) for outcome in outcomes]])
    premium = np.broadcast_to(rho * cost[:, None, :], (1, len(relative), len(outcomes)))
    chance = np.array([[float(outcome.probability) for outcome in outcomes]])
    return Marginal(
        cells=(), levels=(), premium=premium, error=np.zeros(premium.shape), before=(before * cost)[:, None, :],
        cost=cost,
        chance=chance, relative=np.array([relative], dtype=np.float64),
    )


def answer(
    behaviour: Behaviour, marginal: Marginal, values: Mapping[str, float] | None = None,
    outcomes: Sequence[Outcome] = ONE,
) -> Response:
    """What the behaviour answers, at its central values or at given ones."""
    return behaviour.response(marginal, tuple(outcomes), behaviour.central() if values is None else values)


def drawn(behaviour: Behaviour, *, sets: int, seed: int) -> list[dict[str, float]]:
    """A joint sample of the parameters, one mapping a set."""
    rows = sample(behaviour, sets=sets, seed=seed).to_dict("records")
    return [{str(name): float(value) for name, value in row.items()} for row in rows]

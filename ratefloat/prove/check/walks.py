"""How employers walk over the steps from review to review, class by class."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ratefloat.prove.check.space import Space

Walks = Mapping[int, frozenset[tuple[int, int]]]
"""Per risk class, the pairs (present step, next step) of all possible cases."""


def classes_of(space: Space) -> NDArray[np.int64]:
    """The rated class of every case."""
    if space.outcomes.states and space.outcomes.states[0][0] is not None:
        return np.asarray([int(s[0] or 0) for s in space.outcomes.states])[space.outcomes.state]
    if "risk_class" not in space.names:
        return np.full(space.size, (space.policy.classes or (1,))[0], dtype=np.int64)
    axis = space.names.index("risk_class")
    places = np.unravel_index(np.arange(space.size), space.shape)[axis]
    return np.asarray([int(cell.sample) for cell in space.cells["risk_class"]])[places]


def walks_of(space: Space) -> Walks:
    """The moves of every class from one review to the next."""
    rows = np.flatnonzero(space.decided)
    steps = np.asarray([0 if s[1] is None else int(s[1]) for s in space.outcomes.states])[space.outcomes.state[rows]]
    classes = classes_of(space)[rows]
    if "prior_step" in space.names:
        cells = space.cells["prior_step"]
        digits = space.digits(rows, ("prior_step",))[:, 0]
        # A cell of several steps stands for all of them.
        spread = [range(int(c.interval.low), int(c.interval.high) + 1) for c in cells]  # type: ignore[union-attr, arg-type]
        triples = {
            (c, before, after)
            for c, digit, after in set(zip(classes.tolist(), digits.tolist(), steps.tolist(), strict=True))
            for before in spread[digit]
        }
    else:
        every = space.policy.structure.domains["prior_step"].values  # type: ignore[attr-defined]
        triples = {(c, b, a) for c, a in set(zip(classes.tolist(), steps.tolist(), strict=True)) for b in every}
    found: dict[int, set[tuple[int, int]]] = {}
    for risk_class, before, after in triples:
        found.setdefault(risk_class, set()).add((before, after))
    return {c: frozenset(pairs) for c, pairs in found.items()}


def joined(one: Walks, two: Walks) -> Walks:
    """The moves of two regimes together."""
    return {c: one.get(c, frozenset()) | two.get(c, frozenset()) for c in {*one, *two}}


def closure(pairs: frozenset[tuple[int, int]], start: int) -> set[int]:
    """The steps that can be reached from a start in any number of reviews, one at least."""
    found: set[int] = set()
    todo = [start]
    while todo:
        now = todo.pop()
        for before, after in pairs:
            if before == now and after not in found:
                found.add(after)
                todo.append(after)
    return found

"""Pairs of cases, the worse record with the lower rate: every two cells of what a driver moves, all else equal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from ratefloat.prove.check.drivers import Driver
from ratefloat.prove.check.space import Space
from ratefloat.rules.domain import Cell, Ratio

MOST_WORK = 200_000_000
"""Comparisons above which only neighbours are looked at pair by pair."""
SAMPLES = 8
Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Pair:
    """Two cases of which the worse record has the lower rate, and how many cells lie between them."""

    better: int
    worse: int
    distance: int


@dataclass(frozen=True)
class Breaks:
    """Breaks of one driver: pairs that differ in what matters, and how many worse cases there are in all."""

    pairs: tuple[Pair, ...]
    cases: int


def breaks(space: Space, driver: Driver, coupled: Sequence[str]) -> Breaks:
    """The pairs that are ordered in all indicators a driver moves, and in which the worse has the lower rate.

    Args:
        coupled: indicators whose cells are kept apart, because they exclude cells of others.
    """
    moved = [space.names.index(name) for name in driver.moves]
    table = _table(space, moved)
    ranks, rows = (_front(array.reshape(space.shape), moved) for array in (space.rank, np.arange(space.size)))
    others = _others(space, driver, coupled)
    broken = np.zeros(space.size, dtype=np.bool_)
    found: list[Pair] = []
    for better, worse, apart in _ordered(space, driver, table, near=len(table) * space.size > MOST_WORK):
        lower = (ranks[worse] >= 0) & (ranks[worse] < ranks[better])
        at = np.flatnonzero(lower)
        if not len(at):
            continue
        broken[rows[worse][at]] = True
        pair = rows[better][at], rows[worse][at]
        for place in _distinct(space, pair, others):
            found.append(Pair(int(pair[0][place]), int(pair[1][place]), apart))
    nearest = sorted(found, key=lambda pair: (pair.distance, int(space.oddness[pair.better])))
    return Breaks(tuple(nearest), int(broken.sum()))


def _table(space: Space, moved: Sequence[int]) -> list[tuple[int, ...]]:
    return list(product(*(range(space.shape[axis]) for axis in moved)))


def _front(array: NDArray[np.integer], moved: Sequence[int]) -> NDArray[np.integer]:
    """The moved axes first, as one, and all others as another."""
    ordered = np.moveaxis(array, moved, range(len(moved)))
    return ordered.reshape(int(np.prod([array.shape[axis] for axis in moved])), -1)


def _others(space: Space, driver: Driver, coupled: Sequence[str]) -> list[str]:
    return [name for name in coupled if name not in driver.moves]


def _ordered(
    space: Space, driver: Driver, table: list[tuple[int, ...]], *, near: bool
) -> Iterator[tuple[int, int, int]]:
    """The numbers of two entries of a table of cells, the better first, and how many cells lie between them."""
    steps = [_steps(space, name, way) for name, way in driver.moves.items()]
    for worse, cells in enumerate(table):
        ways = [
            [(before, apart) for (before, after), apart in step.items() if after == cell and not (near and apart > 1)]
            for step, cell in zip(steps, cells, strict=True)
        ]
        for chosen in product(*ways):
            apart = sum(distance for _, distance in chosen)
            if apart:
                number = 0
                for (cell, _), step in zip(chosen, driver.moves, strict=True):
                    number = number * len(space.cells[step]) + cell
                yield number, worse, apart


def _steps(space: Space, name: str, way: int) -> dict[tuple[int, int], int]:
    """The pairs of cells of one indicator that are equal or ordered, and their distance."""
    found = {(cell, cell): 0 for cell in range(len(space.cells[name]))}
    for run in sections(space, name, way):
        found |= {(a, b): j - i for i, a in enumerate(run) for j, b in enumerate(run) if i < j}
    return found


def sections(space: Space, name: str, way: int) -> list[list[int]]:
    """The cells of an indicator that can be compared, from the better record to the worse.

    No premium is no ratio: beside the ordered cells, benefits without premium are worse than none.
    """
    cells = space.cells[name]
    ordered = [number for number, cell in enumerate(cells) if not _valueless(cell)]
    empty = [number for number, cell in enumerate(cells) if _valueless(cell)]
    runs = [ordered[::way]]
    if way > 0 and empty and isinstance(space.kernel.domains[name], Ratio):
        runs.append(empty)
    return runs


def _valueless(cell: Cell) -> bool:
    return isinstance(cell.sample, tuple) and cell.interval is None


def _distinct(space: Space, pair: tuple[Rows, Rows], others: list[str]) -> list[int]:
    """One place for each way of getting there: the rules that acted on both, and the cells of coupled indicators."""
    better, worse = pair
    reasons = np.stack([space.outcomes.reason[better], space.outcomes.reason[worse]], axis=1)
    keys = np.concatenate([reasons, space.digits(better, others)], axis=1)
    order = np.argsort(space.oddness[better], kind="stable")
    _, first = np.unique(keys[order], axis=0, return_index=True)
    return [int(place) for place in order[np.sort(first)[:SAMPLES]]]

"""Cases as boxes: a run of cells on each axis, merged until no two neighbours make one box."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int32]
Run = tuple[int, int]
SAME = 0
"""The key of a cell that is in no box."""
IMPOSSIBLE = -1
"""The key of a cell that no row can lie in, so that a box may run over it."""


@dataclass(frozen=True)
class Box:
    """Cells with one key: from start up to, not including, stop on every axis."""

    key: int
    runs: tuple[Run, ...]


def boxes(keys: Keys) -> list[Box]:
    """The fewest boxes that greedy merging finds; each cell with a key lies in exactly one.

    Args:
        keys: shape (cells of each axis); SAME, IMPOSSIBLE, or a positive number.

    >>> [box.runs for box in boxes(np.asarray([[1, 1, 0], [1, 1, 2]], dtype=np.int32))]
    [((0, 2), (0, 2)), ((1, 2), (2, 3))]
    """
    small, starts = _compressed(keys)
    free = small > 0
    found = []
    for place in np.argwhere(free).tolist():
        if free[tuple(place)]:
            box = _grown(small, free, tuple(place))
            free[_slices(box.runs)] = False
            found.append(box)
    return [
        Box(box.key, tuple((edges[a], edges[b]) for (a, b), edges in zip(box.runs, starts, strict=True)))
        for box in merged(found)
    ]


def _compressed(keys: Keys) -> tuple[Keys, list[list[int]]]:
    """The array without slabs that repeat their neighbour, and where each of the others starts."""
    starts = []
    for axis in range(keys.ndim):
        length = keys.shape[axis]
        new = [0, *(i for i in range(1, length) if not np.array_equal(keys.take(i, axis), keys.take(i - 1, axis)))]
        keys = keys.take(new, axis)
        starts.append([*new, length])
    return keys, starts


def _grown(keys: Keys, free: NDArray[np.bool_], seed: tuple[int, ...]) -> Box:
    """The box that grows from a cell: first along whole axes, the last one first, then as far as each goes."""
    key = int(keys[seed])
    runs = [(place, place + 1) for place in seed]

    def fits(axis: int, run: Run) -> bool:
        slab = _slices([*runs[:axis], run, *runs[axis + 1 :]])
        return bool((((keys[slab] == key) & free[slab]) | (keys[slab] == IMPOSSIBLE)).all())

    order = range(keys.ndim - 1, -1, -1)
    for axis in order:
        if fits(axis, (0, keys.shape[axis])):
            runs[axis] = (0, keys.shape[axis])
    for axis in order:
        start, stop = runs[axis]
        while stop < keys.shape[axis] and fits(axis, (stop, stop + 1)):
            stop += 1
        while start and fits(axis, (start - 1, start)):
            start -= 1
        runs[axis] = (start, stop)
    return Box(key, tuple(runs))


def merged(found: Iterable[Box]) -> list[Box]:
    """Boxes of which no two with one key touch along one axis and agree on all others."""
    kept = list(found)
    going = True
    while going:
        before = len(kept)
        for axis in range(len(kept[0].runs) if kept else 0):
            kept = _merged_along(kept, axis)
        going = len(kept) < before
    return sorted(kept, key=lambda box: box.runs)


def _merged_along(found: list[Box], axis: int) -> list[Box]:
    groups: dict[tuple[int, tuple[Run, ...]], list[Run]] = {}
    for box in found:
        others = (*box.runs[:axis], *box.runs[axis + 1 :])
        groups.setdefault((box.key, others), []).append(box.runs[axis])
    kept = []
    for (key, others), runs in groups.items():
        joined: list[Run] = []
        for start, stop in sorted(runs):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
            else:
                joined.append((start, stop))
        kept += [Box(key, (*others[:axis], run, *others[axis:])) for run in joined]
    return kept


def _slices(runs: Iterable[Run]) -> tuple[slice, ...]:
    return tuple(slice(start, stop) for start, stop in runs)

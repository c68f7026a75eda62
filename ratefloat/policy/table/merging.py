"""Cases merged into boxes: neighbours that decide alike become one, and cases that can not exist go with either."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]
Mask = NDArray[np.bool_]
Box = tuple[tuple[int, int], ...]
"""A range of cells, from and up to, on each axis."""
Run = tuple[int, int, Ints, Mask]
"""Neighbouring slices that agree: from, up to, their joint keys, and where these matter."""


def boxes(keys: Ints, cares: Mask) -> list[tuple[Box, int]]:
    """Boxes that cover every case that matters, each with the one key of those cases, in the order of the axes.

    No two boxes overlap, and no two of one key can be joined into a larger one.

    Args:
        keys: the outcome of each case, one axis an indicator.
        cares: which cases matter, of the same shape; the others may lie in any box or in none.

    >>> keys = np.array([[1, 1, 2], [1, 1, 2], [3, 3, 3]])
    >>> boxes(keys, np.ones((3, 3), dtype=bool))
    [(((0, 2), (0, 2)), 1), (((0, 2), (2, 3)), 2), (((2, 3), (0, 3)), 3)]
    >>> boxes(keys, np.array([[True, False, True], [True, True, True], [False, False, True]]))
    [(((0, 2), (2, 3)), 2), (((0, 3), (0, 2)), 1), (((2, 3), (2, 3)), 3)]
    """
    found = list(_split(keys, cares, tuple(range(keys.ndim)), tuple((0, size) for size in keys.shape)))
    return sorted(_joined(found))


def _split(keys: Ints, cares: Mask, axes: tuple[int, ...], box: Box) -> Iterator[tuple[Box, int]]:
    """Boxes of what is left of the axes, the axis first that settles most cases at once."""
    wanted = keys[cares]
    if not wanted.size:
        return
    if (wanted == wanted[0]).all():
        yield box, int(wanted[0])
        return
    choices = [(place, _runs(np.moveaxis(keys, place, 0), np.moveaxis(cares, place, 0))) for place in range(len(axes))]
    place, runs = min(choices, key=_rank)
    rest = axes[:place] + axes[place + 1 :]
    for start, stop, merged, known in runs:
        whole = (start, stop) if len(runs) > 1 else box[axes[place]]
        yield from _split(merged, known, rest, (*box[: axes[place]], whole, *box[axes[place] + 1 :]))


def _rank(choice: tuple[int, list[Run]]) -> tuple[Any, ...]:
    """Axes that do not matter first; then those of which most slices are settled; then those with few runs."""
    _, runs = choice
    settled = sum(stop - start for start, stop, keys, cares in runs if _uniform(keys[cares]))
    total = sum(stop - start for start, stop, _, _ in runs)
    return (len(runs) > 1, -settled / total, len(runs))


def _uniform(wanted: Ints) -> bool:
    return bool((wanted == wanted[:1]).all())


def _runs(keys: Ints, cares: Mask) -> list[Run]:
    """Neighbouring slices of the first axis that agree wherever both matter."""
    found: list[Run] = []
    start, merged, known = 0, keys[0], cares[0]
    for stop in range(1, len(keys)):
        both = known & cares[stop]
        if (merged[both] == keys[stop][both]).all():
            merged, known = np.where(known, merged, keys[stop]), known | cares[stop]
        else:
            found.append((start, stop, merged, known))
            start, merged, known = stop, keys[stop], cares[stop]
    return [*found, (start, len(keys), merged, known)]


def _joined(found: list[tuple[Box, int]]) -> list[tuple[Box, int]]:
    """The boxes after joining those that lie side by side on one axis and are equal on all others."""
    before = 0
    while len(found) != before:
        before = len(found)
        for axis in range(len(found[0][0]) if found else 0):
            found = _joined_along(found, axis)
    return found


def _joined_along(found: list[tuple[Box, int]], axis: int) -> list[tuple[Box, int]]:
    made: list[tuple[Box, int]] = []
    for box, key in sorted(found, key=lambda item: (item[1], item[0][:axis], item[0][axis + 1 :], item[0][axis])):
        if made and made[-1][1] == key:
            last = made[-1][0]
            if last[:axis] + last[axis + 1 :] == box[:axis] + box[axis + 1 :] and last[axis][1] == box[axis][0]:
                made[-1] = ((*box[:axis], (last[axis][0], box[axis][1]), *box[axis + 1 :]), key)
                continue
        made.append((box, key))
    return made

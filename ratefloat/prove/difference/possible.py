"""Which cases of a comparison can exist: indicators made of the same records rule some of each other's out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ratefloat.history.implications import implications
from ratefloat.history.indicator import Indicator
from ratefloat.periods import Window
from ratefloat.prove.difference.axes import Axis, Side

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Excluded:
    """The cells of two axes (or of one, twice) that no history has at once; shape (cells of one, cells of other)."""

    one: int
    other: int
    cells: Mask


def excluded(axes: Sequence[Axis], sides: tuple[Side, Side]) -> tuple[Excluded, ...]:
    """The cells that exclude each other, by what either policy's indicators are made of."""
    return tuple(found for group in _groups(axes, sides) for found in _excluded(axes, *group))


def _groups(
    axes: Sequence[Axis], sides: tuple[Side, Side]
) -> Iterator[tuple[Mapping[int, Indicator], Window]]:
    """Indicators by axis that have one calendar: those of each policy, and of both where their years are the same."""
    both: dict[int, Indicator] = {}
    for number, side in enumerate(sides):
        known = side.policy.indicator_map
        own = {
            place: made for place, axis in enumerate(axes)
            if isinstance(made := known.get(axis.names[number] or ""), Indicator)
        }
        both |= own
        yield own, side.policy.structure.window
    first, second = (side.policy.structure for side in sides)
    if (first.review, first.window) == (second.review, second.window):
        yield both, first.window


def _excluded(axes: Sequence[Axis], known: Mapping[int, Indicator], window: Window) -> Iterator[Excluded]:
    for found in implications({str(place): made for place, made in known.items()}, window):
        one, other = int(found.if_name), int(found.then_name)
        cells = np.asarray(
            [
                [
                    (one != other or a is b) and found.excluded({found.if_name: a, found.then_name: b})
                    for b in axes[other].cells
                ]
                for a in axes[one].cells
            ],
            dtype=np.bool_,
        )
        if cells.any():
            yield Excluded(one, other, cells)


def impossible_rows(found: Sequence[Excluded], digits: Sequence[NDArray[np.int64]], n: int) -> Mask:
    """Which rows can not exist.

    Args:
        digits: the cell of every row on each axis.
        n: the number of rows.
    """
    mask = np.zeros(n, dtype=np.bool_)
    for pair in found:
        mask |= pair.cells[digits[pair.one], digits[pair.other]]
    return mask

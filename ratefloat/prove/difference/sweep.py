"""All cases of a comparison, decided by both policies and merged: every cell of the product, or a search of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.prove.difference.axes import Axis
from ratefloat.prove.difference.boxes import IMPOSSIBLE, SAME, Box, boxes
from ratefloat.prove.difference.possible import Excluded, impossible_rows
from ratefloat.prove.difference.verdicts import Codes, Comparison, Digits, Key, Pair, key_of, kind_of
from ratefloat.rules.column import Column
from ratefloat.rules.domain import Cell, Integer, Ratio

LIMIT = 1 << 22
"""The most cells that are all decided; above it the comparison is a search."""
BLOCK = 1 << 17
ROWS = 1 << 16
"""The rows of a search."""
EXACT_ROWS = 1 << 13
"""The rows of a search among exact numbers, where nearly every row has a rate of its own."""
PROBES = 16


@dataclass(frozen=True)
class Found:
    """The differing cases as boxes, the pairs of verdicts in each, and how many cases were looked at."""

    boxes: tuple[Box, ...]
    pairs: tuple[tuple[int, ...], ...]
    cells: int
    impossible: int
    complete: bool


def sweep(comparison: Comparison, ruled_out: Sequence[Excluded]) -> Found:
    """The differing cases of two policies; all of them where the product of the axes is finite and within the limit."""
    shape = tuple(len(axis.cells) for axis in comparison.axes)
    finite = all(axis.finite for axis in comparison.axes)
    if prod(shape) > LIMIT or not finite:
        numbering = Numbering(comparison, key_of if finite else kind_of)
        return Search(comparison, ruled_out, np.random.default_rng(0), numbering).run()
    codes = np.empty(prod(shape), dtype=np.int32)
    impossible = np.zeros(prod(shape), dtype=np.bool_)
    for start in range(0, len(codes), BLOCK):
        rows = slice(start, min(start + BLOCK, len(codes)))
        places = np.arange(rows.start, rows.stop)
        digits = [d.astype(np.int64) for d in np.unravel_index(places, shape)] if shape else []
        codes[rows] = comparison.decide(digits)
        impossible[rows] = impossible_rows(ruled_out, digits, rows.stop - rows.start)
    keys = Numbering(comparison, key_of).of(codes)
    keys[impossible] = IMPOSSIBLE
    found = boxes(keys.reshape(shape))
    grid, out = codes.reshape(shape), impossible.reshape(shape)
    pairs = tuple(_present(grid, out, box) for box in found)
    return Found(tuple(found), pairs, len(codes), int(impossible.sum()), True)


@dataclass
class Numbering:
    """Numbers of the keys of pairs of verdicts, SAME where there is no difference; they stay as more pairs appear."""

    comparison: Comparison
    key: Callable[[Pair], Key | None]
    known: dict[Key | None, int] = field(default_factory=lambda: {None: SAME})
    numbers: list[int] = field(default_factory=list)

    def of(self, codes: Codes) -> Codes:
        """The number of the key of each row's pair."""
        for pair in self.comparison.pairs[len(self.numbers) :]:
            self.numbers.append(self.known.setdefault(self.key(pair), len(self.known)))
        return np.asarray(np.asarray(self.numbers, dtype=np.int32)[codes])


def _present(codes: Codes, impossible: NDArray[np.bool_], box: Box) -> tuple[int, ...]:
    place = tuple(slice(a, b) for a, b in box.runs)
    return tuple(np.unique(codes[place][~impossible[place]]).tolist())


@dataclass(frozen=True)
class Search:
    """A comparison of rows drawn from all cells of all axes, one box for each kind of difference that is met."""

    comparison: Comparison
    ruled_out: Sequence[Excluded]
    draw: np.random.Generator
    numbering: Numbering

    def run(self) -> Found:
        """One box a kind of difference: an axis along which no draw decided otherwise runs whole."""
        axes = self.comparison.axes
        n = ROWS if all(axis.finite for axis in axes) else EXACT_ROWS
        digits = [self._digits(axis, n) for axis in axes]
        codes, out = self._decide(digits, n)
        keys = self.numbering.of(codes)
        keys[out] = SAME
        found, pairs = [], []
        for key in sorted(set(keys.tolist()) - {SAME}):
            rows = np.flatnonzero(keys == key)
            seed = tuple(int(digit[rows[0]]) for digit in digits)
            found.append(self._widened(key, seed))
            pairs.append(tuple(np.unique(codes[rows]).tolist()))
        return Found(tuple(found), tuple(pairs), int((~out).sum()), int(out.sum()), False)

    def _digits(self, axis: Axis, n: int) -> Digits:
        """Every cell of an axis about equally often, in random order."""
        return np.asarray(self.draw.permutation(np.arange(n) % len(axis.cells)), dtype=np.int64)

    def _decide(self, digits: Sequence[Digits], n: int) -> tuple[Codes, NDArray[np.bool_]]:
        given = self._given(digits)
        return self.comparison.decide(digits, given), impossible_rows(self.ruled_out, digits, n)

    def _given(self, digits: Sequence[Digits]) -> Mapping[str, tuple[Column, Column]]:
        """Drawn values of the axes that cells do not exhaust."""
        found = {}
        for axis, digit in zip(self.comparison.axes, digits, strict=True):
            if not axis.finite and isinstance(axis.domain, Ratio | Integer):
                ways = self.draw.integers(0, 1000, len(digit)).tolist()
                values = [_within(axis.cells[d], way) for d, way in zip(digit.tolist(), ways, strict=True)]
                column = axis.domain.column(values)
                found[axis.name] = (column, column)
        return found

    def _widened(self, key: int, seed: tuple[int, ...]) -> Box:
        axes = self.comparison.axes
        runs = [(place, place + 1) for place in seed]
        for place in range(len(axes) - 1, -1, -1):
            tried = [*runs[:place], (0, len(axes[place].cells)), *runs[place + 1 :]]
            n = PROBES * len(axes[place].cells)
            digits = [np.asarray(self.draw.integers(a, b, n), dtype=np.int64) for a, b in tried]
            digits[place] = np.arange(n, dtype=np.int64) % len(axes[place].cells)
            codes, out = self._decide(digits, n)
            if (self.numbering.of(codes)[~out] == key).all():
                runs = tried
        return Box(key, tuple(runs))


def _within(cell: Cell, way: int) -> Any:
    """A value of a cell: its representative for 0, else one somewhere inside, further out as `way` grows."""
    interval = cell.interval
    if interval is None or way == 0 or interval.low == interval.high:
        return cell.sample
    if isinstance(cell.sample, int):
        high = int(interval.high) if interval.high is not None else cell.sample + 10_000
        return cell.sample + way * (high - cell.sample) // 1000
    width = (interval.high - interval.low) if interval.high is not None else Fraction(10)
    return interval.low + width * Fraction(way, 1000)

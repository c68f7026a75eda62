"""A comparison too large for all its cases, or of exact numbers: rows drawn from all cells of all axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.prove.difference.axes import Axis
from ratefloat.prove.difference.boxes import SAME, Box
from ratefloat.prove.difference.comparison import Codes, Comparison, Numbering
from ratefloat.prove.difference.possible import Excluded, impossible_rows
from ratefloat.prove.difference.readers import Digits, Given, Ints
from ratefloat.prove.difference.sweep import Found, Met
from ratefloat.prove.difference.verdicts import key_of, kind_of
from ratefloat.rules.domain import Cell, Integer, Ratio

ROWS = 1 << 16
"""The rows of a search."""
EXACT_ROWS = 1 << 13
"""The rows of a search among exact numbers, where nearly every row has a rate of its own."""
PROBES = 16


def search(comparison: Comparison, ruled_out: Sequence[Excluded]) -> Found:
    """One box for each kind of difference that is met; an axis along which no draw decided otherwise runs whole."""
    key = key_of if all(axis.finite for axis in comparison.axes) else kind_of
    return Search(comparison, ruled_out, np.random.default_rng(0), Numbering(comparison, key)).run()


@dataclass(frozen=True)
class Search:
    """The draws of a search."""

    comparison: Comparison
    ruled_out: Sequence[Excluded]
    draw: np.random.Generator
    numbering: Numbering

    def run(self) -> Found:
        """The kinds of differences that are met."""
        axes = self.comparison.axes
        n = ROWS if all(axis.finite for axis in axes) else EXACT_ROWS
        digits = [self._digits(axis, n) for axis in axes]
        given = self._given(digits)
        codes, out = self._decide(digits, n, given)
        keys = self.numbering.of(codes)
        keys[out] = SAME
        met = []
        for key in sorted(set(keys.tolist()) - {SAME}):
            rows = np.flatnonzero(keys == key)
            box = self._widened(key, tuple(int(digit[rows[0]]) for digit in digits))
            columns = {name: (a.take(rows), b.take(rows)) for name, (a, b) in given.items()}
            old, new = self.comparison.clauses([digit[rows] for digit in digits], len(rows), columns)
            met.append(Met(box, tuple(np.unique(codes[rows]).tolist()), (frozenset(old), frozenset(new))))
        return Found(tuple(met), int((~out).sum()), int(out.sum()), False)

    def _digits(self, axis: Axis, n: int) -> Ints:
        """Every cell of an axis about equally often, in random order."""
        return np.asarray(self.draw.permutation(np.arange(n) % len(axis.cells)), dtype=np.int64)

    def _decide(self, digits: Digits, n: int, given: Given) -> tuple[Codes, NDArray[np.bool_]]:
        return self.comparison.decide(digits, n, given), impossible_rows(self.ruled_out, digits, n)

    def _given(self, digits: Digits) -> Given:
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
            codes, out = self._decide(digits, n, self._given(digits))
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

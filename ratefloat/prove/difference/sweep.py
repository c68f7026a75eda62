"""All cases of a comparison, decided by both policies and merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from ratefloat.prove.difference.boxes import IMPOSSIBLE, Box, Run, boxes
from ratefloat.prove.difference.comparison import Comparison, Numbering
from ratefloat.prove.difference.possible import Excluded, impossible_rows
from ratefloat.prove.difference.readers import Digits
from ratefloat.prove.difference.verdicts import key_of

LIMIT = 1 << 23
"""The most cells that are decided one by one."""
BLOCK = 1 << 17


@dataclass(frozen=True)
class Met:
    """A box of differing cases, the numbers of the pairs of verdicts in it, and the clauses of either side."""

    box: Box
    pairs: tuple[int, ...]
    clauses: tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True)
class Found:
    """The differing cases, how many cases were looked at, how many of them can not exist, and whether it was all."""

    met: tuple[Met, ...]
    cells: int
    impossible: int
    complete: bool


def sweep(comparison: Comparison, ruled_out: Sequence[Excluded]) -> Found:
    """The differing cases of two policies, every cell of the product of the axes decided."""
    shape = tuple(len(axis.cells) for axis in comparison.axes)
    codes = np.empty(prod(shape), dtype=np.int32)
    impossible = np.zeros(prod(shape), dtype=np.bool_)
    for rows, digits in cells_in([(0, size) for size in shape]):
        n = rows.stop - rows.start
        codes[rows] = comparison.decide(digits, n)
        impossible[rows] = impossible_rows(ruled_out, digits, n)
    keys = Numbering(comparison, key_of).of(codes)
    keys[impossible] = IMPOSSIBLE
    grid, out = codes.reshape(shape), impossible.reshape(shape)
    met = tuple(_met(comparison, grid, out, box) for box in boxes(keys.reshape(shape)))
    return Found(met, len(codes), int(impossible.sum()), True)


def cells_in(runs: Sequence[Run]) -> Iterator[tuple[slice, Digits]]:
    """The cells of a box in order, in blocks: where each block stands, and the cell of every row on each axis."""
    shape = tuple(stop - start for start, stop in runs)
    for start in range(0, prod(shape), BLOCK):
        rows = slice(start, min(start + BLOCK, prod(shape)))
        places = np.arange(rows.start, rows.stop)
        digits = np.unravel_index(places, shape) if shape else ()
        yield rows, [digit.astype(np.int64) + run[0] for digit, run in zip(digits, runs, strict=True)]


def _met(comparison: Comparison, codes: NDArray[np.int32], impossible: NDArray[np.bool_], box: Box) -> Met:
    place = tuple(slice(a, b) for a, b in box.runs)
    real = ~impossible[place]
    clauses: tuple[set[str], set[str]] = (set(), set())
    for rows, digits in cells_in(box.runs):
        kept = real.reshape(-1)[rows]
        some = [digit[kept] for digit in digits]
        if kept.any():
            for mine, more in zip(clauses, comparison.clauses(some, int(kept.sum())), strict=True):
                mine |= more
    pairs = tuple(np.unique(codes[place][real]).tolist())
    return Met(box, pairs, (frozenset(clauses[0]), frozenset(clauses[1])))

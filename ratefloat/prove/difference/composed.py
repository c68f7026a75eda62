"""Chained tables compared without their whole product: the first links once, the last links for each way to them.

Both chains are cut in two. What the last links can know of a case are the states after the first links and the cells
of the axes that both halves read; all first halves that agree in these are one group. So the halves are decided
apart: every cell of the first, and every cell of the second for each group.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import prod

import numpy as np
from numpy.typing import NDArray

from ratefloat.prove.difference.boxes import IMPOSSIBLE, Box, Run, boxes, merged
from ratefloat.prove.difference.comparison import Codes, Comparison, Numbering
from ratefloat.prove.difference.possible import Excluded, impossible_rows
from ratefloat.prove.difference.readers import Digits, Ints, Standing, Tabled
from ratefloat.prove.difference.sweep import LIMIT, Found, Met, cells_in
from ratefloat.prove.difference.verdicts import key_of

Mask = NDArray[np.bool_]
Tables = tuple[Tabled, Tabled]


@dataclass(frozen=True)
class Halves:
    """Where two chains are cut, and which axes are read before, after, and on both sides of the cut."""

    cuts: tuple[int, int]
    first: tuple[int, ...]
    shared: tuple[int, ...]
    last: tuple[int, ...]
    sizes: tuple[int, ...]

    def size(self, axes: Sequence[int]) -> int:
        """The number of cells of some axes together."""
        return prod(self.sizes[axis] for axis in axes)


def composed(comparison: Comparison, ruled_out: Sequence[Excluded]) -> Found | None:
    """All differing cases of two chains, or None where no cut makes both halves small enough."""
    old, new = comparison.readers
    if comparison.classes is not None or not isinstance(old, Tabled) or not isinstance(new, Tabled):
        return None
    for halves in sorted(_cuts((old, new), ruled_out), key=lambda h: h.size(h.first) + h.size((*h.shared, *h.last))):
        if halves.size(halves.first) <= LIMIT:
            found = Composition(comparison, (old, new), ruled_out, halves).run()
            if found is not None:
                return found
    return None


def _cuts(tables: Tables, ruled_out: Sequence[Excluded]) -> Iterator[Halves]:
    old, new = tables
    sizes = tuple(len(axis.cells) for axis in old.axes)
    for a in range(len(old.links) + 1):
        for b in range(len(new.links) + 1):
            before = {axis for link in (*old.reads[:a], *new.reads[:b]) for axis, _, _ in link}
            after = {axis for link in (*old.reads[a:], *new.reads[b:]) for axis, _, _ in link}
            after |= set(range(len(sizes))) - before
            bound = {axis for axis in before if old.axes[axis].listed is not None}
            for pair in ruled_out:
                ends = {pair.one, pair.other}
                bound |= ends & before if ends - before else set()
            if before and after - before:
                shared = (before & after) | bound
                yield Halves((a, b), _sorted(before), _sorted(shared), _sorted(after - before), sizes)


def _sorted(axes: set[int]) -> tuple[int, ...]:
    return tuple(sorted(axes))


@dataclass
class Composition:
    """Two chains cut in two, on the way to their differing cases."""

    comparison: Comparison
    tables: Tables
    ruled_out: Sequence[Excluded]
    halves: Halves
    groups: dict[tuple[int, ...], int] = field(default_factory=dict)

    def run(self) -> Found | None:
        """The differing cases; None where there are too many groups."""
        group, out = self._first()
        if len(self.groups) * self.halves.size(self.halves.last) > LIMIT:
            return None
        codes, gone = self._last()
        keys = Numbering(self.comparison, key_of).of(codes)
        keys[gone] = IMPOSSIBLE
        slices, alike = np.unique(keys.reshape(len(keys), -1), axis=0, return_inverse=True)
        kept = np.where((slices > 0).any(axis=1), np.arange(1, len(slices) + 1), 0)
        heads = kept[alike.reshape(-1)][group].astype(np.int32)
        heads[out] = IMPOSSIBLE
        tails = {int(k): boxes(slices[k - 1].reshape(keys.shape[1:])) for k in kept if k}
        joined = [self._joined(head, tail) for head in boxes(heads) for tail in tails[head.key]]
        met = tuple(self._met(box, (group, out), (codes, gone)) for box in merged(joined))
        possible = np.bincount(group[~out], minlength=len(keys))
        left = int((possible * (~gone).reshape(len(keys), -1).sum(axis=1)).sum())
        whole = prod(self.halves.sizes)
        return Found(met, whole, whole - left, True)

    def _shape(self, axes: Sequence[int]) -> tuple[int, ...]:
        return tuple(self.halves.sizes[axis] for axis in axes)

    def _spread(self, axes: Sequence[int], some: Digits, n: int) -> list[Ints]:
        """Digits of some axes among zeros for all others."""
        digits = [np.zeros(n, dtype=np.int64)] * len(self.halves.sizes)
        for axis, digit in zip(axes, some, strict=True):
            digits[axis] = digit
        return digits

    def _first(self) -> tuple[Ints, Mask]:
        """The group of every cell of the first half, and which of them can not exist."""
        axes = self.halves.first
        group = np.empty(self.halves.size(axes), dtype=np.int64)
        out = np.zeros(len(group), dtype=np.bool_)
        inside = [pair for pair in self.ruled_out if {pair.one, pair.other} <= set(axes)]
        for rows, some in cells_in([(0, size) for size in self._shape(axes)]):
            n = rows.stop - rows.start
            digits = self._spread(axes, some, n)
            group[rows] = self._group(digits, n)
            out[rows] = impossible_rows(inside, digits, n)
        return group.reshape(self._shape(axes)), out.reshape(self._shape(axes))

    def _group(self, digits: Digits, n: int) -> Ints:
        old, new = (
            table.walk(table.start(n), digits, range(cut))
            for table, cut in zip(self.tables, self.halves.cuts, strict=True)
        )
        parts = [*old, *new, *(digits[axis] for axis in self.halves.shared)]
        code = np.zeros(n, dtype=np.int64)
        for part in parts:
            code = np.unique(code * (int(part.max()) + 1) + part, return_inverse=True)[1].reshape(-1).astype(np.int64)
        _, first = np.unique(code, return_index=True)
        found = zip(*(part[first].tolist() for part in parts), strict=True)
        return np.asarray([self.groups.setdefault(key, len(self.groups)) for key in found], dtype=np.int64)[code]

    def _last(self) -> tuple[Codes, Mask]:
        """The pair of verdicts of every group and cell of the last half, and which of them can not exist."""
        shape = (len(self.groups), *self._shape(self.halves.last))
        codes, gone = np.empty(prod(shape), dtype=np.int32), np.zeros(prod(shape), dtype=np.bool_)
        known = {*self.halves.shared, *self.halves.last}
        inside = [pair for pair in self.ruled_out if {pair.one, pair.other} <= known]
        for rows, (group, *some) in cells_in([(0, size) for size in shape]):
            n = rows.stop - rows.start
            at, digits = self._standing(group, some, n)
            decided = [
                table.decided(table.walk(place, digits, range(cut, len(table.links))), digits)
                for table, place, cut in zip(self.tables, at, self.halves.cuts, strict=True)
            ]
            codes[rows] = self.comparison.number(decided[0], decided[1])
            gone[rows] = impossible_rows(inside, digits, n)
        return codes.reshape(shape), gone.reshape(shape)

    def _standing(self, group: Ints, some: Digits, n: int) -> tuple[list[Standing], list[Ints]]:
        """Where both chains stand before the last half, and the digits that it may read."""
        parts = np.asarray(list(self.groups), dtype=np.int64).T[:, group]
        digits = self._spread((*self.halves.shared, *self.halves.last), [*parts[4:], *some], n)
        return [Standing(parts[0], parts[1]), Standing(parts[2], parts[3])], digits

    def _joined(self, head: Box, tail: Box) -> Box:
        runs = dict(zip(self.halves.first, head.runs, strict=True))
        runs |= dict(zip(self.halves.last, tail.runs, strict=True))
        return Box(tail.key, tuple(runs[axis] for axis in range(len(self.halves.sizes))))

    def _met(self, box: Box, first: tuple[Ints, Mask], last: tuple[Codes, Mask]) -> Met:
        """The pairs of verdicts in a box, and the clauses of both halves."""
        heads, tails = (tuple(box.runs[axis] for axis in axes) for axes in (self.halves.first, self.halves.last))
        group, out = first[0][_slices(heads)], first[1][_slices(heads)]
        present = np.unique(group[~out]).astype(np.int64)
        place = (slice(None), *_slices(tails))
        codes, gone = last[0][place][present], last[1][place][present]
        clauses: tuple[set[str], set[str]] = (set(), set())
        for rows, some in cells_in(heads):
            kept = ~out.reshape(-1)[rows]
            if kept.any():
                digits = self._spread(self.halves.first, [digit[kept] for digit in some], int(kept.sum()))
                self._collect(clauses, [t.start(int(kept.sum())) for t in self.tables], digits, before=True)
        for rows, some in cells_in([(0, len(present)), *tails]):
            kept = ~gone.reshape(-1)[rows]
            if kept.any():
                number, *last_digits = (digit[kept] for digit in some)
                at, digits = self._standing(present[number], last_digits, int(kept.sum()))
                self._collect(clauses, at, digits, before=False)
        return Met(box, tuple(np.unique(codes[~gone]).tolist()), (frozenset(clauses[0]), frozenset(clauses[1])))

    def _collect(
        self, clauses: tuple[set[str], set[str]], at: Sequence[Standing], digits: Digits, *, before: bool
    ) -> None:
        for found, table, place, cut in zip(clauses, self.tables, at, self.halves.cuts, strict=True):
            links = range(cut) if before else range(cut, len(table.links))
            found |= table.effective(place, digits, links)


def _slices(runs: Sequence[Run]) -> tuple[slice, ...]:
    return tuple(slice(start, stop) for start, stop in runs)

"""Exact numbers of many rows: a small pool of distinct fractions and one code a row.

A float rule knows few distinct values, so arithmetic runs on the pool and rows only carry codes:
exact, and as fast as the copying of the codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Codes = NDArray[np.intp]


@dataclass(frozen=True)
class Values:
    """A column of exact numbers: `pool[codes[i]]` is the number of row i; pool entries are distinct."""

    codes: Codes
    pool: tuple[Fraction, ...]

    @classmethod
    def of(cls, numbers: Iterable[Fraction | int]) -> Values:
        """A column from its numbers.

        >>> Values.of([1, 2, 1]).pool
        (Fraction(1, 1), Fraction(2, 1))
        """
        place: dict[Fraction, int] = {}
        codes = [place.setdefault(Fraction(x), len(place)) for x in numbers]
        return cls(np.asarray(codes, dtype=np.intp), tuple(place))

    @classmethod
    def constant(cls, number: Fraction | int, rows: int) -> Values:
        """The same number in every row."""
        return cls(np.zeros(rows, dtype=np.intp), (Fraction(number),))

    def __len__(self) -> int:
        return len(self.codes)

    def numbers(self) -> list[Fraction]:
        """The number of every row."""
        return [self.pool[code] for code in self.codes]

    def map(self, function: Callable[[Fraction], Fraction]) -> Values:
        """The function of every number; called once a distinct number."""
        return self._recode([function(x) for x in self.pool])

    def mask(self, test: Callable[[Fraction], bool]) -> Mask:
        """Which rows pass a test; called once a distinct number."""
        return np.fromiter((test(x) for x in self.pool), dtype=np.bool_, count=len(self.pool))[self.codes]

    def where(self, mask: Mask, other: Values) -> Values:
        """This column, with the other's numbers where the mask holds."""
        if mask.all():
            return other
        if not mask.any():
            return self
        pool, mine, theirs = _merge(self.pool, other.pool)
        return Values(np.where(mask, theirs[other.codes], mine[self.codes]), pool)

    def combine(self, other: Values, function: Callable[[Fraction, Fraction], Fraction]) -> Values:
        """The function of both columns row by row; called once a distinct pair."""
        pair = self.codes * len(other.pool) + other.codes
        present, codes = np.unique(pair, return_inverse=True)
        mapped = [function(self.pool[p // len(other.pool)], other.pool[p % len(other.pool)]) for p in present]
        return Values(codes.reshape(-1), ())._recode(mapped)

    def differs(self, other: Values) -> Mask:
        """Which rows hold another number."""
        _, mine, theirs = _merge(self.pool, other.pool)
        return np.asarray(mine[self.codes] != theirs[other.codes])

    def take(self, rows: NDArray[np.intp] | slice) -> Values:
        """The same column over a choice of rows."""
        return Values(self.codes[rows], self.pool)

    def _recode(self, mapped: Sequence[Fraction]) -> Values:
        place: dict[Fraction, int] = {}
        new = np.asarray([place.setdefault(x, len(place)) for x in mapped], dtype=np.intp)
        return Values(new[self.codes] if len(new) else self.codes, tuple(place))


def _merge(a: tuple[Fraction, ...], b: tuple[Fraction, ...]) -> tuple[tuple[Fraction, ...], Codes, Codes]:
    place: dict[Fraction, int] = {}
    first = [place.setdefault(x, len(place)) for x in a]
    second = [place.setdefault(x, len(place)) for x in b]
    return tuple(place), np.asarray(first, dtype=np.intp), np.asarray(second, dtype=np.intp)

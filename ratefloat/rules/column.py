"""The columns through which a rule looks at indicators: only comparisons, so that every cut can be known.

A column answers comparisons with exact masks. `Watched` wraps one and notes each edge that was asked about;
from those notes a domain (see `domain`) makes the cells that a policy can tell apart.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DefinitionError, ShapeError
from ratefloat.numeric.compare import ratio_above, ratio_at_least
from ratefloat.rules.values import Mask, Values

Ints = NDArray[np.int64]
Cut = tuple[Fraction, bool]
"""An edge and whether the edge itself lies above the cut (closed: at least) or below (open: above)."""


class Column(ABC):
    """An indicator of n rows, seen only through comparisons."""

    kind = "column"

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def take(self, rows: NDArray[np.intp] | slice) -> Column:
        """The same column over a choice of rows."""

    def above(self, edge: Fraction) -> Mask:
        """Which rows are greater than an edge."""
        raise self._cannot("compared with a number")

    def at_least(self, edge: Fraction) -> Mask:
        """Which rows are the edge or greater."""
        raise self._cannot("compared with a number")

    def equals(self, value: Fraction) -> Mask:
        """Which rows are exactly a number."""
        return self.at_least(value) & ~self.above(value)

    def is_in(self, values: Iterable[str]) -> Mask:
        """Which rows hold one of some categories."""
        raise self._cannot("asked for categories")

    def holds(self) -> Mask:
        """Which rows are true."""
        raise self._cannot("used as a yes or no")

    def has_value(self) -> Mask:
        """Which rows have a value at all; a ratio without premium has none."""
        return np.ones(len(self), dtype=np.bool_)

    def over_nothing(self) -> Mask:
        """Which rows have benefits without any premium (n/0, as against 0/0)."""
        return np.zeros(len(self), dtype=np.bool_)

    def numbers(self) -> Values:
        """The exact numbers themselves: a rule that reads them can not be tabulated."""
        raise self._cannot("read as numbers")

    def pooled(self) -> Values:
        """The numbers of a column that has few distinct ones (a step, a class, a rate in force)."""
        raise self._cannot("read as a value of the pipeline")

    def _cannot(self, use: str) -> DefinitionError:
        article = "an" if self.kind[0] in "aeiou" else "a"
        return DefinitionError(f"{article} {self.kind} indicator can not be {use}; expected another kind of indicator")


class RatioColumn(Column):
    """Numerator over denominator, both integers; compared exactly, never divided.

    `scale` multiplies every edge (a ratio relative to a peer value): one fraction, or one for each group
    with `groups` telling the group of each row. Beside a peer value of zero a ratio has no value.
    """

    kind = "ratio"

    def __init__(
        self, numerator: Ints, denominator: Ints, *, scale: Sequence[Fraction] = (), groups: Ints | None = None
    ) -> None:
        if numerator.shape != denominator.shape:
            raise ShapeError(f"ratio: {numerator.shape} over {denominator.shape}; expected one shape")
        if 0 in scale:
            nothing = np.asarray([value == 0 for value in scale], dtype=np.bool_)
            denominator = np.where(nothing[0 if groups is None else groups], 0, denominator)
            scale = [value or Fraction(1) for value in scale]
        self.numerator, self.denominator = numerator, denominator
        self.scale, self.groups = tuple(scale), groups

    def __len__(self) -> int:
        return len(self.numerator)

    def take(self, rows: NDArray[np.intp] | slice) -> RatioColumn:
        groups = None if self.groups is None else self.groups[rows]
        return RatioColumn(self.numerator[rows], self.denominator[rows], scale=self.scale, groups=groups)

    def above(self, edge: Fraction) -> Mask:
        return self._compare(edge, closed=False)

    def at_least(self, edge: Fraction) -> Mask:
        return self._compare(edge, closed=True)

    def has_value(self) -> Mask:
        return np.asarray(self.denominator > 0)

    def over_nothing(self) -> Mask:
        return np.asarray((self.denominator == 0) & (self.numerator > 0))

    def numbers(self) -> Values:
        scales = self.scale or (Fraction(1),)
        groups = np.zeros(len(self), dtype=np.int64) if self.groups is None else self.groups
        safe = np.maximum(self.denominator, 1)
        rows = zip(self.numerator.tolist(), safe.tolist(), groups.tolist(), strict=True)
        return Values.of(Fraction(n, d) / scales[g] for n, d, g in rows)

    def _compare(self, edge: Fraction, *, closed: bool) -> Mask:
        compare = ratio_at_least if closed else ratio_above
        if not self.scale:
            return compare(self.numerator, self.denominator, edge)
        if self.groups is None:
            return compare(self.numerator, self.denominator, edge * self.scale[0])
        mask = np.zeros(len(self), dtype=np.bool_)
        for group, scale in enumerate(self.scale):
            rows = np.flatnonzero(self.groups == group)
            if len(rows):
                mask[rows] = compare(self.numerator[rows], self.denominator[rows], edge * scale)
        return mask


class IntegerColumn(Column):
    """Counts, months, years, levels or amounts in minor units: whole numbers."""

    kind = "integer"

    def __init__(self, values: NDArray[np.integer]) -> None:
        self.values = values

    def __len__(self) -> int:
        return len(self.values)

    def take(self, rows: NDArray[np.intp] | slice) -> IntegerColumn:
        return IntegerColumn(self.values[rows])

    def above(self, edge: Fraction) -> Mask:
        return np.asarray(self.values > floor(edge))

    def at_least(self, edge: Fraction) -> Mask:
        return np.asarray(self.values >= ceil(edge))

    def numbers(self) -> Values:
        return Values.of(int(x) for x in self.values)

    def pooled(self) -> Values:
        present, codes = np.unique(self.values, return_inverse=True)
        return Values(codes.reshape(-1), tuple(Fraction(int(x)) for x in present))


class BooleanColumn(Column):
    """Yes or no."""

    kind = "yes-or-no"

    def __init__(self, values: Mask) -> None:
        self.values = values

    def __len__(self) -> int:
        return len(self.values)

    def take(self, rows: NDArray[np.intp] | slice) -> BooleanColumn:
        return BooleanColumn(self.values[rows])

    def holds(self) -> Mask:
        return self.values.copy()


class CategoryColumn(Column):
    """One of a list of categories."""

    kind = "category"

    def __init__(self, codes: NDArray[np.integer], categories: Sequence[str]) -> None:
        self.codes, self.categories = codes, tuple(categories)

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, rows: NDArray[np.intp] | slice) -> CategoryColumn:
        return CategoryColumn(self.codes[rows], self.categories)

    def is_in(self, values: Iterable[str]) -> Mask:
        wanted = set(values)
        chosen = np.asarray([category in wanted for category in self.categories], dtype=np.bool_)
        return np.asarray(chosen[self.codes]) if len(chosen) else np.zeros(len(self), dtype=np.bool_)


class PooledColumn(Column):
    """Exact numbers with few distinct values, such as the rate in force on a day; readable as a value."""

    kind = "pooled"

    def __init__(self, values: Values) -> None:
        self.values = values

    def __len__(self) -> int:
        return len(self.values)

    def take(self, rows: NDArray[np.intp] | slice) -> PooledColumn:
        return PooledColumn(self.values.take(rows))

    def above(self, edge: Fraction) -> Mask:
        return self.values.mask(lambda x: x > edge)

    def at_least(self, edge: Fraction) -> Mask:
        return self.values.mask(lambda x: x >= edge)

    def numbers(self) -> Values:
        return self.values

    def pooled(self) -> Values:
        return self.values


@dataclass
class Cuts:
    """What a rule has asked of one indicator: edges, categories, all of its values, or its very numbers."""

    edges: set[Cut] = field(default_factory=set)
    categories: set[str] = field(default_factory=set)
    all_values: bool = False
    exact_numbers: bool = False
    asked: bool = False


class Watched(Column):
    """A column that answers as another does and notes every cut."""

    def __init__(self, column: Column, cuts: Cuts) -> None:
        self.column, self.cuts = column, cuts

    def __len__(self) -> int:
        return len(self.column)

    def take(self, rows: NDArray[np.intp] | slice) -> Watched:
        return Watched(self.column.take(rows), self.cuts)

    def above(self, edge: Fraction) -> Mask:
        self.cuts.edges.add((edge, False))
        return self.column.above(edge)

    def at_least(self, edge: Fraction) -> Mask:
        self.cuts.edges.add((edge, True))
        return self.column.at_least(edge)

    def is_in(self, values: Iterable[str]) -> Mask:
        wanted = set(values)
        self.cuts.categories |= wanted
        return self.column.is_in(wanted)

    def holds(self) -> Mask:
        self.cuts.asked = True
        return self.column.holds()

    def has_value(self) -> Mask:
        self.cuts.asked = True
        return self.column.has_value()

    def over_nothing(self) -> Mask:
        self.cuts.asked = True
        return self.column.over_nothing()

    def numbers(self) -> Values:
        self.cuts.exact_numbers = True
        return self.column.numbers()

    def pooled(self) -> Values:
        self.cuts.all_values = True
        return self.column.pooled()

"""What kind of number an indicator is, and the cells into which the cuts of a policy divide it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DefinitionError
from ratefloat.numeric.compare import count_cuts
from ratefloat.numeric.grouped import count_cuts_by_group
from ratefloat.rules.column import (
    BooleanColumn,
    CategoryColumn,
    Column,
    Cut,
    Cuts,
    IntegerColumn,
    PooledColumn,
    RatioColumn,
)
from ratefloat.rules.interval import Interval, between, number_text
from ratefloat.rules.values import Values
from ratefloat.tables.currencies import amount_text

Digits = NDArray[np.integer]
NO_PREMIUM = "no premium"
BENEFITS_WITHOUT_PREMIUM = "no premium, benefits"


@dataclass(frozen=True)
class Cell:
    """One case of one indicator: its text, a representative, and its interval where it is ordered."""

    text: str
    sample: Any
    interval: Interval | None = None


@dataclass(frozen=True)
class Domain:
    """The kind of an indicator's values; knows its cells, their representatives and the digit of each row."""

    def cells(self, cuts: Cuts) -> tuple[Cell, ...]:
        """The cells that these cuts tell apart, in order."""
        raise NotImplementedError

    def column(self, samples: Sequence[Any]) -> Column:
        """A real column that holds given values."""
        raise NotImplementedError

    def digits(self, column: Any, cells: Sequence[Cell]) -> Digits:
        """The number of the cell that each row of a column lies in."""
        raise NotImplementedError

    def probe(self) -> Column:
        """A column of one arbitrary row, to be asked for its cuts."""
        return self.column([self.cells(Cuts())[0].sample])


def _edges(cells: Sequence[Cell]) -> list[Cut]:
    starts = [cell.interval.start for cell in cells if cell.interval is not None][1:]
    return [(edge, after == 0) for edge, after in starts]


@dataclass(frozen=True)
class Ratio(Domain):
    """Numerator over denominator, zero or more; no denominator is a case of its own."""

    unit: str = "%"

    def cells(self, cuts: Cuts) -> tuple[Cell, ...]:
        zero = (Fraction(0), 0)
        places = {(edge, 0 if closed else 1) for edge, closed in cuts.edges}
        starts = [zero, *sorted(place for place in places if place > zero)]
        made = [Cell(NO_PREMIUM, (0, 0)), Cell(BENEFITS_WITHOUT_PREMIUM, (1, 0))]
        for start, stop in zip(starts, [*starts[1:], None], strict=True):
            interval = between(start, stop)
            made.append(Cell(interval.text(self.unit), _middle(interval), interval))
        return tuple(made)

    def column(self, samples: Sequence[Any]) -> RatioColumn:
        pairs = [s if isinstance(s, tuple) else (Fraction(s).numerator, Fraction(s).denominator) for s in samples]
        array = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
        return RatioColumn(np.ascontiguousarray(array[:, 0]), np.ascontiguousarray(array[:, 1]))

    def digits(self, column: Any, cells: Sequence[Cell]) -> Digits:
        top, bottom, cuts = column.numerator, column.denominator, _edges(cells)
        if column.groups is not None:
            digits = count_cuts_by_group(top, bottom, cuts, column.groups, column.scale)
        else:
            scale = column.scale[0] if column.scale else Fraction(1)
            digits = count_cuts(top, bottom, [(edge * scale, closed) for edge, closed in cuts])
        digits += 2
        if len(bottom) and not bottom.min():
            empty = bottom == 0
            digits[empty] = top[empty] > 0
        return digits


@dataclass(frozen=True)
class Integer(Domain):
    """Whole numbers from `least` up to `greatest` (none: without end)."""

    least: int = 0
    greatest: int | None = None
    unit: str = ""
    currency: str = "CNY"

    def cells(self, cuts: Cuts) -> tuple[Cell, ...]:
        if cuts.all_values:
            if self.greatest is None:
                raise DefinitionError("an indicator without a greatest value can not start a pipeline")
            starts = list(range(self.least, self.greatest + 1))
        else:
            firsts = {ceil(edge) if closed else floor(edge) + 1 for edge, closed in cuts.edges}
            top = self.greatest
            starts = [self.least, *sorted(x for x in firsts if x > self.least and (top is None or x <= top))]
        stops = [*(s - 1 for s in starts[1:]), self.greatest]
        return tuple(self._cell(a, b) for a, b in zip(starts, stops, strict=True))

    def column(self, samples: Sequence[Any]) -> IntegerColumn:
        return IntegerColumn(np.asarray(samples, dtype=np.int64))

    def digits(self, column: Any, cells: Sequence[Cell]) -> Digits:
        return _count_starts(column.values, cells)

    def _cell(self, low: int, high: int | None) -> Cell:
        interval = Interval(Fraction(low), None if high is None else Fraction(high), True, high is not None)
        if high is None:
            text = "any" if low == self.least else f">= {self._text(low)}"
        else:
            text = self._text(low) if low == high else f"{self._text(low)} to {self._text(high)}"
        return Cell(text, low, interval)

    def _text(self, value: int) -> str:
        money = self.unit == "fen"
        return amount_text(value, self.currency) if money else number_text(Fraction(value), self.unit)


@dataclass(frozen=True)
class Choice(Domain):
    """One of a few listed whole numbers, such as the steps of a ladder or the risk classes."""

    values: tuple[int, ...] = (0,)

    def cells(self, cuts: Cuts) -> tuple[Cell, ...]:
        ordered = sorted(self.values)
        if cuts.all_values:
            return tuple(Cell(str(v), v, Interval(Fraction(v), Fraction(v), True, True)) for v in ordered)
        groups: list[list[int]] = [[]]
        for value in ordered:
            crossed = groups[-1] and any(
                (value >= e if c else value > e) and not (groups[-1][-1] >= e if c else groups[-1][-1] > e)
                for e, c in cuts.edges
            )
            groups[-1].append(value) if not crossed else groups.append([value])
        return tuple(
            Cell(
                str(g[0]) if len(g) == 1 else f"{g[0]} to {g[-1]}", g[0],
                Interval(Fraction(g[0]), Fraction(g[-1]), True, True),
            )
            for g in groups
        )

    def column(self, samples: Sequence[Any]) -> IntegerColumn:
        return IntegerColumn(np.asarray(samples, dtype=np.int64))

    def digits(self, column: Any, cells: Sequence[Cell]) -> Digits:
        return _count_starts(column.values, cells)


def _count_starts(values: Any, cells: Sequence[Cell]) -> Digits:
    """How many cells of an ordered column start at or below each value, less one."""
    starts = [cell.sample for cell in cells[1:]]
    if len(starts) > 2 and values.dtype.kind == "i" and starts == list(range(starts[0], starts[0] + len(starts))):
        shifted = np.clip(values, starts[0] - 1, starts[-1])
        return np.asarray(np.subtract(shifted, starts[0] - 1, dtype=shifted.dtype))
    digits: Digits = np.zeros(len(values), dtype=np.uint8 if len(cells) <= 256 else np.int64)
    for start in starts:
        digits += values >= start
    return digits


@dataclass(frozen=True)
class Boolean(Domain):
    """Yes or no."""

    def cells(self, cuts: Cuts) -> tuple[Cell, ...]:
        return (Cell("no", False), Cell("yes", True))

    def column(self, samples: Sequence[Any]) -> BooleanColumn:
        return BooleanColumn(np.asarray(samples, dtype=np.bool_))

    def digits(self, column: Any, cells: Sequence[Cell]) -> Digits:
        return np.asarray(column.values).view(np.uint8)


@dataclass(frozen=True)
class Category(Domain):
    """One of a list of words."""

    values: tuple[str, ...] = ()

    def cells(self, cuts: Cuts) -> tuple[Cell, ...]:
        unknown = cuts.categories - set(self.values)
        if unknown:
            raise DefinitionError(
                f"category {sorted(unknown)[0]!r}: not in the list; expected one of {', '.join(self.values)}"
            )
        rest = [v for v in self.values if v not in cuts.categories]
        made = [Cell(v, v) for v in self.values if v in cuts.categories]
        if rest:
            made.append(Cell(" or ".join(rest) if len(rest) <= 3 else f"any other of {len(rest)}", rest[0]))
        return tuple(made)

    def column(self, samples: Sequence[Any]) -> CategoryColumn:
        place = {value: code for code, value in enumerate(self.values)}
        return CategoryColumn(np.asarray([place[s] for s in samples], dtype=np.int64), self.values)

    def digits(self, column: Any, cells: Sequence[Cell]) -> Digits:
        place = {cell.sample: number for number, cell in enumerate(cells)}
        lookup = [place.get(category, len(cells) - 1) for category in column.categories]
        return np.asarray(np.take(np.asarray(lookup, dtype=np.uint8), column.codes))


@dataclass(frozen=True)
class Pooled(Domain):
    """Exact numbers with few distinct values in one run (a rate in force); only the rate stage may read it."""

    values: tuple[Fraction, ...] = (Fraction(1),)

    def cells(self, cuts: Cuts) -> tuple[Cell, ...]:
        return tuple(Cell(number_text(v, "%"), v) for v in self.values)

    def column(self, samples: Sequence[Any]) -> PooledColumn:
        return PooledColumn(Values.of(samples))

    def digits(self, column: Any, cells: Sequence[Cell]) -> Digits:
        place = {cell.sample: number for number, cell in enumerate(cells)}
        lookup = [place[value] for value in column.values.pool]
        return np.asarray(np.take(np.asarray(lookup, dtype=np.int64), column.values.codes))


def _middle(interval: Interval) -> Fraction:
    """A representative: the edge itself where the cell starts at it, else a number well inside."""
    if interval.low_closed:
        return interval.low
    if interval.high is None:
        return interval.low + 1
    return (interval.low + interval.high) / 2

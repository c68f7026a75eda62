"""A band table: the interval of an indicator decides the value."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from ratefloat.errors import DefinitionError
from ratefloat.rules.column import Column
from ratefloat.rules.domain import BENEFITS_WITHOUT_PREMIUM, NO_PREMIUM, Domain, Integer, Ratio
from ratefloat.rules.interval import Interval, gaps, overlaps
from ratefloat.rules.operand import Hole, operand
from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.rule import STAGES, Context, Rule
from ratefloat.rules.values import Mask, Values
from ratefloat.rules.words import value_words
from ratefloat.units import exact, plain

Row = tuple[str, Fraction | None]
"""The text of an interval, "no premium" or a whole number, and the value; None is a declared hole."""
NAMED = (NO_PREMIUM, BENEFITS_WITHOUT_PREMIUM)


def _rows(value: Any) -> Any:
    if isinstance(value, Hole) or (isinstance(value, dict) and "hole" in value):
        return operand(value)
    pairs = value.items() if isinstance(value, Mapping) else value
    return tuple((str(key), None if number is None else exact(number)) for key, number in pairs)


def _written(value: tuple[Row, ...] | Hole) -> Any:
    if isinstance(value, Hole):
        return value.model_dump(exclude_defaults=True)
    return {key: None if number is None else plain(number) for key, number in value}


Table = Annotated[
    tuple[Row, ...] | Hole,
    BeforeValidator(_rows),
    PlainSerializer(_written, return_type=Any),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": ["integer", "string", "null"]}}),
]


class Bands(Rule):
    """The value that the interval of an indicator gives; replaces any value before it."""

    kind: ClassVar[str] = "bands"
    takes: ClassVar[tuple[Stage | None, ...]] = (None, *STAGES)

    indicator: str
    rows: Table
    of: Literal["step", "factor", "rate"] = "step"

    def model_post_init(self, context: Any) -> None:
        if isinstance(self.rows, Hole):
            return
        for a, b in overlaps([interval for interval, _ in self.intervals()]):
            raise DefinitionError(f"{self.name} of {self.indicator}: {a} and {b} overlap; expected disjoint rows")
        if self.of == "step":
            uneven = [number for _, number in self.rows if number is not None and number.denominator != 1]
            if uneven:
                raise DefinitionError(
                    f"{self.name} of {self.indicator}: {plain(uneven[0])} is no whole step; "
                    f'write of="factor" or of="rate" for shares'
                )

    def stage_after(self, given: Stage | None) -> Stage:
        if given not in (None, self.of):
            raise DefinitionError(f"{self.name}: gives a {self.of}; found a {given} before it")
        return self.of

    def intervals(self) -> list[tuple[Interval, int]]:
        """The interval of each row that has one, with the row's number."""
        assert not isinstance(self.rows, Hole)
        return [(Interval.parse(key), number) for number, (key, _) in enumerate(self.rows) if key not in NAMED]

    def check(self, context: Context) -> None:
        if isinstance(self.rows, Hole):
            return
        domain = context.domains.get(self.indicator)
        keys = {key for key, _ in self.rows}
        check_cover(f"{self.name} of {self.indicator}", [i for i, _ in self.intervals()], domain)
        if isinstance(domain, Ratio) and NO_PREMIUM not in keys and self.indicator not in context.secured:
            raise DefinitionError(
                f"{self.name} of {self.indicator}: no row for an employer without premium; "
                f'expected a row "{NO_PREMIUM}" (a value, or None for a declared hole)'
            )

    def apply(self, value: Values | None, rows: Rows) -> Values:
        branch = self.branches(rows)
        given = [number for _, number in self._table()]
        numbers = [Fraction(0) if number is None else number for number in given]
        hole = np.asarray([*(number is None for number in given), True], dtype=np.bool_)
        rows.refuse(hole[branch], f"{self.indicator}: no row of the table covers this value ({self.name})")
        picked = Values.of(numbers)
        after = Values(np.append(picked.codes, 0)[branch], picked.pool)
        return rows.at(self.of).settle(self, value, after, branch)

    def branches(self, rows: Rows) -> np.ndarray[Any, np.dtype[np.intp]]:
        """The number of the table row that each row of the data falls into; -1 for none."""
        column = rows.column(self.indicator)
        branch = np.full(rows.n, -1, dtype=np.intp)
        for interval, number in self.intervals():
            branch[holds(column, interval)] = number
        for number, (key, _) in enumerate(self._table()):
            if key == NO_PREMIUM:
                branch[~column.has_value() & (branch < 0)] = number
            elif key == BENEFITS_WITHOUT_PREMIUM:
                branch[column.over_nothing()] = number
        return branch

    def _table(self) -> tuple[Row, ...]:
        if isinstance(self.rows, Hole):
            from ratefloat.rules.operand import open_hole

            raise open_hole(self.rows)
        return self.rows

    def words(self, lang: str, stage: str) -> str:
        said = {key: "-" if number is None else value_words(number, self.of, lang) for key, number in self._table()}
        return "; ".join(f"{key}: {words}" for key, words in said.items())

    def __repr__(self) -> str:
        rows = self.rows if isinstance(self.rows, Hole) else _written(self.rows)
        of = "" if self.of == "step" else f", of={self.of!r}"
        return f"bands({self.indicator!r}, {rows!r}{of}{f', clause={self.clause!r}' if self.clause else ''})"


def holds(column: Column, interval: Interval) -> Mask:
    """Which rows of a column lie in an interval."""
    mask = column.at_least(interval.low) if interval.low_closed else column.above(interval.low)
    if interval.high is not None:
        beyond = column.above(interval.high) if interval.high_closed else column.at_least(interval.high)
        mask = mask & ~beyond
    return mask & column.has_value()


def check_cover(name: str, intervals: list[Interval], domain: Domain | None) -> None:
    """Refuse intervals that leave a number of the domain undecided without saying so."""
    for gap in gaps(intervals):
        if isinstance(domain, Ratio) or (isinstance(domain, Integer) and _whole_numbers(gap, domain)):
            raise DefinitionError(
                f"{name}: nothing covers {gap.text(domain.unit)}; expected a row for it, or None as a declared hole",
                gap=str(gap),
            )


def _whole_numbers(gap: Interval, domain: Integer) -> bool:
    first = -(-gap.low.numerator // gap.low.denominator)
    if not gap.low_closed and gap.low == first:
        first += 1
    first = max(first, domain.least)
    return gap.holds(Fraction(first)) and (domain.greatest is None or first <= domain.greatest)


def bands(
    indicator: str, rows: Mapping[str, Any] | Hole, *, of: Literal["step", "factor", "rate"] = "step",
    clause: Any = None,
) -> Bands:
    """A band table: the interval of an indicator decides the step (or the factor, or the rate).

    Args:
        indicator: name of a ratio or whole-number indicator.
        rows: interval text -> value; "no premium" for a ratio without denominator; None declares a hole.
        of: what the values are.
        clause: the article.
    Raises:
        DefinitionError: overlapping or missing rows (missing ones when the policy is built).

    >>> bands("loss_ratio", {"no premium": 0, "[0, 100%]": 0, "(100%, inf)": +1}, clause="art. 5")
    bands('loss_ratio', {'no premium': 0, '[0, 100%]': 0, '(100%, inf)': 1}, clause='art. 5')
    """
    return Bands(indicator=indicator, rows=rows, of=of, clause=clause)

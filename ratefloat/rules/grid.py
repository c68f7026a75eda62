"""A two-dimensional band table: the intervals of two indicators decide the value."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, ClassVar, Literal

from ratefloat.errors import DefinitionError
from ratefloat.rules.bands import Bands
from ratefloat.rules.rows import Rows, Stage
from ratefloat.rules.rule import STAGES, Context, Rule
from ratefloat.rules.values import Values
from ratefloat.rules.words import value_words
from ratefloat.units import Number, plain


class Grid(Rule):
    """The value in the cell of two indicators' intervals; None is a declared hole."""

    kind: ClassVar[str] = "grid"
    takes: ClassVar[tuple[Stage | None, ...]] = (None, *STAGES)

    down: str
    down_rows: tuple[str, ...]
    across: str
    across_rows: tuple[str, ...]
    cells: tuple[tuple[Number | None, ...], ...]
    of: Literal["step", "factor", "rate"] = "step"

    def model_post_init(self, context: Any) -> None:
        shape = (len(self.cells), {len(row) for row in self.cells})
        if shape != (len(self.down_rows), {len(self.across_rows)}):
            raise DefinitionError(
                f"{self.name}: {shape[0]} rows of {sorted(shape[1])} cells; "
                f"expected {len(self.down_rows)} rows of {len(self.across_rows)}"
            )
        _ = self._axes()

    def _axes(self) -> tuple[Bands, Bands]:
        """Each axis as a band table that numbers its rows."""
        return (
            Bands(indicator=self.down, rows={key: i for i, key in enumerate(self.down_rows)}, clause=self.clause),
            Bands(indicator=self.across, rows={key: i for i, key in enumerate(self.across_rows)}, clause=self.clause),
        )

    def stage_after(self, given: Stage | None) -> Stage:
        if given not in (None, self.of):
            raise DefinitionError(f"{self.name}: gives a {self.of}; found a {given} before it")
        return self.of

    def check(self, context: Context) -> None:
        for axis in self._axes():
            axis.check(context)

    def apply(self, value: Values | None, rows: Rows) -> Values:
        down, across = (axis.branches(rows) for axis in self._axes())
        width = len(self.across_rows)
        missed = (down < 0) | (across < 0)
        branch = down * width + across
        branch[missed] = -1
        flat = [number for row in self.cells for number in row]
        picked = Values.of([*(Fraction(0) if n is None else n for n in flat), Fraction(0)])
        hole = Values.of([*(int(n is None) for n in flat), 1])
        rows.refuse(
            Values(hole.codes[branch], hole.pool).mask(bool),
            f"{self.down} and {self.across}: no cell of the table covers these values ({self.name})",
        )
        after = Values(picked.codes[branch], picked.pool)
        return rows.at(self.of).settle(self, value, after, branch)

    def __repr__(self) -> str:
        cells = [[None if number is None else plain(number) for number in row] for row in self.cells]
        axes = f"({self.down!r}, {list(self.down_rows)!r}), ({self.across!r}, {list(self.across_rows)!r})"
        of = "" if self.of == "step" else f", of={self.of!r}"
        return f"grid({axes}, {cells!r}{of}{f', clause={self.clause!r}' if self.clause else ''})"

    def words(self, lang: str, stage: str) -> str:
        lines = [
            f"{key}: " + " / ".join("-" if n is None else value_words(n, self.of, lang) for n in row)
            for key, row in zip(self.down_rows, self.cells, strict=True)
        ]
        return "; ".join(lines)


def grid(
    down: tuple[str, Sequence[str]], across: tuple[str, Sequence[str]], cells: Sequence[Sequence[Any]],
    *, of: Literal["step", "factor", "rate"] = "step", clause: Any = None,
) -> Grid:
    """A two-dimensional band table: (indicator, intervals) down, (indicator, intervals) across, and the cells.

    >>> made = grid(("x", ["no premium", "[0, 1]", "(1, inf)"]), ("r", ["no premium", "[0, 2‰]", "(2‰, inf)"]),
    ...             [[0, 0, 0], [0, -1, 0], [0, 0, 1]], clause="art. 6")
    >>> made.kind
    'grid'
    """
    return Grid(
        down=down[0], down_rows=tuple(down[1]), across=across[0], across_rows=tuple(across[1]),
        cells=cells, of=of, clause=clause,
    )

"""Indicators in SQL: their columns, whether a row has a value, and the number of the case it lies in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ratefloat.errors import DefinitionError, UncoveredError
from ratefloat.policy.table.whole import GROUP, Whole
from ratefloat.rules.domain import Boolean, Category, Cell, Choice, Domain, Integer, Ratio

Piece = Any
"""A node of a sqlglot tree, whose classes are typed loosely."""
WIDE = {"postgres": "DECIMAL", "duckdb": "INT128"}
"""The type of each dialect in which a 64-bit number times an edge is exact."""


def names_of(law: Whole) -> list[str]:
    """The indicators that a law reads, the area and tier last where they matter."""
    names = dict.fromkeys(name for link in law.links for name in link.names if name != GROUP)
    return [*names, *([GROUP] if law.groups != ((None, None),) else [])]


def columns_of(law: Whole, name: str) -> dict[str, str]:
    """The columns of one indicator, with their SQL types."""
    if name == GROUP:
        found = [any(pair[place] is not None for pair in law.groups) for place in (0, 1)]
        return {column: "TEXT" for column, has in zip(("area", "tier"), found, strict=True) if has}
    domain = law.domains[name]
    if isinstance(domain, Ratio):
        return {f"{name}_numerator": "BIGINT", f"{name}_denominator": "BIGINT"}
    return {name: "BOOLEAN" if isinstance(domain, Boolean) else "TEXT" if isinstance(domain, Category) else "BIGINT"}


class Indicators:
    """Indicators of one law in one dialect, as sqlglot expressions."""

    def __init__(self, law: Whole, dialect: str) -> None:
        try:
            from sqlglot import expressions
        except ImportError:
            raise DefinitionError("SQL needs sqlglot; install ratefloat[sql]") from None
        self.exp: Any = expressions
        self.law, self.wide = law, WIDE[dialect]

    def digit(self, name: str, cells: Sequence[Cell]) -> Piece:
        """The number of the cell that a row lies in; NULL where it has no value."""
        domain = self.law.domains[name]
        if name == GROUP:
            starts = [cell.sample for cell in cells]
            places = self._places()
            return self.cases([(met, self.number(sum(g >= s for s in starts[1:]))) for met, g in places])
        if isinstance(domain, Ratio):
            return self._ratio_digit(name, cells)
        column = self.column(name)
        if isinstance(domain, Boolean):
            no = self.exp.not_(self.column(name))
            return self.cases([(column, self.number(1)), (no, self.number(0))])
        if isinstance(domain, Category):
            place = {cell.sample: digit for digit, cell in enumerate(cells)}
            words = [(column.eq(word), place.get(word, len(cells) - 1)) for word in domain.values]
            return self.cases([(met, self.number(digit)) for met, digit in words])
        below = [(column < self.number(cell.sample), self.number(n)) for n, cell in enumerate(cells[1:])]
        return self.cases([*below, (self.valid(name), self.number(len(cells) - 1))])

    def _ratio_digit(self, name: str, cells: Sequence[Cell]) -> Piece:
        top, bottom = (self.column(f"{name}_{part}") for part in ("numerator", "denominator"))
        zero, starts = self.number(0), [cell.interval.start for cell in cells if cell.interval is not None][1:]
        found = [((bottom.eq(zero)).and_(top.eq(zero)), self.number(0)), (bottom.eq(zero), self.number(1))]
        for digit, (edge, after) in enumerate(starts, start=2):
            if max(edge.numerator, edge.denominator) >= 1 << 63:
                raise UncoveredError(f"{name}: the edge {edge} times a count needs more than 128 bits; use rate(...)")
            left = self._widened(top) * self.number(edge.denominator)
            right = self._widened(bottom) * self.number(edge.numerator)
            found.append((left <= right if after else left < right, self.number(digit)))
        return self.cases([*found, (self.valid(name), self.number(len(cells) - 1))])

    def _widened(self, column: Piece) -> Piece:
        return self.exp.cast(column, self.wide)

    def _places(self) -> list[tuple[Piece, int]]:
        """A condition for each base group, the places with rows of their own first, then those above them."""
        nearest = sorted(enumerate(self.law.groups), key=lambda item: (item[1][0] is None, -_digits(item[1][0] or "")))
        return [(self._in_place(area, tier), number) for number, (area, tier) in nearest]

    def _in_place(self, area: str | None, tier: str | None) -> Piece:
        """Whether a row belongs to a base group; a code of GB/T 2260 takes in the places within it."""
        met: list[Piece] = []
        if area is not None:
            own, digits = self.column("area").eq(area), _digits(area)
            met.append(self.exp.or_(own, self.column("area").like(f"{area[:digits]}%")) if digits else own)
        if "tier" in columns_of(self.law, GROUP):
            column = self.column("tier")
            met.append(column.eq(tier) if tier is not None else self.exp.Is(this=column, expression=self.exp.null()))
        return self.exp.and_(*met) if met else self.exp.true()

    def valid(self, name: str) -> Piece:
        """Whether a row has a value that an indicator can have."""
        domain: Domain = self.law.domains[name]
        if name == GROUP:
            return self.exp.or_(*(met for met, _ in self._places()))
        if isinstance(domain, Ratio):
            parts = (self.column(column) for column in columns_of(self.law, name))
            return self.exp.and_(*(part >= self.number(0) for part in parts))
        column = self.column(name)
        if isinstance(domain, Boolean):
            return self.exp.Is(this=column, expression=self.exp.null()).not_()
        if isinstance(domain, Choice | Category):
            return column.isin(*domain.values)
        assert isinstance(domain, Integer)
        end = [] if domain.greatest is None else [self.column(name) <= self.number(domain.greatest)]
        return self.exp.and_(column >= self.number(domain.least), *end)

    def column(self, name: str, table: str | None = None) -> Piece:
        """A column, of a table where two have it; names of indicators may hold anything, so they are quoted."""
        return self.exp.column(name, table, quoted=not name.startswith("rf_"))

    def number(self, value: int) -> Piece:
        """A whole number."""
        return self.exp.Literal.number(value)

    def cases(self, found: Sequence[tuple[Piece, Piece]]) -> Piece:
        """The value of the first condition that holds, else NULL."""
        made = self.exp.Case()
        for met, value in found:
            made = made.when(met, value)
        return made if found else self.exp.null()

    def when(self, met: Piece, value: Piece) -> Piece:
        """A value where a condition holds, else NULL."""
        return self.cases([(met, value)])

    def values(self, alias: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Piece:
        """A table of constants."""
        return self.exp.values([tuple(row) for row in rows], alias=alias, columns=list(names))


def _digits(area: str) -> int:
    """How many digits of a code of GB/T 2260 name its province, city or county; 0 for any other name.

    >>> _digits("440000"), _digits("440300"), _digits("440305"), _digits("example")
    (2, 4, 6, 0)
    """
    if not (area.isascii() and area.isdigit() and len(area) >= 6):
        return 0
    return 2 if area[2:6] == "0000" else 4 if area[4:6] == "00" else len(area)

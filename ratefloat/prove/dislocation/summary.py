"""A dislocation as a report reads it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ratefloat.numeric import divide_rounded
from ratefloat.prove.dislocation.bands import Line
from ratefloat.prove.dislocation.parts import Parts
from ratefloat.units import money_text, rounded_percent_text

if TYPE_CHECKING:
    from ratefloat.prove.dislocation.result import Dislocation, Extreme

HEAD = ("", "employers", "up", "down", "unchanged", "before", "after", "change", "")


@dataclass(frozen=True)
class Summary:
    """Who moves, in lines and money; money is minor units over twelve months."""

    title: str
    refused: int
    total: Line
    by_class: tuple[Line, ...]
    by_size: tuple[Line, ...]
    by_change: tuple[Line, ...]
    parts: Parts
    extremes: tuple[Extreme, ...]
    currency: str

    def __str__(self) -> str:
        groups = ([self.total], self.by_class, self.by_size, self.by_change)
        blocks = [[self._row(line) for line in group if line.employers] for group in groups]
        every = [HEAD, *(row for block in blocks for row in block)]
        widths = [max(len(row[i]) for row in every) for i in range(len(HEAD))]
        table = [_padded(HEAD, widths), *(line for b in blocks for line in ("", *(_padded(row, widths) for row in b)))]
        causes = [f"  {name:<12}{self._money(part):>18}" for name, part in self.parts.by_name.items()]
        signs = ["+" if e.change > 0 else "" for e in self.extremes]
        most = zip(self.extremes, signs, strict=True)
        moved = [f"  {e.employer}  {sign}{money_text(e.change, self.currency)}" for e, sign in most]
        left_out = [f"{self.refused:,} employers not rated by both"] if self.refused else []
        return "\n".join([
            self.title, *left_out, "", *table, "", "the change by its causes:", *causes, "", "who moves most:", *moved,
        ])

    __repr__ = __str__

    def _row(self, line: Line) -> tuple[str, ...]:
        counts = (line.employers, line.up, line.down, line.unchanged)
        share = rounded_percent_text(Fraction(line.change, line.before), places=1) if line.before else "-"
        money = (self._money(Fraction(x)) for x in (line.before, line.after, line.change))
        return (line.name, *(f"{n:,}" for n in counts), *money, share)

    def _money(self, minor: Fraction) -> str:
        """An amount rounded to the main unit."""
        whole = 10 ** (len(money_text(0, self.currency).partition(".")[2]))
        return f"{divide_rounded(minor.numerator, minor.denominator * whole, 'half_up'):,}"


def _padded(row: tuple[str, ...], widths: list[int]) -> str:
    cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
    return "  ".join([row[0].ljust(widths[0]), *cells[1:]]).rstrip()


def summarise(found: Dislocation) -> Summary:
    """The summary of a dislocation."""
    title = f"{found.old.policy.id} -> {found.new.policy.id} on {found.new.dates.on}"
    return Summary(
        title, int((~found.both).sum()), found.total, found.by_class, found.by_size, found.by_change, found.parts,
        found.extremes(), found.new.book.currency,
    )



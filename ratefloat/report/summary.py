"""A round of rating in numbers, as its report reads: who moved, the money before and after, by class."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from ratefloat.numeric import exact_sum, multiply_divide_by
from ratefloat.rules.values import Values
from ratefloat.units import money_text, rounded_percent_text

if TYPE_CHECKING:
    import pandas as pd

    from ratefloat.policy.rating import Rating

COLUMNS = ("employers", "up", "down", "unchanged", "refused", "payroll", "premium before", "premium after")


@dataclass(frozen=True)
class Line:
    """One class (or all): counts of employers, and money in minor units over twelve months."""

    name: str
    up: int
    down: int
    unchanged: int
    refused: int
    payroll: int
    before: int
    after: int

    @property
    def employers(self) -> int:
        """All employers, refused ones too."""
        return self.up + self.down + self.unchanged + self.refused


@dataclass(frozen=True)
class Summary:
    """The summary of a rating. Up and down are seen from the rate in force before the review.

    Money is payroll of the last twelve months at the rate before and after; refused employers are left out of it.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    steps: tuple[tuple[str, int], ...]
    reasons: tuple[tuple[str, int], ...]
    refusals: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]
    currency: str

    @property
    def total(self) -> Line:
        """All classes together."""
        return self.lines[-1]

    def to_frame(self) -> pd.DataFrame:
        """One row a class and one for all; money in minor units."""
        import pandas as pd

        rows = [(n.employers, n.up, n.down, n.unchanged, n.refused, n.payroll, n.before, n.after) for n in self.lines]
        return pd.DataFrame(rows, columns=list(COLUMNS), index=pd.Index([n.name for n in self.lines], name="class"))

    def __str__(self) -> str:
        blocks = [self.title, *(f"  {name:<22}{value}" for name, value in self.facts), "", self._classes()]
        for title, counts in (("steps", self.steps), ("reasons", self.reasons), ("refused", self.refusals)):
            if counts:
                blocks += ["", title, *(f"  {count:>9,}  {name}" for name, count in counts)]
        if self.notes:
            blocks += ["", "notes", *(f"  {note}" for note in self.notes)]
        return "\n".join(blocks)

    __repr__ = __str__

    def _classes(self) -> str:
        head = ("class", *COLUMNS, "change")
        rows = [
            (
                n.name, *(f"{x:,}" for x in (n.employers, n.up, n.down, n.unchanged, n.refused)),
                *(_money(x, self.currency) for x in (n.payroll, n.before, n.after)),
                rounded_percent_text(Fraction(n.after - n.before, n.before), places=1) if n.before else "-",
            )
            for n in self.lines
        ]
        widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
        return "\n".join("  ".join(cell.rjust(w) for cell, w in zip(row, widths, strict=True)) for row in (head, *rows))


def _known_first(risk_class: int) -> tuple[bool, int]:
    return risk_class == 0, risk_class


def _money(minor: int, currency: str) -> str:
    whole = money_text(minor, currency).partition(".")[0]
    return f"{int(whole):,}"


def summarise(rating: Rating) -> Summary:
    """The summary of a rating."""
    new = Values(rating.outcomes.state.astype(np.intp), tuple(s[3] or Fraction(0) for s in rating.outcomes.states))
    old = rates_before(rating)
    moved = _sign(new, old)
    before, _ = multiply_divide_by(rating.money.payroll, old.codes, list(old.pool))
    classes = sorted(set(rating.classes.tolist()), key=_known_first)
    lines = [_line(f"{c}", rating.classes == c, rating, moved, before) for c in classes]
    everyone = np.ones(len(rating), dtype=np.bool_)
    total = _line("all", everyone, rating, moved, before)
    return Summary(
        f"{rating.policy.title.en} ({rating.policy.id})", _facts(rating), (*lines, total), _steps(rating),
        _reasons(rating), _refusals(rating), rating.notes, rating.book.currency,
    )


def rates_before(rating: Rating) -> Values:
    """The rate in force on the eve of the review; the base rate where none is on record."""
    known = rating.before
    classes = Values.of(int(c) for c in rating.classes)
    groups = Values.of(int(g) for g in rating.base_group)
    base = groups.combine(classes, lambda g, c: rating.base.get((int(g), int(c)), Fraction(0)))
    missing = known.mask(lambda r: r == 0)
    return known.where(missing, base)


def _sign(new: Values, old: Values) -> Any:
    moved = new.combine(old, lambda a, b: Fraction((a > b) - (a < b)))
    return np.asarray([int(x) for x in moved.pool], dtype=np.int8)[moved.codes]


def _line(name: str, mask: Any, rating: Rating, moved: Any, before: Any) -> Line:
    rated = mask & rating.rated
    paying = rated & rating.money.known
    up, down = (int(((moved == sign) & rated).sum()) for sign in (1, -1))
    return Line(
        f"class {name}" if name.isdigit() and name != "0" else "unknown" if name == "0" else name, up, down,
        int(rated.sum()) - up - down, int((mask & ~rating.rated).sum()), exact_sum(rating.money.payroll[paying]),
        exact_sum(before[paying]), exact_sum(rating.money.premium[paying]),
    )


def _facts(rating: Rating) -> tuple[tuple[str, str], ...]:
    dates = rating.dates
    known = (("as known on", str(rating.known_on)),) if rating.known_on else ()
    return (
        ("rates on", str(dates.on)), ("review period", str(dates.period)), ("experience window", str(dates.window)),
        *known, ("source", rating.policy.source), ("policy", rating.policy.hash[:16]),
        ("average rate", _average(rating)), *_left_out(rating),
    )


def _left_out(rating: Rating) -> tuple[tuple[str, str], ...]:
    """Bad records that belong to no employer of the book, so that nobody is refused for them."""
    problems = rating.book.problems
    lost = problems[~problems["employer"].isin(list(rating.book.spoiled)) & (problems["row"] > 1)]
    if not len(lost):
        return ()
    by_table = ", ".join(f"{rows} of {table}" for table, rows in lost.groupby("table")["row"].nunique().items())
    return (("records left out", f"{by_table} (book.problems tells which)"),)


def _average(rating: Rating) -> str:
    paying = rating.rated & rating.money.known
    payroll, premium = exact_sum(rating.money.payroll[paying]), exact_sum(rating.money.premium[paying])
    return rounded_percent_text(Fraction(premium, payroll), places=3) if payroll else "-"


def _steps(rating: Rating) -> tuple[tuple[str, int], ...]:
    from ratefloat.rules.words import value_words

    counts: Counter[Fraction] = Counter()
    for code, count in zip(*np.unique(rating.outcomes.state[rating.rated], return_counts=True), strict=True):
        step = rating.outcomes.states[int(code)][1]
        if step is not None:
            counts[step] += int(count)
    return tuple((value_words(step, "step", "en"), counts[step]) for step in sorted(counts))


def _reasons(rating: Rating) -> tuple[tuple[str, int], ...]:
    from ratefloat.policy.decision import clause_text

    counts: Counter[str] = Counter()
    for code, count in zip(*np.unique(rating.outcomes.reason[rating.rated], return_counts=True), strict=True):
        for clause in dict.fromkeys(clause_text(note) for note in rating.outcomes.reasons[int(code)]):
            counts[clause] += int(count)
    return tuple(counts.most_common())


def _refusals(rating: Rating) -> tuple[tuple[str, int], ...]:
    """The reasons of refused employers, alike ones together: without rows, ids, numbers and advice."""
    return tuple(Counter(_kind(reason) for reason in rating.refused["reason"]).most_common())


def _kind(reason: str) -> str:
    said = reason.partition("; ")[0]
    said = re.sub(r"^(\w+) row [\d,]+: (\w+) '[^']*': ", r"\1 \2: ", said)
    said = re.sub(r"^(\w+) row [\d,]+: ", r"\1: ", said)
    said = re.sub(r" ?\([^)]*\)", "", said)
    return re.sub(r"'?\b[A-Z]?\d[\d.,-]*\b'?", "*", said)[:110].strip()



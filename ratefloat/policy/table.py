"""The finite law as a table for people: one row a case, neighbours that decide alike merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import UncoveredError
from ratefloat.policy.decision import clause_text
from ratefloat.policy.derive import Derived, Link, derive
from ratefloat.rules.domain import BENEFITS_WITHOUT_PREMIUM, NO_PREMIUM, Cell
from ratefloat.rules.interval import between
from ratefloat.rules.words import value_words

if TYPE_CHECKING:
    import pandas as pd

    from ratefloat.policy.document import FloatPolicy

ANY = "any"


@dataclass(frozen=True)
class TableRow:
    """One case: the text of each indicator's cells, the results, and the clauses that led there."""

    case: tuple[str, ...]
    results: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class DecisionTable:
    """A policy's table up to the factor, in one or more links, and the rules of the rate stage in words."""

    policy_id: str
    derived: Derived
    links: tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[TableRow, ...]], ...]
    then: tuple[str, ...]

    def to_frame(self, link: int = 0) -> pd.DataFrame:
        """One link as a pandas frame of text: the indicators, the results, the clauses."""
        import pandas as pd

        names, results, rows = self.links[link]
        cells = [[*row.case, *row.results, "; ".join(row.clauses)] for row in rows]
        return pd.DataFrame(cells, columns=[*names, *results, "clauses"])

    def __str__(self) -> str:
        blocks = []
        for names, results, rows in self.links:
            lines = [[*names, *results, "clauses"], *([*r.case, *r.results, "; ".join(r.clauses)] for r in rows)]
            widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
            padded = ["  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines]
            blocks.append("\n".join(padded))
        after = "\n".join(f"then {text}" for text in self.then)
        return "\n\n".join([f"{self.policy_id}: {self.derived.cells:,} cases", *blocks, after]).rstrip()

    __repr__ = __str__

    def _repr_html_(self) -> str:
        frames = [self.to_frame(i).to_html(index=False) for i in range(len(self.links))]
        return "".join([*frames, *(f"<p>then {text}</p>" for text in self.then)])


def decision_table(policy: FloatPolicy, on: date | str | None) -> DecisionTable:
    """The table of a policy on a day (by default the first of its effective period).

    Raises:
        UncoveredError: the rule reads exact numbers and has no finite table.
    """
    moment = policy.effective.start if on is None else policy.require_in_force(on)
    derived = derive(policy, moment)
    if derived.tail and not derived.links:
        raise UncoveredError(f"policy {policy.id}: its rule reads exact numbers and has no finite table")
    links = tuple(_link(link, derived) for link in derived.links)
    rest = derived.tail or derived.rate_parts
    then = tuple(
        part.rule.words("en", part.after) + (f" ({part.rule.clause.en})" if part.rule.clause else "") for part in rest
    )
    return DecisionTable(policy.id, derived, links, then)


def _link(link: Link, derived: Derived) -> tuple[tuple[str, ...], tuple[str, ...], tuple[TableRow, ...]]:
    keys = link.next.astype(np.int64) * (len(link.reason_sets) * 256) + link.reasons * 256 + link.refused
    names = ("from", *link.names) if len(link.before) > 1 else link.names
    cells = (tuple(Cell(_state_text(s), s) for s in link.before), *link.cells)
    array = keys.reshape(link.shape)
    if len(link.before) == 1:
        array, cells = array[0], cells[1:]
    shown = [i for i, name in enumerate(("rated class", "step", "factor")) if link.after[0][i] is not None]
    results = tuple(("rated class", "step", "factor")[i] for i in shown) or ("value",)
    rows = [
        TableRow(case, *_result(link, derived, key, shown)) for case, key in _merged(array, cells)
    ]
    return names, results, tuple(rows)


def _state_text(state: tuple[Any, ...]) -> str:
    risk_class, step, factor, value = state
    shown = value if value is not None else factor if factor is not None else step if step is not None else risk_class
    return str(shown)


def _result(link: Link, derived: Derived, key: int, shown: Sequence[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    state, rest = divmod(key, len(link.reason_sets) * 256)
    reason, refused = divmod(rest, 256)
    clauses = tuple(dict.fromkeys(clause_text(link.notes[i]) for i in link.reason_sets[reason]))
    if refused:
        return tuple("refused" for _ in shown or [0]), (derived.refusals[refused - 1],)
    outcome = link.after[state]
    if not shown:
        return (str(outcome[3]),), clauses
    stages = ("class", "step", "factor")
    return tuple(value_words(outcome[i], stages[i], "en") for i in shown if outcome[i] is not None), clauses  # type: ignore[arg-type]


def _merged(array: NDArray[np.int64], cells: Sequence[Sequence[Cell]]) -> Iterator[tuple[tuple[str, ...], int]]:
    """The cases of an array of outcomes, equal neighbours along each axis merged, from the first axis on."""
    if array.size and (array == array.flat[0]).all():
        yield tuple(ANY for _ in cells), int(array.flat[0])
        return
    start = 0
    for stop in range(1, len(array) + 1):
        if stop < len(array) and np.array_equal(array[stop], array[start]):
            continue
        text = _span(cells[0], start, stop)
        for rest, key in _merged(array[start], cells[1:]):
            yield (text, *rest), key
        start = stop


def _span(cells: Sequence[Cell], start: int, stop: int) -> str:
    """The text of neighbouring cells together."""
    if stop - start == len(cells):
        return ANY
    chosen = cells[start:stop]
    named = [cell.text for cell in chosen if cell.interval is None]
    if len(named) > 1 and set(named) == {NO_PREMIUM, BENEFITS_WITHOUT_PREMIUM}:
        named = [NO_PREMIUM]
    ordered = [cell for cell in chosen if cell.interval is not None]
    return " or ".join([*named, *([_joined(ordered)] if ordered else [])])


def _joined(cells: Sequence[Cell]) -> str:
    """The text of ordered neighbours: an interval, or "2 to 8" of whole numbers."""
    first, last = cells[0], cells[-1]
    if len(cells) == 1:
        return first.text
    texts = first.text + last.text
    if "%" in texts or "‰" in texts or "(" in texts or "[" in texts:
        assert first.interval is not None and last.interval is not None
        unit = "%" if "%" in texts else "‰" if "‰" in texts else ""
        return between(first.interval.start, last.interval.stop).text(unit)
    low, high = first.text.split(" to ")[0], last.text.split(" to ")[-1]
    return f">= {low}" if high.startswith(">=") else f"{low} to {high}"

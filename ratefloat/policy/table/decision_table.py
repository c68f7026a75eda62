"""The finite law as a table for people: one row a case, neighbours that decide alike merged."""

from __future__ import annotations

import html
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ratefloat.errors import UncoveredError
from ratefloat.policy.derive import Derived, Link, derive
from ratefloat.policy.table.merging import boxes
from ratefloat.policy.table.whole import impossible
from ratefloat.policy.table.words import RESULTS, named, result_words, said, span_text
from ratefloat.rules.domain import Cell
from ratefloat.tables.glossary import term
from ratefloat.tables.words import in_language

if TYPE_CHECKING:
    import pandas as pd

    from ratefloat.policy.document import FloatPolicy


@dataclass(frozen=True)
class TableRow:
    """One case: the text of each indicator's cells, the results, and the clauses that led there."""

    case: tuple[str, ...]
    results: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class DecisionTable:
    """A policy's table up to the factor, in one or more links, and the rules of the rate stage in words.

    Cases that no history can be in, as the indicators are defined, are left out. What is written to a file
    holds every case and the rates of every area: `ratefloat.policy.table.export.read_table` reads it back.
    """

    policy_id: str
    derived: Derived
    links: tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[TableRow, ...]], ...]
    then: tuple[str, ...]
    policy: FloatPolicy = field(repr=False)
    on: date
    lang: str = "en"

    def to_frame(self, link: int = 0) -> pd.DataFrame:
        """One link as a pandas frame of text: the indicators, the results, the clauses."""
        import pandas as pd

        names, results, rows = self.links[link]
        cells = [[*row.case, *row.results, self._clauses(row)] for row in rows]
        return pd.DataFrame(cells, columns=[*names, *results, said("clauses", self.lang)])

    def to_csv(self, path: Path | str) -> Path:
        """The file into which the whole law was written: CSV, every case, rates included, exact text."""
        from ratefloat.policy.table.export import write_table

        return write_table(self, Path(path), "csv")

    def to_excel(self, path: Path | str) -> Path:
        """The same as a workbook, a sheet a table, all cells text; needs the extra `excel`."""
        from ratefloat.policy.table.export import write_table

        return write_table(self, Path(path), "xlsx")

    def to_json(self, path: Path | str) -> Path:
        """The same as JSON."""
        from ratefloat.policy.table.export import write_table

        return write_table(self, Path(path), "json")

    def __str__(self) -> str:
        blocks = [f"{self.policy_id}: {in_language(self.lang, f'{self.derived.cells:,} cases', self._cases_zh)}"]
        for names, results, rows in self.links:
            lines = [[*names, *results, said("clauses", self.lang)]]
            lines += [[*row.case, *row.results, self._clauses(row)] for row in rows]
            widths = [max(_width(line[i]) for line in lines) for i in range(len(lines[0]))]
            padded = ["  ".join(map(_pad, line, widths)).rstrip() for line in lines]
            blocks.append("\n".join(padded))
        return "\n\n".join([*blocks, "\n".join(self._after)]).rstrip()

    __repr__ = __str__

    def _repr_html_(self) -> str:
        caption = f"<p>{html.escape(str(self).splitlines()[0])}</p>"
        frames = [self.to_frame(i).to_html(index=False, border=0) for i in range(len(self.links))]
        return "".join([caption, *frames, *(f"<p>{html.escape(text)}</p>" for text in self._after)])

    @property
    def _after(self) -> list[str]:
        return [f"{in_language(self.lang, 'then ', '然后：')}{text}" for text in self.then]

    @property
    def _cases_zh(self) -> str:
        return f"{self.derived.cells:,} 种情形"

    def _clauses(self, row: TableRow) -> str:
        return in_language(self.lang, "; ", "；").join(row.clauses)


def decision_table(policy: FloatPolicy, on: date | str | None, lang: str = "en") -> DecisionTable:
    """The table of a policy on a day (by default the first of its effective period).

    Raises:
        UncoveredError: the rule reads exact numbers and has no finite table.
    """
    moment = policy.effective.start if on is None else policy.require_in_force(on)
    derived = derive(policy, moment)
    if derived.tail and not derived.links:
        raise UncoveredError(f"policy {policy.id}: its rule reads exact numbers and has no finite table")
    links = tuple(_link(policy, link, derived, lang) for link in derived.links)
    then = tuple(
        part.rule.words(lang, part.after) + _bracketed(part.rule.clause, lang)
        for part in derived.tail or derived.rate_parts
    )
    return DecisionTable(policy.id, derived, links, then, policy, moment, lang)


def _bracketed(clause: Any, lang: str) -> str:
    return in_language(lang, f" ({clause.text('en')})", f"（{clause.text('zh')}）") if clause else ""


def _link(
    policy: FloatPolicy, link: Link, derived: Derived, lang: str
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[TableRow, ...]]:
    keys = outcome_keys(link).reshape(link.shape)
    cares = ~impossible(policy, link)
    names = tuple(named(policy, name, lang) for name in link.names)
    cells: tuple[tuple[Cell, ...], ...] = link.cells
    if len(link.before) == 1:
        keys, cares = keys[0], cares[0]
    else:
        names = (said("from", lang), *names)
        cells = (tuple(Cell(_state_text(state), state) for state in link.before), *cells)
    shown = [i for i in range(len(RESULTS)) if link.after[0][i] is not None]
    heads = [RESULTS[i] for i in shown] or [link.parts[-1].after or "value"]
    results = tuple(in_language(lang, head, term(head.replace(" ", "_"), "zh")) for head in heads)
    rows = [
        TableRow(
            tuple(span_text(own, *ends, lang) for own, ends in zip(cells, box, strict=True)),
            *_result(link, derived, key, shown, lang),
        )
        for box, key in boxes(keys, cares)
    ]
    return names, results, tuple(rows)


def outcome_keys(link: Link) -> np.ndarray[Any, np.dtype[np.int64]]:
    """One number for all that a case leads to: state, reasons and refusal; see `outcome_of`."""
    return link.next.astype(np.int64) * (len(link.reason_sets) * 256) + link.reasons * 256 + link.refused


def outcome_of(link: Link, key: int) -> tuple[int, int, int]:
    """The state, the number of the set of reasons, and the refusal (0: none) behind a key."""
    state, rest = divmod(key, len(link.reason_sets) * 256)
    return state, *divmod(rest, 256)


def link_clauses(link: Link, reason: int, lang: str) -> tuple[str, ...]:
    """The clauses of a set of effective rules, each once; the rule's own word where it has none."""
    rules = (link.notes[place].rule for place in link.reason_sets[reason])
    return tuple(dict.fromkeys(rule.clause.text(lang) if rule.clause else str(rule.kind) for rule in rules))


def _state_text(state: tuple[Any, ...]) -> str:
    risk_class, step, factor, value = state
    shown = value if value is not None else factor if factor is not None else step if step is not None else risk_class
    return str(shown)


def _result(
    link: Link, derived: Derived, key: int, shown: list[int], lang: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    state, reason, refused = outcome_of(link, key)
    if refused:
        return tuple(said("refused", lang) for _ in shown or [0]), (derived.refusals[refused - 1],)
    clauses, outcome = link_clauses(link, reason, lang), link.after[state]
    if not shown:
        assert outcome[3] is not None
        return (result_words(outcome[3], str(link.parts[-1].after), lang),), clauses
    return tuple(result_words(value, RESULTS[i], lang) for i in shown if (value := outcome[i]) is not None), clauses


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))

"""A decision table as it stands in a file: everything as text, each indicator described, every case held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from ratefloat.policy.derive import Link, Outcome
from ratefloat.policy.table.decision_table import DecisionTable, link_clauses, outcome_keys, outcome_of
from ratefloat.policy.table.merging import Box, boxes
from ratefloat.policy.table.tokens import joined, quoted
from ratefloat.policy.table.whole import GROUP, Whole, impossible, whole
from ratefloat.policy.table.words import ANY, named, share_text, span_parts
from ratefloat.rules.domain import Boolean, Category, Cell, Choice, Domain, Integer, Ratio

if TYPE_CHECKING:
    from ratefloat.policy.document import FloatPolicy

FORMAT = "ratefloat table 1"
SHARES = ("factor", "rate")
OTHER = "any other"
ELSEWHERE = "elsewhere"
FEW = 3
OR = " or "


@dataclass(frozen=True)
class Described:
    """An indicator of the table: its kind, unit and possible values, and its name in words.

    `kind` is "ratio", "whole number", "one of", "yes or no", "word", "area", "tier" or "area and tier".
    """

    name: str
    kind: str
    unit: str
    values: str
    label: str


@dataclass(frozen=True)
class WrittenRow:
    """One row: the results before it, the case, the results, the clauses, or why it is refused.

    `possible` is "no" where the indicators, as the policy defines them, can not be in this case together.
    """

    before: tuple[str, ...]
    case: tuple[str, ...]
    results: tuple[str, ...]
    clauses: str
    refused: str
    possible: str


@dataclass(frozen=True)
class Block:
    """One table of the chain; its `before` columns are the results of the table before it."""

    before: tuple[str, ...]
    names: tuple[str, ...]
    results: tuple[str, ...]
    rows: tuple[WrittenRow, ...]


@dataclass(frozen=True)
class WrittenTable:
    """A whole law in text: which policy and day, its indicators, its tables, and what no table holds."""

    policy: str
    hash: str
    title: str
    on: str
    lang: str
    indicators: tuple[Described, ...]
    blocks: tuple[Block, ...]
    rest: tuple[str, ...]


def written_table(table: DecisionTable) -> WrittenTable:
    """The text of a policy's table, with the rates of every area and tier.

    Raises:
        UncoveredError: no base rates cover the day.
    """
    policy, lang = table.policy, table.lang
    law = whole(policy, table.on)
    names = dict.fromkeys(name for link in law.links for name in link.names)
    indicators = tuple(_described(policy, law, name, lang) for name in names)
    blocks = tuple(
        _block(policy, law, link, previous if len(link.before) > 1 else None, lang)
        for previous, link in zip((None, *law.links), law.links, strict=False)
    )
    rest = tuple(part.rule.words(lang, part.after) for part in law.rest)
    return WrittenTable(
        policy.id, policy.hash, policy.title.text(lang), str(table.on), lang, indicators, blocks, rest
    )


def group_name(groups: Sequence[tuple[str | None, str | None]]) -> str:
    """What tells the base groups apart: "area", "tier" or "area and tier"."""
    areas, tiers = ({pair[place] for pair in groups} != {None} for place in (0, 1))
    return "area and tier" if areas and tiers else "tier" if tiers else "area"


def place_text(pair: tuple[str | None, str | None]) -> str | None:
    """An area and tier as one text; None for places without rows of their own."""
    return " / ".join(name for name in pair if name is not None) or None


def _place(pair: tuple[str | None, str | None], by: str) -> str:
    text = place_text(pair)
    return ELSEWHERE if text is None else quoted(text, by)


def _described(policy: FloatPolicy, law: Whole, name: str, lang: str) -> Described:
    if name == GROUP:
        kind = group_name(law.groups)
        return Described(kind, kind, "", "; ".join(_place(pair, "; ") for pair in law.groups), kind)
    return Described(name, *_kind(law.domains[name]), named(policy, name, lang))


def _kind(domain: Domain) -> tuple[str, str, str]:
    if isinstance(domain, Ratio):
        return "ratio", domain.unit, "0 or more"
    if isinstance(domain, Integer):
        end = " or more" if domain.greatest is None else f" to {domain.greatest}"
        return "whole number", domain.unit, f"{domain.least}{end}"
    if isinstance(domain, Choice):
        return "one of", "", "; ".join(map(str, domain.values))
    if isinstance(domain, Boolean):
        return "yes or no", "", "yes; no"
    assert isinstance(domain, Category)
    return "word", "", joined(domain.values, "; ")


def result_names(link: Link) -> tuple[tuple[str, int], ...]:
    """The results that a link gives, each with its place in an outcome; a value without a name has its stage's."""
    present = [(name, i) for i, name in enumerate(("rated class", "step", "factor")) if link.after[0][i] is not None]
    if link.after[0][3] is None:
        return tuple(present)
    stage = link.parts[-1].after
    taken = stage in {name for name, _ in present}
    return (*present, (f"running {stage}" if taken else stage, 3))


def result_text(name: str, value: Fraction) -> str:
    """A result as exact text: a class, a step with its sign, a factor or rate in percent."""
    if name.removeprefix("running ") in SHARES:
        return share_text(value, places=2 if name == "rate" else 0)
    return f"{'+' if name.endswith('step') and value > 0 else ''}{value}"


def _outcome(names: Sequence[tuple[str, int]], state: Outcome) -> tuple[str, ...]:
    texts = []
    for name, place in names:
        value = state[place]
        assert value is not None
        texts.append(result_text(name, value))
    return tuple(texts)


def _block(policy: FloatPolicy, law: Whole, link: Link, previous: Link | None, lang: str) -> Block:
    keys, never = outcome_keys(link).reshape(link.shape), impossible(policy, link)
    results = result_names(link)
    before = () if previous is None else result_names(previous)
    states = [_outcome(before, state) for state in link.before]
    rows = []
    for box, key in boxes(keys, np.ones_like(never)):
        state, reason, refused = outcome_of(link, key)
        outcome = tuple("" for _ in results) if refused else _outcome(results, link.after[state])
        made = WrittenRow(
            before=(), case=_case(law, link, box[1:]), results=outcome,
            clauses="" if refused else joined(link_clauses(link, reason, lang), "; "),
            refused=law.refusals[refused - 1] if refused else "",
            possible="no" if never[tuple(slice(*ends) for ends in box)].all() else "yes",
        )
        rows += [replace(made, before=given) for given in _given(states, *box[0])]
    names = tuple(group_name(law.groups) if name == GROUP else name for name in link.names)
    return Block(tuple(name for name, _ in before), names, tuple(name for name, _ in results), tuple(rows))


def _given(texts: Sequence[tuple[str, ...]], start: int, stop: int) -> Iterator[tuple[str, ...]]:
    if stop - start == len(texts):
        yield tuple(ANY for _ in texts[0])
        return
    yield from texts[start:stop]


def _case(law: Whole, link: Link, box: Box) -> tuple[str, ...]:
    return tuple(
        ANY if stop - start == len(cells) else OR.join(_parts(law, name, cells, (start, stop)))
        for name, cells, (start, stop) in zip(link.names, link.cells, box, strict=True)
    )


def _parts(law: Whole, name: str, cells: Sequence[Cell], ends: tuple[int, int]) -> list[str]:
    chosen, domain = cells[slice(*ends)], law.domains[name]
    if name == GROUP:
        starts = [*(cell.sample for cell in cells), len(law.groups)]
        return [_place(law.groups[group], OR) for group in range(starts[ends[0]], starts[ends[1]])]
    if isinstance(domain, Category):
        return [word for cell in chosen for word in _words(domain, cells, cell)]
    return span_parts(chosen)


def _words(domain: Category, cells: Sequence[Cell], cell: Cell) -> list[str]:
    """The words of a case: its own, or for the last one all that have no case of their own."""
    if cell.text == cell.sample:
        return [quoted(cell.sample, OR)]
    named = {own.sample for own in cells if own is not cell}
    rest = [word for word in domain.values if word not in named]
    return [quoted(word, OR) for word in rest] if len(rest) <= FEW else [OTHER]

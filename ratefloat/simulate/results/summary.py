"""A run in a page: what each policy did, each figure with its error and its range."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from ratefloat.simulate.results.draws import Draws, FloatArray
from ratefloat.simulate.results.frames import Cut, Reader, cells
from ratefloat.simulate.results.quantity import Quantity, quantity
from ratefloat.simulate.results.words import MILLION, figure
from ratefloat.simulate.run import PolicyRun, Run
from ratefloat.units import MINOR_UNITS

if TYPE_CHECKING:
    import pandas as pd

SHOWN = (
    "true injuries per 1000 insured", "reported injuries per 1000 insured", "hidden share", "deaths", "premium",
    "off-balance", "fines", "benefits paid", "outgo", "prevention money", "reserve", "reserve months", "share up",
    "share down",
)
COMPARED = "true injuries per 1000 insured"
READING = "value ± Monte Carlo standard error [5% .. 95% over the evidence sets]"


@dataclass(frozen=True)
class Block:
    """One quantity: a row a policy, its figure in the last year and over all years."""

    title: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, eq=False)
class Summary:
    """The summary of a run; as text or, in a notebook, as a table."""

    title: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[str, str]
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    frame: pd.DataFrame

    def __str__(self) -> str:
        width = max(16, *(len(name) + 2 for name, _ in self.facts))
        lines = [self.title, *(f"  {name:<{width}}{value}" for name, value in self.facts), "", READING]
        widths = [max(len(row[i]) for block in self.blocks for row in block.rows) for i in range(3)]
        first = max(widths[0] + 2, *(len(block.title) for block in self.blocks))
        middle = max(widths[1], len(self.columns[0]))
        lines += ["", f"{'':<{first}}  {self.columns[0]:<{middle}}  {self.columns[1]}".rstrip()]
        for block in self.blocks:
            lines.append(block.title)
            lines += [f"{f'  {name}':<{first}}  {last:<{middle}}  {every}".rstrip() for name, last, every in block.rows]
        if self.notes:
            lines += ["", "notes", *(f"  {note}" for note in self.notes)]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        facts = "".join(f"<li>{escape(name)}: {escape(value)}</li>" for name, value in self.facts)
        head = "".join(f"<th>{escape(text)}</th>" for text in ("", *self.columns))
        body = "".join(
            f'<tr><th colspan="3">{escape(block.title)}</th></tr>'
            + "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in block.rows)
            for block in self.blocks
        )
        notes = "".join(f"<li>{escape(note)}</li>" for note in self.notes)
        return (
            f"<p>{escape(self.title)}</p><ul>{facts}</ul><p>{escape(READING)}</p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><ul>{notes}</ul>"
        )


def summarise(run: Run) -> Summary:
    """The summary of a run: of the last year and of all years of the policies."""
    import pandas as pd

    blocks, frames = [], []
    for title, asked, last, every in _figures(run):
        blocks.append(Block(title, tuple(
            (name, _text(asked, last[name]), "" if asked.state else _text(asked, every[name])) for name in last
        )))
        frames += [
            (title, name, when, *cells(found[name])[0])
            for when, found in (("last year", last), ("all years", every)) for name in found
        ]
    columns = ["quantity", "policy", "years", "value", "error", "low", "median", "high"]
    return Summary(
        _title(run), _facts(run), (year_text(run, run.years - 1), f"all {run.years} years"), tuple(blocks),
        notes(run), pd.DataFrame(frames, columns=columns),
    )


Found = dict[str, Draws]


def _figures(run: Run) -> Iterator[tuple[str, Quantity, Found, Found]]:
    by_year, by_policy = (
        {name: Reader(run, name, Cut.of(run, by, None)) for name in run.policies}
        for by in (("policy", "year"), ("policy",))
    )
    for name in SHOWN:
        asked = quantity(name)
        last = {policy: reader.draws(asked).at((slice(-1, None),)) for policy, reader in by_year.items()}
        every = {policy: reader.draws(asked) for policy, reader in by_policy.items()}
        yield _named(asked, run), asked, last, every
        if name == COMPARED and len(run.policies) > 1:
            first = next(iter(run.policies))
            against = Quantity(name, "", unit="share")
            yield f"{name}, against {first}", against, _against(last, first), _against(every, first)


def _against(found: Found, first: str) -> Found:
    return {name: one.with_(_change, found[first]) for name, one in found.items() if name != first}


def _change(one: FloatArray, other: FloatArray) -> FloatArray:
    return np.asarray(one / other - 1)


def _named(asked: Quantity, run: Run) -> str:
    return f"{asked.name}, million {run.currency}" if asked.money else asked.name


def _text(asked: Quantity, found: Draws) -> str:
    numbers = cells(found)[0]
    return "-" if np.isnan(numbers[0]) else figure(asked, numbers)


def _title(run: Run) -> str:
    what = "one policy" if len(run.policies) == 1 else f"{len(run.policies)} policies"
    return f"{what} over {run.portfolio}, {run.years} years"


def year_text(run: Run, year: int) -> str:
    """A year of the run in words."""
    return f"year {year}" if run.first_year is None else f"year {year} ({run.first_year + year})"


def _facts(run: Run) -> tuple[tuple[str, str], ...]:
    sets = f"{len(run.sets)}, of {run.evidence_replicates} replicates each" if len(run.sets) else "none"
    return (
        ("seed", str(run.seed)), ("replicates", str(run.replicates)), ("evidence sets", sets),
        ("behaviour", run.behaviour), ("portfolio", f"{run.portfolio} ({run.fingerprint[:16]})"),
        ("fund at start", _fund(run)),
        *((name, _policy(one)) for name, one in run.policies.items()),
    )


def _fund(run: Run) -> str:
    """The fund before year 0, and what it pays for older cases on top of the benefits paid of the run."""
    scale = MILLION / 10.0 ** MINOR_UNITS.get(run.currency, 2)
    stock = [run.fund.stock[min(t, len(run.fund.stock) - 1)] for t in range(run.years)]
    reserve, first, last = (f"{money * scale:,.1f}" for money in (run.fund.reserve, stock[0], stock[-1]))
    old = first if first == last else f"{first} in year 0 to {last} in year {run.years - 1}"
    return f"reserve {reserve} million {run.currency}, and each year {old} to be paid for older cases"


def _policy(one: PolicyRun) -> str:
    every = "year" if one.cycle == 1 else f"{one.cycle} years"
    return f"{one.id} ({one.hash[:16]}), review every {every}"


def _noise(run: Run) -> str:
    """How much luck there is in the ranges."""
    few, every = run.evidence_replicates, run.replicates
    drawn = f"{few} replicate{'s' * (few > 1)} of each evidence set, on the luck of the same of the central run"
    if few >= every:
        return f"ranges come from {drawn}: they carry about the Monte Carlo error of the central figures"
    return (
        f"ranges come from {drawn}, of its {every}: those of rare events, such as deaths, carry that noise; more "
        f"evidence replicates lessen it"
    )


def notes(run: Run) -> tuple[str, ...]:
    """What a reader must know before he trusts the figures."""
    found = []
    if run.replicates < 2:
        found.append("one replicate: the Monte Carlo error is unknown; run two or more")
    if not len(run.parameters):
        found.append("the behaviour has no parameters: there is no range over the evidence")
    elif not len(run.sets):
        found.append("no evidence sets: the range over the evidence is unknown")
    else:
        found.append(_noise(run))
    guesses = [str(name) for name in run.parameters.index[run.parameters["mark"] == "U"]]
    if guesses:
        found.append(f"guesses that rest on no study in hand (mark U): {', '.join(guesses)}")
    taken: dict[str, list[str]] = {}
    for name, one in run.policies.items():
        for text in one.assumptions:
            taken.setdefault(text, []).append(name)
    found += [f"{', '.join(names)}: {text}" for text, names in taken.items()]
    return (*found, *run.notes)

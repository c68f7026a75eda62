"""What a portfolio reads of a book: employers, heads, wages, cases and payments, and who can not be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DataError
from ratefloat.history.book import Book
from ratefloat.history.channels import benefits, cases, head_months, months_insured, payroll
from ratefloat.history.channels.base import Channel
from ratefloat.history.dates import Dates
from ratefloat.history.evaluate import evaluate
from ratefloat.history.filled import Channels
from ratefloat.periods import Period, Span, Window, month_of
from ratefloat.rules.column import CategoryColumn, IntegerColumn

Ints = NDArray[np.int64]
SHOWN, REASONS = 3, 8
"""How many employers of a reason are named, and how many reasons."""


@dataclass(frozen=True, eq=False)
class Records:
    """The employers of a book that can be read; arrays have shape (employers,).

    `row` is their place in the book. `head_years` and `cases` are of the years of experience, `heads`, `wage` (per
    head and year, minor units) and `paid` (benefits, minor units) of the last twelve months; `joined` is the month
    of participation. `outcomes` counts cases by grade 1 to 10, then deaths, shape (11,). `notes` tell who is left
    out.
    """

    row: Ints
    risk_class: NDArray[np.int8]
    area: NDArray[np.object_]
    joined: Ints
    heads: Ints
    wage: Ints
    head_years: NDArray[np.float64]
    cases: Ints
    paid: Ints
    outcomes: Ints
    notes: tuple[str, ...]


def read(book: Book, on: date, *, experience: int, area: str | None) -> Records:
    """The records of a book before a day; see `Portfolio.from_book`.

    Raises:
        DataError: nobody can be read.
    """
    window = Window(months=12 * experience).before(on)
    states = evaluate({}, ["risk_class", "area"], book, Dates(on, Period(on), on, window))
    classes, areas = states.columns["risk_class"], states.columns["area"]
    assert isinstance(classes, IntegerColumn) and isinstance(areas, CategoryColumn)
    of_area = np.asarray([areas.categories[code] for code in areas.codes], dtype=object)
    last = Span(window.end - 12, window.end)
    sums = _sums(book, on, {
        "payroll": (payroll(), last), "head_months": (head_months(), last), "months": (months_insured(), last),
        "exposed": (head_months(), window), "cases": (cases(), window), "paid": (benefits(), last),
    })
    found, refused = sums.found, {**sums.refused, **states.refused}
    wrong = [refused.get(row, "") for row in range(len(book))]
    for reason, out in (
        (f"not of area {area}", of_area != area if area is not None else np.zeros(len(book), dtype=bool)),
        (f"gone before {on}", _gone(book, on)),
        (
            f"no insured heads or wages in the year before {on}",
            (found["head_months"] <= 0) | (found["payroll"] <= 0) | (found["months"] <= 0),
        ),
    ):
        wrong = [old or (reason if no else "") for old, no in zip(wrong, out.tolist(), strict=True)]
    row = np.flatnonzero([not reason for reason in wrong])
    if not len(row):
        raise DataError(f"book: no employer can be read on {on}; {'; '.join(_left_out(book, wrong)) or 'it is empty'}")
    months = found["months"][row]
    joined = book.tables["employers"].days("participation")[row].astype("datetime64[M]").astype(np.int64) + 1970 * 12
    return Records(
        row=row, risk_class=classes.values[row].astype(np.int8), area=of_area[row], joined=joined,
        heads=np.maximum(np.rint(found["head_months"][row] / months), 1).astype(np.int64),
        wage=np.maximum(np.rint(12 * found["payroll"][row] / found["head_months"][row]), 1).astype(np.int64),
        head_years=found["exposed"][row] / 12, cases=found["cases"][row], paid=found["paid"][row],
        outcomes=_outcomes(book, on, window, row), notes=tuple(_left_out(book, wrong)),
    )


@dataclass(frozen=True)
class _Sums:
    found: Mapping[str, Ints]
    refused: Mapping[int, str]


def _sums(book: Book, on: date, asked: Mapping[str, tuple[Channel, Span]]) -> _Sums:
    channels = Channels.fill(book, asked.values(), on=on)
    found, refused = {}, dict[int, str]()
    for name, (channel, span) in asked.items():
        found[name], wrong = channels.total(channel, span)
        refused |= wrong
    return _Sums(found, refused)


def _outcomes(book: Book, on: date, window: Span, row: Ints) -> Ints:
    kinds = {f"grade {grade}": cases("graded", grades=(grade, grade)) for grade in range(1, 11)}
    sums = _sums(book, on, {name: (kind, window) for name, kind in {**kinds, "death": cases("death")}.items()})
    return np.asarray([counted[row].sum() for counted in sums.found.values()], dtype=np.int64)


def _gone(book: Book, on: date) -> NDArray[np.bool_]:
    """Whose last exposure ends before the day, and before the last of the book."""
    exposure = book.tables["exposure"]
    last = np.full(len(book), -1, dtype=np.int64)
    if len(exposure):
        ends = exposure.days("end").astype("datetime64[M]").astype(np.int64) + 1970 * 12
        np.maximum.at(last, exposure.owners(), ends)
    return np.asarray(last < min(month_of(on), int(last.max(initial=0))))


def _left_out(book: Book, wrong: list[str]) -> list[str]:
    by_reason: dict[str, list[str]] = defaultdict(list)
    for row, reason in enumerate(wrong):
        if reason:
            by_reason[reason].append(str(book.ids[row]))
    ordered = sorted(by_reason.items(), key=lambda item: -len(item[1]))
    notes = [
        f"left out: {len(ids):,} employers ({', '.join(ids[:SHOWN])}{', ...' if len(ids) > SHOWN else ''}): {reason}"
        for reason, ids in ordered[:REASONS]
    ]
    rest = sum(len(ids) for _, ids in ordered[REASONS:])
    return [*notes, *([f"left out: {rest:,} employers for {len(ordered) - REASONS} other reasons"] if rest else [])]

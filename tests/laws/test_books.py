"""Books rated from their records: the library against a plain program, employer by employer."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from oracle.books import rated
from oracle.law import Result

import ratefloat as rf
from laws.book_policies import POLICIES
from laws.random_books import frames, random_tables, shuffled
from ratefloat.rules.column import Column, RatioColumn
from ratefloat.units import exact

CASES = [(policy, start) for start, policies in POLICIES.items() for policy in policies]


def seen(column: Column) -> list[Any]:
    """The values of a column: a ratio as a fraction, None without one."""
    if isinstance(column, RatioColumn):
        pairs = zip(column.numbers().numbers(), column.has_value().tolist(), strict=True)
        return [number if value else None for number, value in pairs]
    try:
        return list(column.numbers().numbers())
    except ValueError:
        return column.holds().tolist()


def meant(value: Any) -> Any:
    """What the oracle says, as the library shows it."""
    if isinstance(value, tuple):
        return Fraction(*value) if value[1] else None
    return value


def outcomes(rating: rf.Rating) -> dict[str, tuple[Any, Any] | str]:
    """Step and rate of every employer, or that it has none."""
    frame = rating.to_frame()
    return {
        row.employer: "refused" if row.refused is not None else (int(row.step), exact(row.rate))
        for row in frame.itertuples()
    }


@pytest.mark.parametrize(("policy", "start"), CASES, ids=[policy.id for policy, _ in CASES])
@pytest.mark.parametrize("seed", range(16))
def test_a_book_is_rated_as_a_plain_program_rates_it(policy: rf.FloatPolicy, start: str, seed: int) -> None:
    tables = random_tables(seed)
    book = rf.Book.from_frames(**frames(tables))
    assert book.found == ()
    rating = rf.rate(policy, book, on=start)
    answers, values = rated(policy.document(), tables, start)
    refused = dict(zip(book.ids, map(rating.refusals.get, range(len(book))), strict=True))
    records = {name for name, answer in answers.items() if answer == "records"}
    for name, column in rating.columns.items():
        if name in policy.indicator_map or name in ("prior_step", "risk_class"):
            found = dict(zip(book.ids.tolist(), seen(column), strict=True))
            wrong = {
                id: (found[id], meant(row[name])) for id, row in values.items()
                if id not in records and found[id] != meant(row[name])
            }
            assert wrong == {}, (name, refused)
    expected = {
        id: (answer.step, answer.rate) if isinstance(answer, Result) else "refused" for id, answer in answers.items()
    }
    assert outcomes(rating) == expected, refused
    other = rf.rate(policy, rf.Book.from_frames(**frames(shuffled(seed, tables))), on=start)
    assert outcomes(other) == expected
    assert other.book.hash() == book.hash()


def test_random_books_have_what_they_should() -> None:
    """Every kind of answer and record occurs, so that agreement means something."""
    said: set[Any] = set()
    for seed in range(16):
        for policy, start in CASES:
            answers, _ = rated(policy.document(), random_tables(seed), start)
            said |= {a.step if isinstance(a, Result) else a for a in answers.values()}
    assert said >= {-2, -1, 0, 1, 2, "records"}

"""Successions: a cycle costs its members only, and insurance goes on in every heir."""

from __future__ import annotations

import pandas as pd

from history.books import claims, employers, exposure
from ratefloat.history import Book, payroll
from ratefloat.history.channels import months_insured
from ratefloat.history.fill import fill
from ratefloat.periods import Span

TWO_YEARS = Span(2022 * 12, 2024 * 12)


def book() -> Book:
    """O gives 60 % to P and 40 % to Q at the end of 2022; X and Y name each other; Z follows Y."""
    ids = ("O", "P", "Q", "X", "Y", "Z", "A")
    people = employers(*ids, predecessors=["", "O:0.6", "O:0.4", "Y:0.5", "X:1", "Y:0.5", ""])
    years = pd.concat([exposure("O", years=(2022,)), exposure("P", "Q", years=(2023,)), exposure("X", "Y", "Z", "A")])
    return Book.from_frames(employers=people, exposure=years, claims=claims({"employer": "A", "paid_on": "2022-05-01"}))


def test_a_cycle_does_not_cost_the_other_successions():
    made = book()
    grid = fill(payroll(), made, TWO_YEARS)
    of = {id: grid.periods[:, made.index(id)].tolist() for id in "OPQA"}
    # 100,000 yuan of 2022 are split 60 : 40; fen
    assert of == {"O": [0, 0], "P": [6_000_000, 10_000_000], "Q": [4_000_000, 10_000_000], "A": [10_000_000] * 2}


def test_the_heir_of_a_cycle_is_refused_for_nobody_can_say_what_comes_to_it():
    made = book()
    grid = fill(payroll(), made, TWO_YEARS)
    assert grid.refused[made.index("Z")] == "predecessor: in a cycle of predecessors; expected an end"
    assert set(made.spoiled) == {"X", "Y", "Z"}
    assert made.index("A") not in grid.refused


def test_insured_months_go_on_in_every_heir_and_count_once():
    made = book()
    grid = fill(months_insured(), made, TWO_YEARS)
    assert [grid.periods[:, made.index(id)].tolist() for id in "PQA"] == [[12, 12]] * 3


def test_months_of_predecessor_and_heir_that_overlap_count_once():
    people = employers("G", "H", predecessors=["", "G:1"])
    years = exposure("G", "H", years=(2023,))
    years.loc[0, "end"] = "2023-09-01"
    years.loc[1, "start"] = "2023-07-01"
    made = Book.from_frames(employers=people, exposure=years, claims=claims({"employer": "H", "paid_on": "2022-05-01"}))
    assert fill(months_insured(), made, TWO_YEARS).periods[:, made.index("H")].tolist() == [0, 12]

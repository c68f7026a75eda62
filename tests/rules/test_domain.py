"""Cells and their representatives."""

from __future__ import annotations

from fractions import Fraction

from ratefloat.rules.column import Cuts
from ratefloat.rules.domain import Choice, Integer, Ratio


def test_the_representative_of_a_cell_that_starts_at_its_edge_is_the_edge() -> None:
    cuts = Cuts(edges={(Fraction(1, 2), True), (Fraction(1), False)})
    cells = Ratio().cells(cuts)
    texts = ["no premium", "no premium, benefits", "[0, 50%)", "[50%, 100%]", "(100%, inf)"]
    assert [cell.text for cell in cells] == texts
    assert [cell.sample for cell in cells] == [(0, 0), (1, 0), 0, Fraction(1, 2), 2]


def test_a_step_that_does_not_exist_represents_nothing() -> None:
    steps = Choice((-2, -1, 0, 1, 2))
    assert [cell.sample for cell in steps.cells(Cuts(edges={(Fraction(1), False), (Fraction(-9), True)}))] == [-2, 2]
    assert [cell.text for cell in steps.cells(Cuts(edges={(Fraction(1), False)}))] == ["-2 to 1", "2"]


def test_whole_numbers_begin_at_the_next_whole_number() -> None:
    cells = Integer(0, 60).cells(Cuts(edges={(Fraction(3, 2), True), (Fraction(2), False), (Fraction(60), False)}))
    assert [(cell.text, cell.sample) for cell in cells] == [("0 to 1", 0), ("2", 2), ("3 to 60", 3)]

"""A grid of two indicators."""

from __future__ import annotations

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import base_rate, grid
from rules.bench import LADDER, applied, policy_of

DOWN = ("loss_ratio", ["no premium", "[0, 100%]", "(100%, inf)"])
ACROSS = ("deaths", ["0", "[1, inf)"])


def test_the_cell_of_both_intervals() -> None:
    rule = grid(DOWN, ACROSS, [[0, 1], [-1, 0], [1, 2]])
    ratios = [(0, 0), (5, 0), (1, 1), (1, 1), (2**60 + 1, 2**60), (2, 1)]
    assert applied(rule, loss_ratio=ratios, deaths=[0, 9, 0, 1, 0, 1]).values == [0, 1, -1, 0, 1, 2]


def test_a_declared_hole_is_refused() -> None:
    found = applied(grid(DOWN, ACROSS, [[0, None], [0, 0], [0, 0]]), loss_ratio=[(0, 0), (0, 0)], deaths=[0, 1])
    assert found.refused == [None, "loss_ratio and deaths: no cell of the table covers these values (grid)"]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ([[0, 0], [0, 0]], "2 rows of \\[2\\] cells; expected 3 rows of 2"),
        ([[0], [0], [0]], "3 rows of \\[1\\] cells; expected 3 rows of 2"),
        ([[0, 0], [0, 0], [0, 0.5]], "0.5 is a float"),
    ],
)
def test_the_shape_is_checked(cells: list[list[object]], message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        grid(DOWN, ACROSS, cells)


def test_axes_are_checked_like_bands() -> None:
    with pytest.raises(DefinitionError, match="overlap"):
        grid(DOWN, ("deaths", ["0", "[0, inf)"]), [[0, 0]] * 3)
    with pytest.raises(DefinitionError, match="no row for an employer without premium"):
        policy_of(grid(("loss_ratio", ["[0, inf)"]), ACROSS, [[0, 0]]) >> LADDER >> base_rate())

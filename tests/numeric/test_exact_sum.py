from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratefloat.errors import DataError
from ratefloat.numeric import exact_sum


@given(st.lists(st.one_of(st.integers(-9, 9), st.integers(-(2**63), 2**63 - 1))))
def test_agrees_with_python_integers(rows: list[int]) -> None:
    assert exact_sum(np.array(rows, np.int64)) == sum(rows)


@pytest.mark.parametrize("value", [2**63 - 1, -(2**63), 2**32 - 1, -1])
def test_full_blocks_of_one_value(value: int) -> None:
    rows = 2 * 65_536 + 3
    assert exact_sum(np.full(rows, value)) == rows * value


def test_shapes_strides_and_small_integers() -> None:
    grid = np.arange(24, dtype=np.uint8).reshape(4, 6)
    grid.setflags(write=False)
    assert exact_sum(grid) == 276
    assert exact_sum(grid[::2, ::3]) == 0 + 3 + 12 + 15


def test_floats_are_refused() -> None:
    with pytest.raises(DataError, match="values: dtype float64; expected integers"):
        exact_sum([0.1])

"""Boxes of equal cases: they cover, never overlap, tell the truth, and can not be joined further."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ratefloat.policy.table.merging import Box, boxes

SHAPES = arrays.array_shapes(min_dims=1, max_dims=4, max_side=4)
KEYS = SHAPES.flatmap(lambda shape: arrays.arrays(np.int64, shape, elements=st.integers(0, 2)))


def cells(box: Box) -> tuple[slice, ...]:
    return tuple(slice(*ends) for ends in box)


@settings(deadline=None)
@given(KEYS, st.data())
def test_boxes_say_what_the_cases_say(keys: np.ndarray[Any, Any], data: st.DataObject) -> None:
    cares = data.draw(arrays.arrays(np.bool_, keys.shape))
    seen = np.zeros(keys.shape, dtype=np.int64)
    for box, key in boxes(keys, cares):
        seen[cells(box)] += 1
        assert (keys[cells(box)][cares[cells(box)]] == key).all()
        assert cares[cells(box)].any()
    assert (seen[cares] == 1).all()
    assert (seen <= 1).all()


@settings(deadline=None)
@given(KEYS)
def test_no_two_boxes_can_be_joined(keys: np.ndarray[Any, Any]) -> None:
    for (one, a), (two, b) in combinations(boxes(keys, np.ones(keys.shape, dtype=np.bool_)), 2):
        apart = [axis for axis in range(keys.ndim) if one[axis] != two[axis]]
        if a == b and len(apart) == 1:
            (start, stop), (other, end) = one[apart[0]], two[apart[0]]
            assert stop != other
            assert end != start


def test_cases_that_can_not_exist_go_with_either_side() -> None:
    keys = np.asarray([[1, 2], [1, 1]])
    cares = np.asarray([[True, False], [True, True]])
    assert boxes(keys, cares) == [(((0, 2), (0, 2)), 1)]
    # A row of which only the first case matters, and one of which only the second does, are one row.
    keys, cares = np.asarray([[1, 9], [9, 3]]), np.asarray([[True, False], [False, True]])
    assert boxes(keys, cares) == [(((0, 2), (0, 1)), 1), (((0, 2), (1, 2)), 3)]
    assert boxes(keys, np.zeros((2, 2), dtype=np.bool_)) == []

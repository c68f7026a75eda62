"""Boxes of random grids of keys: every keyed cell in exactly one, no other cell in any, and no two that merge."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ratefloat.prove.difference.boxes import IMPOSSIBLE, SAME, Box, boxes, merged

GRIDS = st.lists(st.integers(1, 4), min_size=1, max_size=4).flatmap(
    lambda shape: arrays(np.int32, tuple(shape), elements=st.sampled_from([SAME, SAME, IMPOSSIBLE, 1, 1, 1, 2]))
)


def inside(box: Box) -> tuple[slice, ...]:
    """The cells of a box."""
    return tuple(slice(a, b) for a, b in box.runs)


@given(GRIDS)
def test_boxes_cover_exactly_the_cells_with_a_key(keys: np.ndarray) -> None:
    count = np.zeros(keys.shape, dtype=int)
    for box in boxes(keys):
        assert set(np.unique(keys[inside(box)])) <= {box.key, IMPOSSIBLE}
        count[inside(box)] += 1
    assert (count[keys > 0] == 1).all() and (count[keys == SAME] == 0).all()


@given(GRIDS)
def test_no_two_boxes_merge(keys: np.ndarray) -> None:
    for a, b in combinations(boxes(keys), 2):
        unlike = [(x, y) for x, y in zip(a.runs, b.runs, strict=True) if x != y]
        if a.key == b.key and len(unlike) == 1:
            ((first, second),) = unlike
            assert first[1] < second[0] or second[1] < first[0]


def test_boxes_that_touch_become_one_along_any_axis() -> None:
    split = [Box(1, ((0, 1), (0, 2))), Box(1, ((1, 2), (0, 1))), Box(1, ((1, 2), (1, 2))), Box(2, ((2, 3), (0, 2)))]
    assert merged(split) == [Box(1, ((0, 2), (0, 2))), Box(2, ((2, 3), (0, 2)))]


def test_a_box_runs_over_what_can_not_exist() -> None:
    keys = np.asarray([[1, IMPOSSIBLE, 1], [SAME, IMPOSSIBLE, SAME]], dtype=np.int32)
    assert boxes(keys) == [Box(1, ((0, 1), (0, 3)))]
    assert boxes(np.asarray([[IMPOSSIBLE, SAME]], dtype=np.int32)) == []


def test_an_axis_that_does_not_matter_runs_whole_though_it_comes_last() -> None:
    # two ways to cut an L: the long one along the last axis is taken first
    keys = np.asarray([[1, 1, 1], [1, 0, 0]], dtype=np.int32)
    assert boxes(keys) == [Box(1, ((0, 1), (0, 3))), Box(1, ((1, 2), (0, 1)))]

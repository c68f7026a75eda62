from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratefloat.errors import DataError, DefinitionError, ShapeError
from ratefloat.numeric import count_cuts

LARGEST = 2**63 - 1
amounts = st.one_of(st.integers(0, 20), st.integers(0, LARGEST), st.integers(LARGEST - 50, LARGEST))
edges = st.one_of(
    st.fractions(0, 3, max_denominator=20),
    st.builds(Fraction, st.integers(0, 2**130), st.integers(1, 2**130)),
    st.builds(Fraction, amounts, amounts.filter(bool)),
)


def ascending(cuts: Sequence[tuple[Fraction, bool]]) -> list[tuple[Fraction, bool]]:
    return sorted(set(cuts), key=lambda cut: (cut[0], not cut[1]))


def passed(n: int, d: int, cuts: Sequence[tuple[Fraction, bool]]) -> int:
    if d == 0:
        return 0
    return sum(Fraction(n, d) >= edge if closed else Fraction(n, d) > edge for edge, closed in cuts)


@given(
    st.lists(st.tuples(amounts, amounts), max_size=20),
    st.lists(st.tuples(edges, st.booleans()), max_size=8),
)
@example([(0, 1), (0, 0), (1, LARGEST), (LARGEST, 1)], [(Fraction(0), True), (Fraction(0), False)])
def test_agrees_with_fractions_also_beside_the_rows_own_ratios(
    rows: list[tuple[int, int]], cuts: list[tuple[Fraction, bool]]
) -> None:
    own = [Fraction(n, d) for n, d in rows[:3] if d]
    beside = [ratio + shift for ratio in own for shift in (0, Fraction(1, 2**127), ratio / 2**60)]
    cuts = ascending([*cuts, *((edge, closed) for edge in beside for closed in (True, False))])
    n, d = (np.array([row[k] for row in rows], np.int64) for k in (0, 1))
    assert count_cuts(n, d, cuts).tolist() == [passed(*row, cuts) for row in rows]


@pytest.mark.parametrize(
    ("n", "d", "expected"),
    [
        (0, 1, 1),
        (0, LARGEST, 1),
        (1, LARGEST, 2),
        (LARGEST, LARGEST, 3),
        (LARGEST, 1, 4),
        (5, 0, 0),
        (0, 0, 0),
    ],
)
def test_extremes_against_zero_and_one(n: int, d: int, expected: int) -> None:
    zero, one = Fraction(0), Fraction(1)
    cuts = [(zero, True), (zero, False), (one, True), (one, False)]
    assert count_cuts([n], [d], cuts).tolist() == [expected]


def test_ratio_one_unit_from_one_at_the_end_of_int64() -> None:
    one = [(Fraction(1), True), (Fraction(1), False)]
    rows = [LARGEST - 1, LARGEST, LARGEST], [LARGEST, LARGEST, LARGEST - 1]
    assert count_cuts(*rows, one).tolist() == [0, 1, 2]


@pytest.mark.parametrize("closed", [True, False])
def test_edges_outside_every_possible_ratio(closed: bool) -> None:
    tiny, vast = Fraction(1, 2**2000), Fraction(2**2000)
    counts = count_cuts([0, 1, LARGEST, 1], [1, LARGEST, 1, 0], [(tiny, closed), (vast, closed)])
    assert counts.tolist() == [0, 1, 1, 0]
    assert count_cuts([0], [2**62], [(3 * tiny, closed)]).tolist() == [0]


def test_edges_nearer_to_each_other_than_float64_can_tell() -> None:
    middle = Fraction(2**61 - 1, 2**61 + 1)
    cuts = ascending(
        [(middle + k * Fraction(1, 2**126), closed) for k in (-2, -1, 0, 1, 2) for closed in (True, False)]
    )
    rows = [(2**61 - 1, 2**61 + 1), (2**61 - 2, 2**61 + 1), (2**61, 2**61 + 1), (2**61 - 1, 2**61)]
    n, d = zip(*rows, strict=True)
    assert count_cuts(n, d, cuts).tolist() == [5, 0, 10, 10]


def test_an_edge_made_of_numpy_integers_does_not_wrap() -> None:
    edge = Fraction(np.int64(LARGEST), np.int64(2))  # type: ignore[call-overload]
    assert count_cuts([LARGEST, LARGEST], [2, 3], [(edge, True)]).tolist() == [1, 0]


def test_more_than_255_cuts_count_in_uint16() -> None:
    cuts = [(Fraction(k, 7), False) for k in range(300)]
    counts = count_cuts([0, 1, 299, 400], [7, 7, 7, 7], cuts)
    assert counts.dtype == np.uint16
    assert counts.tolist() == [0, 1, 299, 300]
    assert count_cuts([0, 1], [7, 7], cuts[:255]).dtype == np.uint8


def test_every_block_is_counted() -> None:
    rows = 3 * 65_536 + 17
    n, d = np.arange(rows), np.full(rows, 100)
    counts = count_cuts(n, d, [(Fraction(1, 2), True), (Fraction(1_000), False), (Fraction(1_966), False)])
    assert counts.tolist() == [(k >= 50) + (k > 100_000) + (k > 196_600) for k in range(rows)]


def test_read_only_and_strided_columns_and_shapes_are_kept() -> None:
    years = np.array([[1, 9, 2], [3, 9, 4], [5, 9, 6]], np.int64)
    years.setflags(write=False)
    cuts = [(Fraction(1, 2), True), (Fraction(3, 4), False)]
    assert count_cuts(years[:, 0], years[:, 2], cuts).tolist() == [1, 1, 2]
    assert count_cuts(years[:, ::2], years.T[:, ::2], cuts).shape == (3, 2)
    assert years.tolist() == [[1, 9, 2], [3, 9, 4], [5, 9, 6]]


def test_no_rows_and_no_cuts() -> None:
    assert count_cuts([], [], [(Fraction(1), True)]).tolist() == []
    assert count_cuts([1, 2], [3, 0], []).tolist() == [0, 0]


def test_out_is_written_and_returned() -> None:
    out = np.full(2, 77, np.uint8)
    assert count_cuts([1, 2], [2, 2], [(Fraction(1), True)], out=out) is out
    assert out.tolist() == [0, 1]
    column = np.full((2, 3), 77, np.uint8)
    count_cuts([1, 2], [2, 2], [(Fraction(1), True)], out=column[:, 1])
    assert column.tolist() == [[77, 0, 77], [77, 1, 77]]


def test_refusals_say_where() -> None:
    one = [(Fraction(1), True)]
    with pytest.raises(DataError, match=r"denominator: 1 of 2 rows \(row 1\) negative; expected >= 0"):
        count_cuts([1, 1], [1, -1], one)
    with pytest.raises(DataError, match=r"numerator: 2 of 3 rows \(rows 0, 2\) negative"):
        count_cuts([-1, 1, -5], [1, 1, 0], one)
    with pytest.raises(DataError, match="numerator: dtype float64"):
        count_cuts([0.5], [1], one)
    with pytest.raises(ShapeError, match=r"shapes \(1,\) and \(2,\)"):
        count_cuts([1], [1, 2], one)
    with pytest.raises(ShapeError, match="out: uint16"):
        count_cuts([1], [1], one, out=np.zeros(1, np.uint16))


@pytest.mark.parametrize(
    ("cuts", "message"),
    [
        ([(Fraction(-1), True)], "expected >= 0"),
        ([(0.5, True)], "expected an int or a Fraction"),
        ([(Fraction(2), True), (Fraction(1), True)], "cuts 0 and 1: edges 2 and 1 are not ascending"),
        ([(Fraction(1), False), (Fraction(1), True)], "closed before open"),
        ([(Fraction(1), True), (Fraction(1), True)], "each cut once"),
    ],
)
def test_wrong_cuts_are_refused(cuts: list[tuple[Fraction, bool]], message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        count_cuts([1], [1], cuts)

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratefloat.errors import DataError, DefinitionError, ShapeError
from ratefloat.numeric import largest_remainder, split_largest_remainder

LEAST, LARGEST = -(2**63), 2**63 - 1
THIRDS = [Fraction(1, 3)] * 3
totals = st.one_of(st.integers(-30, 30), st.integers(LEAST, LARGEST), st.sampled_from([LEAST, LARGEST]))
weights = st.one_of(
    st.lists(st.integers(0, 9), min_size=1, max_size=6),
    st.lists(st.integers(0, 2**60), min_size=1, max_size=4),
).filter(any)


def shares_of(weights: list[int]) -> list[Fraction]:
    return [Fraction(weight, sum(weights)) for weight in weights]


@pytest.mark.parametrize(
    ("total", "shares", "parts"),
    [
        (100, "1/3 1/3 1/3", [34, 33, 33]),
        (-100, "1/3 1/3 1/3", [-34, -33, -33]),
        (1, "1/2 1/2", [1, 0]),
        (10, "1/8 5/8 1/4", [1, 6, 3]),  # 1.25, 6.25, 2.5: the half loses most
        (3, "0 1/2 1/2", [0, 2, 1]),
        (7, "1", [7]),
        (0, "1/4 3/4", [0, 0]),
    ],
)
def test_by_hand(total: int, shares: str, parts: list[int]) -> None:
    assert largest_remainder(total, [Fraction(share) for share in shares.split()]) == parts


@given(st.integers(-(2**100), 2**100), weights)
def test_parts_sum_to_the_total_each_within_one_unit(total: int, weights: list[int]) -> None:
    shares = shares_of(weights)
    parts = largest_remainder(total, shares)
    assert sum(parts) == total
    assert all(abs(part - total * share) < 1 for part, share in zip(parts, shares, strict=True))
    # No unit went to a part that had lost less than another which got none, or as much but later.
    lost = [abs(total * share) - abs(total * share) // 1 for share in shares]
    raised = [abs(part) > abs(total * share) for part, share in zip(parts, shares, strict=True)]
    ranks = sorted(range(len(parts)), key=lambda place: (-lost[place], place))
    assert [raised[place] for place in ranks] == sorted(raised, reverse=True)


@given(st.lists(totals, max_size=8), weights)
def test_columns_split_like_single_totals(rows: list[int], weights: list[int]) -> None:
    shares = shares_of(weights)
    column = np.array(rows, np.int64)
    column.setflags(write=False)
    parts = split_largest_remainder(column, shares)
    assert parts.shape == (len(rows), len(shares))
    assert parts.tolist() == [largest_remainder(total, shares) for total in rows]


def test_every_block_is_split() -> None:
    column = np.arange(65_536 + 3)
    parts = split_largest_remainder(column, THIRDS)
    assert parts.sum(axis=1).tolist() == column.tolist()
    assert parts[-2:].tolist() == [[21_846, 21_846, 21_845], [21_846, 21_846, 21_846]]


@pytest.mark.parametrize(
    "split", [lambda s: largest_remainder(1, s), lambda s: split_largest_remainder([1], s)]
)
def test_wrong_shares_are_refused(split: object) -> None:
    assert callable(split)
    with pytest.raises(DefinitionError, match="shares: sum 2/3; expected exactly 1"):
        split(THIRDS[:2])
    with pytest.raises(DefinitionError, match="shares: sum 0"):
        split([])
    with pytest.raises(DefinitionError, match="share 1: -1; expected >= 0"):
        split([Fraction(2), Fraction(-1)])
    with pytest.raises(DefinitionError, match=r"share 0: 0\.5 is float"):
        split([0.5, 0.5])


def test_wrong_totals_are_refused() -> None:
    with pytest.raises(DefinitionError, match="total: 1/2; expected a whole number"):
        largest_remainder(Fraction(1, 2), THIRDS)  # type: ignore[arg-type]
    with pytest.raises(DataError, match="totals: dtype float64"):
        split_largest_remainder([0.5], THIRDS)
    with pytest.raises(ShapeError, match=r"totals: shape \(1, 1\); expected one column"):
        split_largest_remainder([[1]], THIRDS)

"""Ratios relative to a value of their group, on and one unit beside every edge, against exact fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratefloat.errors import ShapeError
from ratefloat.numeric.grouped import count_cuts_by_group

CUTS = [(Fraction(1, 2), True), (Fraction(1, 2), False), (Fraction(3, 2), False), (Fraction(3), True)]
BIG = 2**63 - 1
RATIOS = st.tuples(st.integers(0, BIG), st.integers(0, BIG))
VALUES = st.fractions(min_value=Fraction(1, 10**6), max_value=10**6, max_denominator=10**12)


def exact(n: int, d: int, value: Fraction) -> int:
    if not d:
        return 0
    return sum(Fraction(n, d) >= e * value if closed else Fraction(n, d) > e * value for e, closed in CUTS)


@settings(max_examples=200, deadline=None)
@given(st.lists(RATIOS, min_size=1, max_size=30), st.lists(VALUES, min_size=1, max_size=4), st.randoms())
def test_as_fractions_have_it(ratios, values, random):
    groups = [random.randrange(len(values)) for _ in ratios]
    n, d = (np.asarray(part, dtype=np.int64) for part in zip(*ratios, strict=True))
    found = count_cuts_by_group(n, d, CUTS, np.asarray(groups), values)
    assert found.tolist() == [exact(a, b, values[g]) for (a, b), g in zip(ratios, groups, strict=True)]


def test_on_and_beside_the_edges_of_a_peer_average():
    rows = []
    for value in (Fraction(22, 7), Fraction(10**15 + 37, 3 * 10**15 + 1)):
        for edge, _ in CUTS:
            limit = edge * value
            for k in (1, 10**3, BIG // max(limit.numerator, limit.denominator) // 2):
                n, d = limit.numerator * k, limit.denominator * k
                rows += [(n + off, d, value) for off in (-1, 0, 1)]
    values = sorted({row[2] for row in rows})
    n, d = (np.asarray([row[i] for row in rows], dtype=np.int64) for i in range(2))
    groups = np.asarray([values.index(row[2]) for row in rows])
    found = count_cuts_by_group(n, d, CUTS, groups, values)
    assert found.tolist() == [exact(*row) for row in rows]


def test_values_beyond_the_range_of_the_filter():
    values = [Fraction(1, 2**70), Fraction(2**70)]
    n, d, g = np.asarray([1, 1, 0]), np.asarray([BIG, 1, 5]), np.asarray([0, 1, 0])
    assert count_cuts_by_group(n, d, CUTS, g, values).tolist() == [exact(1, BIG, values[0]), 0, 0]


def test_groups_must_fit():
    with pytest.raises(ShapeError, match="groups: shape"):
        count_cuts_by_group(np.asarray([1]), np.asarray([1]), CUTS, np.asarray([0, 1]), [Fraction(1)])

"""Ten million ratios on an edge and one unit beside it, at every magnitude that int64 can hold.

What each row must answer is known from how it was made: of n = p k and d = q k, n/d is p/q itself,
and one unit more or less of n or d lies on a known side. No float takes part.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from ratefloat.numeric import count_cuts

LARGEST = 2**63 - 1
ROWS_PER_EDGE = 100_000
Columns = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]

LEGAL = [Fraction(k, 200) for k in (1, 2, 20, 80, 100, 120, 160, 180, 200, 220, 240, 300, 400)]
LEGAL += [Fraction(7, 1000), Fraction(1, 3), Fraction(2, 3), Fraction(3)]
# Benefits over premium of whole industries in fen, and multiples of them.
PEERS = [
    Fraction(812_344_190_377, 1_015_430_237_971),
    Fraction(3_000_000_019 * 3, 2_000_000_011),
    Fraction(2**61 - 1, 2**61 + 15),
    Fraction(4_611_686_018_427_387_847, 3_074_457_345_618_258_599),
]
# Beyond 64 bits: no int64 ratio lies on such an edge.
WIDE_PEERS = [
    3 * Fraction(8_123_441_903_779_001_231, 9_154_302_379_710_002_359),
    Fraction(2**89 - 1, 2**90 + 7),
    Fraction(10**40 + 1, 3 * 10**40 + 1),
]


def on_and_beside(edge: Fraction, least: int, seed: int) -> Columns:
    """Rows on the edge (1), and one unit of n or d below (0) and above it (2)."""
    p, q = edge.numerator, edge.denominator
    largest = (LARGEST - 1) // max(p, q)
    assert least <= largest
    draws = np.random.default_rng(seed).random(ROWS_PER_EDGE)
    # Even in the logarithm, so that small and huge amounts are equally common; the ends for certain.
    k = np.exp2(draws * np.log2(largest / least)).astype(np.int64) * least
    k = np.clip(k + np.arange(k.size) % 7, least, largest)
    k[:2] = least, largest
    n, d = p * k, q * k
    beside = [(n, d, 1), (n - 1, d, 0), (n + 1, d, 2), (n, d + 1, 0), (n[d > 1], d[d > 1] - 1, 2)]
    tops, bottoms, sides = zip(*beside, strict=True)
    expected = [np.full(top.size, side, np.uint8) for top, side in zip(tops, sides, strict=True)]
    return np.concatenate(tops), np.concatenate(bottoms), np.concatenate(expected)


def around_wide(edge: Fraction, seed: int) -> Columns:
    """The nearest ratios below (0) and above (2) an edge that no int64 ratio equals."""
    largest = LARGEST if edge < 1 else int(LARGEST / edge) - 1
    d = np.random.default_rng(seed).integers(1, largest, 20_000)
    d[: d.size // 2] >>= np.arange(d.size // 2) % 62
    d = np.maximum(d, 1)
    below = np.array([int(size) * edge.numerator // edge.denominator for size in d.tolist()], np.int64)
    sides = np.repeat(np.array([0, 2], np.uint8), d.size)
    return np.concatenate([below, below + 1]), np.concatenate([d, d]), sides


def alone(edge: Fraction) -> list[tuple[Fraction, bool]]:
    return [(edge, True), (edge, False)]


def adversaries() -> Iterator[tuple[Fraction, Columns]]:
    for seed, edge in enumerate(LEGAL + PEERS):
        yield edge, on_and_beside(edge, 1, seed)
    for seed, edge in enumerate(WIDE_PEERS):
        yield edge, around_wide(edge, seed)


def test_ten_million_ratios_are_on_the_right_side_of_their_edge() -> None:
    rows = 0
    for edge, (n, d, expected) in adversaries():
        wrong = np.count_nonzero(count_cuts(n, d, alone(edge)) != expected)
        assert wrong == 0, f"{wrong:,} rows on the wrong side of {edge}"
        rows += n.size
    assert rows > 10_000_000


def test_among_all_edges_at_once_each_ratio_is_in_its_band() -> None:
    edges = sorted(LEGAL + PEERS[:2])
    cuts = [cut for edge in edges for cut in alone(edge)]
    gap = min(two - one for one, two in pairwise(edges))
    for seed, edge in enumerate(edges):
        # From this size on, one unit moves a ratio up to 3 by less than the gap to the next edge.
        least = int(8 / (gap * edge.denominator)) + 1
        n, d, side = on_and_beside(edge, least, seed)
        expected = 2 * edges.index(edge) + side
        assert np.array_equal(count_cuts(n, d, cuts), expected)


@pytest.mark.parametrize("by_product", [False, True])
def test_plain_float64_fails_on_the_same_rows(by_product: bool) -> None:
    rows = wrong = 0
    for edge, (n, d, expected) in adversaries():
        left, right = (n, d * float(edge)) if by_product else (n / d, np.float64(float(edge)))
        counts = (left >= right).astype(np.uint8) + (left > right)
        rows, wrong = rows + n.size, wrong + int(np.count_nonzero(counts != expected))
    assert wrong > rows / 20

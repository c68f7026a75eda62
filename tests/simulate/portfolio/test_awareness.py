"""Who knows the rule: evenly spread over cases and employers, kept in any choice, whatever the seed of a run."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulate.portfolio.small import three

from ratefloat.actuarial import RiskCell, severity
from ratefloat.simulate.engine.luck import Rows
from ratefloat.simulate.portfolio.portfolio import FloatArray, Portfolio

CITY = Portfolio.from_aggregates("example-city", seed=7)


def cases(portfolio: Portfolio) -> FloatArray:
    return np.asarray(np.sum([portfolio.year(t).expected for t in range(portfolio.horizon)], axis=0))


@pytest.mark.parametrize("name", ["example-city", "ganzhou"])
@pytest.mark.parametrize("seed", [1, 2, 3, 7])
def test_four_in_ten_cases_are_at_the_four_in_ten_who_know(name: str, seed: int) -> None:
    portfolio = Portfolio.from_aggregates(name, seed=seed)
    expected, knows = cases(portfolio), portfolio.awareness < 0.4
    assert expected[knows].sum() / expected.sum() == pytest.approx(0.4, abs=0.01)
    assert knows.mean() == pytest.approx(0.4, abs=0.05)


@given(share=st.floats(0, 1))
def test_any_share_is_off_by_at_most_half_the_largest_employer(share: float) -> None:
    expected = cases(CITY)
    below = expected[CITY.awareness < share].sum()
    assert abs(below - share * expected.sum()) <= expected.max() / 2 * (1 + 1e-9)
    assert CITY.awareness.min() >= 0 and CITY.awareness.max() < 1


def test_cells_with_many_members_get_their_share() -> None:
    knows = CITY.awareness < 0.4
    for cell in np.flatnonzero(np.bincount(CITY.cell_of) >= 200):
        assert knows[CITY.cell_of == cell].mean() == pytest.approx(0.4, abs=0.06)


def test_employers_that_are_alike_are_spread_in_even_steps() -> None:
    cell = RiskCell(risk_class=5, heads=30, wage="90000", frequency="12‰", severity=severity({"20000": 1}))
    found = Portfolio.from_cell(cell, employers=50).awareness
    assert np.sort(found) == pytest.approx((np.arange(50) + 0.5) / 50)


@settings(max_examples=10)
@given(st.permutations(range(3)), st.integers(1, 3))
def test_a_choice_and_a_choice_of_it_keep_the_numbers(order: list[int], count: int) -> None:
    rows = order[:count]
    assert np.array_equal(three().take(rows).awareness, three().awareness[rows])
    assert np.array_equal(three().take(order).take([0]).awareness, three().awareness[order[:1]])


def test_neither_the_seed_nor_the_block_of_a_run_matters() -> None:
    one = Rows(CITY, slice(0, 100), 0, 4, 7).awareness
    other = np.concatenate([Rows(CITY, slice(*part), 3, 1, 8).awareness for part in ((0, 30), (30, 100))])
    assert np.array_equal(one, other) and np.array_equal(one, CITY.awareness[:100])


def test_without_cases_numbers_are_still_spread() -> None:
    none = CITY.replace(hazard=np.zeros(len(CITY))).awareness
    assert (none < 0.4).mean() == pytest.approx(0.4, abs=0.02)

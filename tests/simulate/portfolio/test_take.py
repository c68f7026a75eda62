"""A choice of employers: everything of each stays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulate.portfolio.small import three

from ratefloat.errors import DataError, DefinitionError

FIELDS = ("heads", "payroll", "expected", "months", "wage")


@given(st.permutations(range(3)), st.integers(1, 3))
def test_each_keeps_its_key_its_risk_and_its_cell(order: list[int], count: int) -> None:
    rows = order[:count]
    whole = three(workers=np.asarray([8, 40, 60]))
    part = whole.take(rows)
    assert part.key.tolist() == whole.key[rows].tolist()
    assert np.array_equal(part.risk, whole.risk[:, rows])
    assert [part.cells[c] for c in part.cell_of] == [whole.cells[whole.cell_of[row]] for row in rows]
    assert part.groups.iloc[part.group_of].to_numpy().tolist() == (
        whole.groups.iloc[whole.group_of[rows]].to_numpy().tolist()
    )
    for t in (-1, 0, 1):
        for field in FIELDS:
            assert np.array_equal(getattr(part.year(t), field), getattr(whole.year(t), field)[rows])


def test_truth_values_choose_too() -> None:
    assert three().take([True, False, True]).key.tolist() == [11, 13]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "rows: no employer is chosen; expected at least one"),
        ([0, 0], "rows: an employer stands twice"),
        ([0, 3], r"rows: 1 of 2 rows \(row 1\) outside the portfolio; expected 0 to 2"),
        ([0.5], "rows: numbers of type float64; expected whole numbers"),
        ([True], r"rows: truth values of shape \(1,\); expected \(3,\)"),
    ],
)
def test_bad_choices(rows: list[object], message: str) -> None:
    with pytest.raises(DataError, match=message):
        three().take(rows)


def test_replace_changes_fields_that_there_are() -> None:
    assert three().replace(envelope=2.0).envelope == 2.0
    with pytest.raises(DefinitionError, match="portfolio: no field 'envelop'; expected some of name, key"):
        three().replace(envelop=2.0)
    with pytest.raises(DataError, match="envelope: 0.5"):
        three().replace(envelope=0.5)

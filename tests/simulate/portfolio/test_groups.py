"""Groups and cells: what employers have in common."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from simulate.portfolio.small import LAW, three

from ratefloat.actuarial import RiskCell
from ratefloat.simulate.portfolio.portfolio import Portfolio


def test_groups_are_the_combinations_that_occur() -> None:
    groups = three().groups
    assert groups.astype({"size": str}).to_numpy().tolist() == [
        [2, "1-9", "other"], [5, "10-49", "furniture"], [5, "1000+", "furniture"],
    ]
    assert three().group_of.tolist() == [0, 1, 2]


def test_a_cell_is_the_mean_of_its_members() -> None:
    portfolio = three(
        workers=np.asarray([8, 40, 61]), hazard=np.asarray([0.002, 0.01, 0.02]), covered_of=np.zeros(3, dtype=np.int16)
    )
    cells = portfolio.cells
    assert portfolio.cell_of.tolist() == [0, 1, 1]
    assert [cell.heads for cell in cells] == [8, 51]
    # (40 x 80,000 + 61 x 90,000) / 101, to the fen; (40 x 0.01 + 61 x 0.02) / 101.
    assert [cell.wage for cell in cells] == [60_000, Fraction("86039.60")]
    assert [cell.frequency for cell in cells] == [Fraction(1, 500), Fraction(162, 10_100)]
    assert {cell.severity for cell in cells} == {LAW}


def test_cells_stay_few() -> None:
    many = 8 * 3 * 12
    kinds = np.arange(many)
    portfolio = three(
        key=kinds.astype(np.uint64), risk_class=(kinds % 8 + 1).astype(np.int8), severities=(LAW, LAW, LAW),
        severity_of=(kinds // 8 % 3).astype(np.int8), workers=3 ** (kinds // 24), labels={},
        wage=np.full(many, 1), hazard=np.zeros(many), risk=np.ones((3, many), dtype=np.float32),
        **{name: np.zeros(many, dtype=np.int16) for name in ("first", "end", "covered_of")},
    )
    assert len(portfolio.cells) <= 90
    for number, cell in enumerate(portfolio.cells):
        assert (portfolio.risk_class[portfolio.cell_of == number] == cell.risk_class).all()


def test_employers_of_a_cell_have_that_cell() -> None:
    cell = RiskCell(risk_class=4, heads=7, wage="61234.56", frequency="1/137", severity=LAW, area="x", tier="y")
    portfolio = Portfolio.from_cell(cell, employers=5, years=2)
    assert portfolio.cells == (cell,) and portfolio.cell_of.tolist() == [0] * 5
    year = portfolio.year(1)
    assert year.payroll.tolist() == [cell.payroll] * 5
    assert year.expected == pytest.approx([7 / 137] * 5)
    assert (portfolio.year(-6).months == 12).all()
    assert portfolio.area == "x" and portfolio.victims == (1.0,) and portfolio.payment.pattern == (1.0,)

"""Heads, payroll and expected cases of a year, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from simulate.portfolio.small import three

from ratefloat.errors import UncoveredError


def test_heads_are_covered_workers_of_those_who_are_in() -> None:
    portfolio = three()
    assert portfolio.year(-1).heads.tolist() == [8, 0, 500]
    assert portfolio.year(0).heads.tolist() == [8, 40, 600]
    assert portfolio.year(1).heads.tolist() == [8, 40, 0]
    assert portfolio.year(-1).months.tolist() == [12, 0, 12]


def test_payroll_grows_with_wages() -> None:
    portfolio = three()
    assert portfolio.year(0).payroll.tolist() == [8 * 6_000_000, 40 * 8_000_000, 600 * 9_000_000]
    assert portfolio.year(1).payroll.tolist() == [8 * 6_300_000, 40 * 8_400_000, 0]
    assert portfolio.year(-1).wage.tolist() == [5_714_286, 7_619_048, 8_571_429]
    assert portfolio.year(1).payroll.dtype == np.int64


def test_expected_cases_follow_hazard_and_risk() -> None:
    assert three().year(0).expected == pytest.approx([8 * 0.002, 40 * 0.01 * 2, 600 * 0.01 * 0.5])
    assert three().year(1).expected == pytest.approx([8 * 0.002, 40 * 0.01 * 0.5, 0])


def test_rounding_is_right_in_total_and_never_falls_while_coverage_grows() -> None:
    many = 20_000
    portfolio = three(
        key=np.arange(many, dtype=np.uint64), covered=np.tile([0.31, 0.5, 0.83], (1, 1)),
        workers=np.full(many, 3), wage=np.ones(many, dtype=np.int64), hazard=np.zeros(many),
        risk=np.ones((3, many), dtype=np.float32), risk_class=np.ones(many, dtype=np.int8), labels={},
        **{name: np.zeros(many, dtype=np.int16) for name in ("covered_of", "severity_of")},
        first=np.full(many, -1, dtype=np.int16), end=np.full(many, 2, dtype=np.int16),
    )
    years = [portfolio.year(t).heads for t in (-1, 0, 1)]
    for heads, share in zip(years, (0.31, 0.5, 0.83), strict=True):
        # A rounded number has a standard deviation of at most one half.
        assert abs(heads.sum() - 3 * share * many) < 4 * 0.5 * many**0.5
        assert set(heads.tolist()) <= {int(3 * share), int(3 * share) + 1}
    assert (years[0] <= years[1]).all() and (years[1] <= years[2]).all()


@pytest.mark.parametrize("t", [-2, 2])
def test_a_year_outside_is_refused(t: int) -> None:
    with pytest.raises(UncoveredError, match=rf"year {t}: not in portfolio 'three'; expected -1 to 1"):
        three().year(t)

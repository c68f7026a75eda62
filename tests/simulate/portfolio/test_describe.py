"""Figures of a portfolio, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from simulate.portfolio.small import three

from ratefloat.errors import UncoveredError


def test_by_class_and_in_total() -> None:
    found = three().describe()
    assert found.index.tolist() == [2, 5, "total"]
    assert found["employers"].tolist() == [1, 2, 3]
    assert found["workers"].tolist() == [8, 1040, 1048]
    assert found["insured"].tolist() == [8, 640, 648]
    assert found["mean_wage"].tolist() == pytest.approx([
        60_000, (40 * 80_000 + 600 * 90_000) / 640, (8 * 60_000 + 40 * 80_000 + 600 * 90_000) / 648,
    ])
    # Cases: 8 x 0.002, and 40 x 0.01 x 2 + 600 x 0.01 x 0.5; each costs 20,000.
    assert found["cases_per_1000"].tolist() == pytest.approx([2, 3.8 / 0.64, 3.816 / 0.648])
    assert found["expected_benefits"].tolist() == pytest.approx([320, 76_000, 76_320])
    # Base rates of classes 2 and 5: 0.4 % and 1.1 %.
    assert found["base_premium"].tolist() == pytest.approx([1_920, 629_200, 631_120])


def test_another_year_and_classes_without_a_base_rate() -> None:
    found = three(risk_class=np.asarray([2, 9, 9], dtype=np.int8)).describe(1)
    assert found["employers"].tolist() == [1, 1, 2]
    assert found["workers"].tolist() == [8, 40, 48]
    assert found["mean_wage"].tolist() == pytest.approx([63_000, 84_000, (8 * 63_000 + 40 * 84_000) / 48])
    assert np.isnan(found["base_premium"].tolist()[1])
    with pytest.raises(UncoveredError, match="year 2"):
        three().describe(2)


def test_repr_is_short() -> None:
    assert repr(three()) == "Portfolio('three': 3 employers, 1,048 workers, years -1 to 1)"

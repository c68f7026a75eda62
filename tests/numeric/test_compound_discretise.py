from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import gammainc

from ratefloat.errors import DataError
from ratefloat.numeric.discretise import (
    discretise_lower,
    discretise_rounding,
    discretise_unbiased,
    discretise_upper,
)

Array = NDArray[np.float64]
RECORDED: dict[str, Any] = json.loads(Path(__file__).with_name("compound_reference.json").read_text())[
    "discretize_gamma_2_1"
]


def gamma_cdf(x: NDArray[Any]) -> Array:
    return np.asarray(gammainc(2, x))


def gamma_limited(d: Array) -> Array:
    return np.asarray(2 * gammainc(3, d) + d * (1 - gammainc(2, d)))


def test_the_four_methods_meet_the_recorded_gamma() -> None:
    found = {
        "upper": discretise_upper(gamma_cdf, step=0.5, cells=10),
        "lower": discretise_lower(gamma_cdf, step=0.5, cells=11),
        "rounding": discretise_rounding(gamma_cdf, step=0.5, cells=10),
        "unbiased": discretise_unbiased(gamma_cdf, gamma_limited, step=0.5, cells=11),
    }
    for method, pmf in found.items():
        np.testing.assert_allclose(pmf, RECORDED[method], rtol=0, atol=1e-12, err_msg=method)


@given(st.floats(0.05, 2), st.integers(2, 60))
def test_upper_and_lower_bracket_the_law(step: float, cells: int) -> None:
    at = gamma_cdf(step * np.arange(cells))
    upper = np.cumsum(discretise_upper(gamma_cdf, step=step, cells=cells))
    lower = np.cumsum(discretise_lower(gamma_cdf, step=step, cells=cells))
    rounding = np.cumsum(discretise_rounding(gamma_cdf, step=step, cells=cells))
    assert (upper >= at - 1e-12).all()
    np.testing.assert_allclose(lower, at, atol=1e-12)
    # Between lattice points the lower law still stands at the point before.
    assert (lower[:-1] <= gamma_cdf(step * (np.arange(cells - 1) + 0.999)) + 1e-12).all()
    assert ((rounding >= lower - 1e-12) & (rounding <= upper + 1e-12)).all()


@given(st.floats(0.05, 2), st.integers(2, 60))
def test_unbiased_keeps_the_mean(step: float, cells: int) -> None:
    pmf = discretise_unbiased(gamma_cdf, gamma_limited, step=step, cells=cells)
    last = step * (cells - 1)
    held = pmf @ (step * np.arange(cells)) + last * (1 - pmf.sum())
    assert held == pytest.approx(float(gamma_limited(np.array(last))), abs=1e-9)
    assert pmf.sum() == pytest.approx(float(gamma_cdf(np.array(last))), abs=1e-9)


def test_an_atom_at_nought_stays_there() -> None:
    # Half of the claims cost nothing; the rest is uniform on (0, 2).
    def cdf(x: Array) -> Array:
        return np.clip(0.5 + x / 4, 0, 1)

    def limited(d: Array) -> Array:
        return np.minimum(d, 2) / 2 - np.minimum(d, 2) ** 2 / 8

    np.testing.assert_allclose(discretise_upper(cdf, step=1, cells=3), [0.75, 0.25, 0])
    np.testing.assert_allclose(discretise_lower(cdf, step=1, cells=3), [0.5, 0.25, 0.25])
    np.testing.assert_allclose(discretise_rounding(cdf, step=1, cells=3), [0.625, 0.25, 0.125])
    np.testing.assert_allclose(discretise_unbiased(cdf, limited, step=1, cells=3), [0.625, 0.25, 0.125])


def test_what_is_no_distribution_function_is_refused() -> None:
    for wrong in (lambda x: 1 - x, lambda x: x * np.nan, lambda x: 2 * x, lambda x: x[:1]):
        with pytest.raises(DataError, match="cdf"):
            discretise_lower(wrong, step=1.0, cells=4)
    with pytest.raises(DataError, match="limited mean"):
        discretise_unbiased(gamma_cdf, lambda d: d * d, step=1.0, cells=4)
    with pytest.raises(DataError, match="limited mean"):
        discretise_unbiased(gamma_cdf, gamma_limited, step=1.0, cells=1)
    with pytest.raises(DataError, match="lattice"):
        discretise_upper(gamma_cdf, step=0.0, cells=4)

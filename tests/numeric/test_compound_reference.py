"""Aggregate claims against the recorded output of R actuar, and against numbers worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ratefloat.numeric.compound import (
    Aggregate,
    CountLaw,
    CountTable,
    NegativeBinomial,
    Poisson,
    compound_by_convolution,
    compound_by_fft,
    panjer,
)

REFERENCE: dict[str, Any] = json.loads(Path(__file__).with_name("compound_reference.json").read_text())
DENTAL = REFERENCE["loss_models_dental_convolution"]
METHODS = [panjer, compound_by_fft, compound_by_convolution]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("poisson_0.5", Poisson(0.5)),
        ("poisson_2", Poisson(2.0)),
        ("poisson_10", Poisson(10.0)),
        # size 4 and chance 2/3: mean 4 x (1/3) / (2/3)
        ("negbin_size4_prob2_3", NegativeBinomial(2.0, size=4.0)),
    ],
)
def test_every_method_meets_the_recorded_law(method: Any, name: str, counts: CountLaw) -> None:
    recorded = REFERENCE[name]
    law: Aggregate = method(counts, DENTAL["fx"], cells=300)
    np.testing.assert_allclose(law.pmf[:31], recorded["pmf_0_30"], rtol=0, atol=1e-10)
    assert law.mean == pytest.approx(recorded["mean"], abs=2e-10)
    assert law.error < 1e-11
    for level, quantile in recorded.get("quantiles", {}).items():
        assert law.quantile(float(level.rstrip("%")) / 100) == quantile


@pytest.mark.parametrize("method", [compound_by_fft, compound_by_convolution])
def test_a_table_of_counts_meets_the_recorded_convolution(method: Any) -> None:
    law: Aggregate = method(CountTable(DENTAL["pn"]), DENTAL["fx"], cells=81)
    np.testing.assert_allclose(law.pmf[:20], DENTAL["pmf_first20"], rtol=0, atol=1e-10)
    cumulative = np.cumsum(law.pmf)
    for amount, expected in DENTAL["cdf_at"].items():
        assert cumulative[int(amount) // DENTAL["x_scale"]] == pytest.approx(expected, abs=1e-10)
    assert law.mean * DENTAL["x_scale"] == pytest.approx(DENTAL["mean"], abs=1e-9)


def test_a_fair_coin_of_claims_by_hand() -> None:
    # N is 0, 1 or 2 with 1/4, 1/2, 1/4; each claim costs 1 or 3 with 1/2 each.
    law = compound_by_convolution(CountTable([0.25, 0.5, 0.25]), [0, 0.5, 0, 0.5], cells=7)
    np.testing.assert_allclose(law.pmf, [4 / 16, 4 / 16, 1 / 16, 4 / 16, 2 / 16, 0, 1 / 16], atol=1e-16)

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ratefloat.actuarial.credibility import LimitedFluctuation, limited_fluctuation
from ratefloat.errors import DataError, DefinitionError


def test_published_standards(reference: dict[str, Any]) -> None:
    book = reference["textbook"]["limited_fluctuation"]
    for row in book["table"]:
        standard = limited_fluctuation(row["p"], row["r"])
        assert standard.quantile == pytest.approx(row["z"], rel=1e-9)
        assert standard.full_claims == pytest.approx(row["full_claims"], rel=1e-9)
    assert LimitedFluctuation(1.645, 0.05).full_claims == pytest.approx(book["with_z_1.645"], rel=1e-9)


def test_square_root_rule() -> None:
    standard = limited_fluctuation(0.90, 0.05)
    np.testing.assert_allclose(standard.z([0, 500, 1083, 10**6]), [0, 0.679716, 1, 1], atol=5e-7)
    assert standard.z(standard.full_claims / 4) == pytest.approx(0.5)


def test_severity_and_dispersion_add() -> None:
    """Dispersion 2 and a coefficient of variation of 3 ask for 2 + 9 times the Poisson standard."""
    whole = limited_fluctuation(dispersion=2, severity_cv=3).full_claims
    assert whole == pytest.approx(11 * limited_fluctuation().full_claims)


def test_premium() -> None:
    standard = LimitedFluctuation(quantile=10, tolerance=1)
    assert standard.premium(120, 80, claims=25) == pytest.approx(100)


def test_refusals() -> None:
    with pytest.raises(DefinitionError, match="probability 1"):
        limited_fluctuation(1)
    with pytest.raises(DefinitionError, match="expected quantile and tolerance above 0"):
        limited_fluctuation(0.9, 0)
    with pytest.raises(DefinitionError, match="dispersion and severity_cv"):
        limited_fluctuation(dispersion=-1)
    with pytest.raises(DataError, match="claims: negative or not finite"):
        limited_fluctuation().z([-1])

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ratefloat.actuarial.credibility import LinearBayes
from ratefloat.errors import DefinitionError


def test_reference(reference: dict[str, Any]) -> None:
    for name, prior in (
        ("poisson_gamma", LinearBayes.poisson_gamma(shape=3, rate=3)),
        ("bernoulli_beta", LinearBayes.bernoulli_beta(a=2, b=3)),
        ("exponential_gamma", LinearBayes.exponential_gamma(shape=4, rate=400)),
    ):
        example = reference["linear_bayes"][name]
        fit = prior.rate([example["data"]])
        assert fit.premiums[0] == pytest.approx(example["premium"], rel=1e-9)
        assert fit.z[0] == pytest.approx(example["cred"], rel=1e-9)


def test_conjugate_premium_is_the_posterior_mean() -> None:
    """Poisson-gamma: (shape + claims) / (rate + exposure), also where periods weigh differently."""
    prior = LinearBayes.poisson_gamma(shape=2.5, rate=4)
    fit = prior.rate([3 / 2, 1 / 5, 0], [2, 5, 1], risk=["a", "a", "b"])
    np.testing.assert_allclose(fit.premiums, [(2.5 + 4) / (4 + 7), 2.5 / 5], rtol=1e-14)


def test_no_variance_between() -> None:
    prior = LinearBayes(collective=2.0, within=1.0, between=0.0)
    np.testing.assert_array_equal(prior.z([1, 100]), 0)
    assert prior.k == np.inf
    assert prior.rate([[9.0]]).premiums[0] == 2


def test_refusals() -> None:
    with pytest.raises(DefinitionError, match="a 2; expected above 2"):
        LinearBayes.geometric_beta(a=2, b=1)
    with pytest.raises(DefinitionError, match="shape 1; expected above 2"):
        LinearBayes.exponential_gamma(shape=1, rate=1)
    with pytest.raises(DefinitionError, match="within > 0"):
        LinearBayes(collective=1.0, within=0.0, between=1.0)

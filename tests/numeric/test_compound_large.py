"""Counts by the hundred thousand, and employers hardly unlike, against decimals of fifty digits."""

from __future__ import annotations

from decimal import Decimal, localcontext

import numpy as np
import pytest

from ratefloat.numeric.compound import NegativeBinomial, Poisson, panjer

PI = Decimal("3.14159265358979323846264338327950288419716939937510582")


def log_factorial(n: int) -> Decimal:
    """Stirling's series; the first term left out is below 1e-25 from n = 1,000 on."""
    x = Decimal(n)
    series = 1 / (12 * x) - 1 / (360 * x**3) + 1 / (1260 * x**5) - 1 / (1680 * x**7)
    return (x + Decimal("0.5")) * x.ln() - x + (2 * PI).ln() / 2 + series


@pytest.mark.parametrize("rate", [5_000, 100_000])
def test_the_stated_error_of_the_recursion_holds_at_large_rates(rate: int) -> None:
    top = int(rate + 6 * rate**0.5)
    found = panjer(Poisson(float(rate)), [0, 1], cells=top)
    counts = np.arange(int(rate - 6 * rate**0.5), top, max(1, int(rate**0.5) // 8))
    with localcontext(prec=50):
        true = np.asarray([
            float((int(n) * Decimal(rate).ln() - rate - log_factorial(int(n))).exp()) for n in counts
        ])
    error = (np.abs(found.pmf[counts] - true)).sum() / true.sum()
    assert error < float(found.error) < 1e-9


@pytest.mark.parametrize("size", [1e6, 1e8, 1e12])
def test_employers_hardly_unlike_are_counted_to_the_last_digits(size: float) -> None:
    true = []
    with localcontext(prec=50):
        s = Decimal(size)
        for n in range(11):
            ways = Decimal(1)
            for i in range(n):
                ways *= (s + i) / (i + 1)
            true.append(float(ways * (-s * (1 + 5 / s).ln()).exp() * (5 / (s + 5)) ** n))
    assert NegativeBinomial(5.0, size).probabilities(10) == pytest.approx(true, rel=1e-13)

"""A portfolio in a few figures: by class and in total."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.severities import MINOR
from ratefloat.simulate.portfolio.costs import base_rates, chances, outcome_costs

if TYPE_CHECKING:
    import pandas as pd

    from ratefloat.simulate.portfolio.portfolio import Portfolio

TOTAL = "total"


def describe(portfolio: Portfolio, t: int) -> pd.DataFrame:
    """The figures of year t; see `Portfolio.describe`."""
    import pandas as pd

    year = portfolio.year(t)
    frame = pd.DataFrame({
        "employers": year.months > 0,
        "workers": np.where(year.months > 0, portfolio.workers, 0),
        "insured": year.heads,
        "payroll": year.payroll / MINOR,
        "cases": year.expected,
        "expected_benefits": _benefits(portfolio, t) / MINOR,
        "base_premium": year.payroll * base_rates(portfolio.risk_class) / MINOR,
    })
    by_class = frame.groupby(portfolio.risk_class.astype(object)).sum(min_count=1)
    found = pd.concat([by_class, frame.sum().to_frame(TOTAL).T]).rename_axis("risk_class")
    # Nobody insured in a class: no mean.
    insured = found["insured"].astype(float).where(lambda heads: heads > 0)
    counts = {name: found[name].astype("int64") for name in ("employers", "workers", "insured")}
    return pd.DataFrame({
        **counts, "mean_wage": found["payroll"].astype(float) / insured,
        "cases_per_1000": 1000 * found["cases"].astype(float) / insured,
        "expected_benefits": found["expected_benefits"].astype(float),
        "base_premium": found["base_premium"].astype(float),
    })


def _benefits(portfolio: Portfolio, t: int) -> NDArray[np.float64]:
    year, growth = portfolio.year(t), portfolio.growth(t)
    cost = np.zeros(len(portfolio))
    for number, law in enumerate(portfolio.severities):
        mine = portfolio.severity_of == number
        cost[mine] = outcome_costs(law, year.wage[mine], growth) @ chances(law)
    return np.asarray(year.expected * cost)

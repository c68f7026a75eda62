"""Expected cost of cases for many wages at once."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.severities import MINOR, Severity
from ratefloat.tables.base_rates import load_base_rates

FloatArray = NDArray[np.float64]
_FIRST_DAY = date(2015, 10, 1)


def outcome_costs(law: Severity, wage: NDArray[np.int64], growth: float = 1.0) -> FloatArray:
    """What each outcome costs the fund, in minor units, shape (employers, outcomes), before rounding.

    Args:
        wage: yearly, per head, in minor units, shape (employers,).
        growth: what the amounts and limits of the law are multiplied by.

    >>> from ratefloat.actuarial import severity
    >>> outcome_costs(severity({"8000": "60%", "70000": "40%"}), np.asarray([9_000_000]))
    array([[ 800000., 7000000.]])
    """
    local = None if law.local_wage is None else float(law.local_wage) * MINOR * growth
    own = wage.astype(np.float64) if local is None else np.clip(wage, 0.6 * local, 3 * local)
    average = own if local is None else np.full_like(own, local)
    months = np.asarray([[float(o.own_months), float(o.local_months)] for o in law.outcomes]) / 12
    amounts = np.asarray([float(o.amount) * MINOR * growth for o in law.outcomes])
    return np.asarray(amounts + own[:, None] * months[:, 0] + average[:, None] * months[:, 1])


def base_rates(risk_class: NDArray[np.int8]) -> FloatArray:
    """The national base rate of 2015 of each employer's class, nan where a class has none, shape (employers,).

    Source: 人社部发〔2015〕71号.

    >>> base_rates(np.asarray([1, 8], dtype=np.int8))
    array([0.002, 0.019])
    """
    rates = load_base_rates("cn-national-2015").rates(_FIRST_DAY)
    found = np.full(np.iinfo(np.int8).max + 1, np.nan)
    found[list(rates)] = [float(rate) for rate in rates.values()]
    return np.asarray(found[risk_class])


def chances(law: Severity) -> FloatArray:
    """The chance of each outcome, shape (outcomes,)."""
    return np.asarray([float(outcome.probability) for outcome in law.outcomes])

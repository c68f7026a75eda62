"""What must hold of a portfolio before a number is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import DataError, ShapeError, rows_text
from ratefloat.simulate.portfolio.taken import BY_EMPLOYER

if TYPE_CHECKING:
    from ratefloat.simulate.portfolio.portfolio import Portfolio

_TYPES = {"key": "u", "hazard": "f"}


def refuse_unsound(portfolio: Portfolio) -> None:
    """Raises ShapeError or DataError with the first thing that is wrong."""
    _shapes(portfolio)
    _employers(portfolio)
    _years(portfolio)
    _costs(portfolio)
    _scalars(portfolio)


def _shapes(p: Portfolio) -> None:
    employers = len(p.key)
    if not employers:
        raise DataError("portfolio: no employers; expected at least one")
    columns = {name: getattr(p, name) for name in BY_EMPLOYER}
    columns |= {f"label {name!r}": label.codes for name, label in p.labels.items()}
    for name, column in columns.items():
        if column.shape != (employers,):
            raise ShapeError(f"{name}: shape {column.shape}; expected ({employers},), one number an employer")
        expected = _TYPES.get(name, "i")
        if column.dtype.kind != expected:
            word = {"u": "unsigned whole numbers", "f": "floats", "i": "whole numbers"}[expected]
            raise DataError(f"{name}: type {column.dtype}; expected {word}")
    if p.risk.ndim != 2 or p.risk.shape[1] != employers:
        raise ShapeError(f"risk: shape {p.risk.shape}; expected (history + horizon, {employers})")
    if p.covered.ndim != 2 or p.covered.shape[1] != len(p.risk):
        raise ShapeError(f"covered: shape {p.covered.shape}; expected (rows, {len(p.risk)}), a share for each year")
    if not 0 <= p.history < len(p.risk):
        raise ShapeError(f"history: {p.history} of {len(p.risk)} years of risk; expected at least one year from 0 on")


def _employers(p: Portfolio) -> None:
    if len(np.unique(p.key)) < len(p):
        raise DataError("key: one stands twice; expected keys that differ, for equal ones have the same luck")
    _within("risk_class", p.risk_class, p.risk_class >= 1, "1 or more")
    _within("workers", p.workers, p.workers >= 1, "1 or more")
    _within("wage", p.wage, p.wage > 0, "above 0, in minor units per head and year")
    _within("hazard", p.hazard, np.isfinite(p.hazard) & (p.hazard >= 0), "0 or more, cases per head and year")
    _within("end", p.end, p.end >= p.first, "not before first")
    _among("covered_of", p.covered_of, len(p.covered), "rows of covered")
    _among("severity_of", p.severity_of, len(p.severities), "severities")
    for name, label in p.labels.items():
        _among(f"label {name!r}", label.codes, len(label.names), "names")
        if name in ("risk_class", "size"):
            raise DataError(f"label {name!r}: every portfolio has this column; expected another name")


def _years(p: Portfolio) -> None:
    risk = np.isfinite(p.risk) & (p.risk >= 0)
    _within("risk", p.risk.T, np.all(risk, axis=0), "0 or more in every year")
    covered = (p.covered >= 0) & (p.covered <= 1)
    _within("covered", p.covered, np.all(covered, axis=1), "shares from 0 to 1")


def _costs(p: Portfolio) -> None:
    names = [[outcome.name for outcome in law.outcomes] for law in p.severities]
    if any(other != names[0] for other in names):
        raise DataError("severities: outcomes differ between laws; expected the same names in the same order")
    _shares("victims", p.victims)
    _shares("payment pattern", p.payment.pattern)
    if len(p.payment.pension) not in (0, len(names[0])):
        raise ShapeError(f"pension: {len(p.payment.pension)} shares; expected {len(names[0])}, one an outcome, or none")
    if min(p.payment.pension, default=0) < 0 or not 0 <= p.payment.mortality <= 1:
        raise DataError(
            f"pensions: shares {p.payment.pension}, mortality {p.payment.mortality}; "
            f"expected shares of 0 or more, and a mortality from 0 to 1"
        )
    if not p.fund.stock:
        raise ShapeError("fund: no stock; expected a payment for year 0 at least, 0 where there is none")


def _scalars(p: Portfolio) -> None:
    if not 1 <= p.envelope < np.inf:
        raise DataError(f"envelope: {p.envelope}; expected 1 or more, a multiple of the latent hazard")
    if not -1 < p.wage_growth < np.inf:
        raise DataError(f"wage_growth: {p.wage_growth}; expected above -1, a share a year")


def _shares(name: str, shares: tuple[float, ...]) -> None:
    if not shares or min(shares) < 0 or abs(sum(shares) - 1) > 1e-9:
        raise DataError(f"{name}: {shares}; expected shares of 0 or more that add up to 1")


def _among(name: str, numbers: NDArray[Any], count: int, what: str) -> None:
    _within(name, numbers, (numbers >= 0) & (numbers < count), f"0 to {count - 1}, there are {count} {what}")


def _within(name: str, values: NDArray[Any], right: NDArray[np.bool_], expected: str) -> None:
    wrong = np.flatnonzero(~right)
    if len(wrong):
        first = values[wrong[0]]
        shown = first if first.ndim == 0 else first.min()
        raise DataError(
            f"{name}: {rows_text(wrong.tolist(), len(right))} out of range, the first is {shown}; expected {expected}",
            rows=tuple(wrong.tolist()),
        )

"""One employer and its row in a batch: the same policy through the kernel and by decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from ratefloat.policy.base import rates_on
from ratefloat.policy.derive import derive
from ratefloat.policy.document import FloatPolicy
from ratefloat.policy.given import column_of
from ratefloat.policy.kernel import Kernel
from ratefloat.rules.column import Column

Row = Mapping[str, Any]
Result = tuple[Fraction | None, ...] | str
"""Rated class, step, factor and rate; or why there is none."""


def by_decide(policy: FloatPolicy, on: str, rows: Sequence[Row]) -> list[Result]:
    """Every row decided alone."""
    found: list[Result] = []
    for row in rows:
        try:
            made = policy.decide(on=on, **row)
        except LookupError as error:
            found.append(error.reason)  # type: ignore[attr-defined]
            continue
        found.append((made.risk_class, made.step, made.factor, made.rate))
    return found


def by_kernel(
    policy: FloatPolicy, on: str, columns: Mapping[str, Column], n: int, *, limit: int = 65_536
) -> list[Result]:
    """All rows at once."""
    moment = date.fromisoformat(on)
    base = {(0, c): rate for c, rate in rates_on(policy.base, moment, None, None).items()} if policy.base else {}
    found = Kernel(derive(policy, moment, limit=limit), base).decide(columns, n)
    results: list[Result] = []
    for row in range(n):
        if found.refused[row]:
            results.append(found.refusals[found.refused[row] - 1])
            continue
        rated, step, factor, rate = found.states[found.state[row]]
        given = columns["risk_class"].pooled().numbers()[row] if "risk_class" in columns else None
        results.append((given if rated is None else rated, step, factor, rate))
    return results


def columns_of(policy: FloatPolicy, rows: Sequence[Row]) -> dict[str, Column]:
    """The columns of given rows; what a row leaves out is 0."""
    domains = policy.structure.domains
    names = {name for row in rows for name in row} | {"prior_step", "base_group"}
    found = {}
    for name in names:
        single = [column_of(name, domains[name], row.get(name, 0)) for row in rows]
        found[name] = _stacked(single)
    return found


def _stacked(columns: Sequence[Any]) -> Column:
    first = columns[0]
    if hasattr(first, "numerator"):
        return type(first)(
            np.concatenate([c.numerator for c in columns]), np.concatenate([c.denominator for c in columns])
        )
    if hasattr(first, "categories"):
        return type(first)(np.concatenate([c.codes for c in columns]), first.categories)
    return type(first)(np.concatenate([c.values for c in columns]))

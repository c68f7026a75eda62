"""Rows of indicator columns: every case of a law, and random ones on, beside and far from every edge."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pandas as pd

from ratefloat.policy.document import FloatPolicy
from ratefloat.policy.kernel import Kernel
from ratefloat.policy.table.whole import GROUP, Whole, base_groups
from ratefloat.rules.column import BooleanColumn, CategoryColumn, IntegerColumn, RatioColumn
from ratefloat.rules.domain import Boolean, Category, Choice, Ratio

BIG = 2**62
TEXT = {0: "", None: None}


def cells_of(law: Whole) -> dict[str, list[Any]]:
    """The cells of every indicator, those of all tables together."""
    found: dict[str, dict[Any, Any]] = {}
    for link in law.links:
        for name, cells in zip(link.names, link.cells, strict=True):
            found.setdefault(name, {}).update({cell.sample: cell for cell in cells})
    return {name: list(cells.values()) for name, cells in found.items()}


def every_case(law: Whole) -> pd.DataFrame:
    """One row for each combination of cases of all indicators, its representatives in columns."""
    cells = cells_of(law)
    codes = list(itertools.product(*(range(len(own)) for own in cells.values())))
    places = dict(zip(cells, np.asarray(codes, dtype=np.int64).reshape(-1, len(cells)).T, strict=True))
    return _frame(law, {name: ([c.sample for c in own], places[name]) for name, own in cells.items()})


def random_rows(law: Whole, rows: int, seed: int) -> pd.DataFrame:
    """Rows whose values lie on an edge, one unit beside it, or anywhere."""
    chance = np.random.default_rng(seed)
    return _frame(law, {
        name: (values := _values(law, name, own), chance.integers(0, len(values), rows))
        for name, own in cells_of(law).items()
    })


def _values(law: Whole, name: str, cells: list[Any]) -> list[Any]:
    domain = law.domains[name]
    if isinstance(domain, Ratio):
        found = [(0, 0), (1, 0), (BIG, 0), (0, 7), (1, BIG), (BIG, 1)]
        for edge in {cell.interval.low for cell in cells if cell.interval is not None}:
            for times in (1, 997, BIG // max(edge.numerator, edge.denominator, 1)):
                top, bottom = edge.numerator * times, edge.denominator * times
                found += [(top, bottom), (top + 1, bottom), (max(top - 1, 0), bottom), (top, bottom + 1)]
        return found
    if isinstance(domain, Boolean):
        return [False, True]
    if isinstance(domain, Category | Choice):
        return list(domain.values)
    near = {int(cell.sample) + way for cell in cells for way in (-1, 0, 1)} | {1, 5, BIG}
    top = BIG if domain.greatest is None else domain.greatest
    return sorted(min(max(value, domain.least), top) for value in near)


def _frame(law: Whole, chosen: dict[str, tuple[list[Any], np.ndarray]]) -> pd.DataFrame:
    made: dict[str, Any] = {}
    for name, (values, codes) in chosen.items():
        if name == GROUP:
            for place, column in enumerate(("area", "tier")):
                texts = np.asarray([law.groups[group][place] for group in values], dtype=object)
                if any(text is not None for text in texts):
                    made[column] = texts[codes]
        elif isinstance(law.domains[name], Ratio):
            pairs = np.asarray([_pair(value) for value in values], dtype=np.int64)[codes]
            made |= {f"{name}_numerator": pairs[:, 0], f"{name}_denominator": pairs[:, 1]}
        elif isinstance(law.domains[name], Category):
            made[name] = np.asarray(values, dtype=object)[codes]
        else:
            made[name] = np.asarray(values)[codes]
    rows = len(next(iter(chosen.values()))[1])
    return pd.DataFrame({"employer": np.arange(rows), **made})


def _pair(value: Any) -> tuple[int, int]:
    return value if isinstance(value, tuple) else (value.numerator, value.denominator)


def decided(policy: FloatPolicy, law: Whole, frame: pd.DataFrame) -> dict[str, list[Any]]:
    """What the library's own table says of the rows: step, rate_e8, factor, reasons, refused."""
    on = law.derived.setting.on
    groups, base = base_groups(policy.structure.base, on)
    columns: dict[str, Any] = {GROUP: IntegerColumn(np.zeros(len(frame), dtype=np.int64))}
    if "area" in frame or "tier" in frame:
        pairs = zip(*(frame.get(c, pd.Series([None] * len(frame))) for c in ("area", "tier")), strict=True)
        columns[GROUP] = IntegerColumn(np.asarray([groups.index(tuple(pair)) for pair in pairs]))
    for name, domain in law.domains.items():
        if isinstance(domain, Ratio) and f"{name}_numerator" in frame:
            columns[name] = RatioColumn(*(frame[f"{name}_{part}"].to_numpy() for part in ("numerator", "denominator")))
        elif name in frame and isinstance(domain, Boolean):
            columns[name] = BooleanColumn(frame[name].to_numpy())
        elif name in frame and isinstance(domain, Category):
            codes = pd.Categorical(frame[name], categories=list(domain.values)).codes
            columns[name] = CategoryColumn(codes.astype(np.int64), domain.values)
        elif name in frame:
            columns[name] = IntegerColumn(frame[name].to_numpy())
        elif name not in columns:
            columns[name] = domain.probe().take(np.zeros(len(frame), dtype=np.intp))
    from ratefloat.policy.decision import clause_text
    from ratefloat.policy.derive import derive

    found = Kernel(derive(policy, on), base).decide(columns, len(frame))
    why = np.asarray([None, *found.refusals], dtype=object)[found.refused]
    fine = found.refused == 0

    def take(values: list[Any], codes: np.ndarray) -> np.ndarray:
        return np.where(fine, np.asarray([*values, None], dtype=object)[codes], None)

    return {
        "step": take([None if s[1] is None else int(s[1]) for s in found.states], found.state),
        "rate_e8": take([s[3] * 10**8 for s in found.states], found.state),
        "reasons": take(["; ".join(dict.fromkeys(map(clause_text, notes))) for notes in found.reasons], found.reason),
        "refused": why,
    }


def differences(result: pd.DataFrame, expected: dict[str, Any]) -> dict[str, int]:
    """How many rows differ in each column; a rate is compared exactly."""
    ordered = result.sort_values("employer")
    found = {}
    for name, values in expected.items():
        if name not in ordered:
            continue
        mine = ordered[name].astype(object).to_numpy()
        both = pd.isna(mine) & pd.isna(values)
        found[name] = int((~(both | (mine == values))).sum())
    return found

"""Employers on, beside and far from every edge of a policy, and the columns that hold many of them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from oracle.clerk import nodes
from oracle.reading import number

from laws.pieces import IN_FORCE, PRIVILEGES
from laws.stand_in import INDICATORS, RATIOS, SECTORS
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules.column import BooleanColumn, CategoryColumn, Column, IntegerColumn, PooledColumn, RatioColumn
from ratefloat.rules.values import Values

Row = dict[str, Any]
COUNTS = ("deaths", "insured_months", "wages", "risk_class", "prior_step", "base_group")
RATES_BEFORE = (Fraction(1, 100), Fraction(57, 10000), Fraction(1, 300))
BIG = 2**62


def edges_of(document: Any, name: str) -> set[Fraction]:
    """The numbers that a document compares an indicator with."""
    found: set[Fraction] = set()
    for node in nodes(document):
        if node.get("kind") == "compare" and node["indicator"] == name:
            found.add(number(node["value"], 24))
        tables = [("indicator", "rows"), ("down", "down_rows"), ("across", "across_rows")]
        for axis, rows in tables:
            if node.get(axis) == name and rows in node:
                found |= set(_ends(node[rows]))
    return found


def _ends(keys: Iterable[str]) -> Iterable[Fraction]:
    for key in keys:
        for end in key.strip("[]()").split(","):
            if end.strip() not in ("inf", "no premium", "benefits"):
                yield number(end)


def ratios_at(edge: Fraction) -> list[tuple[int, int]]:
    """Ratios on an edge and one unit beside it, in small and in huge numbers."""
    top, bottom = edge.numerator, edge.denominator
    found = []
    for times in (1, 997, BIG // max(top, bottom, 1)):
        n, d = top * times, bottom * times
        found += [(n, d), (n + 1, d), (max(n - 1, 0), d), (n, d + 1)]
    return found


def candidates(policy: FloatPolicy) -> dict[str, Sequence[Any]]:
    """Values of every indicator that matter to a policy."""
    document = policy.document()
    found: dict[str, Sequence[Any]] = {
        "arrears": (True, False), "standard": (True, False), "sector": SECTORS, IN_FORCE: RATES_BEFORE,
        "prior_step": policy.structure.domains["prior_step"].values,  # type: ignore[attr-defined]
        "risk_class": policy.classes, "base_group": (0, 1),
        **{f"privilege_used.{name}": (0, 1, 2, 5) for name in PRIVILEGES},
    }
    for name in RATIOS:
        beside = [pair for edge in sorted(edges_of(document, name)) for pair in ratios_at(edge)]
        found[name] = [(0, 0), (1, 0), (BIG, 0), (0, 7), (0, BIG), (1, BIG), (BIG, 1), *beside]
    for name in ("deaths", "insured_months", "wages"):
        near = {int(edge) + way for edge in edges_of(document, name) for way in (-1, 0, 1)}
        most = 60 if name == "insured_months" else BIG
        found[name] = sorted({0, 1, most} | {x for x in near if 0 <= x <= most})
    return found


def rows_for(policy: FloatPolicy, seed: int, count: int = 40) -> list[Row]:
    """Employers drawn from the values that matter to a policy."""
    choose = random.Random(seed)
    values = candidates(policy)
    return [{name: choose.choice(among) for name, among in values.items()} for _ in range(count)]


def columns_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, Column]:
    """Read-only columns of some employers."""
    found: dict[str, Column] = {}
    for name in rows[0]:
        given = [row[name] for row in rows]
        if name in RATIOS:
            found[name] = RatioColumn(_frozen([n for n, _ in given]), _frozen([d for _, d in given]))
        elif name == IN_FORCE:
            values = Values.of(given)
            values.codes.setflags(write=False)
            found[name] = PooledColumn(values)
        elif name == "sector":
            found[name] = CategoryColumn(_frozen([SECTORS.index(x) for x in given]), SECTORS)
        elif name in INDICATORS and name not in COUNTS:
            found[name] = BooleanColumn(_frozen(given, np.bool_))
        else:
            found[name] = IntegerColumn(_frozen(given))
    return found


def _frozen(values: Sequence[Any], kind: type = np.int64) -> Any:
    made = np.asarray(values, dtype=kind)
    made.setflags(write=False)
    return made

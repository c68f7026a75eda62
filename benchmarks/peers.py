"""The benchmark law written for other engines: vectorised pandas, and a plain Python loop."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
from workload import YEARS

BASE_E8 = {1: 200_000, 2: 400_000, 3: 700_000, 4: 900_000, 5: 1_100_000, 6: 1_300_000, 7: 1_600_000, 8: 1_900_000}
SUMS = ("benefits", "premium", "injuries", "deaths", "heads")
FACTOR = {-2: 50, -1: 80, 0: 100, 1: 120, 2: 150}


def by_pandas(frame: pd.DataFrame) -> pd.DataFrame:
    """The law as an analyst writes it in pandas, with float ratios (so rows on an edge may fall wrong)."""
    total = {name: frame[[f"{name}_{year}" for year in YEARS]].sum(axis=1) for name in SUMS}
    ratio = total["benefits"] / total["premium"]
    loss = pd.cut(ratio, [-1, 0.2, 0.5, 1.0, 1.5, np.inf], labels=[-2, -1, 0, 1, 2]).astype("Int8").fillna(0)
    own = total["injuries"] * 12 / total["heads"]
    sums = pd.DataFrame({"c": frame["class"], "n": total["injuries"] * 12, "d": total["heads"]}).groupby("c").sum()
    peer = frame["class"].map(sums["n"] / sums["d"])
    often = pd.cut(own / peer, [-1, 0.5, 1.5, 3.0, np.inf], labels=[-1, 0, 1, 2]).astype("Int8").fillna(0)
    step = pd.concat([loss, often], axis=1).max(axis=1)
    reason = ((step != 0) & (step == loss)).astype("int32") + 2 * ((step != 0) & (step != loss)).astype("int32")
    rules = [
        (4, (total["deaths"] >= 1), lambda s: s.clip(lower=1)), (8, frame["arrears"], lambda s: s.clip(lower=0)),
        (16, frame["months"] < 36, lambda s: s * 0), (32, frame["class"] == 1, lambda s: s.clip(lower=0)),
    ]
    for bit, where, change in rules:
        after = step.mask(where, change(step))
        reason += bit * (after != step).astype("int32")
        step = after
    prior = frame["prior"]
    limited = step.clip(prior - 1, prior + 1).astype("int8")
    reason += 64 * (limited != step).astype("int32")
    step = limited
    rate = frame["class"].map(BASE_E8) * step.map(FACTOR) // 100 * 4 // 5
    premium = (frame["payroll"] * rate + 50_000_000) // 100_000_000
    return pd.DataFrame({"step": step, "rate_e8": rate, "estimated_premium": premium, "reason": reason})


def by_loop(frame: pd.DataFrame) -> list[tuple[int, int, int]]:
    """The law as a plain loop over rows, exact by fractions of integers."""
    rows = frame.to_dict("records")
    totals = [{name: sum(row[f"{name}_{year}"] for year in YEARS) for name in SUMS} for row in rows]
    means: dict[int, Fraction] = {}
    for risk_class in range(1, 9):
        mine = [t for r, t in zip(rows, totals, strict=True) if r["class"] == risk_class]
        heads = sum(t["heads"] for t in mine)
        means[risk_class] = Fraction(12 * sum(t["injuries"] for t in mine), heads) if heads else Fraction(0)
    return [_one(r, t, means[r["class"]]) for r, t in zip(rows, totals, strict=True)]


def _one(row: dict, total: dict, mean: Fraction) -> tuple[int, int, int]:
    n, d = total["benefits"], total["premium"]
    loss = 0 if not d else -2 if 5 * n <= d else -1 if 2 * n <= d else 0 if n <= d else 1 if 2 * n <= 3 * d else 2
    n, d = total["injuries"] * 12 * mean.denominator, total["heads"] * mean.numerator
    often = 0 if not d else -1 if 2 * n <= d else 0 if 2 * n <= 3 * d else 1 if n <= 3 * d else 2
    step = max(loss, often)
    if total["deaths"]:
        step = max(step, 1)
    if row["arrears"]:
        step = max(step, 0)
    if row["months"] < 36:
        step = 0
    if row["class"] == 1:
        step = max(step, 0)
    step = min(max(step, row["prior"] - 1), row["prior"] + 1)
    rate = BASE_E8[row["class"]] * FACTOR[step] // 100 * 4 // 5
    return step, rate, (row["payroll"] * rate + 50_000_000) // 100_000_000

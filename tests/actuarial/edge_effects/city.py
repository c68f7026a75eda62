"""A made-up city whose employers answer to their rate by a known elasticity; rated here by plain arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

import ratefloat as rf
from ratefloat.rules import at_least, bands, base_rate, indicator, ladder

LADDER = {-1: 0.8, 0: 1.0, 1: 1.2, 2: 1.5}
BASE = {4: 0.009, 6: 0.013}
HEADS = {4: 0.012, 6: 0.02}
"""Cases a head and year at the base rate."""
ROWS = {"no premium": 0, "[0, 50%]": -1, "(50%, 100%]": 0, "(100%, 150%]": 1, "(150%, inf)": 2}


def policy(rows: Any = ROWS, **more: Any) -> rf.FloatPolicy:
    """Four bands of a loss ratio over two years, and a veto for deaths that breaks some edges for some."""
    plain = {
        "id": "bands", "title": {"en": "bands", "zh": "bands"}, "source": "a test",
        "effective": "2018-01-01/2030-01-01", "review": rf.Review(every_years=1, anchor="2018-01-01"),
        "window": rf.Window(months=24), "base": "cn-national-2015",
        "indicators": {"x": rf.ratio(rf.benefits(), rf.premium("paid")), "deaths": rf.count("death")},
        "rule": bands("x", rows) >> at_least(+1).when(indicator("deaths") >= 1)
        >> ladder({step: f"{100 * factor:g}%" for step, factor in LADDER.items()}) >> base_rate(),
    }
    return rf.FloatPolicy(**{**plain, **more})


@dataclass(frozen=True)
class City:
    """The records of a city, as frames."""

    employers: pd.DataFrame
    exposure: pd.DataFrame
    claims: pd.DataFrame

    def book(self, **more: Any) -> rf.Book:
        """The book, with some tables given anew."""
        return rf.Book.from_frames(
            **{"employers": self.employers, "exposure": self.exposure, "claims": self.claims, **more}
        )


def city(seed: int, elasticity: float, *, employers: int = 2400, heads: int = 200) -> City:
    """Losses of 2022 and 2023 decide the rate of 2024, and the rate the cases of 2024."""
    chance = np.random.default_rng(seed)
    ids = np.array([f"E{number:05d}" for number in range(employers)])
    classes = chance.choice([4, 6], employers)
    premium = np.round(heads * 50_000 * np.array([BASE[int(c)] for c in classes]), 2)
    ratios = np.exp(chance.normal(np.log(0.9), 0.5, employers)) * (chance.random(employers) > 0.1)
    paid = np.round(2 * premium * ratios, 2)
    deaths = (chance.random(employers) < 0.15) & (paid > 0)
    # The same as the policy, by plain comparisons: bands closed above, at least one step up with a death.
    ratio = paid / (2 * premium)
    step = (ratio > 0.5).astype(int) + (ratio > 1) + (ratio > 1.5) - 1
    factor = np.array([LADDER[int(s)] for s in np.where(deaths, np.maximum(step, 1), step)])
    hazard = chance.gamma(4, 1 / 4, employers) * np.where(ratio > 0, np.maximum(ratio, 0.01) ** 0.4, 0.5)
    mean = heads * np.array([HEADS[int(c)] for c in classes]) * hazard * factor**elasticity
    later = chance.poisson(mean)
    frame = pd.DataFrame({"employer": ids, "risk_class": classes, "participation": "2015-01-01", "area": ""})
    return City(frame, _exposure(ids, premium, heads), _claims(chance, ids, (paid, deaths, later)))


def _exposure(ids: Any, premium: Any, heads: int) -> pd.DataFrame:
    return pd.concat([
        pd.DataFrame({
            "employer": ids, "start": f"{year}-01-01", "end": f"{year + 1}-01-01", "payroll": str(50_000 * heads),
            "head_months": 12 * heads, "premium_paid": [f"{p:.2f}" for p in premium], "paid_on": f"{year}-06-01",
        })
        for year in (2022, 2023, 2024, 2025)
    ])


def _claims(chance: np.random.Generator, ids: Any, told: tuple[Any, Any, Any]) -> pd.DataFrame:
    paid, deaths, later = told
    had = paid > 0
    before = pd.DataFrame({
        "employer": ids[had], "accident_on": "2023-03-01", "recognised_on": "2023-04-01", "paid_on": "2023-09-01",
        "death": np.where(deaths[had], "yes", "no"), "medical": [f"{p:.2f}" for p in paid[had]],
    })
    owners = np.repeat(ids, later)
    months = chance.integers(1, 13, len(owners))
    after = pd.DataFrame({
        "employer": owners, "accident_on": [f"2024-{month:02d}-15" for month in months],
        "recognised_on": "2025-01-20", "paid_on": "", "death": "no", "medical": "",
    })
    rows = pd.concat([before, after], ignore_index=True)
    return rows.assign(claim=[f"C{number}" for number in range(len(rows))], cause="work", disease="no")

"""The workload of the rating benchmark: a law with everything in it, and a made-up extract to rate."""

from __future__ import annotations

import numpy as np
import pandas as pd

import ratefloat as rf

BANDS = {"no premium": 0, "[0, 20%]": -2, "(20%, 50%]": -1, "(50%, 100%]": 0, "(100%, 150%]": 1, "(150%, inf)": 2}
RELATIVE = {"no premium": 0, "[0, 1/2]": -1, "(1/2, 3/2]": 0, "(3/2, 3]": 1, "(3, inf)": 2}
YEARS = (2021, 2022, 2023)


def law() -> rf.FloatPolicy:
    """Loss ratio and frequency relative to the class, the more severe of both; vetoes, limits and a phase cut."""
    return rf.FloatPolicy(
        id="benchmark", title="Benchmark law", source="made up", effective="2020-01-01/",
        review=rf.Review(every_years=1, anchor="2020-01-01"), window=rf.Window(months=36), base="cn-national-2015",
        indicators={
            "loss_ratio": rf.ratio(rf.benefits(), rf.premium("paid")),
            "frequency": rf.relative(rf.frequency(rf.cases("injury")), to="class mean"),
            "deaths": rf.count("death"),
            "arrears": rf.flag("arrears", when="any in window"),
            "insured_months": rf.insured_months(),
        },
        rule=(
            rf.highest_of(
                rf.bands("loss_ratio", BANDS, clause="art. 5"), rf.bands("frequency", RELATIVE, clause="art. 6")
            )
            >> rf.at_least(1, clause="art. 7").when(rf.indicator("deaths") >= 1)
            >> rf.no_decrease(clause="art. 8").when(rf.indicator("arrears"))
            >> rf.set_to(0, clause="art. 9").when(rf.indicator("insured_months") < rf.window.months)
            >> rf.no_decrease(clause="art. 3").when(rf.indicator("risk_class") == 1)
            >> rf.move_limit(down=1, up=1, clause="art. 10")
            >> rf.ladder({-2: "50%", -1: "80%", 0: "100%", 1: "120%", 2: "150%"}, clause="notice 71")
            >> rf.base_rate()
            >> rf.phase_cut("20%", clause="art. 12").during("2023-05-01/2025-01-01")
        ),
    )


def extract(rows: int, seed: int = 1) -> pd.DataFrame:
    """Made-up employers, one a row: class, prior step, three years of sums, flags, payroll."""
    draw = np.random.default_rng(seed)
    columns: dict[str, np.ndarray] = {
        "class": draw.integers(1, 9, rows, dtype=np.int8), "prior": draw.integers(-2, 3, rows, dtype=np.int8),
        "months": draw.integers(1, 60, rows, dtype=np.int8), "arrears": draw.random(rows) < 0.05,
    }
    heads = (draw.pareto(1.1, rows) * 4 + 1).astype(np.int64).clip(1, 20_000)
    for year in YEARS:
        columns[f"heads_{year}"] = heads * 12
        columns[f"premium_{year}"] = heads * draw.integers(20_000, 90_000, rows)
        injuries = draw.poisson(heads * 0.0044)
        columns[f"injuries_{year}"] = injuries.astype(np.int32)
        columns[f"deaths_{year}"] = draw.binomial(injuries, 0.02).astype(np.int8)
        columns[f"benefits_{year}"] = injuries * draw.integers(0, 8_000_000, rows)
    columns["payroll"] = heads * draw.integers(4_000_000, 9_000_000, rows)
    return pd.DataFrame(columns)


def arguments() -> dict[str, object]:
    """How `rf.rate_frame` is told which column is what."""
    named = {
        rf.benefits(): "benefits", rf.premium("paid"): "premium", rf.cases("injury"): "injuries",
        rf.cases("death"): "deaths", rf.head_months(): "heads",
    }
    return {
        "on": "2024-01-01",
        "sums": {channel: [f"{name}_{year}" for year in YEARS] for channel, name in named.items()},
        "ready": {"risk_class": "class", "prior_step": "prior", "arrears": "arrears", "insured_months": "months"},
        "payroll": "payroll",
    }

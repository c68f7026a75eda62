"""A book drawn from the process that the simulator assumes, by code of its own."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ratefloat.history.book import Book

FIRST, LAST = 2018, 2023
HAZARD = {2: 0.004, 5: 0.012, 7: 0.02}
INDUSTRY = {2: "51", 5: "21", 7: "10"}


def made(seed: int, employers: int = 900, *, wages: str = "60000") -> Book:
    """Employers of three classes with a gamma risk that stays; each case is paid for in its own year."""
    rng = np.random.default_rng(seed)
    classes = rng.choice([2, 5, 7], employers, p=[0.5, 0.35, 0.15])
    heads = np.rint(np.exp(rng.normal(3.0, 1.0, employers))).astype(int) + 1
    risk = rng.gamma(2.0, 0.5, employers)
    exposure, claims = [], []
    for year in range(FIRST, LAST + 1):
        for at in range(employers):
            exposure.append({
                "employer": f"E{at}", "start": f"{year}-01-01", "end": f"{year + 1}-01-01",
                "payroll": str(int(wages) * heads[at]), "head_months": 12 * heads[at],
            })
        for at in np.repeat(np.arange(employers), rng.poisson(heads * risk * np.vectorize(HAZARD.get)(classes))):
            graded = rng.random() < 0.5
            claims.append({
                "claim": f"c{len(claims)}", "employer": f"E{at}", "recognised_on": f"{year}-05-01",
                "assessed_on": f"{year}-07-01" if graded else "", "paid_on": f"{year}-08-01", "cause": "work",
                "death": "no", "disease": "no", "grade": "10" if graded else "",
                "medical": str(int(rng.gamma(2.0, 4_000))), "disability_grant": "35000" if graded else "",
            })
    return Book.from_frames(
        employers=pd.DataFrame({
            "employer": [f"E{at}" for at in range(employers)], "industry_code": [INDUSTRY[c] for c in classes],
            "industry_edition": "GB/T 4754-2011", "area": "x", "participation": "2010-01-01",
        }),
        exposure=pd.DataFrame(exposure), claims=pd.DataFrame(claims),
    )

"""The exact law of one risk cell: three-year window, yearly review, ten years, from the policy to the last year's law.

Run: python benchmarks/chain.py
"""

from __future__ import annotations

import time
from collections.abc import Callable

import ratefloat as rf
from ratefloat.actuarial import RiskCell, chain, incentive, luck, severity

ON = "2019-01-01"
BANDS = {"no premium": 0, "[0, 30%]": -2, "(30%, 70%]": -1, "(70%, 120%]": 0, "(120%, 180%]": 1, "(180%, inf)": 2}
LADDER = {-2: "50%", -1: "80%", 0: "100%", 1: "120%", 2: "150%"}


def law(*, remembers: bool) -> rf.FloatPolicy:
    """Bands of a three-year loss ratio, reviewed every year; with a memory, one step up or down at most."""
    bands = rf.bands("ratio", BANDS)
    rule = bands >> rf.move_limit(down=1, up=1) if remembers else bands
    return rf.FloatPolicy(
        id="benchmark", title="Benchmark", source="made up", effective="2015-10-01/", base="cn-national-2015",
        review=rf.Review(every_years=1, anchor="2016-01-01"), window=rf.Window(months=36),
        indicators={"ratio": rf.ratio(rf.benefits(), rf.premium("at base rate"))},
        rule=rule >> rf.ladder(LADDER) >> rf.base_rate(),
    )


def best(work: Callable[[], object], runs: int = 15) -> float:
    """The least milliseconds of some runs, after one to warm up."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1e3 * min(times)


def main() -> None:
    """Print the milliseconds of each job; the goal of the first two is 30."""
    cell = RiskCell(risk_class=5, heads=100, wage="90000", frequency="12‰", severity=severity("china"))
    free, bound = law(remembers=False), law(remembers=True)
    jobs: dict[str, Callable[[], object]] = {
        "ten years, no memory, lattice 64": lambda: chain(free, cell, on=ON, lattice=64).law.transient(2, 10),
        "ten years, one step at most, lattice 64": lambda: chain(bound, cell, on=ON, lattice=64).law.transient(2, 10),
        "the same, another hazard on the same chain": lambda: made.law.at(1.3).transient(2, 10),
        "long run, no memory, exact lattice": lambda: chain(free, cell, on=ON).law.stationary,
        "long run, one step at most": lambda: chain(bound, cell, on=ON).law.stationary,
        "incentive by size of claim": lambda: incentive(free, cell, on=ON).frame,
        "luck": lambda: luck(free, cell, on=ON).explained,
    }
    made = chain(bound, cell, on=ON, lattice=64)
    for name, job in jobs.items():
        print(f"{best(job):8.1f} ms  {name}")


if __name__ == "__main__":
    main()

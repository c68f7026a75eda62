"""The simulator: nanoseconds per employer-year as multiples of one bare SFC64 draw, and the exact law of one cell.

100,000 employers of the nation, ten years, twelve outcomes, prevention and hiding by class, size and step. Figures
are taken in one process, interleaved, each the least of some runs. Goals: 10 draws for one policy, 5 for each of
eight, 30 ms for the exact law; totals identical whatever the rows of a task and the number of workers.

Run: python benchmarks/simulator.py [replicates]
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace

import numpy as np
from chain import best, law

import ratefloat as rf
from ratefloat.actuarial import RiskCell, severity
from ratefloat.simulate import Effort, Hiding, Portfolio, Prevention, Terms, compare, exact
from ratefloat.simulate.portfolio.portfolio import Payment

RUNS = 3
LADDERS = [{-2: 50, -1: 80, 0: 100, 1: 120, 2: 150}, {-2: 60, -1: 80, 0: 100, 1: 130, 2: 160}]


def policies(count: int) -> dict[str, rf.FloatPolicy]:
    """So many laws: windows and ladders of some width."""
    made = {}
    for number in range(count):
        years, ladder = 1 + number % 3, LADDERS[number % 2]
        bands = rf.bands("ratio", {
            "no premium": 0, "0": -2, "(0, 50%]": -1, "(50%, 100%]": 0, f"(100%, {150 + number}%]": 1,
            f"({150 + number}%, inf)": 2,
        })
        made[f"law {number}"] = rf.FloatPolicy(
            id=f"law-{number}", title="Benchmark", source="made up", effective="2015-10-01/", base="cn-national-2015",
            review=rf.Review(every_years=years, anchor="2016-01-01"), window=rf.Window(months=12 * years),
            indicators={"ratio": rf.ratio(rf.benefits(), rf.premium("at base rate")), "deaths": rf.count("death")},
            rule=bands >> rf.at_least(+1).when(rf.indicator("deaths") >= 1)
            >> rf.ladder({step: f"{percent}%" for step, percent in ladder.items()}) >> rf.base_rate(),
        )
    return made


def draw() -> float:
    """Nanoseconds of one bare draw."""
    generator, into = np.random.Generator(np.random.SFC64(1)), np.empty(100_000)
    start = time.perf_counter()
    for _ in range(20):
        generator.random(out=into)
    return (time.perf_counter() - start) / (20 * len(into)) * 1e9


def main() -> None:
    """Print each figure beside its goal."""
    replicates = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    nation = replace(Portfolio.from_aggregates("nation-2021", employers=100_000, seed=7), payment=Payment())
    insured = sum(int((nation.year(t).heads > 0).sum()) for t in range(10)) * replicates
    cases = sum(float(nation.year(t).expected.sum()) for t in range(10)) * replicates
    print(f"{insured:,} employer-years, {cases / insured:.2f} true cases each")
    behaviour = Prevention() + Hiding()

    def seconds(count: int, times: int) -> float:
        start = time.perf_counter()
        compare(policies(count), nation, behaviour=behaviour, seed=7, effort=Effort(replicates=times, sets=0))
        return time.perf_counter() - start

    for count, goal in ((1, 10), (8, 5)):
        found, bare = [], []
        for _ in range(RUNS):
            bare.append(draw())
            # What is done once whatever the number of replicates, incentives above all, is taken off.
            found.append(seconds(count, 2 * replicates) - seconds(count, replicates))
            bare.append(draw())
        each = min(found) / insured / count * 1e9
        print(f"{count} policies: {each:6.1f} ns = {each / min(bare):5.1f} draws of {min(bare):.2f} ns (goal {goal})")
    cell = RiskCell(risk_class=5, heads=100, wage="90000", frequency="12‰", severity=severity("china"))
    rule, terms = law(remembers=True), Terms(on="2019-01-01")
    print(f"exact law of a cell, lattice 64, three-year window, ten years: "
          f"{best(lambda: exact(rule, cell, years=10, terms=terms, lattice=64).steps, 7):.1f} ms (goal 30)")
    small = nation.take(np.arange(20_000))
    same = [
        compare(policies(2), small, behaviour=behaviour, seed=7, effort=effort).run.policies["law 1"].central.sums
        for effort in (
            Effort(replicates=8, sets=0), Effort(replicates=8, sets=0, rows=5_000),
            Effort(replicates=8, sets=0, workers=2),
        )
    ]
    identical = all(np.array_equal(same[0], other) for other in same[1:])
    print(f"totals by rows of a task and by workers: {'identical' if identical else 'DIFFERENT'}")


if __name__ == "__main__":
    main()

"""Rating a book: the goals of the design as ratios within one run, beside pandas, a Python loop and a memory copy.

Run: python benchmarks/rating.py [ROWS]
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable

import numpy as np
from peers import by_loop, by_pandas
from workload import arguments, extract, law

import ratefloat as rf
from ratefloat.policy.decision import given_base
from ratefloat.policy.derive import derive
from ratefloat.policy.kernel import Kernel
from ratefloat.policy.wide import _decide, _extract, review_dates

BYTES = 111
"""Bytes of one employer that the job must touch, in and out."""


def interleaved(jobs: dict[str, Callable[[], object]], runs: int = 7) -> dict[str, float]:
    """The least seconds of each job, the jobs taken in turn."""
    best = dict.fromkeys(jobs, float("inf"))
    for _ in range(runs):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            best[name] = min(best[name], time.perf_counter() - start)
    return best


def per_call(job: Callable[[], object], calls: int) -> float:
    """The least mean seconds of one call in seven rounds."""
    best = float("inf")
    for _ in range(7):
        start = time.perf_counter()
        for _ in range(calls):
            job()
        best = min(best, (time.perf_counter() - start) / calls)
    return best


def main(rows: int) -> None:
    """Time the workload and print each goal with what was reached."""
    policy, frame, given = law(), extract(rows), arguments()
    taken = _extract(policy, frame, given["sums"], given["ready"], given["payroll"])
    moment = policy.require_in_force(given["on"])
    kernel = Kernel(derive(policy, moment), given_base(policy, moment, None, None))
    source, target = np.ones(rows * BYTES // 8), np.empty(rows * BYTES // 8)
    result = rf.rate_frame(policy, frame, **given)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rf.rate_frame(policy, frame, **given)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    best = interleaved({
        "copy": lambda: np.copyto(target, source),
        "kernel": lambda: _decide(policy, review_dates(policy, moment), taken, kernel),
        "frame": lambda: rf.rate_frame(policy, frame, **given),
        "pandas": lambda: by_pandas(frame),
    })
    few = frame.head(20_000)
    start = time.perf_counter()
    loop = by_loop(few)
    best["loop"] = (time.perf_counter() - start) * rows / len(few)
    mine = rf.rate_frame(policy, few, **given)[["step", "rate_e8", "estimated_premium"]]
    assert [tuple(row) for row in mine.itertuples(index=False, name=None)] == loop, "the loop and the library differ"
    theirs = by_pandas(frame)
    wrong = int((theirs["step"].to_numpy() != result["step"].to_numpy()).sum())
    print(f"{rows:,} employers; unit: a copy of {BYTES} bytes each, {best['copy'] / rows * 1e9:.1f} ns")
    for name, said in (
        ("kernel", "sums to steps, rates, reasons (goal <= 5)"), ("frame", "DataFrame in and out, checked (goal <= 7)"),
        ("pandas", "the same law in vectorised pandas"), ("loop", "the same law in a Python loop"),
    ):
        print(f"{best[name] / rows * 1e9:9.1f} ns  {best[name] / best['copy']:8.1f} copies  {said}")
    print(f"{best['pandas'] / best['frame']:9.1f} x faster than pandas (goal >= 8)")
    print(f"{wrong:9,} rows that pandas' float ratios put into a wrong step")
    outputs = int(result.memory_usage(index=False).sum())
    print(f"{grown / 1024:9.1f} MiB more at the peak of a second run (goal <= results, {outputs / 2**20:.1f}, + 8)")
    one_employer()


def one_employer() -> None:
    """Time one employer: from indicator values, from records, with its explanation."""
    from pathlib import Path

    city = Path(__file__).parents[1] / "examples" / "city"
    policy = rf.FloatPolicy.from_json((city / "policy.json").read_text(encoding="utf-8"))
    book = rf.Book.read(city)
    rating = rf.rate(policy, book, on="2024-01-01")
    prepared = policy.prepare(on="2024-01-01")
    given = {"risk_class": 4, "loss_ratio": (624, 1000), "deaths": 1, "insured_months": 60, "arrears": False}
    one = book.select(["E000817"])
    print("one employer:")
    for name, seconds, goal in (
        ("prepared, from indicator values", per_call(lambda: prepared(**given), 5000), 10e-6),
        ("from the rated book, with explanation", per_call(lambda: rating.decision("E000817").explain("zh"), 50), 2e-3),
        ("from its records", per_call(lambda: rf.rate(policy, one, on="2024-01-01"), 10), 1e-3),
    ):
        print(f"{seconds * 1e6:9.1f} us  {name} (goal {goal * 1e6:,.0f} us)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)

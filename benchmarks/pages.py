"""How long it takes to derive, check and print all shipped plans; the goal is two minutes for all of it.

Run: python benchmarks/pages.py
"""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Callable

import ratefloat as rf
from ratefloat.atlas import write_pages
from ratefloat.atlas.illustrations import illustrated
from ratefloat.errors import UncoveredError
from ratefloat.plans import plan_ids
from ratefloat.policy.document import FloatPolicy


def seconds(work: Callable[[], object]) -> float:
    """How long something takes; a law without a finite table takes no time to refuse one."""
    start = time.perf_counter()
    with contextlib.suppress(UncoveredError):
        work()
    return time.perf_counter() - start


def main() -> None:
    """One line a plan that decides: seconds to derive and to check; then the pages of all, which do both again."""
    derived = checked = 0.0
    for id in plan_ids():
        policy: FloatPolicy | None = illustrated(rf.load_plan(id))
        if policy is not None:
            deriving, checking = seconds(policy.table), seconds(policy.check)
            derived, checked = derived + deriving, checked + checking
            print(f"{id:26} derive {deriving:6.2f} s   check {checking:6.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        printing = seconds(lambda: write_pages(folder))
    print(f"{'all':26} derive {derived:6.2f} s   check {checked:6.2f} s   {len(plan_ids())} pages {printing:6.2f} s")


if __name__ == "__main__":
    main()

"""How long it takes to check a policy: the shipped plans, a city's rule, and a pile of modifiers.

Run: python benchmarks/check.py
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from plans.filled import complete
from policy.conftest import city_policy

import ratefloat as rf
from ratefloat.plans import plan_ids
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules.rule import Rule


def pile(flags: int) -> FloatPolicy:
    """The city with a discount for each of so many certificates: twice the cases with every one."""
    policy = city_policy()
    names = [f"certificate {number}" for number in range(flags)]
    made: Rule = rf.bands("loss_ratio", {"no premium": 0, "0": -2, "(0, 100%]": 0, "(100%, inf)": 1}, clause="art. 5")
    for number, name in enumerate(names):
        made = made >> rf.move(-1, clause=f"art. 6 ({number})").when(rf.indicator(name))
    made = made >> rf.at_least(-2) >> rf.at_least(1, clause="art. 7").when(rf.indicator("deaths") >= 1)
    made = made >> rf.ladder({-2: "50%", -1: "80%", 0: "100%", 1: "120%"}) >> rf.base_rate()
    return policy.replace(
        id=f"pile-{flags}", rule=made,
        indicators={**policy.indicator_map, **{name: rf.flag(name, when="any in window") for name in names}},
    )


def main() -> None:
    """One line a policy: cases, findings, seconds of the second run."""
    policies = [city_policy(), *(complete(id) for id in plan_ids()), pile(8), pile(12)]
    for policy in policies:
        policy.check()
        start = time.perf_counter()
        found = policy.check()
        seconds = time.perf_counter() - start
        print(f"{policy.id:24} {found.cases:>10,} cases  {len(found):3} findings  {seconds:6.2f} s")


if __name__ == "__main__":
    main()

"""The largest cliff of a law: what one more unit of benefits costs at the worst edge."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan

from ratefloat.atlas.reference import WAGES
from ratefloat.atlas.subject import Subject
from ratefloat.errors import RatefloatError
from ratefloat.prove.check import Typical, cliffs


def largest_cliffs(subject: Subject, sizes: Sequence[int]) -> dict[int, float]:
    """By heads, what the smallest further amount of benefits costs over the cycle, in yearly base premiums.

    The largest over all edges; 0 where the law has no such edge, nan where its cases can not be listed.
    """
    wage = WAGES[subject.policy.currency] // 100
    typical = Typical(heads=tuple(sizes), wage=wage, risk_class=subject.risk_class)
    try:
        found = cliffs(subject.policy, subject.on, typical=typical)
    except RatefloatError:
        return dict.fromkeys(sizes, nan)
    worst = dict.fromkeys(sizes, 0.0)
    for one in found:
        if "benefits" not in one.facts["cause"]:
            continue
        for number, heads, cost in one.facts["cost_by_class_and_heads"]:
            if number == subject.risk_class and heads in worst:
                worst[heads] = max(worst[heads], cost / float(subject.base_rate * heads * wage))
    return worst

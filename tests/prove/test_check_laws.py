"""Nothing is missed: whatever a plain reading of random laws does to random employers, the checks have told."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from laws.engines import ON, by_oracle
from laws.profile import law
from laws.rows import IN_FORCE, Row, rows_for
from laws.strategies import policies
from oracle.law import Result

from ratefloat.policy.decision import read_names
from ratefloat.policy.derive import derive
from ratefloat.policy.document import FloatPolicy
from ratefloat.prove.finding import Findings

SEEDS = st.integers(0, 2**32)
# A check looks at every case of a law, so that fewer laws do.
few = settings(parent=law, max_examples=law.max_examples // 2)
COUNTED = ("deaths", "insured_months", "wages")


def tabled(policy: FloatPolicy) -> Findings:
    """The findings on a day for a policy that has a table, every indicator being worse the more there is of it."""
    names = read_names(policy, ON)
    assume(not derive(policy, ON).tail and IN_FORCE not in names)
    worse = {name: "more" for name in ("loss_ratio", "accident_rate", "arrears", *COUNTED) if name in names}
    return policy.check(ON, worse=worse)


def worsened(row: Row, name: str, by: int) -> Row | None:
    """The same employer with more of one thing."""
    value: Any = row[name]
    if name in COUNTED:
        return {**row, name: value + by}
    if name == "arrears":
        return None if value else {**row, name: True}
    top, bottom = value
    return {**row, name: (top + by, bottom)} if bottom else None


@few
@given(policies(), SEEDS, st.sampled_from([1, 2, 5, 10**6]))
def test_no_break_of_order_is_missed(policy: FloatPolicy, seed: int, by: int) -> None:
    found = tabled(policy)
    told = {one.facts["driver"] for one in found.of(check="monotone")}
    for row in rows_for(policy, seed, 12):
        for name in ("loss_ratio", "accident_rate", "deaths", "arrears"):
            more = worsened({**row, "base_group": 0}, name, by)
            if more is None:
                continue
            better, worse = by_oracle(policy, [{**row, "base_group": 0}, more], ON)
            if isinstance(better, Result) and isinstance(worse, Result) and worse.rate < better.rate:
                assert f"more {name}" in told, (row, more, better, worse, str(found))


@few
@given(policies(), SEEDS)
def test_no_refusal_and_no_rate_is_missed(policy: FloatPolicy, seed: int) -> None:
    found = tabled(policy)
    rows = [{**row, "base_group": 0, "prior_step": 0} for row in rows_for(policy, seed, 30)
            if 0 in policy.structure.domains["prior_step"].values]  # type: ignore[attr-defined]
    answers = by_oracle(policy, rows, ON)
    refused = {answer for answer in answers if isinstance(answer, str)}
    told = {"conflict" if one.check == "conflict" else "uncovered" for one in found if "no rate" in one.message}
    assert refused <= told, str(found)
    rated = [answer for answer in answers if isinstance(answer, Result)]
    for bounds in found.of(check="bounded"):
        if "least" in bounds.facts:
            assert all(bounds.facts["least"] <= one.rate <= bounds.facts["most"] for one in rated)
    unreached = {
        (c, one.facts["step"]) for one in found.of(check="reachable") if "step" in one.facts and "rung" in one.message
        for c in one.facts["classes"]
    }
    assert not unreached & {(one.risk_class, one.step) for one in rated}

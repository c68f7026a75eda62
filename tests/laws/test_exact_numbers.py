"""A rule that reads exact numbers can not be tabulated: it runs directly, behind the table of what stands before."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

from hypothesis import given
from hypothesis import strategies as st
from oracle.law import Reader, Refused, Result

from laws.engines import GROUPS, ON, by_run, by_table
from laws.profile import law
from laws.rows import rows_for
from laws.strategies import policies
from laws.test_documents import one_policy
from ratefloat.policy.derive import derive
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules.operand import Operand
from ratefloat.rules.rows import Rows
from ratefloat.rules.rule import Rule
from ratefloat.rules.values import Values


class Ramp(Rule):
    """The value plus a share of the number of deaths itself."""

    kind: ClassVar[str] = "ramp of tests"

    by: Operand

    def apply(self, value: Values | None, rows: Rows) -> Values:
        assert value is not None
        slope = rows.number(self.by)
        return rows.settle(self, value, value.combine(rows.column("deaths").numbers(), lambda x, n: x + slope * n))


class RampReader(Reader):
    """The oracle, taught the ramp."""

    def leaf(self, node: Any, value: Fraction | None) -> tuple[Fraction, str, bool]:
        if node["kind"] != "ramp of tests":
            return super().leaf(node, value)
        assert value is not None
        assert self.stage is not None
        return value + self.number(node["by"]) * self.row["deaths"], self.stage, False


def expected(policy: FloatPolicy, row: dict[str, Any]) -> Result | str:
    try:
        return RampReader(policy.document(), row, GROUPS[row["base_group"]], ON).decide()
    except Refused as refusal:
        return str(refusal)


@law
@given(policies(), st.integers(0, 2**32), st.integers(1, 4), st.sampled_from([8, 65_536]))
def test_a_ramp_runs_directly_behind_a_table(policy: FloatPolicy, seed: int, place: int, limit: int) -> None:
    rules = list(policy.rule.rules) if policy.rule.kind == "then" else [policy.rule]  # type: ignore[union-attr]
    place = min(place, len(rules))
    by = 1 if policy.structure.parts[place - 1 + bool(policy.class_rule)].after == "step" else "1/7"
    made = rules[0]
    for rule in [*rules[1:place], Ramp(by=by, clause="the ramp"), *rules[place:]]:
        made = made >> rule
    ramped = policy.replace(rule=made)
    assert derive(ramped, ON, limit=limit).tail
    rows = [{**row, "deaths": row["deaths"] % 5} for row in rows_for(policy, seed, 20)]
    wanted = [expected(ramped, row) for row in rows]
    assert by_run(ramped, rows) == wanted
    assert by_table(ramped, rows, limit=limit) == wanted


def test_a_policy_that_only_compares_has_no_tail() -> None:
    assert not derive(one_policy()).tail

"""What the library accepts never hangs on a number that does not exist; two claims on one case are always found."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from oracle.conditions import holds

from laws.conditions import BARE, joined, plain_atoms
from laws.engines import BASE as RATES
from laws.engines import ON, by_oracle
from laws.profile import law
from laws.rows import Row, rows_for
from laws.stand_in import INDICATORS
from laws.strategies import BASE
from ratefloat.errors import ConflictError, DefinitionError
from ratefloat.periods import Review, Window
from ratefloat.policy.derive import derive
from ratefloat.policy.document import FloatPolicy
from ratefloat.policy.kernel import Kernel
from ratefloat.rules import base_rate, first_of, ladder, move, one_of, set_to, start_from_base, times
from ratefloat.rules.conditions import Condition
from ratefloat.rules.rule import Rule

SEEDS = st.integers(0, 2**32)
STEPS = {-2: "50%", -1: "80%", 0: "100%", 1: "120%", 2: "150%"}
PLAIN = joined(plain_atoms())


def policy_of(rule: Rule) -> FloatPolicy:
    """A policy that is the random ones' but for its rule."""
    return FloatPolicy(
        id="guarded", title="a policy", source="a test", effective="2020-01-01/", base=BASE, indicators=INDICATORS,
        review=Review(every_years=1, anchor="2020-01-01"), window=Window(months=24), rule=rule,
    )


def accepted(rule: Rule) -> FloatPolicy | None:
    """The policy, or None where the library asks for a guard."""
    try:
        return policy_of(start_from_base() >> rule >> ladder(STEPS) >> base_rate())
    except DefinitionError as error:
        if "has no value without premium; expected a guard" in str(error):
            return None
        raise


@law
@given(BARE, BARE, BARE, SEEDS)
def test_an_accepted_condition_is_guarded(a: Condition, b: Condition, c: Condition, seed: int) -> None:
    shapes = [
        set_to(1).when(a), set_to(1).when(a).when(b), (set_to(1) >> move(1).when(b)).when(a),
        first_of(set_to(2).when(a), move(1).when(b), otherwise=set_to(1).when(c)),
        one_of(set_to(2).when(a), move(1).when(~a & b), otherwise=set_to(1).when(c)),
    ]
    found = [policy for policy in map(accepted, shapes) if policy]
    assume(found)
    for policy in found:
        by_oracle(policy, [{**row, "loss_ratio": (0, 0)} for row in rows_for(policy, seed, 12)])


def every_case(policy: FloatPolicy) -> list[Row]:
    """One employer for each case that a policy can tell apart."""
    kernel = Kernel(derive(policy, ON), RATES)
    names = [name for link in kernel.links for name in link.names]
    cells = [cells for link in kernel.links for cells in link.cells]
    plain = rows_for(policy, 0, 1)[0]
    return [
        {**plain, **{name: cell.sample for name, cell in zip(names, chosen, strict=True)}} for chosen in product(*cells)
    ]


@law
@given(PLAIN, PLAIN, st.booleans())
def test_a_conflict_is_refused_when_and_only_when_two_rules_claim_one_case(
    a: Condition, b: Condition, late: bool
) -> None:
    def rule(kind: Any) -> Rule:
        begin = start_from_base()
        if late:
            two = kind(times("80%").when(a), times("120%").when(b), otherwise=times("1"))
            return begin >> ladder(STEPS) >> base_rate() >> two
        return begin >> kind(set_to(1).when(a), set_to(2).when(b), otherwise=set_to(0)) >> ladder(STEPS) >> base_rate()

    one, other = a.model_dump(mode="json"), b.model_dump(mode="json")
    rows = every_case(policy_of(rule(first_of)))
    both = any(holds(one, row, 24) and holds(other, row, 24) for row in rows)
    if both:
        with pytest.raises(ConflictError, match="both claim this case"):
            policy_of(rule(one_of))
    else:
        policy_of(rule(one_of))

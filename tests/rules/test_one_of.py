"""The only case that applies."""

from __future__ import annotations

import pytest

from ratefloat.errors import ConflictError
from ratefloat.rules import base_rate, indicator, one_of, set_to, start_from_base, times
from rules.bench import LADDER, applied, by_steps, policy_of

FEW, MANY = indicator("deaths") <= 2, indicator("deaths") >= 2


def test_the_case_that_applies() -> None:
    rule = one_of(set_to(1).when(indicator("arrears")), otherwise=set_to(-1))
    assert applied(rule, [0, 0], arrears=[True, False]).values == [1, -1]


def test_two_claims_on_one_case_are_refused_with_a_witness() -> None:
    with pytest.raises(ConflictError, match=r"set_to \(art. 1\) and set_to \(art. 2\) both claim this case") as caught:
        by_steps(one_of(set_to(1, clause="art. 1").when(FEW), set_to(2, clause="art. 2").when(MANY)))
    assert caught.value.case == {"deaths": "2"}
    assert "such as deaths 2; order them with first_of(...)" in str(caught.value)


def test_also_at_the_rate() -> None:
    late = one_of(times("80%").when(FEW), times("120%").when(MANY), otherwise=times(1))
    with pytest.raises(ConflictError, match="times and times both claim this case"):
        policy_of(start_from_base() >> LADDER >> base_rate() >> late)


def test_without_otherwise_the_rest_is_uncovered() -> None:
    found = applied(one_of(set_to(1).when(indicator("arrears"))), [0], arrears=[False])
    assert found.refused == ["none of the cases applies and nothing is said otherwise (one_of)"]

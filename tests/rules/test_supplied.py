"""The articles that only the agency has."""

from __future__ import annotations

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import bands, base_rate, hole, indicator, move, start_from_base, supplied, times
from rules.bench import LADDER, policy_of

TEMPLATE = policy_of(supplied(hole("floating articles")) >> LADDER >> base_rate())


def test_any_rule_of_its_unit_fills_it() -> None:
    rule = bands("deaths", {"[0, inf)": 0}) >> move(1).when(indicator("arrears"))
    filled = TEMPLATE.fill({"floating articles": rule})
    assert filled.decide(on="2023-01-01", risk_class=1, deaths=0, arrears=True).step == 1
    assert filled == policy_of(supplied(rule) >> LADDER >> base_rate())


def test_another_unit_is_refused() -> None:
    with pytest.raises(DefinitionError, match="supplied: gives a step; found a rate before it"):
        base_rate() >> supplied(hole("x"))
    with pytest.raises(DefinitionError, match="supplied: then gives a factor; expected a step"):
        TEMPLATE.fill({"floating articles": start_from_base() >> LADDER >> times(1)})

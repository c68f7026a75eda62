"""A rule under a condition: elsewhere the value stays, and the rule is told as not applicable."""

from __future__ import annotations

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import at_least, bands, indicator, ladder, move, set_to, start_from_base
from rules.bench import applied, by_steps


def test_not_applicable_without_effect_changed() -> None:
    found = applied(at_least(1).when(indicator("deaths") >= 1), [0, 0, 2], deaths=[0, 1, 1])
    assert found.values == [0, 1, 2]
    assert found.told == [["not applicable", "changed", "no effect"]]


def test_the_lines_of_a_decision_say_so() -> None:
    policy = by_steps(at_least(0, clause="art. 1").when(indicator("deaths") >= 1), move(1, clause="art. 2"))
    lines = [policy.decide(on="2023-01-01", risk_class=1, deaths=n).lines[1:3] for n in (0, 1)]
    effects = [[line.effect for line in two] for two in lines]
    assert effects == [["not applicable", "changed"], ["applied without effect", "changed"]]


def test_conditions_narrow_each_other() -> None:
    rule = (set_to(2) >> move(-1).when(indicator("arrears"))).when(indicator("deaths") >= 1)
    assert applied(rule, [0, 0, 0], deaths=[0, 1, 1], arrears=[True, True, False]).values == [0, 1, 2]


def test_a_row_outside_is_not_refused_by_a_hole_inside() -> None:
    rule = bands("deaths", {"0": None, "[1, inf)": 1}).when(indicator("deaths") >= 1)
    assert applied(rule, [0, 0], deaths=[0, 1]).refused == [None, None]


def test_what_is_refused() -> None:
    holds = indicator("deaths") >= 1
    with pytest.raises(DefinitionError, match=r"bands.when\(...\): can not stand first, elsewhere nothing"):
        by_steps().replace(rule=bands("deaths", {"[0, inf)": 0}).when(holds) >> ladder({0: "1"}))
    with pytest.raises(DefinitionError, match=r"ladder.when\(...\): turns step into factor for some rows only"):
        start_from_base() >> ladder({0: "100%"}).when(holds)
    with pytest.raises(DefinitionError, match="condition: True is a constant; expected a comparison of an indicator"):
        set_to(1).when(True)


def test_two_rules_of_any_stage_may_be_put_together_first() -> None:
    rule = (set_to(0) >> move(1)).when(indicator("arrears"))
    assert by_steps(rule).decide(on="2023-01-01", risk_class=1, arrears=True).step == 1

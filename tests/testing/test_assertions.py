"""Laws of a policy and limits of a change: what passes, and what is told when something breaks."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import pytest
from policy.conftest import book_of, city_policy, claim, employer, exposure

import ratefloat as rf
from ratefloat.rules.rows import Rows
from ratefloat.rules.rule import Rule
from ratefloat.rules.values import Values
from ratefloat.testing import assert_impact_within, assert_policy_laws

CITY = city_policy()


class FirstRowUp(Rule):
    """A broken rule: the first row of whatever is decided together goes up one step."""

    kind: ClassVar[str] = "first row up (test)"
    takes: ClassVar[tuple[Any, ...]] = ("step",)

    def apply(self, value: Values | None, rows: Rows) -> Values:
        assert value is not None
        first = np.zeros(rows.n, dtype=np.bool_)
        first[:1] = True
        return rows.settle(self, value, value.where(first, Values.constant(1, rows.n)))


@pytest.fixture
def book() -> rf.Book:
    """B: class 4, no claims, base 0.90 %, down two steps; A: 62.4 % and a death, up one step."""
    people = [employer("B", 4), employer("A", 4), employer("C", 4)]
    years = [exposure(id, year) for id in "BAC" for year in (2022, 2023)]
    return book_of(people, years, [claim("c1", "A", death="yes", medical="11232.00"), claim("c2", "C", medical="9000")])


def test_laws_hold(book: rf.Book) -> None:
    assert_policy_laws(CITY, book)
    assert_policy_laws(CITY, book, on="2024-06-01")


def test_a_rule_that_looks_at_its_neighbours_breaks_laws(book: rf.Book) -> None:
    policy = CITY.replace(rule=rf.start_from_base() >> FirstRowUp(clause="art. 1") >> rf.ladder({0: "1", 1: "2"})
                          >> rf.base_rate())
    with pytest.raises(AssertionError) as caught:
        assert_policy_laws(policy, book)
    lines = str(caught.value).splitlines()
    # The table saw the rule in a case that nobody is in, or that everybody is in.
    assert lines[0] == "policy example-city-2022 on 2024-01-01, 3 employers:"
    assert "  table and rules agree: B: rate 9/1000 by the table, 9/500 by the rules" in lines


def dearer() -> rf.FloatPolicy:
    """The same law with +1 worth 130 %, and no surcharge-free two steps down: -2 is worth 60 %."""
    text = CITY.to_json().replace('"1": "120%"', '"1": "130%"').replace('"-2": "50%"', '"-2": "60%"')
    return rf.FloatPolicy.from_json(text).replace(id="dearer")


def test_a_change_within_its_limits(book: rf.Book) -> None:
    # A: 1.08 % -> 1.17 % (+8.33 %), B: 0.45 % -> 0.54 % (+20 %), C: 0.72 % stays (50 % of premium).
    assert_impact_within(CITY, dearer(), book, on="2024-01-01", each="20%", up="66.67%", down="0%", moved="66.67%")
    # Payroll 1,000,000 each: 22,500 -> 24,300 yuan is +8 %.
    assert_impact_within(CITY, dearer(), book, on="2024-01-01", total="8%")


def test_a_change_beyond_its_limits(book: rf.Book) -> None:
    with pytest.raises(AssertionError) as caught:
        assert_impact_within(CITY, dearer(), book, on="2024-01-01", each="19%", up="50%", total="7.9%", down="0%")
    lines = str(caught.value).splitlines()
    assert lines == [
        "dearer against example-city-2022, 3 employers on 2024-01-01:",
        "  each: 1 employers change by more; expected within 19%",
        "  up: 2 employers, 66.7%; expected at most 50%",
        "  total: estimated premium 22500.00 -> 24300.00 (+8%); expected within 7.9%",
        "    B: 0.45% (art. 5) -> 0.54% (art. 5)",
        "    A: 1.08% (art. 6) -> 1.17% (art. 6)",
    ]


def test_newly_refused(book: rf.Book) -> None:
    rows = {"no premium": 0, "[0, 60%]": 0, "(60%, inf)": None}
    after = CITY.replace(rule=rf.bands("loss_ratio", rows) >> rf.ladder({0: "1"}) >> rf.base_rate())
    with pytest.raises(AssertionError, match=r"refused: 1 have no rate now: A \(loss_ratio: no row"):
        assert_impact_within(CITY, after, book, on="2024-01-01", each="1000%")
    assert_impact_within(CITY, after, book, on="2024-01-01", refused=1)


def test_limits_are_named(book: rf.Book) -> None:
    with pytest.raises(rf.DefinitionError, match="expected one or more of total, each"):
        assert_impact_within(CITY, CITY, book, on="2024-01-01")
    with pytest.raises(rf.DefinitionError, match="limits most"):
        assert_impact_within(CITY, CITY, book, on="2024-01-01", most="1%")  # type: ignore[call-arg]

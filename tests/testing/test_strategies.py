"""Made-up employers, books and policies: what they hold, and that the laws hold on them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from plans.filled import complete
from policy.conftest import city_policy

import ratefloat as rf
from ratefloat.rules.rows import Rows
from ratefloat.rules.rule import Rule
from ratefloat.rules.values import Values

quick = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
seeking = settings(max_examples=2000, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
CITY = city_policy()


class StepPerDeath(Rule):
    """One step up for each death, at most so many."""

    kind: ClassVar[str] = "step per death (test)"
    takes: ClassVar[tuple[Any, ...]] = ("step",)

    indicator: str
    most: int

    def apply(self, value: Values | None, rows: Rows) -> Values:
        assert value is not None
        count, after = rows.column(self.indicator), value
        for number in range(1, self.most + 1):
            after = after.where(count.at_least(Fraction(number)), value.map(lambda step, by=number: step + by))
        return rows.settle(self, value, after)


@quick
@given(rf.testing.books(CITY))
def test_laws(book: rf.Book) -> None:
    rf.testing.assert_policy_laws(CITY, book)


@quick
@given(rf.testing.policies(), st.data())
def test_laws_of_random_policies(policy: rf.FloatPolicy, data: st.DataObject) -> None:
    rf.testing.assert_policy_laws(policy, data.draw(rf.testing.books(policy, most=3)))


@quick
@given(rf.testing.policies(own=rf.testing.rules_of(StepPerDeath)), st.data())
def test_rule_kinds_of_ones_own(policy: rf.FloatPolicy, data: st.DataObject) -> None:
    assert any(isinstance(rule, StepPerDeath) for rule in policy.rule.walk())
    rf.testing.assert_policy_laws(policy, data.draw(rf.testing.histories(policy)))


@pytest.mark.parametrize("id", ["cn-hainan-2016", "cn-jiangxi-2023", "cn-shenyang-2020"])
def test_laws_of_shipped_plans(id: str) -> None:
    policy = complete(id)

    @settings(quick, max_examples=5)
    @given(rf.testing.books(policy))
    def laws(book: rf.Book) -> None:
        rf.testing.assert_policy_laws(policy, book)

    laws()


@quick
@given(rf.testing.employers(CITY))
def test_employers_can_be_decided(employer: dict[str, Any]) -> None:
    assert CITY.decide(on="2024-01-01", **employer).rate > 0
    assert set(employer) == {"loss_ratio", "deaths", "insured_months", "arrears", "risk_class"}


@pytest.mark.parametrize(("top", "bottom"), [(500_001, 10**6), (500_000, 10**6), (499_999, 10**6), (1, 0), (0, 0)])
def test_employers_lie_on_edges_and_beside_them(top: int, bottom: int) -> None:
    find(rf.testing.employers(CITY), lambda employer: employer["loss_ratio"] == (top, bottom), settings=seeking)


def ratio_of(book: rf.Book) -> tuple[int, int]:
    column = rf.rate(CITY, book, on="2022-01-01").columns["loss_ratio"]
    return int(column.numerator[0]), int(column.denominator[0])


@pytest.mark.parametrize("unit", [-1, 0, 1])
def test_books_lie_on_edges_and_beside_them(unit: int) -> None:
    def beside(book: rf.Book) -> bool:
        top, bottom = ratio_of(book)
        return bottom > 1000 and any(edge * bottom == top - unit for edge in (Fraction(1, 2), 1, Fraction(3, 2)))

    find(rf.testing.histories(CITY), beside, settings=seeking)


@pytest.mark.parametrize("wanted", ["short", "death", "arrears", "refused or not"])
def test_books_hold_all_kinds(wanted: str) -> None:
    tests = {
        "short": lambda rating: int(rating.columns["insured_months"].values[0]) in range(1, 24),
        "death": lambda rating: int(rating.columns["deaths"].values[0]) > 0,
        "arrears": lambda rating: bool(rating.columns["arrears"].values[0]),
        "refused or not": lambda rating: not rating.refusals,
    }
    find(rf.testing.histories(CITY), lambda book: tests[wanted](rf.rate(CITY, book, on="2022-01-01")), settings=seeking)


def test_a_field_that_can_not_be_drawn() -> None:
    class Odd(Rule):
        kind: ClassVar[str] = "odd (test)"
        what: tuple[str, ...]

        def apply(self, value: Values | None, rows: Rows) -> Values:
            raise NotImplementedError

    with pytest.raises(rf.DefinitionError, match=r"odd \(test\): field 'what' .* expected what=a strategy"):
        rf.testing.rules_of(Odd)
    made = find(rf.testing.rules_of(Odd, what=st.just(("a",))), lambda rule: True)
    assert made.what == ("a",)

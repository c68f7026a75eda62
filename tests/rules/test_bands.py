"""A band table: edges, points, no premium, declared holes, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ratefloat.errors import DefinitionError, UncoveredError
from ratefloat.rules import bands, base_rate, indicator, start_from_base
from rules.bench import LADDER, applied, by_steps, policy_of

TABLE = {"no premium": 0, "0": -2, "(0, 50%]": -1, "(50%, 100%]": 0, "(100%, 150%)": 1, "[150%, inf)": 2}


def test_every_edge_belongs_to_the_row_that_closes_it() -> None:
    ratios = [(0, 5), (1, 2**60), (1, 2), (2**59 + 1, 2**60), (1, 1), (101, 100), (149, 100), (3, 2), (2**62, 1)]
    assert applied(bands("loss_ratio", TABLE), loss_ratio=ratios).values == [-2, -1, -1, 0, 0, 1, 1, 2, 2]


def test_no_premium_with_and_without_benefits() -> None:
    both = {**TABLE, "no premium, benefits": 1}
    assert applied(bands("loss_ratio", TABLE), loss_ratio=[(0, 0), (7, 0)]).values == [0, 0]
    assert applied(bands("loss_ratio", both), loss_ratio=[(0, 0), (7, 0)]).values == [0, 1]
    first = {"no premium, benefits": 1, **TABLE}
    assert applied(bands("loss_ratio", first), loss_ratio=[(0, 0), (7, 0)]).values == [0, 1]


def test_it_replaces_the_value_before_and_keeps_its_unit() -> None:
    rule = bands("loss_ratio", {"no premium": "100%", "[0, inf)": "85%"}, of="factor")
    assert applied(rule, ["150%", "150%"], "factor", loss_ratio=[(1, 2), (0, 0)]).values == [Fraction("0.85"), 1]
    with pytest.raises(DefinitionError, match=r"gives a factor; found a step before it"):
        start_from_base() >> rule


def test_a_declared_hole_is_refused_for_its_rows_only() -> None:
    table = bands("loss_ratio", {"no premium": None, "[0, inf)": 1}, clause="art. 5")
    policy = policy_of(table >> LADDER >> base_rate())
    assert policy.decide(on="2023-01-01", risk_class=3, loss_ratio="50%").rate == Fraction("0.0108")
    with pytest.raises(UncoveredError, match=r"loss_ratio: no row of the table covers this value \(bands \(art. 5\)\)"):
        policy.decide(on="2023-01-01", risk_class=3, loss_ratio=None)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({"no premium": 0, "[0, 50%]": 0, "[50%, inf)": 1}, r"\[0, 50%\] and \[50%, inf\) overlap; expected disjoint"),
        ({"no premium": 0, "[0, 1/3)": 0, "(1/3, inf)": 1}, r"nothing covers"),
        ({"no premium": 0, "(0, inf)": 1}, r"nothing covers 0; expected a row for it, or None as a declared hole"),
        ({"no premium": 0, "[0, 150%]": 1}, r"nothing covers \(150%, inf\)"),
        ({"[0, inf)": 1}, r'no row for an employer without premium; expected a row "no premium"'),
        ({"no premium": 0, "[0, inf)": "50%"}, r'50% is no whole step; write of="factor" or of="rate"'),
        ({"no premium": 0, "[0, inf)": 1.0}, r"1.0 is a float; expected an exact number"),
        ({"no premium": 0, "[2, 1]": 1}, r"interval '\[2, 1\]': empty"),
        ({"no premium": 0, "some": 1}, r"interval: 'some' is not a number"),
    ],
)
def test_what_is_refused(rows: dict[str, object], message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        policy_of(bands("loss_ratio", rows) >> LADDER >> base_rate())


def test_whole_numbers_need_no_row_between_two_of_them() -> None:
    rule = bands("deaths", {"0": 0, "[1, 2]": 1, "[3, inf)": 2})
    assert applied(rule, deaths=[0, 1, 2, 3, 2**62]).values == [0, 1, 1, 2, 2]
    policy_of(rule >> LADDER >> base_rate())
    with pytest.raises(DefinitionError, match="nothing covers"):
        policy_of(bands("deaths", {"0": 0, "[2, inf)": 1}) >> LADDER >> base_rate())


def test_under_a_guard_no_row_for_no_premium_is_needed() -> None:
    rule = bands("loss_ratio", {"[0, inf)": 1}).when(indicator("loss_ratio").has_value())
    policy = by_steps(rule)
    assert policy.decide(on="2023-01-01", risk_class=1, loss_ratio=None).step == 0
    assert policy.decide(on="2023-01-01", risk_class=1, loss_ratio="1%").step == 1

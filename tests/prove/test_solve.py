"""Balancing the small book of `test_dislocation`, worked out by hand; and the example city, whose sums must add up.

Of 1,000,000 yuan of payroll each, A and D pay 1.08 %, F 1.35 %, G 0.72 %, B 0.2 % and 007 0.7 %: 5.13 % together.
At base rates it would be 0.9 % four times, 0.2 % and 0.7 %: 4.5 %.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from policy.conftest import book_of, city_policy, employer, exposure
from prove.test_dislocation import CITY, ON, changed, small_book

import ratefloat as rf
from ratefloat.prove.solve import (
    Goal,
    Scan,
    base_factor,
    costs,
    off_balance,
    shifted,
    solve,
    threshold_shift,
    without,
)
from ratefloat.rules import at_most, cap_by_class, floor_by_class, move, round_to
from ratefloat.units import exact, percent_text


def goal(income: int | None = None) -> Goal:
    """The small book, to be neutral or to bring in an income."""
    return Goal(small_book(), ON, income)


def test_off_balance() -> None:
    found = off_balance(city_policy(), small_book(), on=ON)
    assert (found.total.floated, found.total.base, found.off_balance) == (5_130_000, 4_500_000, Fraction(114, 100))
    by_class = {balance.name: balance.off_balance for balance in found.by_class}
    assert by_class == {"class 1": 1, "class 3": 1, "class 4": Fraction(423, 360)}
    assert str(found).splitlines()[0] == "all: 6 employers, off-balance 114%"


def test_a_class_rule_is_floating_too() -> None:
    from ratefloat.rules import escalate_class

    up = changed(class_rule=escalate_class(1, highest=8).when(rf.indicator("deaths") >= 1))
    found = off_balance(up, small_book(), on=ON)
    # A pays 120 % of 1.1 % and is measured against its own 0.9 %
    assert (found.total.floated, found.total.base) == (5_370_000, 4_500_000)


def test_the_neutral_base_factor() -> None:
    found = base_factor(city_policy(), goal())
    assert (found.exact, found.rounded) == (Fraction(50, 57), Fraction("0.8772"))
    assert (found.premium, found.gap) == (Fraction("4500036"), 36)
    assert str(found) == "base factor 0.8772 (exactly 50/57); 0.36 beside the target"


def test_a_base_factor_for_an_income() -> None:
    found = base_factor(city_policy(), goal(10_260_000), places=2)
    assert (found.exact, found.rounded, found.gap) == (2, 2, 0)


def test_an_absolute_floor_bends_the_line() -> None:
    policy = city_policy()
    floored = policy.replace(rule=policy.rule >> floor_by_class({"all": "0.3%"}))
    # B stays at 0.3 %: 4.93 % x factor + 0.3 % = 4.5 %
    assert base_factor(floored, goal()).exact == Fraction(420, 493)


def test_rounding_leaps_over_the_target() -> None:
    policy = city_policy()
    rounded = policy.replace(rule=policy.rule >> round_to("0.1%"))
    found = base_factor(rounded, goal(4_530_000))
    # at 0.95 / 1.08 = 0.87963 A and D leap from 0.9 % to 1 %, all together from 4.4 % to 4.6 %
    assert (found.exact, found.rounded, found.premium) == (None, Fraction("0.8797"), 4_600_000)


def test_a_target_out_of_reach() -> None:
    policy = city_policy()
    capped = policy.replace(rule=policy.rule >> cap_by_class({"all": "1%"}))
    with pytest.raises(rf.UncoveredError, match="expected the target 7,000,000 between"):
        base_factor(capped, goal(7_000_000))
    with pytest.raises(rf.UncoveredError, match="above 0"):
        Goal(small_book(), ON, 0)


def test_a_policy_without_base_rates_has_no_balance() -> None:
    printed = city_policy().replace(
        rule=rf.bands("deaths", {"[0, inf)": "1%"}, of="rate"), base=None, indicators={"deaths": rf.count("death")}
    )
    with pytest.raises(rf.DefinitionError, match="no base table"):
        off_balance(printed, small_book(), on=ON)


def test_the_shift_of_thresholds() -> None:
    found = threshold_shift(city_policy(), goal(), indicator="loss_ratio", scan=Scan("-60%", "60%", step="10%"))
    # moved up by 60 points D and F lie in the base band: 1.08 + 0.2 + 0.7 + 0.9 + 0.9 + 0.72 = 4.5 %
    assert (found.parameter, found.gap, found.scanned) == (Fraction(3, 5), 0, False)
    case = {"risk_class": 4, "deaths": 0, "insured_months": 24, "arrears": False}
    assert found.policy.decide(on=ON, loss_ratio="160%", **case).step == 0
    tried = dict(found.tried)
    # up by 50 points F pays 120 %; at -40 points D and F pay 150 % and G the base rate; -50 leaves no lowest band
    assert tried[Fraction(1, 2)] == 180_000 and tried[Fraction(-2, 5)] == 1_080_000
    assert min(tried) == Fraction(-2, 5) and found.left_out == (Fraction(-3, 5), Fraction(-1, 2))


def test_a_shift_moves_every_threshold_but_zero() -> None:
    moved = shifted(city_policy(), "loss_ratio", "12.5%").document()["rule"]["rules"][0]["rows"]
    assert list(moved) == ["no premium", "0", "(0, 62.5%]", "(62.5%, 112.5%]", "(112.5%, 162.5%]", "(162.5%, inf)"]
    counted = shifted(city_policy(), "deaths", 1).document()["rule"]["rules"][1]["condition"]
    assert counted["value"] == 2
    assert shifted(city_policy(), "insured_months", 1) == city_policy(), "a window is no threshold"
    with pytest.raises(rf.DefinitionError, match="moved by -50% is empty"):
        shifted(city_policy(), "loss_ratio", "-50%")


def test_a_family_that_turns_is_tried_whole() -> None:
    def family(by: Fraction) -> rf.FloatPolicy:
        return changed(lambda rules: rules[5]["steps"].update({"1": percent_text(1 + abs(by))}))

    # 2.97 % + 1.8 % x (1 + |by|) = 4.95 %
    found = solve(family, goal(4_950_000), scan=Scan("-20%", "20%", step="2.5%"))
    assert (found.parameter, found.gap, found.scanned, len(found.tried)) == (Fraction(-1, 10), 0, True, 17)


def test_members_that_measure_otherwise_are_read_anew() -> None:
    found = solve(lambda by: changed(window=rf.Window(months=int(by))), goal(), scan=Scan(12, 24, step=12))
    # over 2023 alone: half of 0.9 % four times, 0.2 % and half of 0.7 %: 2.35 %
    assert dict(found.tried) == {12: 2_350_000 - 4_500_000, 24: 630_000}


def test_what_each_limit_costs() -> None:
    found = costs(city_policy(), small_book(), on=ON)
    # without art. 6 A pays 0.9 %; without art. 3 the floor of art. 9 holds B at 0.2 %, and the other way round
    assert [(c.clause, c.income, c.raised, c.lowered) for c in found.lines] == [
        ("art. 6", 180_000, 1, 0), ("art. 7", 0, 0, 0), ("art. 3", 0, 0, 0), ("art. 9", 0, 0, 0),
    ]
    assert str(found).splitlines()[0] == "art. 6: at least up one step: 1800.00 (holds up 1, down 0)"
    assert found.to_frame()["income"].tolist() == [180_000, 0, 0, 0]


def test_a_veto_without_a_floor_behind_it_and_a_cap() -> None:
    bare = changed(lambda rules: rules.pop())
    capped = bare.replace(rule=bare.rule >> cap_by_class({"4": "1.2%"}, clause="art. 10"))
    found = {c.clause: c for c in costs(capped, small_book(), on=ON).lines}
    assert (found["art. 3"].income, found["art. 3"].raised) == (100_000, 1)
    assert (found["art. 10"].income, found["art. 10"].lowered) == (-150_000, 1)
    assert (found["art. 10"].with_rule, found["art. 10"].without_rule) == (4_980_000, 5_130_000)


def test_who_can_not_be_rated_without_a_limit_is_left_out() -> None:
    rules = city_policy().rule.rules  # type: ignore[union-attr]
    rule = rules[0] >> move(1) >> at_most(2, clause="art. 8")
    for later in rules[1:]:
        rule = rule >> later
    (cost,) = [c for c in costs(city_policy().replace(rule=rule), small_book(), on=ON).lines if c.clause == "art. 8"]
    # F would go up three steps, which no rung has
    assert (cost.lost, cost.income, cost.lowered) == (1, 0, 0)


def test_a_policy_without_rules_that_are_not_there_is_itself() -> None:
    policy = city_policy()
    assert without(policy, lambda rule: rule.kind == "move_limit") is policy


def test_the_city_adds_up() -> None:
    book = rf.Book.read(CITY)
    found = off_balance(city_policy(), book, on=ON)
    frame = rf.rate(city_policy(), book, on=ON).to_frame()
    rated = frame[frame["refused"].isna()]
    floated = sum(
        int(payroll) * exact(str(rate)) for payroll, rate in zip(rated["payroll"], rated["rate"], strict=True)
    )
    assert found.total.floated == floated
    assert found.total.employers == len(rated)
    assert sum(b.floated for b in found.by_class) == found.total.floated
    assert sum(b.base for b in found.by_class) == found.total.base
    factor = base_factor(city_policy(), Goal(book, ON))
    assert factor.exact == 1 / found.off_balance
    lines = costs(city_policy(), book, on=ON).lines
    assert all(line.with_rule == found.total.floated for line in lines)


def test_an_empty_book_has_no_balance() -> None:
    book = book_of([employer("A", 4)], [exposure("A", y, payroll="0") for y in (2022, 2023)], [])
    with pytest.raises(rf.UncoveredError, match="no premium at base rates"):
        _ = off_balance(city_policy(), book, on=ON).off_balance

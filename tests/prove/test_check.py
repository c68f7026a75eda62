"""What a check gives back, by values worked out by hand, and how it treats policies it can not tabulate."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import exp
from typing import Any

import pytest
from plans.filled import complete
from policy.conftest import city_policy
from prove.flaws import BANDS, LADDER, passed_limit, with_part

import ratefloat as rf
from ratefloat.errors import DefinitionError, UncoveredError
from ratefloat.history import benefits, count, frequency, premium, ratio, streak, years_with
from ratefloat.history.channels import cases
from ratefloat.plans import load_plan
from ratefloat.policy.document import FloatPolicy
from ratefloat.prove.check import Frame, Typical, check
from ratefloat.prove.check.drivers import drivers_of
from ratefloat.prove.check.walks import closure
from ratefloat.rules.credibility import credibility


@pytest.fixture(scope="module")
def swallowing() -> FloatPolicy:
    """The city with a veto that also swallows a surcharge."""
    return with_part(city_policy(), "art. 7", rf.at_most(0, clause="art. 7").when(rf.indicator("arrears")))


def test_a_cliff_in_the_words_of_the_design(policy_of_city: FloatPolicy) -> None:
    shown = [str(one) for one in policy_of_city.check() if one.check == "cliff"]
    # 0.9 % of class 4 x (120 % - 100 %) x 30 x 70,000 yuan x 2 years.
    assert (
        "cliff at 100%: one fen more of benefits costs a 30-person class-4 firm 7,560 yuan over the two-year cycle"
        " [warning, art. 5, witnessed]"
    ) in shown


def test_a_cliff_for_other_employers(policy_of_city: FloatPolicy) -> None:
    found = check(policy_of_city, typical=Typical(heads=(10, 200), wage=60_000, risk_class=8)).of(check="cliff")
    at_100 = next(one for one in found if one.facts["edge"] == "100%")
    # 1.9 % x 20 % x 10 x 60,000 x 2 = 4,560.
    assert "a 10-person class-8 firm 4,560 yuan" in at_100.message
    assert "60,000 yuan of wages" in at_100.advice
    by_employer = {(c, heads): cost for c, heads, cost in at_100.facts["cost_by_class_and_heads"]}
    assert by_employer[1, 200] == 9_600 and len(by_employer) == 16


def test_the_fen_that_makes_the_cliff(policy_of_city: FloatPolicy) -> None:
    at_50 = next(one for one in policy_of_city.check() if one.facts.get("edge") == "50%")
    assert at_50.witness is not None
    book = at_50.witness.book
    claims = book.tables["claims"]
    paid = dict(zip(book.ids[claims.owners("bearer")].tolist(), claims.numbers("medical").tolist(), strict=True))
    # Premium of two years: 30 x 70,000 x 0.9 % x 2 = 37,800 yuan; half of it in fen, and one more.
    assert paid == {"better": 18_900_00, "worse": 18_900_01}
    rates = at_50.witness.rating().to_frame()["rate"].tolist()
    assert rates == ["0.72%", "0.90%"]


def test_a_cliff_where_the_edge_itself_belongs_above() -> None:
    # [0, 200%) and [200%, 400%]: the last fen below 200 % is the one that counts.
    found = load_plan("cn-hainan-2016").check("2020-01-01").of(check="cliff")
    assert [one.facts["edge"] for one in found if one.facts["indicator"] == "loss_ratio"] == ["200%", "400%"]
    assert found[0].witness is not None
    assert found[0].witness.rating().to_frame()["factor"].tolist() == ["80%", "100%"]


def test_luck_of_a_typical_employer(policy_of_city: FloatPolicy) -> None:
    (found,) = policy_of_city.check().of(check="luck")
    # 30 heads x 1 % x 2 years: no case at all with a chance of exp(-0.6).
    assert found.facts["chances"][-2] == pytest.approx(exp(-0.6), rel=1e-9)
    assert found.message.startswith(
        "of 30-person class-4 firms of exactly average risk, luck alone brings 55% to down two steps and "
    )
    (larger,) = check(policy_of_city, typical=Typical(heads=(100,))).of(check="luck")
    assert larger.facts["chances"][-2] == pytest.approx(exp(-2), rel=1e-9)


def test_which_later_article_undoes_a_limit() -> None:
    found = passed_limit().check().of(check="bounded", severity="warning")
    # 7 cells of the ratio x 2 of deaths, arrears and months each x 8 classes, by present step.
    assert {one.clause: one.facts["cases"] for one in found} == {
        "art. 6": 3 * 7 * 2 * 8,  # deaths, long insured, from -2, -1 or 0
        "art. 7": 7 * 2 * 8,  # arrears without deaths, from -2
        "art. 4": 7 * 2 * 2 * 8 + 7 * 2 * 8 + 7 * 8,  # newly insured: from +2; from -2 with deaths; with nothing
        "art. 3": 7,  # class 1 with nothing, long insured, from -2
    }


def test_a_witness_that_says_something_else_does_not_reproduce(swallowing: FloatPolicy) -> None:
    witness = swallowing.check().errors[0].witness
    assert witness is not None
    turned = replace(witness, cases=witness.cases[::-1])
    assert witness.reproduces() and not turned.reproduces()
    refused = replace(witness.cases[0], refused="no reason")
    assert not replace(witness, cases=(refused, witness.cases[1])).reproduces()


def test_a_break_is_two_neighbours_that_differ_in_one_thing(swallowing: FloatPolicy) -> None:
    (found,) = swallowing.check().errors
    assert (found.check, found.clause) == ("monotone", "art. 7")
    assert found.message.startswith("arrears: the worse record pays less: class 4, ")
    assert found.witness is not None
    assert found.witness.reproduces()
    rows = [dict(part) for part in found.witness.rows]
    assert [len(part["flags"]) for part in rows] == [0, 1]
    alike = [{name: [{k: v for k, v in row.items() if "better" not in str(v) and "worse" not in str(v)} for row in part]
              for name, part in parts.items() if name != "flags"} for parts in rows]
    assert alike[0] == alike[1]
    assert "不得" not in found.witness.explain("en") and "art. 7" in found.witness.explain("en")


def test_findings_are_a_sequence_and_a_frame(swallowing: FloatPolicy) -> None:
    found = swallowing.check()
    assert [one.severity for one in found] == sorted(
        (one.severity for one in found), key=["error", "warning", "note"].index
    )
    frame = found.to_frame()
    assert list(frame.columns) == ["severity", "check", "clause", "message", "witness", "advice"]
    assert len(frame) == len(found) and frame["witness"][0] == "better and worse on 2022-01-01"
    assert str(found).splitlines()[0] == f"example-city-2022: {found._counts()} over 448 cases"
    assert found[0] in found.errors and found.of(check="cliff")[0:1] == (found.of(check="cliff")[0],)
    assert "<table" in found._repr_html_()


def test_the_city_is_sound(policy_of_city: FloatPolicy) -> None:
    assert len(policy_of_city.check().errors) == 0


def test_only_the_asked_day() -> None:
    plan = complete("cn-jiangxi-2023")
    # The reduction, which leaves a hole between 23 and 24 months, has ended by then.
    assert [one.check for one in plan.check("2024-06-01").errors] == ["covered"]
    assert len(plan.check("2025-06-01").errors) == 0
    with pytest.raises(UncoveredError, match="not in force"):
        plan.check("2020-01-01")


def test_a_template_is_refused() -> None:
    with pytest.raises(DefinitionError, match="open holes"):
        load_plan("cn-shenyang-2020").check()


def test_a_direction_must_be_one(policy_of_city: FloatPolicy) -> None:
    with pytest.raises(DefinitionError, match='expected "more" or "less"'):
        policy_of_city.check(worse={"loss_ratio": "up"})
    with pytest.raises(DefinitionError, match="one of .*deaths"):
        policy_of_city.check(worse={"death": "more"})


def test_a_frame_of_ones_own(policy_of_city: FloatPolicy) -> None:
    narrow = Frame(Fraction(8, 10), Fraction(12, 10), class_1_never_down=False, source="our order 3")
    found = policy_of_city.check(frame=narrow).of(check="bounded", severity="warning")
    assert [one.message.split(": ", 2)[2] for one in found] == [
        "below 80% of the base rate, the least that our order 3 permits",
        "above 120% of the base rate, the most that our order 3 permits",
    ]


def test_an_edge_one_unit_off_is_found_by_the_examples() -> None:
    plan = load_plan("cn-shenzhen-2018")
    rows = {**BANDS, "no premium, benefits": None, "(50%, 101%]": 0, "(101%, 150%]": 1}
    rows = {key: step for key, step in rows.items() if key not in ("(50%, 100%]", "(100%, 150%]")}
    off = with_part(plan, "Shenzhen 2018: steps", rf.bands("loss_ratio", rows, clause="Shenzhen 2018: steps"))
    assert not plan.check().of(check="examples")
    on_edge = rf.Example(name="one fen over", origin="derived", given={"risk_class": 4, "loss_ratio": "100.01%"},
                         expect={"step": 1})
    (found,) = off.replace(examples=(on_edge,)).check().of(check="examples")
    assert found.severity == "error" and "step 0, expected 1" in found.message


def test_an_edge_one_unit_off_is_found_by_the_difference() -> None:
    plan = load_plan("cn-shenzhen-2018")
    rows = {**BANDS, "no premium, benefits": None, "(50%, 101%]": 0, "(101%, 150%]": 1}
    rows = {key: step for key, step in rows.items() if key not in ("(50%, 100%]", "(100%, 150%]")}
    off = with_part(plan, "Shenzhen 2018: steps", rf.bands("loss_ratio", rows, clause="Shenzhen 2018: steps"))
    (case,) = off.diff(plan).cases
    assert case.change == "+1 -> 0" and case.where[0].values == "(100%, 101%]"


def test_undeclared_holes_and_conflicts_are_refused_when_a_policy_is_built() -> None:
    rows = {key: step for key, step in BANDS.items() if key != "(100%, 150%]"}
    with pytest.raises(DefinitionError, match=r"nothing covers \(100%, 150%\]"):
        with_part(city_policy(), "art. 5", rf.bands("loss_ratio", rows, clause="art. 5"))
    deaths = rf.indicator("deaths")
    both = rf.one_of(rf.set_to(1).when(deaths >= 1), rf.set_to(2).when(deaths >= 3), otherwise=rf.set_to(0))
    with pytest.raises(rf.ConflictError):
        city_policy().replace(rule=both >> rf.ladder(LADDER) >> rf.base_rate())


def test_drivers_are_computed_from_the_indicators() -> None:
    own: dict[str, Any] = {
        "loss": ratio(benefits(), premium("paid")), "clean": streak(benefits(), years=3), "deaths": count("death"),
        "graded": frequency(cases("graded")), "often": years_with(cases("injury"), within=3),
        "arrears": rf.flag("arrears"), "award": rf.flag("award"), "area": rf.flag("coastal"),
    }
    found = {driver.name: dict(driver.moves) for driver in drivers_of(own, tuple(own), {})}
    assert found == {
        "benefits": {"loss": 1, "clean": -1}, "injuries": {"often": 1}, "graded injuries": {"graded": 1, "often": 1},
        "deaths": {"deaths": 1, "graded": 1, "often": 1}, "less premium": {"loss": 1}, "fewer heads": {"graded": 1},
        "arrears": {"arrears": 1}, "no award": {"award": -1},
    }


def test_steps_over_many_reviews() -> None:
    walk = frozenset({(0, 1), (1, 2), (2, 1), (0, -1), (-1, 0)})
    assert closure(walk, 0) == {1, 2, -1, 0}
    assert closure(walk, 2) == {1, 2}


def continuous(no_premium: str, k: int) -> FloatPolicy:
    """A factor by credibility, which no table can hold."""
    made = credibility("loss_ratio", "insured_months", expected="50%", k=k, no_premium=no_premium, clause="art. 4")
    return city_policy().replace(rule=made >> rf.at_most("150%", clause="art. 5") >> rf.base_rate())


def test_what_has_no_table_is_searched_and_says_so() -> None:
    found = continuous("100%", 12).check()
    assert len(found.errors) == 0
    (note,) = found.of(check="search")
    assert "a search, not a proof" in note.message


def test_a_search_that_finds_something_shows_it() -> None:
    turned = rf.at_most("60%", clause="art. 6").when(rf.indicator("deaths") >= 1)
    policy = continuous("100%", 12)
    worse = policy.replace(rule=with_part(policy, "art. 5", turned).rule)
    (found,) = worse.check().of(check="monotone", severity="error")
    assert "deaths: the worse record pays less" in found.message and "found by search" in found.message
    better, dearer = (
        worse.decide(on="2022-01-01", risk_class=4, **{n: v if not isinstance(v, Fraction) else (
            v.numerator, v.denominator) for n, v in found.facts[side].items() if n not in ("risk_class", "base_group")})
        for side in ("better", "worse")
    )
    assert dearer.rate < better.rate


@pytest.fixture(scope="module")
def policy_of_city() -> FloatPolicy:
    return city_policy()

"""Differences of two policies, worked out by hand on the policy of the example city."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from policy.conftest import city_policy

import ratefloat as rf
from ratefloat.policy.derive import derive
from ratefloat.prove.difference import Difference, difference
from ratefloat.prove.difference import axes as cutting
from ratefloat.prove.difference import compare as comparing

Edit = Callable[[dict[str, Any]], Any]


def edited(edit: Edit, policy: rf.FloatPolicy | None = None) -> rf.FloatPolicy:
    """A policy (the example city's) with its document changed."""
    document = (policy or city_policy()).document()
    edit(document)
    return rf.FloatPolicy.from_document(document)


def rules(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The rules of a document in order."""
    found: list[dict[str, Any]] = document["rule"]["rules"]
    return found


def bands_from(**ends: str) -> Edit:
    """The band table of art. 5 with other edges than 50, 100 and 150 %."""
    a, b, c = (ends.get(name, text) for name, text in (("down", "50%"), ("base", "100%"), ("up", "150%")))
    rows = {"no premium": 0, "0": -2, f"(0, {a}]": -1, f"({a}, {b}]": 0, f"({b}, {c}]": 1, f"({c}, inf)": 2}
    return lambda document: rules(document)[0].update(rows=rows)


def against(edit: Edit) -> Difference:
    """What an edited policy changes against the example city's."""
    return difference(city_policy(), edited(edit))


def said(found: Difference) -> list[str]:
    """The differing cases in words, without clauses."""
    return [str(case).partition("  [")[0] for case in found.cases]


def test_a_policy_and_itself() -> None:
    found = difference(city_policy(), city_policy())
    assert found.empty and found.proved_equal
    assert (found.document, found.base, found.cases) == ((), (), ())
    # ratio 7 cells (two without premium, 0, four bands), deaths 2, months 2, arrears 2, classes 8
    assert found.compared == 7 * 2 * 2 * 2 * 8
    assert "every case is decided alike" in str(found)


def test_one_edge_of_the_surcharge() -> None:
    found = against(bands_from(base="120%"))
    assert [str(change) for change in found.document] == ["art. 5: (100%, 120%] +1 -> 0"]
    assert said(found) == ["loss_ratio in (100%, 120%], deaths 0, insured_months >= 24: +1 -> 0"]
    (case,) = found.cases
    assert (case.relation, case.ratio) == ("lower", Fraction(100, 120))
    assert (case.old.clauses, case.new.clauses) == (("art. 5",), ())
    # the cheapest class pays 0.2 % and the dearest 1.9 %
    assert case.new.rates[0] == Fraction(2, 1000) and case.old.rates[-1] == Fraction(19, 1000) * Fraction(6, 5)


def test_one_edge_of_the_discount() -> None:
    found = against(bands_from(down="60%"))
    where = "loss_ratio in (50%, 60%], deaths 0, insured_months >= 24, no arrears, any class but 1"
    assert said(found) == [f"{where}: 0 -> -1"]


def test_the_policy_that_is_asked_is_the_new_one() -> None:
    new = edited(bands_from(base="120%"))
    assert str(new.diff(city_policy())) == str(difference(city_policy(), new))


def test_a_floor_without_effect_is_proved_to_have_none() -> None:
    # the least rate, half of 0.4 % in class 2, is the base rate of class 1
    found = against(lambda document: rules(document).pop())
    assert [change.where for change in found.document] == ["art. 9"]
    assert found.proved_equal


def test_a_rung_of_the_ladder() -> None:
    found = against(lambda document: rules(document)[5]["steps"].update({"-2": "40%"}))
    assert [str(change) for change in found.document] == ["notice 71: step -2 50% -> 40%"]
    where = "loss_ratio 0, deaths 0, insured_months >= 24, no arrears"
    # 40 % of 0.4 % would be 0.16 %: the floor of art. 9 holds class 2 at 0.2 %
    change = "factor 50% -> 40%"
    assert said(found) == [f"{where}, class 2: {change}, same rate", f"{where}, class 3 to 8: {change}"]
    assert found.cases[0].new.clauses == ("art. 5", "art. 9")


def test_an_axis_that_does_not_matter_is_left_out() -> None:
    found = against(lambda document: rules(document)[3]["rule"].update(value=1))
    assert [str(change) for change in found.document] == ["art. 4: 0 -> 1"]
    assert said(found) == ["insured_months 0 to 23: 0 -> +1"]
    frame = found.to_frame()
    assert frame["insured_months"].tolist() == ["0 to 23"]
    assert frame[["old_step", "new_step", "relation"]].to_numpy().tolist() == [["0", "+1", "higher"]]


def test_conditions_and_rules_that_went_or_came() -> None:
    found = against(lambda document: rules(document)[1]["condition"].update(value=2))
    assert [str(change) for change in found.document] == ["art. 6: when (deaths >= 1) -> (deaths >= 2)"]
    assert {case.box[1][1][0].text for case in found.cases} == {"1"}
    gone = against(lambda document: rules(document).pop(2))
    assert [str(change) for change in gone.document] == [
        "art. 7: no_decrease(clause='art. 7').when(indicator('arrears')) -> -"
    ]
    came = difference(edited(lambda document: rules(document).pop(2)), city_policy())
    assert [(c.where, c.old) for c in came.document] == [("art. 7", "-")]


def test_fields_outside_the_rule() -> None:
    found = against(lambda document: document.update(source="another notice", window={"months": 24, "lag_months": 3}))
    assert [str(change) for change in found.document] == [
        "source: An illustration on the national frame of 2015 -> another notice", "window: lag_months - -> 3",
    ]
    assert found.proved_equal
    assert found.notes[0] == "loss_ratio: defined differently in the two policies; compared by equal values"


def test_indicators_are_matched_by_definition() -> None:
    def rename(document: dict[str, Any]) -> None:
        document["indicators"]["killed"] = document["indicators"].pop("deaths")
        rules(document)[1]["condition"]["indicator"] = "killed"

    found = against(rename)
    assert found.proved_equal
    assert found.notes == ("killed: called deaths in the old policy",)


def test_things_of_another_kind_are_two_axes() -> None:
    def count_rate(document: dict[str, Any]) -> None:
        document["indicators"]["deaths"] = rf.flag("fatal", when="any in window").model_dump(mode="json")
        rules(document)[1]["condition"] = {"kind": "yes", "indicator": "deaths"}

    found = against(count_rate)
    assert found.notes == ("deaths: defined differently in the two policies; compared as two indicators",)
    first = "loss_ratio no premium, deaths (old) 0, insured_months >= 24, deaths (new): 0 -> +1"
    assert said(found)[0] == first


def test_base_rates_apart_from_rules() -> None:
    own = rf.BaseRateTable.single(
        "own", {c: f"{rate}%" for c, rate in enumerate(("0.2", "0.4", "0.7", "1", "1.1", "1.3", "1.6", "1.9"), 1)},
        effective="2020-01-01/", source="a test",
    )
    found = difference(city_policy(), city_policy().replace(base=own))
    assert [str(change) for change in found.base] == ["base rate of class 4: 0.90% -> 1.00%"]
    assert found.cases == () and not found.empty
    assert [str(change) for change in found.document] == ["base: cn-national-2015 -> own"]


def test_a_class_that_only_one_policy_knows_is_refused_by_the_other() -> None:
    seven = rf.BaseRateTable.single(
        "seven", dict.fromkeys(range(1, 8), "1%"), effective="2020-01-01/", source="a test"
    )
    found = difference(city_policy(), city_policy().replace(base=seven))
    assert any(case.where[-1].words == "class 8" and case.change.endswith("refused") for case in found.cases)


def clean_years(document: dict[str, Any]) -> None:
    """Art. 4 as a privilege of two years in a row without the benefits that the loss ratio counts."""
    benefits = document["indicators"]["loss_ratio"]["numerator"]
    document["indicators"]["clean"] = {"kind": "streak", "of": {"kind": "amount", "of": benefits}, "years": 2}
    rules(document)[3] = {
        "kind": "when", "rule": {"kind": "set_to", "clause": "art. 4", "value": -2},
        "condition": {"kind": "compare", "indicator": "clean", "op": ">=", "value": 2},
    }


def test_cases_that_can_not_exist_are_left_out() -> None:
    old = edited(clean_years)
    found = difference(old, edited(bands_from(base="120%"), old))
    # two clean years of the same benefits leave no ratio between 100 and 120 %: nothing is said of them
    assert said(found) == ["loss_ratio in (100%, 120%], deaths 0: +1 -> 0"]
    assert found.impossible > 0


def test_a_search_says_that_it_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "LIMIT", 100)
    found = against(bands_from(base="120%"))
    assert not found.complete and not found.proved_equal
    assert said(found) == ["loss_ratio in (100%, 120%], deaths 0, insured_months >= 24: +1 -> 0"]
    assert "a search of 65,536 cases, not a proof" in str(found)
    assert not difference(city_policy(), city_policy()).proved_equal


CHAINED: list[tuple[Edit, Edit]] = [
    (lambda document: None, bands_from(base="120%")),
    (clean_years, lambda document: (clean_years(document), bands_from(base="120%")(document))),
    (clean_years, lambda document: (clean_years(document), bands_from(up="160%")(document))),
    # a declared hole: refused in the first half, whatever the last half says
    (lambda document: None, lambda document: rules(document)[0]["rows"].update({"(150%, inf)": None})),
    (lambda document: None, lambda document: rules(document)[5]["steps"].update({"-2": "40%"})),
]


@pytest.mark.parametrize(("before", "after"), CHAINED)
@pytest.mark.parametrize("limit", [32, 64])
def test_chains_are_compared_by_halves(before: Edit, after: Edit, limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = edited(before), edited(after)
    whole = difference(old, new)
    monkeypatch.setattr(cutting, "derive", partial(derive, limit=limit))
    monkeypatch.setattr(comparing, "LIMIT", 0)
    halved = difference(old, new)
    assert halved.complete
    assert [str(case) for case in halved.cases] == [str(case) for case in whole.cases]
    assert (halved.compared, halved.impossible) == (whole.compared, whole.impossible)


def test_thirty_million_cases_of_a_pile_of_modifiers() -> None:
    def pile(last: str) -> rf.FloatPolicy:
        *rules_before, base, _ = city_policy().rule.rules  # type: ignore[union-attr]
        flags = {f"x{i}": rf.flag(f"f{i}", when="any in window") for i in range(17)}
        rule = rules_before[0]
        for later in rules_before[1:]:
            rule = rule >> later
        for name in flags:
            by = last if name == "x16" else "95%"
            rule = rule >> rf.times(by, clause=f"{name} article").when(rf.indicator(name))
        return city_policy().replace(rule=rule >> base, indicators={**city_policy().indicator_map, **flags})

    found = difference(pile("90%"), pile("80%"))
    assert found.complete and found.compared == 448 * 2**17
    assert [str(change) for change in found.document] == ["x16 article: 90% -> 80%"]
    (case,) = found.cases
    assert [place.words for place in case.where] == ["x16"] and case.ratio == Fraction(8, 9)
    assert case.old.clauses[0] == "art. 5" and case.old.clauses[-1] == "x16 article"
    assert difference(pile("90%"), pile("90%")).proved_equal


def test_rules_that_read_exact_numbers_are_searched() -> None:
    def policy(expected: str) -> rf.FloatPolicy:
        from ratefloat.rules.credibility import credibility

        rule = credibility("loss_ratio", "insured_months", expected=expected, k=12, no_premium="100%", clause="art. 1")
        return city_policy().replace(rule=rule >> rf.base_rate())

    found = difference(policy("50%"), policy("60%"))
    assert not found.complete and found.cases
    assert any("loss_ratio: read as an exact number" in note for note in found.notes)
    assert difference(policy("50%"), policy("50%")).empty


def test_a_day_outside_and_an_open_template() -> None:
    with pytest.raises(rf.UncoveredError, match="not in force on 2030-01-01"):
        difference(city_policy(), city_policy(), on="2030-01-01")
    with pytest.raises(rf.DefinitionError, match="open holes"):
        difference(city_policy(), rf.load_plan("cn-fujian-2011"))


def test_policies_that_share_no_day() -> None:
    later = city_policy().replace(effective="2027-01-01/2030-01-01")
    found = difference(city_policy(), later)
    assert found.notes == ("compared on different days: 2022-01-01 and 2027-01-01",)
    assert found.proved_equal

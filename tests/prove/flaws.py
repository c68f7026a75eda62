"""Broken variants of the shipped plans and of the city policy: what a hurried drafter, or a typist, may write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from plans.filled import complete
from policy.conftest import city_policy

import ratefloat as rf
from ratefloat import indicator
from ratefloat.policy.document import FloatPolicy
from ratefloat.prove.check import FRAME_2015
from ratefloat.rules.rule import Rule

LADDER = {-2: "50%", -1: "80%", 0: "100%", +1: "120%", +2: "150%"}
BANDS = {"no premium": 0, "0": -2, "(0, 50%]": -1, "(50%, 100%]": 0, "(100%, 150%]": +1, "(150%, inf)": +2}


@dataclass(frozen=True)
class Flaw:
    """A broken policy, and the finding that must be made of it: check, clause, words of the message, a witness."""

    name: str
    policy: Callable[[], FloatPolicy]
    check: str
    clause: str
    says: str
    severity: str = "error"
    witness: bool = True
    options: dict[str, Any] = field(default_factory=dict)


def with_part(policy: FloatPolicy, clause: str, *parts: Rule) -> FloatPolicy:
    """The policy with the article of a clause replaced by others, or taken out."""
    rules: list[Rule] = []
    hits = 0
    for rule in policy.rule.rules:  # type: ignore[union-attr]
        own = next((part.clause.en for part in rule.walk() if part.clause is not None), rule.kind)
        if own == clause:
            hits += 1
            rules += parts
        else:
            rules.append(rule)
    assert hits == 1, f"{policy.id}: {hits} articles with clause {clause}"
    made = rules[0]
    for rule in rules[1:]:
        made = made >> rule
    return policy.replace(rule=made)


def city(clause: str, *parts: Rule) -> Callable[[], FloatPolicy]:
    return lambda: with_part(city_policy(), clause, *parts)


def plan(id: str, clause: str, *parts: Rule) -> Callable[[], FloatPolicy]:
    return lambda: with_part(complete(id), clause, *parts).replace(examples=())


def city_bands(**changed: int | None) -> Rule:
    names = {"zero": "0", "low": "(0, 50%]", "middle": "(50%, 100%]", "high": "(100%, 150%]", "top": "(150%, inf)"}
    return rf.bands("loss_ratio", {**BANDS, **{names[key]: step for key, step in changed.items()}}, clause="art. 5")


def city_with_row(row: str, step: int) -> FloatPolicy:
    return with_part(city_policy(), "art. 5", rf.bands("loss_ratio", {**BANDS, row: step}, clause="art. 5"))


def summed(second: Rule, condition: Any = None) -> tuple[Rule, ...]:
    """Two movements on the same start, the second under a condition (arrears), and the ladder's end."""
    first = rf.move(1, clause="art. 7a").when(rf.indicator("deaths") >= 1)
    other = rf.indicator("arrears") if condition is None else condition
    return rf.sum_of(first, second.when(other)), rf.stay_on_ladder()


def own_table(until: str) -> rf.BaseRateTable:
    rates = {c: f"0.{c}%" for c in range(1, 9)}
    return rf.BaseRateTable.single("own", rates, effective=f"2015-01-01/{until}", source="a test")


def by_class(*left_out: int) -> dict[str, dict[int, str]]:
    return {str(c): LADDER for c in range(1, 9) if c not in left_out}


def frequencies(*steps: int) -> Callable[[], FloatPolicy]:
    rows = dict(zip(["[0, 2‰]", "(2‰, 5‰]", "(5‰, inf)"], steps, strict=True))
    graded = rf.frequency(rf.cases("graded"), minimum_heads=50)
    return lambda: city_policy().replace(
        indicators={**city_policy().indicator_map, "graded": graded},
        rule=rf.bands("graded", {"no premium": 0, **rows}, clause="art. 5") >> rf.ladder(LADDER, clause="notice 71")
        >> rf.base_rate(),
    )


def crossed_grid() -> FloatPolicy:
    rows, columns = ["no premium", "[0, 100%]", "(100%, inf)"], ["0", "[1, 3)", "[3, inf)"]
    made = rf.grid(("loss_ratio", rows), ("deaths", columns), [[0, 1, 2], [-1, 1, 2], [1, 2, 1]], clause="art. 5")
    return city_policy().replace(rule=made >> rf.ladder(LADDER, clause="notice 71") >> rf.base_rate())


def later_conflict() -> FloatPolicy:
    policy = complete("cn-jiangxi-2023")
    months = indicator("fund_months")
    cut = rf.one_of(
        rf.phase_cut("50%", clause="24 and more").when(months.has_value() & (months >= 24)),
        rf.phase_cut("20%", clause="up to 24").when(months.has_value() & (months <= 24)),
    )
    return with_part(policy, "赣人社发〔2023〕6号: 24 months or more", cut.during("2024-06-01/2025-01-01"))


def rated_higher_without_deaths() -> FloatPolicy:
    return city_policy().replace(
        class_rule=rf.escalate_class(1, highest=8, clause="art. 2").when(indicator("deaths") < 1)
    )


def one_way() -> FloatPolicy:
    return plan("cn-fujian-2011", "Fujian 2011: one step down")()


DEATHS, ARREARS, CLASS_1 = indicator("deaths"), indicator("arrears"), indicator("risk_class") == 1
YANTAI_FLAGS = indicator("arrears") | indicator("fraud") | indicator("concealment")
RATIO, GRADED = indicator("loss_ratio"), indicator("graded_frequency")
UP = RATIO.has_value() & (RATIO > "70%") & GRADED.has_value() & (GRADED >= "0.45%")
FRAME = {"frame": FRAME_2015}
ONE_DAY = {"on": "2020-01-01"}

FLAWS = (
    Flaw("two values of the table swapped", city("art. 5", city_bands(middle=1, high=0)), "monotone", "art. 5",
         "loss ratio (50%, 100%] pays"),
    Flaw("the dearest row pays the base rate", city("art. 5", city_bands(top=0)), "monotone", "art. 5, row (150%, inf)",
         "benefits: the worse record pays less"),
    Flaw("wrong sign in the first row", city("art. 5", city_bands(zero=2)), "monotone", "art. 5", "loss ratio 0 pays"),
    Flaw("benefits without premium pay less than none", lambda: city_with_row("no premium, benefits", -2), "monotone",
         "art. 5", "loss ratio no premium, benefits pays"),
    Flaw("one of two movements in the wrong direction", city("art. 7", *summed(rf.move(-1, clause="art. 7b"))),
         "monotone", "art. 7b", "arrears: the worse record pays less"),
    Flaw("a movement for those who owe nothing",
         city("art. 7", *summed(rf.move(1, clause="art. 7b"), ~rf.indicator("arrears"))), "monotone", "art. 7b",
         "arrears: the worse record pays less"),
    Flaw("a declared hole", city("art. 5", city_bands(high=None)), "covered", "art. 5", "loss ratio (100%, 150%]",
         severity="note"),
    Flaw("no case for the top step", city("art. 5", city_bands(top=1)), "reachable", "notice 71", "up two steps (+2)",
         severity="warning", witness=False),
    Flaw("a veto written as a cap", city("art. 7", rf.at_most(0, clause="art. 7").when(ARREARS)), "monotone", "art. 7",
         "arrears: the worse record pays less"),
    Flaw("a veto that sets the base step", city("art. 7", rf.set_to(0, clause="art. 7").when(ARREARS)), "monotone",
         "art. 7", "no arrears pays 1.08% (up one step), arrears pays 0.90% (base step)"),
    Flaw("a veto in the wrong direction", city("art. 7", rf.no_increase(clause="art. 7").when(ARREARS)), "monotone",
         "art. 7", "arrears"),
    Flaw("a veto before what it should bar", lambda: veto_first(), "reachable", "art. 7",
         "changes the result of no possible case", severity="note", witness=False),
    Flaw("a cap where the law has a least step", city("art. 6", rf.at_most(1, clause="art. 6").when(DEATHS >= 1)),
         "monotone", "art. 6", "deaths: the worse record pays less"),
    Flaw("a condition turned round", city("art. 6", rf.at_least(1, clause="art. 6").when(DEATHS < 1)), "monotone",
         "art. 6", "deaths"),
    Flaw("a condition that can not hold",
         city("art. 6", rf.at_least(1, clause="art. 6").when((DEATHS >= 1) & (indicator("insured_months") > 24))),
         "reachable", "art. 6", "applies to no possible case", severity="warning", witness=False),
    Flaw("a class left out", city("notice 71", rf.ladder(by_class(5), clause="notice 71")), "covered", "notice 71",
         "class 5"),
    Flaw("a rung missing", city("notice 71", rf.ladder(dict(list(LADDER.items())[:4]), clause="notice 71")), "covered",
         "notice 71", "loss ratio (150%, inf)"),
    Flaw("two rungs swapped", city("notice 71", rf.ladder({**LADDER, 1: "150%", 2: "120%"}, clause="notice 71")),
         "monotone", "notice 71", "benefits"),
    Flaw("a cut after the floor", city("art. 9", rf.floor_rate(of_class=1, clause="art. 9"),
                                       rf.times("90%", clause="art. 10")),
         "bounded", "art. 10", "art. 9 (not below the base rate of class 1) is undone by art. 10", severity="warning"),
    Flaw("a move limit that a later article passes", lambda: passed_limit(), "bounded", "art. 6",
         "is undone by art. 6", severity="warning"),
    Flaw("a base table that ends", lambda: city_policy().replace(base=own_table("2024-01-01")), "stale",
         "base table own", "no base rate from 2024-01-01 to 2027-01-01", severity="warning", witness=False),
    Flaw("a rule that has ended", lambda: cut_until_2023(), "stale", "notice 5", "before the rating day 2024-01-01",
         severity="warning", witness=False, options={"on": "2024-01-01"}),
    Flaw("a first review after the start",
         lambda: city_policy().replace(review=rf.Review(every_years=2, anchor="2023-01-01")), "stale", "review",
         "the first review starts on 2023-01-01", severity="warning", witness=False),
    Flaw("a cell of a grid out of order", crossed_grid, "monotone", "art. 5", "deaths"),
    Flaw("a frequency that lowers the rate", frequencies(0, -1, 1), "monotone", "art. 5", "graded injuries"),
    Flaw("rated in a higher class for having no death", rated_higher_without_deaths, "monotone", "art. 2", "deaths"),
    Flaw("class 1 floats down", lambda: with_part(with_part(city_policy(), "art. 3"), "art. 9"), "bounded", "art. 5",
         "class 1 floats below its base rate", severity="warning", options=FRAME),
    Flaw("class 1 forgotten where its ladder has no step down",
         plan("cn-national-2015", "notice 71, clause 2: class 1"), "covered", "notice 71, clause 2", "class 1"),
    Flaw("a factor beyond the frame",
         plan("cn-shenzhen-2018", "notice 71, clause 2", rf.ladder({**LADDER, 2: "180%"}, clause="notice 71")),
         "bounded", "Shenzhen 2018: steps", "above 150% of the base rate", severity="warning"),
    Flaw("less than 5 000 yuan turned round",
         plan("cn-yantai-2013", "Yantai 2013: no floating down",
              rf.no_decrease(clause="Yantai 2013: no floating down").when(
                  YANTAI_FLAGS | (DEATHS >= 1) | (indicator("premium_paid") >= rf.yuan("5000")))),
         "monotone", "Yantai 2013: no floating down", "less premium: the smaller employer pays less",
         severity="warning"),
    Flaw("the first two rows swapped", lambda: yantai_swapped(), "monotone", "Yantai 2013: steps", "loss ratio 0 pays"),
    Flaw("five clean years cost more",
         plan("cn-hainan-2016", "Hainan 2016: five years without benefits",
              rf.set_to(1, clause="Hainan 2016: five years without benefits").when(indicator("clean_years") >= 5)),
         "monotone", "Hainan 2016: five years without benefits", "benefits", options=ONE_DAY),
    Flaw("six clean years out of five",
         plan("cn-hainan-2016", "Hainan 2016: five years without benefits",
              rf.set_to(-2, clause="Hainan 2016: five years without benefits").when(indicator("clean_years") >= 6)),
         "reachable", "Hainan 2016: five years without benefits", "applies to no possible case", severity="warning",
         witness=False, options=ONE_DAY),
    Flaw("deaths lower the rate",
         plan("cn-hainan-2016", "Hainan 2016: deaths, diseases, blacklist",
              rf.set_to(-2, clause="Hainan 2016: deaths").when(DEATHS >= 3)),
         "monotone", "Hainan 2016: deaths", "deaths: the worse record pays less", options=ONE_DAY),
    Flaw("80 % given to those in arrears, in place of a bar of 50 %",
         plan("cn-hainan-2016", "Hainan 2016: no 50 %",
              rf.set_to(-1, clause="Hainan 2016: no 50 %").when(YANTAI_FLAGS)),
         "monotone", "Hainan 2016: no 50 %", "arrears", options=ONE_DAY),
    Flaw("an award that costs",
         plan("cn-hainan-2016", "Hainan 2016: grace after an award",
              rf.at_least(0, clause="Hainan 2016: award").when(indicator("award"))),
         "monotone", "Hainan 2016: award", "no award: the worse record pays less", options=ONE_DAY),
    Flaw("a class that does not exist",
         plan("cn-shenyang-2020", "Shenyang 2020: class 8",
              rf.no_increase(clause="Shenyang 2020: class 8").when(indicator("risk_class") == 9)),
         "reachable", "Shenyang 2020: class 8", "applies to no possible case", severity="warning", witness=False),
    Flaw("down for those who should go up",
         plan("cn-fujian-2011", "Fujian 2011: one step up", rf.move(-1, clause="Fujian 2011: one step up").when(UP)),
         "monotone", "Fujian 2011: one step up", "benefits"),
    Flaw("steps that leave the ladder", plan("cn-fujian-2011", "Fujian 2011: at most two grades"), "covered",
         "notice 29", "the step is not on the ladder"),
    Flaw("no way down", one_way, "reachable", "notice 29", "from up one step no case leads back", severity="warning",
         witness=False),
    Flaw("two cuts for 24 months, from a later day", later_conflict, "conflict", "", "both claim this case"),
)


def veto_first() -> FloatPolicy:
    policy = with_part(city_policy(), "art. 7")
    return policy.replace(
        rule=rf.start_from_base() >> rf.no_decrease(clause="art. 7").when(ARREARS) >> policy.rule  # type: ignore[operator]
    )


def passed_limit() -> FloatPolicy:
    limited = with_part(city_policy(), "art. 5", city_bands(), rf.move_limit(up=1, down=1, clause="art. 10"))
    return with_part(limited, "art. 6", rf.at_least(2, clause="art. 6").when(DEATHS >= 1))


def cut_until_2023() -> FloatPolicy:
    cut = rf.phase_cut("20%", clause="notice 5").during("2022-01-01/2023-01-01")
    return with_part(city_policy(), "art. 9", rf.floor_rate(of_class=1, clause="art. 9"), cut)


def yantai_swapped() -> FloatPolicy:
    rows = {"no premium": None, "0": -1, "(0, 10%]": -2, "(10%, 100%]": 0, "(100%, 150%]": 1, "(150%, inf)": 2}
    clause = "Yantai 2013: less than a year of premium"
    made = rf.first_of(
        rf.set_to(0, clause=clause).when(indicator("insured_months") < rf.window.months),
        otherwise=rf.bands("loss_ratio", rows, clause="Yantai 2013: steps"),
    )
    return plan("cn-yantai-2013", clause, made)()

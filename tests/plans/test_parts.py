"""Parts of laws put into a frame: what each does to a rate, and where the frame meets it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from ratefloat.errors import UncoveredError
from ratefloat.history import Book, benefits, premium, ratio
from ratefloat.history.indicator import Indicator
from ratefloat.periods import Review, Window
from ratefloat.plans.parts import (
    PHASES,
    Part,
    beijing_safety_incentive,
    ningxia_certificates,
    phase_reduction,
    taizhou_credit,
    taizhou_incidence,
    taizhou_standardisation,
    tianjin_high_incidence,
    tianjin_repeat_offender,
    zhoushan_cut_and_floor,
)
from ratefloat.policy.document import FloatPolicy
from ratefloat.policy.rate import rate
from ratefloat.rules import bands, base_rate, ladder
from ratefloat.rules.rule import Rule
from ratefloat.units import exact

X = ratio(benefits(), premium("paid"))
BANDS = bands(
    "loss_ratio", {"no premium": 0, "0": -2, "(0, 50%]": -1, "(50%, 100%]": 0, "(100%, 150%]": 1, "(150%, inf)": 2},
    clause="an illustration",
)
LADDER = ladder({-2: "50%", -1: "80%", 0: "100%", 1: "120%", 2: "150%"}, clause="notice 71")
BASE = base_rate(clause="notice 71")
ON = "2019-06-01"
RATIOS = {-2: "0", -1: "50%", 0: "100%", 1: "150%", 2: "151%"}
PARTS = [
    beijing_safety_incentive(), ningxia_certificates(), taizhou_credit(top=2), taizhou_incidence(top=2),
    taizhou_standardisation(), tianjin_high_incidence(), tianjin_repeat_offender(X, highest=8),
    zhoushan_cut_and_floor(), *(phase_reduction(year, measured="2017-12-31", stop_below=9) for year in PHASES),
]


def frame(rule: Rule, indicators: Mapping[str, Indicator], **more: Any) -> FloatPolicy:
    return FloatPolicy(
        id="frame", title="a frame", source="an illustration", effective="2016-01-01/",
        review=Review(every_years=1, anchor="2016-01-01"), window=Window(months=12), base="cn-national-2015",
        indicators={"loss_ratio": X, **indicators}, rule=rule, **more,
    )


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.source)
def test_a_part_says_where_it_stands_and_every_rule_has_its_clause(part: Part) -> None:
    assert part.source and part.mark in ("S", "K", "D")
    leaves = [rule for rule in part.rule.walk() if not rule.parts()]
    assert leaves and all(rule.clause and rule.clause.en != rule.clause.zh for rule in leaves)


BEIJING = frame(BANDS >> LADDER >> beijing_safety_incentive().rule >> BASE, beijing_safety_incentive().indicators)


@pytest.mark.parametrize(
    ("step", "standard", "deaths", "warned", "factor"),
    [
        (0, 0, 0, False, "100%"), (0, 1, 0, False, "80%"), (0, 2, 0, False, "85%"), (0, 3, 0, False, "90%"),
        (-1, 1, 0, False, "64%"), (-2, 1, 0, False, "50%"), (0, 1, 1, False, "120%"), (0, 2, 2, False, "150%"),
        (2, 1, 1, False, "150%"), (-1, 3, 1, False, "96%"), (-2, 1, 3, False, "150%"), (0, 1, 0, True, "150%"),
        (0, 0, 3, True, "100%"),
    ],
)
def test_beijing(step: int, standard: int, deaths: int, warned: bool, factor: str) -> None:
    decision = BEIJING.decide(
        on=ON, risk_class=4, loss_ratio=RATIOS[step], standardisation=standard, deaths_at_fault=deaths,
        warning_list=warned,
    )
    assert decision.factor == exact(factor)


@pytest.mark.parametrize(("standard", "rate"), [(0, "0.9%"), (1, "0.63%"), (2, "0.72%"), (3, "0.81%")])
def test_ningxia_on_a_rate(standard: int, rate: str) -> None:
    part = ningxia_certificates()
    policy = frame(BANDS >> LADDER >> BASE >> part.rule, part.indicators)
    assert policy.decide(on=ON, risk_class=4, loss_ratio="100%", standardisation=standard).rate == exact(rate)


@pytest.mark.parametrize(
    ("risk_class", "step", "rate"), [(4, 0, "0.45%"), (2, -2, "0.2%"), (2, 2, "0.3%"), (1, 1, "0.24%"), (3, -2, "0.2%")]
)
def test_zhoushan_floor_stands_after_the_cut(risk_class: int, step: int, rate: str) -> None:
    policy = frame(BANDS >> LADDER >> BASE >> zhoushan_cut_and_floor().rule, {})
    assert policy.decide(on=ON, risk_class=risk_class, loss_ratio=RATIOS[step]).rate == exact(rate)


TAIZHOU = [taizhou_incidence(top=4), taizhou_credit(top=4), taizhou_standardisation()]
WIDE = ladder({step: f"{100 + 20 * step}%" for step in range(-3, 5)}, clause="an illustration")


def taizhou(part: Part, x: str = "100%", risk_class: int = 2, **given: Any) -> object:
    policy = frame(BANDS >> part.rule >> WIDE >> BASE, part.indicators)
    return policy.decide(on=ON, risk_class=risk_class, loss_ratio=x, **given).step


def test_taizhou_incidence() -> None:
    rates = ("0", "1.99%", "2%", "3.99%", "4.01%", "6%", "6.01%")
    assert [taizhou(TAIZHOU[0], incidence=r) for r in rates] == [0, 0, 1, 1, 2, 2, 4]
    assert taizhou(TAIZHOU[0], incidence="9%", risk_class=1) == taizhou(TAIZHOU[0], incidence=None) == 0
    with pytest.raises(UncoveredError, match="none of the cases applies"):
        taizhou(TAIZHOU[0], incidence="4%")


def test_taizhou_credit() -> None:
    pairs = [(False, False), (True, False), (False, True), (True, True)]
    assert [taizhou(TAIZHOU[1], credit_c=c, credit_d=d) for c, d in pairs] == [0, 1, 4, 4]
    assert taizhou(TAIZHOU[1], credit_c=True, credit_d=True, risk_class=4) == 0


def test_taizhou_level_1_without_benefits_goes_down_three_steps() -> None:
    # D76: the steps are added; the ladder of the rule is not in hand, so the frame starts from its base step.
    part = taizhou_standardisation()
    flat = bands("loss_ratio", {"no premium": 0, "[0, inf)": 0}, clause="an illustration")
    policy = frame(flat >> part.rule >> WIDE >> BASE, part.indicators)
    given = {"on": ON, "risk_class": 3, "loss_ratio": "0"}
    assert [policy.decide(**given, standardisation=s).step for s in (0, 1, 2, 3)] == [0, -3, -2, 0]
    assert policy.decide(**given | {"loss_ratio": "1%"}, standardisation=1).step == 0


@pytest.mark.parametrize(
    ("step", "multiple", "after"), [(-2, "3.01", 0), (-1, "3.01", 0), (0, "3.01", 1), (1, "3.01", 2), (2, "4", 2),
                                    (-2, "3", -2), (0, None, 0)]
)
def test_tianjin_three_times_the_average(step: int, multiple: str | None, after: int) -> None:
    part = tianjin_high_incidence()
    policy = frame(BANDS >> part.rule >> LADDER >> BASE, part.indicators)
    decision = policy.decide(on=ON, risk_class=4, loss_ratio=RATIOS[step], times_city_average=multiple)
    assert decision.step == after


@pytest.mark.parametrize(
    ("risk_class", "lower", "rated"), [(4, "300%", 4), (4, "300.01%", 5), (8, "999%", 8), (4, None, 4)]
)
def test_tianjin_next_class(risk_class: int, lower: str | None, rated: int) -> None:
    part = tianjin_repeat_offender(X, highest=8)
    policy = frame(BANDS >> LADDER >> BASE, part.indicators, class_rule=part.rule)
    decision = policy.decide(on=ON, risk_class=risk_class, loss_ratio="301%", lower_of_two_years=lower)
    assert (decision.risk_class, decision.step) == (rated, 2)


def test_tianjin_counts_thirty_insured_as_fifty() -> None:
    # D78: 2 injuries of 30 insured are 4 %, of a city's 1 % four times. Of 67 insured in all, 2 are 2.99 %.
    part = tianjin_high_incidence()
    policy = frame(BANDS >> part.rule >> LADDER >> BASE, part.indicators)
    heads = {"small": 30, "large": 370}
    book = Book.from_frames(
        employers=pd.DataFrame([{"employer": e, "risk_class": "4", "participation": "2010-01-01"} for e in heads]),
        exposure=pd.DataFrame([
            {"employer": e, "start": "2018-01-01", "end": "2019-01-01", "payroll": "100000", "head_months": str(12 * n),
             "premium_due": "900", "premium_paid": "900"} for e, n in heads.items()
        ]),
        claims=pd.DataFrame([
            {"claim": str(n), "employer": e, "recognised_on": "2018-05-01", "paid_on": "2018-05-01", "cause": "work",
             "death": "no", "disease": "no", "grade": "", "medical": "900"}
            for n, e in enumerate(("small", "small", "large", "large"))
        ]),
    )
    made = rate(policy, book, on=ON).raise_refused()
    column = made.columns["times_city_average"].take([0])  # type: ignore[arg-type]
    assert column.numerator[0] * 100 == 4 * column.denominator[0]
    assert made.peers["times_city_average"][""] == exact("1%")
    # 200 % goes two steps up already; so does nobody go further.
    assert [made.decision(e).step for e in heads] == [2, 2]


@pytest.mark.parametrize("year", PHASES)
def test_phase_reductions_by_months_of_reserve(year: int) -> None:
    part = phase_reduction(year, measured="2017-12-31")
    policy = frame(BANDS >> LADDER >> BASE >> part.rule, part.indicators)
    first, last = PHASES[year][0].start, PHASES[year][0].last_day

    def left(months: str, on: object) -> object:
        return policy.decide(on=on, risk_class=4, loss_ratio="150%", fund_months=months).rate  # type: ignore[arg-type]

    whole = exact("1.08%")
    expected = {"17": 1, "17.9": 1, "18": exact("80%"), "23": exact("80%"), "24": exact("50%"), "40": exact("50%")}
    for on in (first, last):
        assert {months: left(months, on) for months in expected} == {m: whole * share for m, share in expected.items()}
        with pytest.raises(UncoveredError, match="none of the cases applies"):
            left("23.5", on)
    assert left("24", "2025-01-01") == left("23.5", "2018-04-30") == whole


def test_a_reduction_stops_when_the_balance_has_fallen() -> None:
    part = phase_reduction(2018, measured="2017-12-31", stop_below=9)
    policy = frame(BANDS >> LADDER >> BASE >> part.rule, part.indicators)
    given = {"on": "2018-06-01", "risk_class": 4, "loss_ratio": "100%", "fund_months": "24"}
    assert policy.decide(**given, fund_months_now="9").rate == exact("0.45%")
    assert policy.decide(**given, fund_months_now="8.9").rate == exact("0.9%")


def test_what_a_reduction_cuts_and_that_they_follow_each_other() -> None:
    for one, two in zip(list(PHASES)[:-1], list(PHASES)[1:], strict=True):
        assert PHASES[one][0].end == PHASES[two][0].start
    part = phase_reduction(2019, measured="2018-12-31", of="base rate")
    policy = frame(BANDS >> LADDER >> BASE >> part.rule, part.indicators)
    # Half of the base rate of 0.9 % floated by 150 %: the cut is of the base before it was floated.
    given = {"on": "2019-06-01", "risk_class": 4, "loss_ratio": "151%", "fund_months": "24"}
    assert policy.decide(**given).rate == exact("0.675%")
    with pytest.raises(UncoveredError, match="phase reduction of 2025: not known"):
        phase_reduction(2025, measured="2024-12-31")

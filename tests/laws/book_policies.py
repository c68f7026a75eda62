"""A few policies that between them read every kind of sum, window and memory, for books against the oracle."""

from __future__ import annotations

from typing import Any

import ratefloat as rf
from ratefloat.history import amount, deaths_in_one_accident, least, level, relative, streak, trend, years_with
from ratefloat.history.channels import benefits, cases, head_months, payroll, premium
from ratefloat.rules import (
    at_least,
    bands,
    base_rate,
    indicator,
    ladder,
    move,
    no_decrease,
    no_increase,
    set_to,
    start_from_prior,
    stay_on_ladder,
)
from ratefloat.units import exact

LADDER = {-2: "50%", -1: "80%", 0: "100%", 1: "120%", 2: "150%"}
ROWS = {"no premium": 0, "0": -2, "(0, 50%]": -1, "(50%, 100%]": 0, "(100%, 150%]": 1, "(150%, inf)": 2}
LOSS = rf.ratio(benefits(), premium("paid"))


def policy(id: str, start: str, indicators: dict[str, Any], rule: Any, **more: Any) -> rf.FloatPolicy:
    """A policy on the national base rates with yearly reviews."""
    plain = {
        "title": {"en": id, "zh": id}, "source": "a test", "effective": "2020-01-01/2030-01-01",
        "review": rf.Review(every_years=1, anchor=start), "base": "cn-national-2015", "indicators": indicators,
    }
    return rf.FloatPolicy(**{"id": id, "rule": rule >> ladder(LADDER) >> base_rate(), **plain, **more})


TWO_YEARS = policy(
    "two-years", "2022-01-01",
    {
        "x": rf.ratio(benefits(without=["commuting"]), premium("paid")), "deaths": rf.count("death"),
        "diseases": rf.count("disease", date="assessed"), "months": rf.insured_months(),
        "arrears": rf.flag("arrears", when="any in window"), "owing": rf.flag("arrears", when="all through window"),
        "one": deaths_in_one_accident(), "paid": amount(premium("paid", period="received")),
    },
    bands("x", ROWS) >> at_least(1).when(indicator("deaths") >= 1)
    >> set_to(2).when((indicator("one") >= 2) | (indicator("diseases") >= 3))
    >> no_decrease().when(indicator("arrears")) >> at_least(1).when(indicator("owing"))
    >> set_to(0).when(indicator("months") < rf.window.months)
    >> no_decrease().when(indicator("paid") < rf.yuan("20000")),
    window=rf.Window(months=24), review=rf.Review(every_years=2, anchor="2022-01-01"),
)
ONE_YEAR = policy(
    "one-year", "2022-01-01",
    {
        "x": rf.ratio(benefits(only=["medical"], date="assessed"), premium("at base rate")),
        "f": rf.frequency(cases("graded", without=["rescue"]), minimum_heads=50), "clean": streak(LOSS, years=3),
        "since": years_with(LOSS, above="150%", within=3, since="award"), "award": rf.flag("award"),
        "standard": level("standard", levels=(1, 2)),
    },
    start_from_prior() >> move(1).when(indicator("x").has_value() & (indicator("x") > exact("50%")))
    >> move(-1).when(indicator("clean") >= 2) >> no_increase().when(indicator("award") & (indicator("since") <= 1))
    >> move(1).when(indicator("f").has_value() & (indicator("f") >= exact("20‰")))
    >> move(-1).when(indicator("standard") >= 2) >> stay_on_ladder(),
    window=rf.Window(months=12, ends="12-31"),
)
JULY = policy(
    "july", "2022-07-01",
    {
        "x": rf.ratio(benefits(date="recognised"), premium("at charged rate", less="0.1%")),
        "peers": relative(rf.frequency(cases("injury", date="accident")), to="class mean"),
        "beside": relative(rf.ratio(benefits(), payroll()), to="area mean"),
        "t": trend(rf.frequency(cases()), window=rf.Window(months=12)), "heads": least(head_months(), years=3),
    },
    bands("x", ROWS) >> at_least(1).when(indicator("peers").has_value() & (indicator("peers") > 1))
    >> move(-1).when(indicator("t").has_value() & (indicator("t") < exact("80%")))
    >> at_least(0).when(indicator("beside").has_value() & (indicator("beside") > 2))
    >> no_decrease().when(indicator("heads") < 60) >> stay_on_ladder(),
    window=rf.Window(months=36),
)
LAGGED = policy(
    "lagged", "2023-01-01",
    {
        "x": rf.ratio(benefits(), premium("due")), "graded": rf.count("grades 1-6"),
        "peers": relative(rf.ratio(benefits(), premium("due")), to="book mean"),
        "no_deaths": streak(cases("death", date="accident"), years=2),
        "month": rf.flag("arrears"),
    },
    bands("x", ROWS) >> at_least(1).when(indicator("graded") >= 2)
    >> no_increase().when(indicator("no_deaths") >= 2) >> no_decrease().when(indicator("month"))
    >> at_least(1).when(indicator("peers").has_value() & (indicator("peers") >= exact("150%"))),
    window=rf.Window(months=18, ends="09-30", lag_months=3),
)
POLICIES = {"2024-01-01": (TWO_YEARS, ONE_YEAR, LAGGED), "2023-07-01": (JULY,)}

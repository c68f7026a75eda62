"""Templates with their holes filled by illustrations: no source has these values."""

from __future__ import annotations

from ratefloat.atlas.illustrations import ILLUSTRATIONS
from ratefloat.history import amount, benefits, count, fund_months, insured_months, premium, ratio
from ratefloat.periods import Review, Window
from ratefloat.plans import load_plan
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules import bands, indicator, no_decrease, times
from ratefloat.tables.base_rates import BaseRateTable

THREE_CLASSES = "cn-national-2003"
EIGHT_CLASSES = "cn-national-2015"
FIVE_BANDS = {"no premium": 0, "0": -2, "(0, 50%]": -1, "(50%, 100%]": 0, "(100%, 150%]": 1, "(150%, inf)": 2}
FOUR_BANDS = {"no premium": 0, "[0, 50%]": -1, "(50%, 100%]": 0, "(100%, inf)": 1}

FLOATED = {"floating articles": bands("loss_ratio", FIVE_BANDS, clause="an illustration")}
UP_ONLY_IN_CLASS_1 = {
    "floating articles": bands("loss_ratio", FIVE_BANDS, clause="an illustration")
    >> no_decrease(clause="an illustration").when(indicator("risk_class") == 1),
}
LOSS_RATIO = {"indicators": {"loss_ratio": ratio(benefits(), premium("paid"))}}


def rates(effective: str, *percent: str) -> BaseRateTable:
    """Base rates of classes 1, 2, 3, ... as an agency would supply them."""
    table = {c: f"{rate}%" for c, rate in enumerate(percent, start=1)}
    return BaseRateTable.single("an illustration", table, effective=effective, source="none")


def yearly(anchor: str) -> Review:
    """A review every year."""
    return Review(every_years=1, anchor=anchor)


ILLUSTRATION = {
    **ILLUSTRATIONS,
    "cn-shenzhen-2008": {**FLOATED, **LOSS_RATIO, "review": yearly("2008-01-01"), "window": Window(months=12)},
    "cn-shanghai-2015": {
        **UP_ONLY_IN_CLASS_1, "indicators": {"loss_ratio": ratio(benefits(), premium("at base rate"))},
    },
    "cn-hubei-2021": {**UP_ONLY_IN_CLASS_1, **LOSS_RATIO, "base table": EIGHT_CLASSES},
    "cn-jiangsu-2023": {**UP_ONLY_IN_CLASS_1, **LOSS_RATIO},
    "cn-anhui-2024": {**UP_ONLY_IN_CLASS_1, **LOSS_RATIO},
    "tw-2010": {
        "base table": rates("2010-01-01/", "0.89"), "window": Window(months=36, ends="12-31", lag_months=12),
        "commuting rate": "0.07%",
    },
    "kr-2026": {
        "Table 1": bands(
            "loss_ratio", {"no premium": "100%", "[0, 75%]": "80%", "(75%, 85%]": "100%", "(85%, inf)": "130%"},
            of="factor", clause="an illustration",
        ),
    },
    "cn-national-2015": {
        "review": Review(every_years=1, anchor="2015-01-01"), "window": Window(months=24), "least insured months": 24,
        "loss ratio bands": FIVE_BANDS,
        "indicators": {"loss_ratio": ratio(benefits(), premium("paid")), "insured_months": insured_months()},
    },
    "cn-jiangxi-2023": {
        "review": Review(every_years=1, anchor="2023-01-01"), "window": Window(months=24), "rounding": times("100%"),
        "floating articles": bands("loss_ratio", FOUR_BANDS, clause="an illustration")
        >> no_decrease(clause="an illustration").when((indicator("risk_class") == 1) | (indicator("deaths") >= 1)),
        "indicators": {
            "loss_ratio": ratio(benefits(), premium("paid")), "deaths": count("death"),
            "fund_months": fund_months(date="2022-12-31"),
        },
    },
}


CONTINUOUS = {
    "de-bgw": {
        "base table": rates("2016-01-01/", "1.0"),
        "indicators": {
            "cases": count("injury"), "first_pensions": count("grades 7-10"), "great_pensions": count("grades 1-6"),
            "deaths": count("death"), "contribution": amount(premium("due")),
        },
    },
}
"""The same for templates whose factor varies with an amount, so that they have no finite table."""


def complete(id: str) -> FloatPolicy:
    """A shipped plan that can decide; a template with illustrations in its holes."""
    plan = load_plan(id)
    return plan.fill({**ILLUSTRATION, **CONTINUOUS}[id]) if plan.holes else plan

"""Policies and cells that several tests of the actuarial core look at."""

from __future__ import annotations

from collections.abc import Mapping

import ratefloat as rf
from ratefloat.actuarial import RiskCell, Severity, severity
from ratefloat.tables.base_rates import BaseRateTable

FIVE = {-2: "50%", -1: "80%", 0: "100%", 1: "120%", 2: "150%"}
ON = "2019-01-01"
SIZES = {
    "8000": "45%", "30000": "12%", "70000": "20%", "95000": "10%", "120000": "6%", "160000": "3%", "250000": "2%",
    "450000": "0.6%", "800000": "0.4%", "1150000": "1%",
}
"""Cost of a case in yuan and its chance, as in the worked numbers of the two rules."""


def law(rule: rf.rules.rule.Rule, indicators: Mapping[str, object], **changes: object) -> rf.FloatPolicy:
    """A policy on the national base rates: one-year review of a three-year window."""
    fields: dict[str, object] = {
        "id": "made-up", "title": "Made up", "source": "made up", "effective": "2015-10-01/",
        "review": rf.Review(every_years=1, anchor="2016-01-01"), "window": rf.Window(months=36),
        "base": "cn-national-2015", "indicators": indicators, "rule": rule,
    }
    return rf.FloatPolicy(**(fields | changes))


def rule_a(**changes: object) -> rf.FloatPolicy:
    """Bands of the three-year ratio of losses to premium at the base rate, reviewed every year."""
    bands = {
        "no premium": 0, "[0, 30%]": -2, "(30%, 70%]": -1, "(70%, 120%]": 0, "(120%, 180%]": 1, "(180%, inf)": 2,
    }
    ratio = rf.ratio(rf.benefits(), rf.premium("at base rate"))
    return law(rf.bands("ratio", bands) >> rf.ladder(FIVE) >> rf.base_rate(), {"ratio": ratio}, **changes)


def rule_b(**changes: object) -> rf.FloatPolicy:
    """Moves of at most two steps by losses over premium paid, reviewed every three years over all three."""
    seen = rf.indicator("ratio")
    has = seen.has_value()
    rule = (
        rf.start_from_prior()
        >> rf.move(-1).when(has & (seen <= "60%"))
        >> rf.move(-1).when(has & (seen <= "30%"))
        >> rf.move(1).when(has & (seen > "120%"))
        >> rf.move(1).when(has & (seen > "180%"))
        >> rf.stay_on_ladder() >> rf.ladder(FIVE) >> rf.base_rate()
    )
    fields = {"review": rf.Review(every_years=3, anchor="2016-01-01")} | changes
    return law(rule, {"ratio": rf.ratio(rf.benefits(), rf.premium("paid"))}, **fields)


def limited(**changes: object) -> rf.FloatPolicy:
    """The bands of rule A, with moves of one step at most: windows overlap and the step is remembered."""
    made = rule_a(window=rf.Window(months=24))
    rule = made.rule.rules[0] >> rf.move_limit(down=1, up=1) >> rf.ladder(FIVE) >> rf.base_rate()
    return made.replace(rule=rule, **changes)


def lagged_streak() -> rf.FloatPolicy:
    """Bands of one year's ratio and a streak of three clean years, both a year before the review."""
    window = rf.Window(months=12, lag_months=12)
    bands = {"no premium": 0, "[0, 60%]": -1, "(60%, 150%]": 0, "(150%, inf)": 1}
    rule = (
        rf.bands("ratio", bands) >> rf.set_to(-2).when(rf.indicator("clean") >= 3) >> rf.move_limit(down=1, up=1)
        >> rf.ladder(FIVE) >> rf.base_rate()
    )
    indicators = {
        "ratio": rf.ratio(rf.benefits(), rf.premium("at base rate")), "clean": rf.streak(rf.benefits(), years=3),
    }
    return law(rule, indicators, window=window)


def linear(k: str = "1000000", **changes: object) -> rf.FloatPolicy:
    """A credibility formula without caps: factor 1 + Z (ratio / 79 % - 1), reviewed every year over three."""
    from ratefloat.rules.credibility import credibility

    rule = credibility("ratio", "premium", expected="79%", k=rf.yuan(k), no_premium="100%") >> rf.base_rate()
    base = rf.premium("at base rate")
    return law(rule, {"ratio": rf.ratio(rf.benefits(), base), "premium": rf.amount(base)}, **changes)


def cell(heads: int = 200, *, law: Severity | None = None, risk_class: int = 5, frequency: str = "12‰") -> RiskCell:
    """200 heads of class 5 at 90,000 yuan, 12 cases per thousand heads and year."""
    return RiskCell(
        risk_class=risk_class, heads=heads, wage="90000", frequency=frequency, severity=law or severity(SIZES)
    )


def scale(levels: list[float], moves: Mapping[int, int]) -> rf.FloatPolicy:
    """A bonus-malus scale of motor insurance as a float policy: steps by the number of claims of the year."""
    claims = rf.indicator("claims")
    rule = rf.start_from_prior()
    for count, by in moves.items():
        here = claims >= count if count == max(moves) else claims == count
        rule = rule >> rf.move(by).when(here)
    ladder = {step: f"{level}%" for step, level in enumerate(levels)}
    table = BaseRateTable.single("one", {1: "1%"}, effective="2015-01-01/", source="made up")
    return law(
        rule >> rf.stay_on_ladder() >> rf.ladder(ladder) >> rf.base_rate(), {"claims": rf.count("injury")},
        window=rf.Window(months=12), base=table,
    )

"""Small laws whose incentive can be worked out by hand."""

from __future__ import annotations

import ratefloat as rf
from ratefloat.rules.rule import Rule


def law(rule: Rule, indicators: dict[str, object], **changes: object) -> rf.FloatPolicy:
    """Reviewed every year over the year before, on the national rates of 2015: class 4 has 0.9 %."""
    fields: dict[str, object] = {
        "id": "by-hand", "title": "By hand", "source": "made up", "effective": "2016-01-01/", "jurisdiction": "CN",
        "review": rf.Review(every_years=1, anchor="2016-01-01"), "window": rf.Window(months=12),
        "base": "cn-national-2015", "indicators": indicators, "rule": rule,
    }
    return rf.FloatPolicy(**{**fields, **changes})  # type: ignore[arg-type]


def clean_or_not(**changes: object) -> rf.FloatPolicy:
    """Half the base rate after a year without benefits, else the base rate."""
    rule = rf.bands(
        "ratio", {"no premium": "100%", "0": "50%", "(0, inf)": "100%"}, of="factor", clause="art. 5"
    ) >> rf.base_rate()
    return law(rule, {"ratio": rf.ratio(rf.benefits(), rf.premium("at base rate"))}, **changes)


def linear() -> rf.FloatPolicy:
    """A credibility formula without caps: weight 1/2 at 64,800 yuan of premium, that of 100 heads of class 4."""
    from ratefloat.rules.credibility import credibility

    base = rf.premium("at base rate")
    rule = credibility("ratio", "premium", expected="80%", k=rf.yuan("64800"), no_premium="100%") >> rf.base_rate()
    return law(rule, {"ratio": rf.ratio(rf.benefits(), base), "premium": rf.amount(base)})

"""Beijing's incentive for safety standardisation: shares off, and back with a surcharge after deaths."""

from __future__ import annotations

from typing import Any

from ratefloat.history import count, flag, level
from ratefloat.plans.parts.part import Part
from ratefloat.policy.annex import Reading
from ratefloat.rules import at_least, at_most, indicator, set_to, times
from ratefloat.rules.rule import Rule

CUTS = {1: "80%", 2: "85%", 3: "90%"}
SURCHARGES = {1: "120%", 2: "150%"}


def _said(en: str, zh: str) -> dict[str, str]:
    return {"en": f"Beijing incentive: {en}", "zh": f"北京市激励政策：{zh}"}


def beijing_safety_incentive(*, lowest: Any = "50%", highest: Any = "150%") -> Part:
    """Certified level 1 20 %, level 2 15 %, level 3 10 % off; with deaths the old rate and more; on a factor.

    One death of its own fault 20 % more, two 50 %, three or the warning list the top grade.

    Args:
        lowest, highest: the ends of the frame's ladder, as factors.

    Source: Beijing incentive policies for safety standardisation, about 2014.

    >>> beijing_safety_incentive().rule.stage_after("factor")
    'factor'
    """
    standard, deaths, warned = (indicator(name) for name in ("standardisation", "deaths_at_fault", "warning_list"))
    certified, calm = standard >= 1, (deaths == 0) & ~warned
    rule: Rule = set_to(highest, clause=_said("three deaths or the warning list", "三人以上死亡或列入警示名单")).when(
        certified & ((deaths >= 3) | warned)
    )
    for number, share in SURCHARGES.items():
        more = times(share, clause=_said(f"deaths: {number}", f"死亡{number}人")) >> at_most(
            highest, clause=_said("highest grade", "最高档")
        )
        rule = rule >> more.when(certified & (deaths == number) & ~warned)
    for number, share in CUTS.items():
        less = times(share, clause=_said(f"level {number}", f"标准化{number}级")) >> at_least(
            lowest, clause=_said("lowest grade", "最低档")
        )
        rule = rule >> less.when((standard == number) & calm)
    looks = {
        "standardisation": level("standardisation", day="on"),
        "deaths_at_fault": count("death", label={"en": "deaths in responsible accidents", "zh": "责任事故死亡人数"}),
        "warning_list": flag("warning list", when="any in window", label={"en": "warning list", "zh": "警示名单"}),
    }
    return Part(
        rule, looks, "北京市安全生产标准化激励政策（2014年前后，文号未知）", "S",
        readings=(
            Reading(question="'20 % more'", chosen="of the floated factor, not above the top grade",
                    instead=("20 points of the base rate",)),
            Reading(question="Cut that would pass the lowest grade", chosen="ends there"),
            Reading(question="Small firms that reached their post level", chosen="recorded as level 3"),
            Reading(question="Deaths of its own fault",
                    chosen="all deaths; leave other causes out by an own definition of deaths_at_fault"),
        ),
        left_out=(
            "the ordinary bands of Beijing: not found", "three years of validity: the end of the certificate on record",
        ),
    )

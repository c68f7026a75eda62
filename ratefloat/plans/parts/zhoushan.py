"""Zhoushan 2019: half of the floated rate, not below the rate of class 1."""

from __future__ import annotations

from ratefloat.plans.parts.part import Part
from ratefloat.policy.annex import Reading
from ratefloat.rules import floor_rate, indicator, phase_cut


def zhoushan_cut_and_floor() -> Part:
    """All classes but class 1 pay half of the rate after floating, and at least the class 1 rate; on a rate.

    The floor stands after the cut. Give the months of the cut with `.rule.during(...)`.

    Source: Zhoushan notice of 2019 on the phase reduction.

    >>> zhoushan_cut_and_floor().rule.stage_after("rate")
    'rate'
    """
    cut = phase_cut("50%", clause={"en": "Zhoushan 2019: half", "zh": "舟山2019年通知：下调50%"})
    floor = floor_rate(of_class=1, clause={"en": "Zhoushan 2019: lowest rate", "zh": "舟山2019年通知：不低于一类费率"})
    return Part(
        (cut >> floor).when(indicator("risk_class") >= 2), {},
        "舟山市关于阶段性下调工伤保险缴费比例的通知（2019年）", "S",
        readings=(Reading(question="'The class 1 rate'", chosen="the base rate of class 1 in the same area"),),
        left_out=("the months of the cut: not in hand",),
    )

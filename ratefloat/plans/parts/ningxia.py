"""Ningxia from 2014: shares off for a standardisation certificate."""

from __future__ import annotations

from ratefloat.history import level
from ratefloat.plans.parts.part import Part
from ratefloat.policy.annex import Reading
from ratefloat.rules import indicator, times

SHARES = {1: "70%", 2: "80%", 3: "90%"}


def ningxia_certificates() -> Part:
    """Level 1 takes 30 %, level 2 20 %, level 3 10 % off while the firm is certified; on a factor or a rate.

    Source: Ningxia rule in force 2014-01-01, certified firms of industry and trade.

    >>> ningxia_certificates().rule.words("en", "factor")
    'then'
    """
    one, two, three = (
        times(left, clause=_said(number)).when(indicator("standardisation") == number)
        for number, left in SHARES.items()
    )
    return Part(
        one >> two >> three, {"standardisation": level("standardisation", day="on")},
        "宁夏回族自治区工伤保险浮动费率规定（2014年1月1日起）", "S",
        readings=(
            Reading(question="A certificate that is withdrawn", chosen="its flag ends; read on the day of rating"),
            Reading(question="What the share is taken off", chosen="the value where the part stands in the frame"),
        ),
    )


def _said(number: int) -> dict[str, str]:
    return {"en": f"Ningxia 2014: certificate of level {number}", "zh": f"宁夏2014年办法：标准化{number}级企业"}

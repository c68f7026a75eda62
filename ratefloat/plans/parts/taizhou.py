"""Taizhou (Zhejiang) from 2015: steps that are added for incidence, safety credit and standardisation."""

from __future__ import annotations

from ratefloat.history import cases, flag, frequency, level
from ratefloat.plans.parts.part import Part
from ratefloat.policy.annex import Reading
from ratefloat.rules import first_of, indicator, move, set_to

SOURCE = "台州市工伤保险费率浮动办法（2015年1月1日起，文号未知）"
LADDER = "the ladder, 40 to 180 % of the base rate by fund balance: its table is not in hand; give its top step"
CLASSES = (indicator("risk_class") >= 2) & (indicator("risk_class") <= 3)


def _said(en: str, zh: str) -> dict[str, str]:
    return {"en": f"Taizhou 2015: {en}", "zh": f"台州2015年办法：{zh}"}


def taizhou_incidence(*, top: int) -> Part:
    """Classes 2 and 3: incidence from 2 % one step up, above 4 % two, above 6 % the top step; on a step.

    Args:
        top: the highest step of the ladder.

    Source: Taizhou rule from 2015-01-01.

    >>> taizhou_incidence(top=4).indicators["incidence"].unit
    '%'
    """
    incidence = indicator("incidence")
    known = incidence.has_value()
    rule = first_of(
        set_to(top, clause=_said("incidence above 6 %", "发生率超过6%")).when(CLASSES & known & (incidence > "6%")),
        move(2, clause=_said("incidence of 4 to 6 %", "发生率4%至6%")).when(CLASSES & known & (incidence > "4%")),
        move(1, clause=_said("incidence of 2 to 4 %", "发生率2%至4%")).when(
            CLASSES & known & (incidence >= "2%") & (incidence < "4%")
        ),
        move(0, clause=_said("incidence below 2 %", "发生率低于2%")).when(~CLASSES | ~known | (incidence < "2%")),
    )
    return Part(
        rule, {"incidence": frequency(cases("injury"), unit="%")}, SOURCE, "S",
        readings=(Reading(question="Incidence of exactly 4 % (two rows name it)", chosen="no rate, refused"),),
        left_out=(LADDER,),
    )


def taizhou_credit(*, top: int) -> Part:
    """Classes 2 and 3: safety credit C one step up, D the top step; on a step.

    Args:
        top: the highest step of the ladder.

    Source: Taizhou rule from 2015-01-01.

    >>> sorted(taizhou_credit(top=4).indicators)
    ['credit_c', 'credit_d']
    """
    rule = move(1, clause=_said("credit C", "安全信用C级")).when(CLASSES & indicator("credit_c")) >> set_to(
        top, clause=_said("credit D", "安全信用D级")
    ).when(CLASSES & indicator("credit_d"))
    looks = {
        f"credit_{grade.lower()}": flag(
            f"credit {grade}", when="any in window", label={"en": f"safety credit {grade}", "zh": f"安全信用{grade}级"}
        )
        for grade in "CD"
    }
    return Part(
        rule, looks, SOURCE, "S", left_out=(LADDER,),
        readings=(Reading(question="When a credit grade counts", chosen="at any time in the window"),),
    )


def taizhou_standardisation() -> Part:
    """Classes 2 and 3 with x = 0: standardisation level 2 two steps down, level 1 three; on a step.

    Reads the frame's `loss_ratio`.

    Source: Taizhou rule from 2015-01-01.

    >>> taizhou_standardisation().indicators["standardisation"].levels
    (1, 2, 3)
    """
    x, standard = indicator("loss_ratio"), indicator("standardisation")
    clean = CLASSES & x.has_value() & (x == 0)
    first = move(-3, clause=_said("level 1 without benefits", "无支出且标准化一级")).when(clean & (standard == 1))
    second = move(-2, clause=_said("level 2 without benefits", "无支出且标准化二级")).when(clean & (standard == 2))
    return Part(first >> second, {"standardisation": level("standardisation")}, SOURCE, "S", left_out=(LADDER,))

"""Tianjin 2012: the next class after two dear years, and a step up above three times the city's incidence."""

from __future__ import annotations

from ratefloat.history import cases, frequency, least, relative
from ratefloat.history.indicator import Measure
from ratefloat.plans.parts.part import Part
from ratefloat.policy.annex import Reading
from ratefloat.rules import at_least, escalate_class, indicator, move, stay_on_ladder

SOURCE = "津人社局发〔2012〕42号"
BANDS = "the basic bands of the rule, and its articles on deaths, serious injuries and standardisation: not in hand"


def tianjin_repeat_offender(loss_ratio: Measure, *, highest: int) -> Part:
    """Two consecutive years above 300 % are rated in the next riskier class; the class rule of a policy.

    Args:
        loss_ratio: the loss ratio of the frame.
        highest: the riskiest class.

    Source: 津人社局发〔2012〕42号.

    >>> from ratefloat.history import benefits, premium, ratio
    >>> tianjin_repeat_offender(ratio(benefits(), premium("paid")), highest=3).rule.stage_after("class")
    'class'
    """
    lower = indicator("lower_of_two_years")
    clause = {"en": "notice 42 of 2012: two years above 300 %", "zh": f"{SOURCE}：连续两年超过300%"}
    label = {"en": "lower loss ratio of two years", "zh": "近两年支缴率较低者"}
    return Part(
        escalate_class(1, highest=highest, clause=clause).when(lower.has_value() & (lower > "300%")),
        {"lower_of_two_years": least(loss_ratio, years=2, label=label)}, SOURCE, "S",
        readings=(Reading(question="The riskiest class itself", chosen="stays in its class"),), left_out=(BANDS,),
    )


def tianjin_high_incidence() -> Part:
    """Above three times the city's incidence, down becomes base, base 120 and 120 becomes 150 %; on a step.

    Fewer than 50 insured count as 50. The published average of the city can be given as `peers` to `rate`.

    Source: 津人社局发〔2012〕42号.

    >>> tianjin_high_incidence().indicators["times_city_average"].of.minimum_heads
    50
    """
    times_average = indicator("times_city_average")
    clause = {"en": "notice 42 of 2012: three times the average", "zh": f"{SOURCE}：超过全市平均三倍"}
    incidence = frequency(cases("injury", without=["old_injury"]), unit="%", minimum_heads=50)
    label = {"en": "incidence as a multiple of the city's", "zh": "工伤发生率与全市平均之比"}
    up = at_least(-1, clause=clause) >> move(1, clause=clause) >> stay_on_ladder(clause=clause)
    return Part(
        up.when(times_average.has_value() & (times_average > 3)),
        {"times_city_average": relative(incidence, to="book mean", label=label)}, SOURCE, "S",
        readings=(
            Reading(question="The city's average", chosen="that of the whole book, or as published"),
            Reading(question="150 % already", chosen="stays at 150 %"),
        ),
        left_out=(BANDS,),
    )

"""The national phase reductions of 2018 to 2024: 20 % at 18 to 23 months of reserve, 50 % at 24 or more."""

from __future__ import annotations

from typing import Any

from ratefloat.errors import UncoveredError
from ratefloat.history import fund_months
from ratefloat.periods import Period
from ratefloat.plans.parts.part import Part
from ratefloat.policy.annex import Reading
from ratefloat.rules import first_of, indicator, phase_cut
from ratefloat.rules.rule import Rule

PHASES = {
    2018: (Period.parse("2018-05-01/2019-05-01"), "人社部发〔2018〕25号"),
    2019: (Period.parse("2019-05-01/2020-05-01"), "国办发〔2019〕13号"),
    2020: (Period.parse("2020-05-01/2021-05-01"), "2020年延长阶段性降低费率的规定"),
    2021: (Period.parse("2021-05-01/2022-05-01"), "人社厅发〔2021〕2号"),
    2022: (Period.parse("2022-05-01/2023-05-01"), "人社厅发〔2022〕23号"),
    2023: (Period.parse("2023-05-01/2025-01-01"), "人社部发〔2023〕19号"),
}
"""First year -> the months of a reduction and its instrument, which each prolongs the conditions of the first."""
FLOATED = "floated rate"


def phase_reduction(since: int, *, measured: str, of: str = FLOATED, stop_below: Any = None) -> Part:
    """The reduction of one period by the months of the area's fund; on a rate.

    18 to 23 months, both in, take 20 % off, 24 or more 50 %. Between 23 and 24 the text is silent: refused.

    Args:
        since: the year in which the period begins, 2018 to 2023.
        measured: the day of the balance that counts (2017-12-31 for the first).
        of: what is cut, as for `phase_cut`.
        stop_below: months of the balance at the review below which the cut stops; the text says "the reasonable
            range", so its number is the agency's. Without one the cut runs through its period.
    Raises:
        UncoveredError: no reduction begins in that year, or its conditions are not known.

    Source: 人社部发〔2018〕25号, clause 3, and the notices that prolonged it.

    >>> str(PHASES[2018][0]), sorted(phase_reduction(2018, measured="2017-12-31").indicators)
    ('2018-05-01/2019-05-01', ['fund_months'])
    """
    if since not in PHASES:
        raise UncoveredError(
            f"phase reduction of {since}: not known; expected one that began in {', '.join(map(str, PHASES))}",
            since=since,
        )
    period, notice = PHASES[since]
    label = {"en": "months of reserve that count", "zh": "核定可支付月数"}
    looks = {"fund_months": fund_months(date=measured, label=label)}
    cases = [
        _cut("50%", of, notice, ("24 months or more", "24个月以上"), at_least=24),
        _cut("20%", of, notice, ("18 to 23 months", "18至23个月"), at_least=18, at_most=23),
        _cut("0%", FLOATED, notice, ("below 18 months", "不足18个月"), below=18),
    ]
    if stop_below is not None:
        looks["fund_months_now"] = fund_months(label={"en": "months of reserve now", "zh": "现可支付月数"})
        now = indicator("fund_months_now")
        stop = phase_cut("0%", clause=_said(notice, ("back in the reasonable range", "回到合理支付月数")))
        cases.insert(0, stop.when(now.has_value() & (now < stop_below)))
    return Part(
        first_of(*cases).during(period), looks, notice, "S" if since in (2018, 2023) else "K",
        readings=(
            Reading(question="18 to 23 months: whether the ends are in", chosen="both ends in"),
            Reading(question="Between 23 and 24 months (the text is silent)", chosen="no rate, refused"),
            Reading(question="'Current rate'", chosen=f"the {of}",
                    instead=("the base rate", "the rate in force before the reduction of 2018")),
        ),
        left_out=("the relief of 2020 for small firms and by half for large ones: no rate rule by months of reserve",),
    )


def _said(notice: str, words: tuple[str, str]) -> dict[str, str]:
    return {"en": f"{notice}: {words[0]}", "zh": f"{notice}：{words[1]}"}


def _cut(share: str, of: str, notice: str, words: tuple[str, str], **edges: int) -> Rule:
    months = indicator("fund_months")
    condition = months.has_value()
    if "at_least" in edges:
        condition &= months >= edges["at_least"]
    if "at_most" in edges:
        condition &= months <= edges["at_most"]
    if "below" in edges:
        condition &= months < edges["below"]
    return phase_cut(share, of=of, clause=_said(notice, words)).when(condition)

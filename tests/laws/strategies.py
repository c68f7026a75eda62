"""Random policies: a class rule, a head, modifiers, a ladder, the base rate and what follows it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from laws.conditions import CONDITIONS
from laws.pieces import Clauses, composed, heads
from laws.stand_in import INDICATORS
from ratefloat.periods import Review, Window
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules import (
    at_least,
    base_rate,
    escalate_class,
    first_of,
    ladder,
    phase_cut,
    points_ladder,
    protected_part,
    rate_ladder,
    set_to,
    stay_on_ladder,
    supplied,
    times,
)
from ratefloat.rules.rule import Rule
from ratefloat.tables.base_rates import BaseRateTable

CLASSES = 4
BASE = BaseRateTable.single(
    "own", {1: "0.2%", 2: "0.43%", 3: "0.9%", 4: "1.9%"}, effective="2000-01-01/", source="a test"
)
WORTHS = st.sampled_from(["50%", "80%", "100%", "120%", "125.5%", "150%", "200%"])
POINT_WORTHS = st.sampled_from(["0", "0.1%", "-0.05%", "0.25%"])
RATE_WORTHS = st.sampled_from(["0.3%", "0.52%", "1.3%", "1.9%", "2.85%"])
Clause = Callable[[], Any]


@st.composite
def rungs(draw: st.DrawFn, worths: st.SearchStrategy[str]) -> dict[int, str]:
    """Steps in a row around the base step, with what they are worth."""
    low, high = draw(st.integers(-3, 0)), draw(st.integers(0, 3))
    return {step: draw(worths) for step in range(low, high + 1)}


@st.composite
def steps_of(draw: st.DrawFn, worths: st.SearchStrategy[str]) -> Any:
    """One ladder for all classes, or one for some classes each; a class may be forgotten."""
    keys = draw(st.sampled_from([(), (), ("1", "2-4"), ("1, 3", "2", "4"), ("1-3",)]))
    return {key: draw(rungs(worths)) for key in keys} if keys else draw(rungs(worths))


@st.composite
def class_rules(draw: st.DrawFn, clause: Clause) -> Rule:
    """One or two classes higher, or a given class, under conditions."""
    made: Rule = escalate_class(draw(st.integers(1, 2)), highest=draw(st.integers(2, CLASSES)), clause=clause())
    made = made.when(draw(CONDITIONS))
    if draw(st.booleans()):
        other = draw(st.sampled_from([at_least, set_to]))(draw(st.integers(1, CLASSES)), clause=clause())
        made = made >> other.when(draw(CONDITIONS))
    return made


@st.composite
def to_rate(draw: st.DrawFn, clause: Clause) -> Rule:
    """From the factor to the rate, now and then on two ways."""
    if draw(st.integers(0, 4)):
        return base_rate(clause=clause()) if draw(st.integers(0, 4)) else protected_part("0.6‰", clause=clause())
    detour = (times("85%", clause=clause()) >> base_rate()).when(draw(CONDITIONS))
    return first_of(detour, otherwise=base_rate())


@st.composite
def mixed_heads(draw: st.DrawFn, clause: Clause) -> Rule:
    """A rate that some employers get by steps and a ladder, and others from a table of rates."""
    floated = draw(heads("step", clause)) >> stay_on_ladder() >> ladder(draw(rungs(WORTHS))) >> base_rate()
    return first_of(floated.when(draw(CONDITIONS)), otherwise=draw(heads("rate", clause)))


@st.composite
def rules(draw: st.DrawFn, clause: Clause) -> Rule:
    """A whole pipeline, from the start to a rate."""

    def more(stage: str, most: int, made: Rule) -> Rule:
        for _ in range(draw(st.integers(0, most))):
            made = made >> draw(composed(stage, clause, 2))
        return made

    begin = draw(st.sampled_from(["step", "step", "step", "factor", "rate"]))
    made = draw(heads(begin, clause)) if begin != "rate" or draw(st.booleans()) else draw(mixed_heads(clause))
    made = more(begin, 3, made if draw(st.integers(0, 5)) else supplied(made, of=begin))
    if begin == "step":
        made = made >> stay_on_ladder(clause=clause()) if draw(st.integers(0, 3)) else made
        form, worths = draw(
            st.sampled_from(
                [(ladder, WORTHS), (ladder, WORTHS), (points_ladder, POINT_WORTHS), (rate_ladder, RATE_WORTHS)]
            )
        )
        made = made >> form(draw(steps_of(worths)), clause=clause())
        begin = "factor" if form is ladder else "rate"
    if begin == "factor":
        based = draw(to_rate(clause))
        made = more("factor", 2, made) >> based
        if based.kind in ("base_rate", "protected_part") and not draw(st.integers(0, 3)):
            made = made >> phase_cut("20%", of="base rate", clause=clause()).when(draw(CONDITIONS))
    return more("rate", 3, made)


@st.composite
def policies(draw: st.DrawFn) -> FloatPolicy:
    """A policy that the library accepts."""
    clause = Clauses(draw)
    class_rule = draw(class_rules(clause)) if draw(st.integers(0, 3)) == 0 else None
    return FloatPolicy(
        id="random", title="a random policy", source="a test", effective="2020-01-01/2030-01-01",
        review=Review(every_years=1, anchor="2020-01-01"), window=Window(months=draw(st.sampled_from([24, 36]))),
        base=BASE, indicators=INDICATORS, class_rule=class_rule, rule=draw(rules(clause)),
    )


def base_rates() -> dict[int, Fraction]:
    """The base rate of each class in the table of the random policies."""
    return {1: Fraction(2, 1000), 2: Fraction(43, 10000), 3: Fraction(9, 1000), 4: Fraction(19, 1000)}

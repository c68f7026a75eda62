"""Random rules of one stage, alone and composed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from laws.conditions import CONDITIONS
from laws.stand_in import RATIOS
from laws.tables import FACTORS, RATES, STEPS, VALUES, band_tables, grids
from ratefloat.numeric.rounding import ROUNDING_MODES
from ratefloat.rules import (
    add_points,
    at_least,
    at_most,
    base_rate,
    blend,
    cap_by_class,
    credibility,
    first_of,
    floor_by_class,
    floor_rate,
    highest_of,
    indicator,
    lowest_of,
    move,
    move_limit,
    no_decrease,
    no_increase,
    one_of,
    only_first_step_down,
    phase_cut,
    privilege,
    round_to,
    set_to,
    start_from_base,
    start_from_prior,
    stay_on_ladder,
    sum_of,
    times,
    yuan,
)
from ratefloat.rules.rule import Rule

PERIODS = ("2020-01-01/2023-01-01", "2022-06-01/2024-06-01", "2023-01-01/2023-01-02", "2024-01-01/")
PRIVILEGES = ("first year", "standard level 1")
IN_FORCE = "rate_in_force.2018-04-30"
PER_CLASS = st.sampled_from([{"1": "0.3%"}, {"1-2": "0.5%", "3": "1%"}, {"2, 3": "1.1%"}, {"all": "0.6%"}])
POINTS = st.sampled_from(["0.1%", "-0.03%", "-0.2%"])
Draw = Any


class Clauses:
    """Clauses in rising number, with one rule in four that has none."""

    def __init__(self, draw: Draw) -> None:
        self.draw, self.count = draw, 0

    def __call__(self) -> Any:
        self.count += 1
        return self.draw(st.sampled_from([f"art. {self.count}"] * 3 + [None]))


def step_rules(clause: Callable[[], Any]) -> list[st.SearchStrategy[Rule]]:
    """Rules that only move steps."""
    against = st.sampled_from(["base", "prior"])
    limit = st.integers(0, 2)
    return [
        st.integers(-2, 2).map(lambda by: move(by, clause=clause())),
        against.map(lambda to: no_decrease(against=to, clause=clause())),
        against.map(lambda to: no_increase(against=to, clause=clause())),
        st.builds(lambda: only_first_step_down(clause=clause())),
        st.tuples(limit, limit).map(lambda x: move_limit(down=x[0], up=x[1], clause=clause())),
        limit.map(lambda x: move_limit(up=x, clause=clause())),
        st.builds(lambda: stay_on_ladder(clause=clause())),
    ]


def share_rules(clause: Callable[[], Any]) -> list[st.SearchStrategy[Rule]]:
    """Rules for factors and rates alike."""
    return [
        st.sampled_from(["85%", "120%", "1/3", "0"]).map(lambda by: times(by, clause=clause())),
        st.tuples(st.sampled_from(["0.01%", "0.1%", "5%"]), st.sampled_from(ROUNDING_MODES)).map(
            lambda x: round_to(x[0], mode=x[1], clause=clause())
        ),
        st.builds(lambda: no_decrease(clause=clause())),
        st.builds(lambda: no_increase(clause=clause())),
    ]


def credible(clause: Callable[[], Any]) -> st.SearchStrategy[Rule]:
    """A continuous factor, which no table can hold."""
    sizes = st.sampled_from([("insured_months", 12), ("wages", yuan("5000")), ("deaths", "1.5")])
    return st.tuples(st.sampled_from(RATIOS), sizes, st.sampled_from(["50%", "1/3", "2‰"])).map(
        lambda x: credibility(x[0], x[1][0], expected=x[2], k=x[1][1], no_premium="100%", clause=clause())
    )


def rate_rules(clause: Callable[[], Any]) -> list[st.SearchStrategy[Rule]]:
    """Rules for rates only."""
    cuts = st.sampled_from(["floated rate", "rate in force on 2018-04-30"])
    return [
        POINTS.map(lambda by: add_points(by, clause=clause())),
        cuts.map(lambda of: phase_cut("20%", of=of, clause=clause())),
        st.integers(1, 3).map(lambda c: floor_rate(of_class=c, clause=clause())),
        PER_CLASS.map(lambda rates: floor_by_class(rates, clause=clause())),
        PER_CLASS.map(lambda rates: cap_by_class(rates, clause=clause())),
    ]


def single(stage: str, clause: Callable[[], Any]) -> st.SearchStrategy[Rule]:
    """One rule that keeps its stage."""
    bound = {"step": STEPS, "factor": FACTORS, "rate": RATES}[stage]
    rules: list[st.SearchStrategy[Rule]] = [
        bound.map(lambda by: set_to(by, clause=clause())),
        bound.map(lambda by: at_least(by, clause=clause())),
        bound.map(lambda by: at_most(by, clause=clause())),
        band_tables(stage, clause),
        grids(stage, clause),
        st.sampled_from(RATIOS).flatmap(
            lambda name: band_tables(stage, clause, secured=frozenset({name})).map(
                lambda made: made.when(indicator(name).has_value())
            )
        ),
    ]
    rules += step_rules(clause) if stage == "step" else share_rules(clause)
    rules += [credible(clause)] if stage == "factor" else []
    return st.one_of(rules + (rate_rules(clause) if stage == "rate" else []))


def composed(stage: str, clause: Callable[[], Any], depth: int) -> st.SearchStrategy[Rule]:
    """A rule that keeps its stage, with rules inside."""
    if not depth:
        return single(stage, clause)
    inner = st.deferred(lambda: composed(stage, clause, depth - 1))
    two = st.tuples(inner, inner)
    sides = st.sampled_from([highest_of, lowest_of, sum_of])
    return st.one_of(
        single(stage, clause),
        st.tuples(inner, CONDITIONS).map(lambda x: x[0].when(x[1])),
        st.tuples(inner, CONDITIONS).map(lambda x: x[0].when(x[1])),
        st.tuples(inner, st.sampled_from(PERIODS)).map(lambda x: x[0].during(x[1])),
        st.tuples(inner, st.sampled_from(PRIVILEGES), st.sampled_from([1, 2, None])).map(
            lambda x: privilege(x[1], x[0], times=x[2])
        ),
        two.map(lambda x: x[0] >> x[1]),
        st.tuples(sides, st.lists(inner, min_size=2, max_size=3)).map(lambda x: x[0](*x[1])),
        two.map(lambda x: blend(*x, weight="25%", clause=clause())),
        cases(inner),
    )


@st.composite
def cases(draw: Draw, inner: st.SearchStrategy[Rule]) -> Rule:
    """First of, under any conditions; or one of, under conditions that exclude each other."""
    otherwise = draw(st.one_of(inner, inner, inner, st.none()))
    if draw(st.booleans()):
        made = [draw(inner).when(draw(CONDITIONS)) for _ in range(draw(st.integers(1, 3)))]
        return first_of(*made, otherwise=otherwise)
    cut = draw(st.integers(0, 3))
    below = (indicator("deaths") <= cut) & draw(CONDITIONS)
    made = [draw(inner).when(indicator("deaths") > cut), draw(inner).when(below)]
    return one_of(*made, otherwise=otherwise)


def heads(stage: str, clause: Callable[[], Any]) -> st.SearchStrategy[Rule]:
    """A rule that can stand first."""
    table = band_tables(stage, clause)
    starts = [table, table, grids(stage, clause)]
    if stage == "step":
        starts += [st.builds(start_from_base), st.builds(lambda: start_from_prior(clause=clause()))]
    if stage == "factor":
        starts.append(credible(clause))
    if stage == "rate":
        starts.append(st.builds(lambda: base_rate(clause=clause())))
    one = st.one_of(starts)
    sides = st.sampled_from([highest_of, lowest_of, sum_of])
    case = one if stage != "step" else st.one_of(one, VALUES["step"].map(lambda x: set_to(x, clause=clause())))
    return st.one_of(one, one, st.tuples(sides, one, one).map(lambda x: x[0](x[1], x[2])), cases(case))



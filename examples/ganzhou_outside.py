"""Ganzhou's reported -18.88 %: which mixes of prevention, hiding, coverage and trades would produce it.

Reported: recognised injuries per insured head, all trades, end of 2021 to end of 2024. Three years are here from the
last year before a policy to its third year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from ganzhou_words import falls, percents

import ratefloat as rf

SEED = 7
FALL = 0.1888
BEFORE, THIRD = -1, 2
TRUE, REPORTED = "true injuries per 1000 insured", "reported injuries per 1000 insured"
COVERAGE = {"no growth": (0.4, 0.4, 5), "82 % in 5 years": (0.4, 0.82, 5)}
"""Share of workers of key industries who are insured."""
SLOPES = {"none": 0.0, "central": 1.0, "twice": 2.0}
"""How much hiding answers to premium, as a multiple of the central slopes."""
KINDS = ("no grade", "grade 7 to 10", "grade 1 to 6")
MOST = 10.0
"""The largest elasticity that is tried; the evidence ends at 1."""


@dataclass(frozen=True)
class Grid:
    """Which combinations are tried, and how much is drawn for each."""

    employers: int
    replicates: int
    coverage: tuple[str, ...] = tuple(COVERAGE)
    hiding: tuple[str, ...] = tuple(SLOPES)

    def city(self, coverage: str) -> rf.simulate.Portfolio:
        """Some employers of the city with some growth of coverage."""
        return city(COVERAGE[coverage], self.employers)


def city(coverage: tuple[float, float, int], employers: int | None = None) -> rf.simulate.Portfolio:
    """The city with some growth of coverage; all of its employers by default."""
    return rf.simulate.Portfolio.from_aggregates(
        "ganzhou", seed=SEED, employers=employers, years=THIRD + 1, coverage=coverage
    )


def story(result: rf.simulate.Comparison, policy: rf.FloatPolicy, grid: Grid) -> Iterator[str]:
    """What the model predicts of the reported figure, and what would have to be true for it."""
    target = rf.simulate.Target(fall="18.88%", of=REPORTED, by_year=THIRD, against="flat")
    yield "predicted fall of reported injuries, all trades, third year, against flat:"
    yield from falls(result.chance(target).rows)
    yield f"what would give {FALL:.2%} under two years. Drift: without floating, by growth of coverage in key"
    yield "industries, entry and exit; hiding: as a multiple of its central slopes. Then the elasticity needed"
    yield "(evidence: 0.1 .. 0.4 .. 1.0; ± Monte Carlo; a what-if has no range over the evidence); with it goes the"
    yield "fall of true injuries:"
    yield f"  {'coverage':17}{'drift':>8}  {'hiding':9}{'elasticity':>13}{'true fall':>11}{'reported fall':>15}"
    for name in grid.coverage:
        portfolio, drift = grid.city(name), drifts(city(COVERAGE[name]))
        for hiding in grid.hiding:
            found = mix(portfolio, policy, drift, times=SLOPES[hiding], replicates=grid.replicates)
            yield (
                f"  {name:17}{100 * drift[1]:+6.1f} %  {hiding:9}{found['elasticity']:>13}"
                f"{percents(found['true']):>11}{percents(found['reported']):>15}"
            )
    yield from without_prevention(city(COVERAGE["no growth"]))
    yield "The reported figure cannot tell these apart; deaths, hospital records or an audit of reporting could. Nor is"
    yield "it known what would have happened anyway: work-safety deaths of the whole country were 26,307 in 2021 and"
    yield "21,242 in 2023 (K), -19.3 %, whatever a city did."


def mix(
    portfolio: rf.simulate.Portfolio, policy: rf.FloatPolicy, drift: tuple[float, float], *, times: float,
    replicates: int,
) -> dict[str, Any]:
    """The elasticity that gives the reported fall after a drift of true and reported injuries, with some hiding."""
    central = rf.simulate.Hiding().central()
    slopes = {kind: times * central[f"hiding.slope.{kind}"] for kind in KINDS}
    result = rf.simulate.compare(
        {"flat": rf.load_plan("cn-national-2015-flat"), "two years": policy}, portfolio, years=THIRD + 1, seed=SEED,
        behaviour=rf.simulate.Prevention() + rf.simulate.Hiding(slope=slopes),
        effort=rf.simulate.Effort(replicates=replicates, sets=0),
    )
    # The drift is expected of the whole city: only the answer to floating carries the error of the draws.
    needed = Fraction(1 - (1 - FALL) / (1 + drift[1])).limit_denominator(10_000)
    target = rf.simulate.Target(fall=needed, of=REPORTED, by_year=THIRD, against="flat")
    row = result.chance(target).break_even(most=MOST).iloc[0]
    met = np.isfinite(row["break_even"])
    assert result.rerun is not None
    there = result.rerun({"prevention.elasticity": row["break_even"] if met else MOST})
    true = rf.simulate.Target(fall=needed, of=TRUE, by_year=THIRD, against="flat")
    fall_true, fall = (float(each.falls(there)["two years"].value) for each in (true, target))
    return {
        "elasticity": f"{row['break_even']:.2f} ± {row['error']:.2f}" if met else f"over {MOST:g}",
        "true": 1 - (1 - fall_true) * (1 + drift[0]), "reported": 1 - (1 - fall) * (1 + drift[1]),
    }


def drifts(portfolio: rf.simulate.Portfolio) -> tuple[float, float]:
    """Relative change of expected true and of expected reported injuries per head in three years, without floating."""
    before, after = (expected(portfolio, year) for year in (BEFORE, THIRD))
    return after[0] / before[0] - 1, after[1] / before[1] - 1


def expected(
    portfolio: rf.simulate.Portfolio, year: int, inside: np.ndarray[Any, Any] | slice = slice(None)
) -> tuple[float, float, int]:
    """Expected true and reported cases per 1000 heads of some employers without floating, and their heads."""
    levels = rf.simulate.Hiding().central()

    def chance(outcome: rf.actuarial.Outcome) -> float:
        kind = "no grade" if outcome.grade is None else "grade 7 to 10" if outcome.grade >= 7 else "grade 1 to 6"
        return 1.0 if outcome.death else levels[f"hiding.baseline.{kind}"]

    shares = [sum(float(o.probability) * chance(o) for o in law.outcomes) for law in portfolio.severities]
    at, known = portfolio.year(year), np.asarray(shares)[portfolio.severity_of]
    heads = int(at.heads[inside].sum())
    cases = at.expected[inside]
    return 1000 * float(cases.sum()) / heads, 1000 * float((cases * known[inside]).sum()) / heads, heads


def without_prevention(portfolio: rf.simulate.Portfolio) -> Iterator[str]:
    """The same fall with no injury prevented: by reporting alone, or by another mix of trades alone (arithmetic)."""
    true, reported, heads = expected(portfolio, BEFORE)
    labels = portfolio.labels["key_industry"]
    key = labels.codes != labels.names.index("other")
    (_, high, inside), (_, low, _) = (expected(portfolio, BEFORE, mask) for mask in (key, ~key))
    share, wanted = inside / heads, (reported * (1 - FALL) - low) / (high - low)
    yield "the same with no injury prevented and no growth of coverage (arithmetic, no draws):"
    level = reported / true
    yield f"  reporting alone: {percents(level)} of true cases reported before, {percents((1 - FALL) * level)} after"
    yield f"  trades alone: key industries {percents(share)} of all insured before, {percents(wanted)} after"

"""A better rule within the ladder of the national notice: searched in the long run, then run year by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ganzhou_words import lines

import ratefloat as rf
from ratefloat.simulate import Behaviour, Effort, Family, Portfolio, Target

BEST = "true_injuries"
SHOWN = (BEST, "reporting", "premium_level", "luck", "hiding")


@dataclass(frozen=True)
class Wanted:
    """Which rules are tried over what, and how much is drawn for the best of them."""

    portfolio: Portfolio
    behaviour: Behaviour
    effort: Effort
    windows: Sequence[int]
    thresholds: Sequence[str]


def story(
    policy: rf.FloatPolicy, wanted: Wanted, *, years: int, seed: int, targets: tuple[Target, ...]
) -> Iterator[str]:
    """The rules of a family in the long run, and the best of them with its errors and ranges."""
    family = Family.of(policy, window=wanted.windows, thresholds=wanted.thresholds)
    found = rf.simulate.search(family, wanted.portfolio, behaviour=wanted.behaviour)
    yield f"{policy.id} changed, in the long run of typical employers: central evidence, no error or range, a guide"
    yield f"  {'':32}" + "".join(f"{name:>15}" for name in SHOWN)
    for name, row in found.frame.sort_values(BEST).iterrows():
        yield f"  {name!s:32}" + "".join(f"{row[column]:>15.3f}" for column in SHOWN)
    best = str(found.best(BEST).index[0])
    yield f"the one with the fewest true injuries, year by year: {best}"
    run = rf.simulate.compare(
        {"flat": rf.load_plan("cn-national-2015-flat"), "best": family[best]}, wanted.portfolio, years=years,
        seed=seed, behaviour=wanted.behaviour, effort=wanted.effort,
    )
    yield from (str(run.chance(target)) for target in targets)
    for name in ("off-balance", "hidden share", "share up"):
        yield f"{name}, all years"
        yield from lines(run.frame(("policy",), quantities=[name]).to_dict("records"), 1, 100, " %")
    yield "Lower thresholds prevent more, hide more, and surcharge employers from whom the fund still earns."

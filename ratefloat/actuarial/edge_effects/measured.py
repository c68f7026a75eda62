"""One edge measured: the jump in frequency, in the rate, in the density, and in what the rate can not have moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np

from ratefloat.actuarial.edge_effects.bunching import Bunching, bunching
from ratefloat.actuarial.edge_effects.discontinuity import discontinuity, mean_jump
from ratefloat.actuarial.edge_effects.edges import Edge
from ratefloat.actuarial.edge_effects.jump import Jump, ratio
from ratefloat.actuarial.edge_effects.places import Floats, Mask, Places
from ratefloat.actuarial.edge_effects.sample import Sample
from ratefloat.errors import DataError

LEAST_CASES = 10
"""Cases within the bandwidth on each side without which nothing is said."""
LEAST_VALUES = 10
"""Different values of the indicator on each side without which it is no running variable."""
LEAST_EMPLOYERS = 30
"""Employers on each side, between the edge and the next, without whom nothing is said."""


@dataclass(frozen=True, eq=False)
class Measured:
    """An edge, or a placebo, with what was found there; every jump is from the cheaper to the dearer side.

    Args:
        outcome: the jump in the logarithm of the frequency.
        rate: the jump in the logarithm of the rate over the base rate: the first stage.
        cases: within the bandwidth on the cheaper and the dearer side.
        frequency: cases per head-year on the cheaper side, weighted as the fit weights them.
        density: the bunching tests; None where employers are too few for them.
        balance: jumps in what the review can not have moved, and in staying insured.
    """

    edge: Edge
    outcome: Jump
    rate: Jump
    cases: tuple[int, int]
    frequency: float
    density: Bunching | None
    balance: Mapping[str, Jump]

    @cached_property
    def elasticity(self) -> Jump | None:
        """Per cent of frequency for each per cent of the rate; None where the edge hardly moves the rate."""
        return ratio(self.outcome, self.rate)


def measure(edge: Edge, sample: Sample, bandwidth: float | None) -> Measured:
    """What happens at an edge.

    Raises:
        DataError: too few employers, values or cases near the edge; the message is the reason.
    """
    places, inside = places_of(edge, sample)
    known = inside & sample.followed & (sample.expected > 0)
    followed = places.take(known)
    _enough(edge, followed)
    cases, expected = sample.cases[known], sample.expected[known]
    outcome = discontinuity(followed, cases, expected, bandwidth=bandwidth)
    kernel = followed.kernel(outcome.bandwidth)
    counts = tuple(int(cases[(kernel > 0) & (followed.treated == side)].sum()) for side in (False, True))
    if min(counts) < LEAST_CASES:
        raise DataError(f"{counts[0]} and {counts[1]} cases within the bandwidth; expected at least {LEAST_CASES} each")
    cheaper = kernel * ~followed.treated
    frequency = float(cheaper @ cases) / float(cheaper @ sample.head_years[known])
    return Measured(
        edge, outcome, _rate(places, sample, known, outcome.bandwidth), (counts[0], counts[1]), frequency,
        _density(edge, places.take(inside)), _balance(places, sample, inside, outcome.bandwidth),
    )


def places_of(edge: Edge, sample: Sample) -> tuple[Places, Mask]:
    """Where all rows stand beside an edge, the dearer side as beyond it, and which lie between the next cuts."""
    logs = sample.logs[edge.indicator]
    low, high = edge.within
    with np.errstate(invalid="ignore"):
        inside = np.isfinite(logs) & (logs > low) & (logs < high)
    distance = np.where(inside, logs - log(edge.at), 0.0)
    above = sample.beyond(edge)
    if not edge.dearer_above:
        distance, above = -distance, ~above
    return Places(distance, above, sample.employer), inside


def _enough(edge: Edge, places: Places) -> None:
    sides = [np.abs(places.running[places.treated == side]) for side in (False, True)]
    if min(map(len, sides)) < LEAST_EMPLOYERS:
        raise DataError(
            f"{len(sides[0])} and {len(sides[1])} employers between it and the next edges; "
            f"expected at least {LEAST_EMPLOYERS} each"
        )
    values = [len(np.unique(side)) for side in sides]
    if min(values) < LEAST_VALUES:
        raise DataError(
            f"{values[0]} and {values[1]} different values of {edge.indicator}; expected at least {LEAST_VALUES} "
            f"each: small counts have no just below (Lee and Card 2008, Journal of Econometrics 142)"
        )


def _rate(places: Places, sample: Sample, known: Mask, bandwidth: float) -> Jump:
    """The first stage, weighted by expected cases as the outcome is."""
    rated = known & np.isfinite(sample.level)
    return mean_jump(places.take(rated), sample.level[rated], weights=sample.expected[rated], bandwidth=bandwidth)


def _density(edge: Edge, places: Places) -> Bunching | None:
    ends = [end - log(edge.at) for end in edge.within]
    low, high = ends if edge.dearer_above else (-ends[1], -ends[0])
    signed = np.where(places.treated, 1.0, -1.0) * np.abs(places.running)
    try:
        return bunching(places, within=(max(low, float(signed.min())), min(high, float(signed.max()))))
    except DataError:
        return None


def _balance(places: Places, sample: Sample, inside: Mask, bandwidth: float) -> dict[str, Jump]:
    with np.errstate(divide="ignore", invalid="ignore"):
        hazard = np.log(sample.expected / sample.head_years)
    columns: dict[str, Floats] = {
        **sample.before, "class frequency": hazard, "still insured": sample.followed.astype(np.float64),
    }
    found = {}
    for name, values in columns.items():
        rows = inside & np.isfinite(values)
        try:
            found[name] = mean_jump(places.take(rows), values[rows], bandwidth=bandwidth)
        except DataError:
            continue
    return found

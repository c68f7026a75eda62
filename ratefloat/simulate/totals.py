"""What a run adds up: whole numbers by replicate, year, measure, group of employers and label of the level."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ratefloat.simulate.response import KINDS

Ints = NDArray[np.int64]

TRUE = tuple(f"true {kind}" for kind in KINDS)
"""Cases that happened."""
REPORTED = tuple(f"reported {kind}" for kind in KINDS)
"""Cases that the agency knows, by the kind under which they were recorded; found ones are among them."""
MEASURES = (
    "employers", "heads", "payroll", "premium", "incurred", "paid", "fines", "hidden", "found", *TRUE, *REPORTED,
    "factor", "change",
)
"""Money in minor units; `incurred` is the fund's cost of reported cases in the year they happen, `paid` the cash
of a year for cases of this and earlier years; `hidden` counts true cases not reported by their employer, `found`
those of them that inspection brought up. `factor` adds up what each insured employer pays over the base rate of its
class, in ten-thousandths (`FACTOR_UNIT`), each rounded to a whole number; `change` the squares of how far that number
moved, over insured employers at a review, by the label after it. Classes without a base rate count 0 in both."""
FACTOR_UNIT = 10_000
PLACE = {name: number for number, name in enumerate(MEASURES)}


@dataclass(frozen=True)
class Label:
    """A level in results: the step, or the band of the factor where a law has no steps.

    `factor` is a name for the place, by which labels of different laws are set side by side: what most classes pay
    there over their base rate, None where nobody was ever there. Classes with a floor pay something else; what
    employers pay is in the measures `factor` and `premium`.
    """

    step: int | None
    text: str
    factor: Fraction | None


@dataclass(frozen=True, eq=False)
class Totals:
    """The sums of one policy in one run.

    `sums`: int64 (replicates, years, measures, groups, labels). `moves`: int64 (replicates, years, groups, labels
    before, labels after), employers at a review; zero in years without one. `spent`: int64 (replicates, years),
    prevention money. Groups are those of `Portfolio.groups`. Evidence runs hold one replicate: the sum of theirs.
    """

    labels: tuple[Label, ...]
    sums: Ints
    moves: Ints
    spent: Ints

    def __post_init__(self) -> None:
        for name in ("sums", "moves", "spent"):
            array = getattr(self, name).view()
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    def measure(self, *names: str) -> Ints:
        """The sum of some measures, shape (replicates, years, groups, labels)."""
        return np.asarray(self.sums[:, :, [PLACE[name] for name in names]].sum(axis=2))

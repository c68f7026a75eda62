"""What a run leaves behind: its totals, and all that is needed to name it, to read it and to run it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from ratefloat.errors import ShapeError
from ratefloat.simulate.portfolio.portfolio import Fund
from ratefloat.simulate.response import Marginal
from ratefloat.simulate.totals import MEASURES, Totals

if TYPE_CHECKING:
    import pandas as pd

FloatArray = NDArray[np.float64]
PARAMETER_COLUMNS = ("low", "central", "high", "mark", "source")


class Ranged(Protocol):
    """What a behaviour tells of one parameter."""

    @property
    def low(self) -> float: ...
    @property
    def central(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def mark(self) -> str: ...
    @property
    def source(self) -> str: ...


@dataclass(frozen=True, eq=False, repr=False)
class PolicyRun:
    """One policy in a run.

    `document` is the policy as JSON text, `hash` its name. `central` holds the replicates of the central
    parameters; `evidence` the same arrays with the evidence sets in place of the replicates (none: 0 of them),
    each the sum of `Run.evidence_replicates` replicates. `base` is the base rate of each group, shape (groups,),
    nan where there is none.
    """

    id: str
    hash: str
    title: str
    document: str
    cycle: int
    central: Totals
    evidence: Totals
    base: FloatArray
    marginal: Marginal | None = None
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class Run:
    """A run of one or more policies over one portfolio, on common luck.

    `groups` are those of the portfolio, one row a group. The years of all totals are -`before`, ..., `years` - 1,
    of which those below 0 lie before the policy, at the latent hazard; `first_year` is the calendar year of year
    0. `behaviour` is it in words, `parameters` has one row a parameter (columns low, central, high, mark,
    source), `sets` one row an evidence set and one column a parameter. Replicate r of an evidence set has the
    luck of replicate r of the central run; there are at most as many.
    """

    portfolio: str
    fingerprint: str
    groups: pd.DataFrame
    policies: Mapping[str, PolicyRun]
    years: int
    seed: int
    replicates: int
    behaviour: str
    parameters: pd.DataFrame
    sets: pd.DataFrame
    evidence_replicates: int
    fund: Fund
    before: int = 0
    first_year: int | None = None
    currency: str = "CNY"
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.policies:
            raise ShapeError("run: no policy; expected at least one")
        for name, one in self.policies.items():
            _check(f"policy {name!r}, central run", one.central, self, self.replicates)
            _check(f"policy {name!r}, evidence", one.evidence, self, len(self.sets))
            if one.evidence.labels != one.central.labels:
                raise ShapeError(f"policy {name!r}: evidence with other labels than the central run; expected the same")
            if np.shape(one.base) != (len(self.groups),):
                raise ShapeError(f"policy {name!r}: base rates of shape {np.shape(one.base)}; expected one a group")


Rerun = Callable[[Mapping[str, float]], Run]
"""Runs the central part again with some parameters at other values; an empty mapping gives the same run."""


def parameter_table(parameters: Mapping[str, Ranged]) -> pd.DataFrame:
    """The parameters of a behaviour as a frame: one row each, in their order."""
    import pandas as pd

    rows = [[getattr(one, column) for column in PARAMETER_COLUMNS] for one in parameters.values()]
    return pd.DataFrame(rows, index=list(parameters), columns=list(PARAMETER_COLUMNS))


def _check(what: str, totals: Totals, run: Run, first: int) -> None:
    years, groups, labels = run.before + run.years, len(run.groups), len(totals.labels)
    for name, array, shape in (
        ("sums", totals.sums, (first, years, len(MEASURES), groups, labels)),
        ("moves", totals.moves, (first, years, groups, labels, labels)),
        ("spent", totals.spent, (first, years)),
    ):
        if array.shape != shape:
            raise ShapeError(f"{what}: {name} of shape {array.shape}; expected {shape}", policy=what, expected=shape)

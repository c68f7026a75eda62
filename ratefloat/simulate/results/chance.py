"""The chance of a target: how often the evidence would have it met."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ratefloat.simulate.results.breakeven import ELASTICITY, break_even
from ratefloat.simulate.results.draws import Draws, FloatArray
from ratefloat.simulate.results.importance import importance
from ratefloat.simulate.results.target import Target
from ratefloat.simulate.results.words import percent
from ratefloat.simulate.run import Rerun, Run

if TYPE_CHECKING:
    import pandas as pd

CLOSE = 2
# A fall of exactly the target meets it, whatever binary fractions make of 1 - 90/100.
ROUNDING = 1e-12


class Row(NamedTuple):
    """What is said of one policy."""

    policy: str
    fall: float
    error: float
    low: float
    median: float
    high: float
    target: float
    chance: float
    chance_error: float
    sets: int
    set_error: float
    too_close: float
    met: bool

    def __str__(self) -> str:
        fall = f"{self.policy}: fall {percent(self.fall, self.error)} ± {percent(self.error, self.error)}"
        reach = f"{fall} [{percent(self.low, self.error)} .. {percent(self.high, self.error)}]"
        if not self.sets:
            return f"{reach}; chance unknown: no evidence sets"
        few = f", {self.too_close:.0f} too close to call" if self.too_close > 0 else ""
        return f"{reach}; met in {percent(self.chance)} ± {percent(self.chance_error)} of {self.sets} sets{few}"


@dataclass(frozen=True, eq=False)
class Chance:
    """What a run says of a target."""

    target: Target
    run: Run
    rerun: Rerun | None = None

    @cached_property
    def falls(self) -> dict[str, Draws]:
        """The fall of each policy, with its draws."""
        return self.target.falls(self.run)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row a policy.

        `fall` is that of the central run with its Monte Carlo `error`; `low`, `median` and `high` its range over
        the evidence; `chance` the share of the `sets` that meet the target; `met` says whether the central run does.

        `set_error` is the Monte Carlo error of the fall of one set, at most: that of a mean over the few replicates
        drawn of each set, from the spread of the central ones. A set is told from the central run on the same luck,
        which leaves less noise than this wherever the two go together (with a correlation of a half or more).
        `chance_error` joins two errors: the binomial one, of so many sets, and half of what the chance would change
        if all sets lay one `set_error` higher or lower, for they share their luck. `too_close` counts sets within
        two `set_error` of the target, which more replicates could turn. All three are nan with one replicate.
        """
        import pandas as pd

        return pd.DataFrame(self.rows, columns=list(Row._fields))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows of `frame`."""
        goal, few = float(self.target.share), max(self.run.evidence_replicates, 1)
        return tuple(_row(name, found, goal, few) for name, found in self.falls.items())

    @cached_property
    def importance(self) -> pd.DataFrame:
        """Which parameter the fall depends on most: one row a policy and parameter, the strongest first.

        `rank_correlation` of parameter and fall over the sets with its standard `error`; `share` of the variance of
        the fall's ranks, in a linear regression on the ranks of all parameters; the shares add up to `explained`.
        Parameters that are drawn together stand in one row.
        """
        return importance(self.run, self.falls)

    def break_even(self, parameter: str = ELASTICITY, *, most: float = 20.0) -> pd.DataFrame:
        """The value of a parameter at which each policy would meet the target, all else central.

        One row a policy: `break_even` (nan where it is not met even at `most`), its Monte Carlo `error`, the
        `central` value in use, the `fall` at the value found, and `text`.

        Raises:
            DataError: the run's behaviour has no such parameter, or the result cannot run again.
        """
        return break_even(self.target, self.run, self.rerun, parameter=parameter, most=most)

    def __str__(self) -> str:
        start = self.target.start_text(self.run)
        return "\n".join([f"{self.target}", f"compared with {start}", *(f"  {row}" for row in self.rows)])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return f"<pre>{self}</pre>"


def _row(name: str, found: Draws, goal: float, few: int) -> Row:
    value, error, sets = float(found.value), float(found.error), found.sets[np.isfinite(found.sets)]
    low, median, high = map(float, found.range)
    n, noise = len(sets), error * float(np.sqrt(len(found.without) / few))
    chance, more, less = (_share(sets, goal + shift) for shift in (0.0, -noise, noise))
    spread = float(np.hypot(np.sqrt(chance * (1 - chance) / n), (more - less) / 2)) if n else np.nan
    close = float((np.abs(sets - goal) < CLOSE * noise).sum()) if np.isfinite(noise) else np.nan
    return Row(name, value, error, low, median, high, goal, chance, spread, n, noise, close, value >= goal - ROUNDING)


def _share(sets: FloatArray, goal: float) -> float:
    """The share of sets that reach a fall; nan without sets, or where the fall is unknown."""
    return float((sets >= goal - ROUNDING).mean()) if len(sets) and np.isfinite(goal) else np.nan

"""The chance of a target: how often the evidence would have it met."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ratefloat.simulate.results.breakeven import ELASTICITY, break_even
from ratefloat.simulate.results.draws import Draws
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
        the evidence; `chance` the share of the `sets` that meet the target, `chance_error` its binomial standard
        error; `too_close` counts sets within two Monte Carlo errors (of the central run) of the target, which more
        replicates could turn (nan where the error is unknown); `met` says whether the central run meets it.
        """
        import pandas as pd

        return pd.DataFrame(self.rows, columns=list(Row._fields))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows of `frame`."""
        return tuple(_row(name, found, float(self.target.share)) for name, found in self.falls.items())

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


def _row(name: str, found: Draws, goal: float) -> Row:
    value, error, sets = float(found.value), float(found.error), found.sets[np.isfinite(found.sets)]
    low, median, high = map(float, found.range)
    n = len(sets)
    chance = float((sets >= goal - ROUNDING).mean()) if n else np.nan
    spread = float(np.sqrt(chance * (1 - chance) / n)) if n else np.nan
    close = float((np.abs(sets - goal) < CLOSE * error).sum()) if np.isfinite(error) else np.nan
    return Row(name, value, error, low, median, high, goal, chance, spread, n, close, value >= goal - ROUNDING)

"""Results of a run: what is asked of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ratefloat.errors import DataError
from ratefloat.simulate.results.where import Where
from ratefloat.simulate.run import Rerun, Run

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from ratefloat.simulate.results.chance import Chance
    from ratefloat.simulate.results.summary import Summary
    from ratefloat.simulate.results.target import Target


@dataclass(frozen=True, eq=False, repr=False)
class Result:
    """A run with all that can be asked of it.

    `rerun` runs its central part again with other values of some parameters; without it there is no break-even.
    """

    run: Run
    rerun: Rerun | None = field(default=None, kw_only=True)

    def __repr__(self) -> str:
        run, names = self.run, ", ".join(self.run.policies)
        return f"<{type(self).__name__} of {names} over {run.portfolio}: {run.years} years, seed {run.seed}>"

    def frame(
        self, by: Collection[str] = ("policy", "year"), *, quantities: Sequence[str] | None = None,
        where: Where = None,
    ) -> pd.DataFrame:
        """Figures, each with its Monte Carlo error and its range over the evidence.

        Args:
            by: any of policy, year, step and the columns of the groups (risk_class, size, key_industry, ...).
            quantities: names of `QUANTITIES`, measures, or counts "per 1000 insured"; all where not said.
            where: "key industries", or a value or several by column of the groups.
        Returns:
            one row a cell and quantity: the columns of `by`, quantity, unit, value, error, low, median, high.
            Ratios are ratios of means over replicates; `error` is their jackknife error over replicates; `low`,
            `median` and `high` are 5, 50 and 95 % over the evidence sets, each of them the central figure plus what
            the set changes on the luck of the first few replicates (so that a range carries their noise). Money in
            the main unit. Sums are of a year, or of all years of the policy where year is not in `by`; years below
            0 lie before the policy.
        Raises:
            DataError: an unknown column, value or quantity; the fund's reserve by group or step.
        """
        from ratefloat.simulate.results.frames import frame

        return frame(self.run, by, quantities, where)

    def chance(self, target: Target) -> Chance:
        """The chance that a target is met: `frame`, `importance` and, by running again, `break_even()`.

        Raises:
            DataError: a year beyond the run, a policy that is not in it, or employers that it does not have.
        """
        from ratefloat.simulate.results.chance import Chance

        target.check(self.run)
        return Chance(target, self.run, self.rerun)

    def summary(self) -> Summary:
        """The run in a page, for the last year and over all years; `print` it, or read its `frame`."""
        from ratefloat.simulate.results.summary import summarise

        return summarise(self.run)

    def plot(self, what: str = "injuries", *, where: Where = None, axes: Axes | None = None) -> Axes:
        """A picture of "injuries", "reported", "hidden", "premium", "reserve", "steps", or any quantity, by policy.

        A line is the central run, a thin bar its Monte Carlo error (one standard error), a band 5 to 95 % over the
        evidence. "steps" shows the share of employers on each step in the last year. Needs matplotlib.

        Raises:
            DataError: an unknown quantity, or the fund's reserve of some employers.
        """
        from ratefloat.simulate.results.plot import plot

        return plot(self.run, what, where, axes)

    @property
    def hash(self) -> str:
        """SHA-256 of all that the run says and rests on, in hexadecimal."""
        from ratefloat.simulate.results.store import run_hash

        return run_hash(self.run)

    def save(self, path: Path | str) -> Path:
        """Write the result into one file, with seed, policies, parameters and version; `load` reads it back."""
        from ratefloat.simulate.results.store import save

        return save(self.run, path, kind=type(self).__name__)

    def verify(self, again: Result | None = None) -> None:
        """Prove that a second run gives the same whole numbers: that of `again`, or one made now.

        Raises:
            DataError: the second run differs, naming in what; or there is nothing to run again with.
        """
        from ratefloat.simulate.results.verify import same

        if again is None and self.rerun is None:
            raise DataError("verify: a loaded result cannot run again; expected a second result of the same inputs")
        same(self.run, again.run if again is not None else self.rerun({}))  # type: ignore[misc]

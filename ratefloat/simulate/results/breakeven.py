"""The value of a parameter at which a target would be met, all else central."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ratefloat.errors import DataError
from ratefloat.simulate.results.target import Target
from ratefloat.simulate.run import Rerun, Run

if TYPE_CHECKING:
    import pandas as pd

ELASTICITY = "prevention.elasticity"
COLUMNS = ("policy", "parameter", "central", "break_even", "error", "fall", "text")
HALVINGS = 7
Point = tuple[float, float, float]


@dataclass(eq=False)
class Falls:
    """The fall of each policy by value of one parameter; each value is run once for all policies."""

    target: Target
    rerun: Rerun
    parameter: str
    _known: dict[float, dict[str, tuple[float, float]]] = field(default_factory=dict)

    def at(self, policy: str, value: float) -> Point:
        """The value, the fall there and its Monte Carlo error."""
        if value not in self._known:
            found = self.target.falls(self.rerun({self.parameter: value}))
            self._known[value] = {name: (float(one.value), float(one.error)) for name, one in found.items()}
        return (value, *self._known[value][policy])


def break_even(target: Target, run: Run, rerun: Rerun | None, *, parameter: str, most: float) -> pd.DataFrame:
    """One row a policy: where the target would be met, by doubling from the central value and then halving.

    Raises:
        DataError: no such parameter, or nothing to run again with.
    """
    import pandas as pd

    if parameter not in run.parameters.index:
        known = ", ".join(map(str, run.parameters.index)) or "none: the behaviour has no parameters"
        raise DataError(f"break-even: no parameter {parameter!r}; expected one of {known}", parameter=parameter)
    if rerun is None:
        raise DataError("break-even: a loaded result cannot run again; expected the result of a run")
    target.check(run)
    central = float(run.parameters["central"].astype(float)[parameter])
    falls, goal = Falls(target, rerun, parameter), float(target.share)
    rows = []
    for policy in (name for name in run.policies if name != target.against):
        value, error, fall = _search(falls, policy, goal, (central, most))
        rows.append((policy, parameter, central, value, error, fall, _text(value, fall, most)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _search(falls: Falls, policy: str, goal: float, ends: tuple[float, float]) -> Point:
    """Where the goal is met, the error of that value, and the fall at `most` or at the value itself."""
    central, most = ends
    top = falls.at(policy, most)
    if not top[1] >= goal:
        return (np.nan, np.nan, top[1])
    low, high = falls.at(policy, 0.0), top
    if low[1] >= goal:
        return (0.0, np.nan, low[1])
    step = central if 0 < central < most else most / 2
    while step < most and falls.at(policy, step)[1] < goal:
        low, step = falls.at(policy, step), 2 * step
    if step < most:
        high = falls.at(policy, step)
    return _halve(falls, policy, goal, (low, high))


def _halve(falls: Falls, policy: str, goal: float, ends: tuple[Point, Point]) -> Point:
    low, high = ends
    slope = (high[1] - low[1]) / (high[0] - low[0])
    for _ in range(HALVINGS):
        middle = falls.at(policy, (low[0] + high[0]) / 2)
        low, high = (low, middle) if middle[1] >= goal else (middle, high)
    value = low[0] + (goal - low[1]) * (high[0] - low[0]) / (high[1] - low[1])
    return (value, high[2] / slope, goal)


def _text(value: float, fall: float, most: float) -> str:
    if np.isnan(value):
        return f"not met even at {most:g}: a fall of {100 * fall:.1f}%"
    return f"met without it: a fall of {100 * fall:.1f}% at 0" if value == 0 else f"met at {value:.3g}"

"""What a search found: a row a policy, and the frontier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ratefloat.errors import DataError
from ratefloat.policy.document import FloatPolicy
from ratefloat.simulate.searching.frontier import undominated

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

BETTER = {
    "incentive": 1, "luck": -1, "hiding": -1, "imbalance": -1, "balance": 1, "true_injuries": -1, "reporting": 1,
}
"""What can be aimed at, and whether more (1) or less (-1) of it is better."""
AIMS = ("incentive", "luck", "hiding", "imbalance")


@dataclass(frozen=True, eq=False, repr=False)
class Search:
    """Policies side by side in the long run; money in the main unit a year.

    Columns of `frame`, one row a policy: `incentive`, later premium per yuan of cost of a case, over all cases;
    `luck`, the coefficient of variation of the premium of small firms, all of it chance; `hiding`, later premium per
    yuan of the lightest kind of case, which a report costs; `premium_level`, premium as a multiple of that at the base
    rates, and `imbalance`, its distance from 1; `premium`, `benefits`, and `balance`, the difference; `method`. With
    behaviour also, as static approximations, the relative change of `true_injuries` and of `reported_injuries`, and
    the change of the share of cases that is known, `reporting`.
    """

    frame: pd.DataFrame
    policies: Mapping[str, FloatPolicy]
    portfolio: str
    left_out: Mapping[str, str]
    notes: tuple[str, ...]

    @cached_property
    def frontier(self) -> pd.DataFrame:
        """The policies that no other outdoes in incentive, luck, hiding and imbalance together."""
        return self.best(*AIMS)

    def best(self, *aims: str) -> pd.DataFrame:
        """The policies that no other outdoes in some aims, the best in the first aim first.

        Raises:
            DataError: no aim, or an unknown one.
        """
        known = [aim for aim in BETTER if aim in self.frame]
        unknown = [aim for aim in aims if aim not in known]
        if unknown or not aims:
            raise DataError(f"frontier: aims {', '.join(aims) or 'none'}; expected some of {', '.join(known)}")
        signs = np.asarray([BETTER[aim] for aim in aims])
        found = self.frame[undominated(self.frame[list(aims)].to_numpy() * signs)]
        return found.sort_values(aims[0], ascending=BETTER[aims[0]] < 0, kind="stable")

    def plot(self, axes: Axes | None = None) -> Axes:
        """Incentive against luck of small firms, the frontier marked, colour for what a report costs."""
        import matplotlib.pyplot as plt

        shown = plt.figure(layout="constrained").add_subplot() if axes is None else axes
        points = shown.scatter(self.frame["luck"], self.frame["incentive"], c=self.frame["hiding"], cmap="viridis")
        front = self.frontier
        shown.scatter(
            front["luck"], front["incentive"], s=120, facecolors="none", edgecolors="black", label="not outdone"
        )
        for name, row in front.iterrows():
            shown.annotate(str(name), (row["luck"], row["incentive"]), fontsize=7, xytext=(6, 3),
                           textcoords="offset points")
        shown.figure.colorbar(points, ax=shown, label="later premium per yuan of the lightest cases")
        shown.set_xlabel("luck: coefficient of variation of a small firm's premium")
        shown.set_ylabel("incentive: later premium per yuan of a case")
        shown.legend()
        return shown

    def __str__(self) -> str:
        marks = np.where(self.frame.index.isin(self.frontier.index), "*", "")
        shown = self.frame.drop(columns=["premium", "benefits", "method"]).assign(frontier=marks)
        lines = [f"{len(self.frame)} policies over {self.portfolio}", shown.to_string(float_format="{:,.3f}".format)]
        lines += [f"left out: {name}: {why}" for name, why in self.left_out.items()]
        return "\n".join([*lines, *self.notes])

    __repr__ = __str__

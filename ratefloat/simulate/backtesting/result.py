"""What was predicted of a review, and what it gave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

FloatArray = NDArray[np.float64]
Ints = NDArray[np.int64]
ALL = "all"
STATED = 0.9


@dataclass(frozen=True, eq=False, repr=False)
class Backtest:
    """A prediction beside the truth.

    Columns of `frame`, one row a figure: what ("employers", or "premium" of twelve months in minor units),
    risk_class and step (each a number, or "all"), low, median and high (5, 50 and 95 % of the draws), actual,
    covered. Figures that are 0 in every draw and in truth are left out. `left_out`: employer and why, for those
    of whom nothing was predicted or who got no rate.
    """

    frame: pd.DataFrame
    left_out: pd.DataFrame
    policy: str
    known: date
    on: date
    draws: int
    notes: tuple[str, ...]

    @property
    def coverage(self) -> pd.DataFrame:
        """By what, and for single classes and steps or totals: figures, the share covered, and the share stated.

        Figures of one draw hang together, so that a share over few of them says little.
        """
        import pandas as pd

        part = np.where((self.frame["risk_class"] == ALL) | (self.frame["step"] == ALL), "totals", "cells")
        grouped = self.frame.assign(figures=part).groupby(["what", "figures"])["covered"]
        return pd.DataFrame({"number": grouped.size(), "covered": grouped.mean(), "stated": STATED})

    def __str__(self) -> str:
        shown = self.frame[(self.frame["risk_class"] == ALL) | (self.frame["what"] == "premium")]
        out = self.left_out["why"].value_counts()
        lines = [
            f"{self.policy} of {self.on}, predicted from records before {self.known}, {self.draws} draws, no behaviour",
            shown.to_string(index=False, float_format="{:,.0f}".format), self.coverage.to_string(), "left out:",
        ]
        for why, number in out.items():
            names = self.left_out.loc[self.left_out["why"] == why, "employer"].tolist()
            lines.append(f"  {number:,} employers ({', '.join(names[:3])}{', ...' if number > 3 else ''}): {why}")
        return "\n".join([*lines, *self.notes])

    __repr__ = __str__


@dataclass(frozen=True, eq=False)
class Places:
    """The figures into which employers are counted: every class and step that occurs, and all together."""

    classes: tuple[int, ...]
    rungs: tuple[int | str, ...]
    of: Ints

    @classmethod
    def of_classes(cls, risk_class: NDArray[np.integer], met: Iterable[int | str]) -> Self:
        """The places of some employers.

        Args:
            risk_class: of each employer.
            met: the steps that occur.
        """
        classes, of = np.unique(risk_class, return_inverse=True)
        steps = sorted(met, key=lambda rung: (isinstance(rung, str), rung))
        return cls(tuple(classes.tolist()), tuple(steps), of)

    def counts(self, rungs: Sequence[int | str]) -> FloatArray:
        """Employers by class (the last row all of them) and step, one behind the other."""
        number = {rung: place for place, rung in enumerate(self.rungs)}
        at = self.of * len(self.rungs) + np.asarray([number[rung] for rung in rungs])
        table = np.bincount(at, minlength=len(self.classes) * len(self.rungs)).reshape(len(self.classes), -1)
        return np.concatenate([table, table.sum(axis=0, keepdims=True)]).ravel().astype(np.float64)

    def sums(self, premium: FloatArray) -> FloatArray:
        """Premium by class, the last of all of them."""
        table = np.bincount(self.of, weights=premium, minlength=len(self.classes))
        return np.asarray([*table, table.sum()])


Drawn = tuple[list[int | str], FloatArray]
"""The step of each employer, and its premium."""


def figures(places: Places, drawn: Sequence[Drawn], actual: Drawn) -> pd.DataFrame:
    """The frame of a backtest."""
    import pandas as pd

    classes: list[int | str] = [*places.classes, ALL]
    cells = [(c, rung) for c in classes for rung in places.rungs]
    counted = _compared(
        "employers", np.asarray([places.counts(rungs) for rungs, _ in drawn]), places.counts(actual[0]), cells
    )
    money = _compared(
        "premium", np.asarray([places.sums(premium) for _, premium in drawn]), places.sums(actual[1]),
        [(c, ALL) for c in classes],
    )
    return pd.concat([counted, money], ignore_index=True)


def _compared(
    what: str, drawn: FloatArray, actual: FloatArray, where: Sequence[tuple[int | str, int | str]]
) -> pd.DataFrame:
    import pandas as pd

    low, median, high = np.quantile(drawn, [0.05, 0.5, 0.95], axis=0, method="inverted_cdf")
    frame = pd.DataFrame({
        "what": what, "risk_class": pd.Series([c for c, _ in where], dtype=object),
        "step": pd.Series([rung for _, rung in where], dtype=object), "low": low, "median": median, "high": high,
        "actual": actual, "covered": (low <= actual) & (actual <= high),
    })
    some = (drawn.max(axis=0) > 0) | (actual > 0)
    kept: pd.DataFrame = frame.loc[some].reset_index(drop=True)
    return kept

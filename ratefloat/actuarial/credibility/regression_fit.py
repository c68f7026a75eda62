"""What a regression credibility model found: a line for each risk and for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ratefloat.actuarial.credibility.cells import Floats, read_only
from ratefloat.actuarial.credibility.ids import Ids
from ratefloat.errors import ShapeError

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class RegressionFit:
    """A fitted Hachemeister model; coefficients are intercept, then regressors, shape (risks, p).

    The barycentre basis replaces the intercept by the level at the weighted barycentre of all experience (and
    each further regressor by its part orthogonal to those before it).
    """

    model: str
    risks: Ids
    weights: Floats
    individual: Floats
    """Each risk's own line; NaN for a risk with fewer distinct times than coefficients."""
    z: Floats
    """Credibility matrices, shape (risks, p, p)."""
    coefficients: Floats
    """Each risk's credibility line."""
    collective: Floats
    """The line of all, shape (p,)."""
    within: float
    between: Floats
    """Covariance of the coefficients between risks, shape (p, p)."""
    z_barycentre: Floats
    between_barycentre: Floats

    def __post_init__(self) -> None:
        for name in ("weights", "individual", "z", "coefficients", "collective", "between", "z_barycentre",
                     "between_barycentre"):
            read_only(getattr(self, name))

    def premiums(self, time: ArrayLike) -> Floats:
        """The premium of each risk at a time (or at a row of regressors), shape (risks,)."""
        return np.asarray(self.coefficients @ self._at(time))

    def individual_at(self, time: ArrayLike) -> Floats:
        """Each risk's own line at a time, shape (risks,)."""
        return np.asarray(self.individual @ self._at(time))

    def collective_at(self, time: ArrayLike) -> float:
        """The line of all at a time."""
        return float(self.collective @ self._at(time))

    def to_frame(self) -> pd.DataFrame:
        """One row a risk: weight, the own and the credibility coefficients; the index holds the ids."""
        import pandas as pd

        columns = {"weight": self.weights}
        for place in range(self.coefficients.shape[1]):
            name = "intercept" if place == 0 else "slope" if self.coefficients.shape[1] == 2 else f"slope {place}"
            columns[f"individual {name}"] = self.individual[:, place]
            columns[name] = self.coefficients[:, place]
        return pd.DataFrame(columns, index=pd.Index(self.risks, name="risk"), copy=True)

    def _at(self, time: ArrayLike) -> Floats:
        row = np.concatenate([[1.0], np.asarray(time, dtype=np.float64).reshape(-1)])
        if len(row) != self.coefficients.shape[1]:
            raise ShapeError(f"time: {len(row) - 1} regressors; expected {self.coefficients.shape[1] - 1}")
        return row

"""What a one-level credibility model found: one premium for each risk and the numbers behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ratefloat.actuarial.credibility.cells import Floats, read_only
from ratefloat.actuarial.credibility.freeze import frozen_rule
from ratefloat.actuarial.credibility.ids import Ids

if TYPE_CHECKING:
    import pandas as pd

    from ratefloat.rules.credibility import Credibility


@dataclass(frozen=True, eq=False)
class CredibilityFit:
    """A fitted Bühlmann or Bühlmann-Straub model; arrays have shape (risks,), in the order of `risks`."""

    model: str
    risks: Ids
    weights: Floats
    """Exposure of each risk over all its periods."""
    individual: Floats
    """The risk's own weighted mean; NaN without experience."""
    z: Floats
    """Credibility, 0 to 1; 0 without experience."""
    collective: float
    """The credibility-weighted mean of all risks; the exposure-weighted one where no variance lies between."""
    within: float
    """Variance inside a risk of one unit of weight."""
    between: float
    """Variance between risks, >= 0."""

    def __post_init__(self) -> None:
        for array in (self.weights, self.individual, self.z):
            read_only(array)

    @property
    def k(self) -> float:
        """The weight at which a risk is half credible; infinite where no variance lies between risks."""
        return self.within / self.between if self.between else np.inf

    @property
    def premiums(self) -> Floats:
        """Z x individual + (1 - Z) x collective, per unit of weight; without experience the collective."""
        own = np.where(self.weights > 0, self.individual, self.collective)
        return self.collective + self.z * (own - self.collective)

    @property
    def observed(self) -> float:
        """The total of values x weights."""
        return float(np.nansum(self.weights * self.individual))

    @property
    def balance(self) -> float:
        """What the premiums would have collected on the experience, over what was observed: 1 up to rounding."""
        collected = float(np.dot(self.weights, self.premiums))
        return collected / self.observed if self.observed else np.nan if collected else 1.0

    def to_frame(self) -> pd.DataFrame:
        """One row a risk: weight, individual, z, premium; the index holds the ids."""
        import pandas as pd

        columns = {"weight": self.weights, "individual": self.individual, "z": self.z, "premium": self.premiums}
        return pd.DataFrame(columns, index=pd.Index(self.risks, name="risk"), copy=True)

    def rule(
        self, ratio: str, weight: str, *, decimals: int | None = None, scale: int = 1, clause: Any = None
    ) -> Credibility:
        """The fit as a rule of a policy: factor = 1 + Z (ratio / collective - 1), its numbers frozen.

        Args:
            ratio: indicator that holds what `values` held, over the window of the policy.
            weight: indicator that holds what `weights` held: an amount or a count.
            decimals: the collective and k are rounded half even to so many decimals; else to 9 significant digits.
            scale: units of the weight indicator in one unit of the fitted weights; 100 where the fit was made
                in yuan, because indicators of money count fen.
            clause: the article.
        Raises:
            DefinitionError: no variance between risks, or a collective that rounds to zero.
        """
        frozen = {"collective": self.collective, "k": self.k * scale}
        return frozen_rule(ratio, weight, frozen, decimals=decimals, clause=clause)

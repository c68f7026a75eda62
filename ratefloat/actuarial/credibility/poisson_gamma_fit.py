"""What a Poisson-gamma model found: the prior law and each risk's relativity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from ratefloat.actuarial.credibility.cells import Floats, read_only
from ratefloat.actuarial.credibility.freeze import frozen_rule
from ratefloat.actuarial.credibility.ids import Ids
from ratefloat.actuarial.credibility.predictive import PredictiveCounts

if TYPE_CHECKING:
    import pandas as pd

    from ratefloat.rules.credibility import Credibility


@dataclass(frozen=True, eq=False)
class PoissonGammaFit:
    """A fitted Poisson-gamma model; arrays have shape (risks,), in the order of `risks`."""

    risks: Ids
    counts: Floats
    exposure: Floats
    collective: float
    """Claims per unit of exposure; 0 where no claim was seen."""
    shape: float
    """Of the gamma law of Theta; infinite where no variance lies between risks."""

    def __post_init__(self) -> None:
        read_only(self.counts)
        read_only(self.exposure)

    @property
    def within(self) -> float:
        """Variance of one unit of exposure inside a risk: for Poisson the frequency itself."""
        return self.collective

    @property
    def between(self) -> float:
        """Variance of the frequency between risks."""
        return self.collective**2 / self.shape

    @property
    def k(self) -> float:
        """The exposure at which a risk is half credible."""
        return self.shape / self.collective if self.collective else np.inf

    @property
    def expected(self) -> Floats:
        """Lambda, the expected claims of each risk before its record is known."""
        return self.collective * self.exposure

    @property
    def individual(self) -> Floats:
        """Each risk's own frequency; NaN without exposure."""
        blank = np.full(len(self.counts), np.nan)
        return np.asarray(np.divide(self.counts, self.exposure, out=blank, where=self.exposure > 0))

    @property
    def z(self) -> Floats:
        """Credibility Lambda / (Lambda + shape)."""
        if np.isinf(self.shape):
            return np.zeros(len(self.counts))
        return np.asarray(self.expected / (self.expected + self.shape))

    @property
    def relativity(self) -> Floats:
        """E[Theta | record] = (shape + counts) / (shape + Lambda)."""
        if np.isinf(self.shape):
            return np.ones(len(self.counts))
        return np.asarray((self.shape + self.counts) / (self.shape + self.expected))

    @property
    def premiums(self) -> Floats:
        """Expected claims per unit of exposure of each risk after its record."""
        return self.collective * self.relativity

    @property
    def observed(self) -> float:
        """The total of claims."""
        return float(self.counts.sum())

    @property
    def balance(self) -> float:
        """What the premiums would have collected on the experience, over the claims: 1 up to rounding.

        With a frequency that was given, it is whatever that frequency makes it.
        """
        collected = float(np.dot(self.exposure, self.premiums))
        return collected / self.observed if self.observed else np.nan if collected else 1.0

    def predictive(self, ahead: ArrayLike) -> PredictiveCounts:
        """The law of each risk's next count on an exposure ahead (one number, or one for each risk)."""
        mean = self.premiums * np.broadcast_to(np.asarray(ahead, dtype=np.float64), self.counts.shape)
        return PredictiveCounts(mean, self.shape + self.counts)

    def to_frame(self) -> pd.DataFrame:
        """One row a risk: exposure, counts, individual, z, relativity, premium; the index holds the ids."""
        import pandas as pd

        columns = {
            "exposure": self.exposure, "counts": self.counts, "individual": self.individual, "z": self.z,
            "relativity": self.relativity, "premium": self.premiums,
        }
        return pd.DataFrame(columns, index=pd.Index(self.risks, name="risk"), copy=True)

    def rule(
        self, ratio: str, weight: str, *, decimals: int | None = None, scale: int = 1, clause: Any = None
    ) -> Credibility:
        """The fit as a rule of a policy: its relativity as 1 + Z (ratio / collective - 1), the numbers frozen.

        Args:
            ratio: indicator of claims per unit of exposure over the window of the policy.
            weight: indicator of the exposure over the same window.
            decimals: the collective and k are rounded half even to so many decimals; else to 9 significant digits.
            scale: units of the weight indicator in one unit of the fitted exposure; the ratio must then be per
                unit of the fitted exposure.
            clause: the article.
        Raises:
            DefinitionError: no variance between risks, or a collective that rounds to zero.
        """
        frozen = {"collective": self.collective, "k": self.k * scale}
        return frozen_rule(ratio, weight, frozen, decimals=decimals, clause=clause)

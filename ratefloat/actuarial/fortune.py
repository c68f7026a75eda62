"""How much of a grade is risk, and how much is luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.actuarial.build import law_of
from ratefloat.actuarial.cell import RiskCell
from ratefloat.actuarial.policy_chain import PolicyChain
from ratefloat.actuarial.reading import Reading
from ratefloat.errors import DataError
from ratefloat.numeric.gamma import gamma_panels

if TYPE_CHECKING:
    import pandas as pd

    from ratefloat.policy.document import FloatPolicy

FloatArray = NDArray[np.float64]
NOBODY = 1e-13
"""The weight of a risk that is left out."""
RARE = 1e-7
"""The share of employers with a greater risk than the experiences are made for."""
LARGEST = 16_384
"""The most heads that are looked at for the size from which a grade is more risk than luck."""


@dataclass(frozen=True, eq=False)
class Luck:
    """The grades of like employers: by luck alone, and where their risks differ.

    The risks of employers are the cell's frequency times a gamma of mean 1 and shape `heterogeneity`.
    """

    policy: FloatPolicy = field(repr=False)
    chain: PolicyChain
    heterogeneity: float
    given: Mapping[str, Any] = field(repr=False)

    @cached_property
    def _laws(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Risks, their weights, and the law of levels at each, shape (risks, levels)."""
        risks, weights = gamma_panels(self.heterogeneity)
        risks, weights = risks[weights > NOBODY], weights[weights > NOBODY]
        law, cases = self.chain.law, float(self.chain.reading.cell.cases)
        return risks, weights, law.stationary_at((risks * cases).tolist())

    @cached_property
    def grades(self) -> pd.DataFrame:
        """By step: the chance at exactly average risk, the share of employers, and their mean relative risk."""
        import pandas as pd

        risks, weights, laws = self._laws
        share = weights @ laws
        mean = (weights * risks) @ laws / np.where(share > 0, share, np.nan)
        columns = {"chance_at_average_risk": self.chain.law.stationary, "share": share, "mean_risk": mean}
        return pd.DataFrame(columns, index=pd.Index(self.chain.labels, name="step"))

    @cached_property
    def explained(self) -> float:
        """The share of the variance of an employer's premium level that its risk explains; the rest is luck.

        0 where no level differs from another.
        """
        _, weights, laws = self._laws
        levels = self.chain.premiums / self.chain.premiums.max()
        means, squares = laws @ levels, laws @ levels**2
        mean = weights @ means
        total = float(weights @ squares - mean**2)
        return float(weights @ (means - mean) ** 2) / total if total > 1e-12 else 0.0

    @cached_property
    def size(self) -> int | None:
        """The heads from which a grade is more risk than luck: `explained` is a half or more.

        None where that is so for no employer of up to 16,384 heads. Found by doubling, then by halving.
        """
        heads, below = 1, 0
        while self._at(heads).explained < 0.5:
            below, heads = heads, 2 * heads
            if heads > LARGEST:
                return None
        while heads - below > max(1, heads // 100):
            middle = (heads + below) // 2
            below, heads = (below, middle) if self._at(middle).explained >= 0.5 else (middle, heads)
        return heads

    def _at(self, heads: int) -> Luck:
        reading = self.chain.reading
        return luck(
            self.policy, reading.cell.replace(heads=heads), on=reading.dates.on, heterogeneity=self.heterogeneity,
            given=self.given,
        )


def luck(
    policy: FloatPolicy, cell: RiskCell, *, on: date | str, heterogeneity: float | str | Fraction = 2.5,
    given: Mapping[str, Any] | None = None,
) -> Luck:
    """The grades of employers of a cell: what luck does at exactly average risk, and what risk explains.

    Args:
        heterogeneity: shape of the gamma of risks within a class; the smaller, the more employers differ.
            2.5 is a central guess, 1 to 6 its range [U]; estimate it from your own book (Poisson-gamma).
        given: constants for what a cell does not have; see `chain`.
    Raises:
        DataError: the heterogeneity is not above 0.
        UncoveredError: as `chain`.

    >>> from ratefloat.actuarial import RiskCell, severity
    >>> from ratefloat.plans import load_plan
    >>> cell = RiskCell(risk_class=4, heads=100, wage="90000", frequency="12‰", severity=severity({"30000": 1}))
    >>> found = luck(load_plan("cn-shenzhen-2018"), cell, on="2020-03-01")
    >>> float(found.grades.loc[-2, "chance_at_average_risk"].round(6))
    0.090718
    """
    shape = float(Fraction(heterogeneity)) if isinstance(heterogeneity, str) else float(heterogeneity)
    if not 0 < shape < np.inf:
        raise DataError(f"heterogeneity {heterogeneity!r}: expected above 0, the shape of a gamma", shape=shape)
    policy.require_complete()
    reading = Reading.of(policy, cell, policy.require_in_force(on), given or {})
    return Luck(policy, PolicyChain(reading, law_of(reading, None, hazard=_greatest(shape))), shape, dict(given or {}))


def _greatest(shape: float) -> float:
    """A multiple of the average risk that hardly any employer exceeds."""
    from scipy.special import gammainccinv

    return max(float(gammainccinv(shape, RARE)) / shape, 1.0)

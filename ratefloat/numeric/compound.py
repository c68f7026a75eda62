"""Compound distributions: the aggregate claims of an employer over a window, by three independent methods."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratefloat.errors import DataError
from ratefloat.numeric.compound_fft import compound_by_fft
from ratefloat.numeric.counts import (
    Binomial,
    CountLaw,
    CountTable,
    MixedPoisson,
    NegativeBinomial,
    Poisson,
)
from ratefloat.numeric.gamma import gamma_panels, gamma_quadrature
from ratefloat.numeric.joint import Outcomes, joint_law, one_more_claim, with_claim
from ratefloat.numeric.lattice import (
    Aggregate,
    capped_sum,
    check_cells,
    on_cells,
    severity_pmf,
    sum_of_independent,
)
from ratefloat.numeric.panjer import panjer

__all__ = [
    "Aggregate",
    "Binomial",
    "CountLaw",
    "CountTable",
    "MixedPoisson",
    "NegativeBinomial",
    "Outcomes",
    "Poisson",
    "capped_sum",
    "compound_by_convolution",
    "compound_by_fft",
    "gamma_panels",
    "gamma_quadrature",
    "joint_law",
    "one_more_claim",
    "panjer",
    "sum_of_independent",
    "with_claim",
]

FloatArray = NDArray[np.float64]

_MOST_CLAIMS = 100_000


def compound_by_convolution(counts: CountLaw, severity: ArrayLike, *, cells: int) -> Aggregate:
    """Aggregate claims as the sum over the number of claims n of P(N = n) times the n-fold convolution.

    The plainest method, for any count law; the oracle of the other two.

    Args:
        counts: any count law; several risks at once share the severity and its convolutions.
        severity: law of one claim on the lattice, shape (m,).
        cells: number of cells wanted, >= 1.
    Returns:
        pmf of shape (cells,) or (risks, cells); error: the probability of numbers of claims left out.
    Raises:
        DataError: the severity is no law, or more than 100,000 claims would have to be convolved.

    >>> compound_by_convolution(CountTable([0.5, 0.25, 0.25]), [0, 1], cells=3).pmf
    array([0.5 , 0.25, 0.25])
    """
    check_cells(cells)
    claim = on_cells(severity_pmf(severity), cells)
    chances = _chances(counts)
    pmf = np.zeros((*chances.shape[:-1], cells))
    power = np.zeros(cells)
    power[0] = 1.0
    for number in range(chances.shape[-1]):
        pmf += chances[..., number, np.newaxis] * power
        power = np.convolve(power, claim)[:cells]
        # Where every claim costs something, so many of them never end on the lattice: nothing is left out.
        if not power.any():
            return Aggregate(pmf, np.zeros(chances.shape[:-1]))
    return Aggregate(pmf, np.asarray(np.maximum(1.0 - chances.sum(axis=-1), 0.0), np.float64))


def _chances(counts: CountLaw) -> FloatArray:
    """Probabilities of so many counts that no more than rounding is left out."""
    cap = int(np.max(counts.mean + 12 * np.sqrt(counts.variance), initial=0.0)) + 32
    if isinstance(counts, CountTable):
        return counts.table
    while cap <= _MOST_CLAIMS:
        chances = counts.probabilities(cap)
        if chances[..., -1].max(initial=0.0) < 1e-18:
            return chances
        cap *= 2
    raise DataError(
        f"counts: more than {_MOST_CLAIMS:,} claims would have to be convolved; use panjer or _by_fft",
        most=_MOST_CLAIMS,
    )

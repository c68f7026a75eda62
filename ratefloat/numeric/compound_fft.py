"""Aggregate claims by the fast Fourier transform with exponential tilting."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratefloat.errors import DataError
from ratefloat.numeric.counts import CountLaw
from ratefloat.numeric.lattice import Aggregate, check_cells, on_cells, severity_pmf

FloatArray = NDArray[np.float64]

# A period of eight lattices and a tilt of 36 over it: aliasing falls below e^-36, and the way back
# multiplies rounding by no more than e^4.5.
_PERIODS = 8
_TILT = 36.0


def compound_by_fft(counts: CountLaw, severity: ArrayLike, *, cells: int) -> Aggregate:
    """Aggregate claims for any count law with a generating function, by a tilted discrete Fourier transform.

    Args:
        counts: any count law; several risks at once share the severity.
        severity: law of one claim on the lattice, shape (m,).
        cells: number of cells wanted, >= 1.
    Returns:
        pmf of shape (cells,) or (risks, cells); error: mass that may be wrapped back onto the lattice, plus
        rounding. It is absolute: cells far below it hold no digits.
    Raises:
        DataError: the severity is no law.
    Source: Grübel and Hermesmeier 1999, ASTIN Bulletin 29, for the tilt; Bühlmann 1984 for the transform.

    >>> from ratefloat.numeric.counts import Poisson
    >>> compound_by_fft(Poisson(0.5), [0, 1], cells=3).pmf.round(6)
    array([0.606531, 0.303265, 0.075816])
    """
    check_cells(cells)
    claim = severity_pmf(severity)
    period = 1 << int(np.ceil(np.log2(_PERIODS * cells)))
    tilt = _TILT / period
    # Claims beyond the period would be wrapped by the transform itself: they cannot end on the lattice.
    tilted = on_cells(claim, period) * np.exp(-tilt * np.arange(period))
    transform = np.fft.fft(tilted)
    back = np.fft.ifft(counts.generating(transform), axis=-1)
    if not np.isfinite(back).all():
        raise DataError(
            "counts: the generating function is not finite on the unit disc; expected a law of counts"
        )
    growth = np.exp(tilt * np.arange(cells))
    pmf = np.maximum(back.real[..., :cells] * growth, 0.0)
    # Rounding of a transform is log2(period) eps in the 2-norm; that of exp(rate (z - 1)) is rate x eps.
    norms = np.linalg.norm(back, axis=-1) * np.linalg.norm(growth)
    rounding = 2 * np.finfo(np.float64).eps * (np.log2(period) + counts.mean) * norms
    beyond = np.maximum(1.0 - pmf.sum(axis=-1), 0.0)
    return Aggregate(pmf, np.asarray(np.exp(-_TILT) * beyond + rounding, np.float64))

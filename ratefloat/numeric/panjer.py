"""Panjer's recursion: aggregate claims exactly, cell by cell, for Poisson, binomial and related counts."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratefloat.errors import DataError
from ratefloat.numeric.counts import Binomial, CountLaw, MixedPoisson, NegativeBinomial, Poisson
from ratefloat.numeric.lattice import Aggregate, check_cells, on_cells, severity_pmf, sum_of_independent

FloatArray = NDArray[np.float64]

# Large enough that rescaling is rare, small enough that one more step cannot overflow.
_LARGE = 1e100


def panjer(counts: CountLaw, severity: ArrayLike, *, cells: int) -> Aggregate:
    """Aggregate claims by Panjer's recursion; every stated cell is exact but for rounding.

    The recursion starts at 1 and carries its logarithmic scale, so that exp(-rate) never underflows: rates
    of many thousands are safe. A binomial is convolved by doubling where its recursion would subtract.

    Args:
        counts: Poisson, MixedPoisson, NegativeBinomial or Binomial; several risks at once share the severity.
        severity: law of one claim on the lattice, shape (m,).
        cells: number of cells wanted, >= 1.
    Returns:
        pmf of shape (cells,) or (risks, cells), `beyond` its truncation; error: a bound for rounding alone.
    Raises:
        DataError: the count law has no recursion, or the severity is no law.
    Source: Panjer 1981, ASTIN Bulletin 12; Panjer and Wang 1993 for its stability.

    >>> panjer(Poisson(0.5), [0, 1], cells=3).pmf.round(6)
    array([0.606531, 0.303265, 0.075816])
    """
    check_cells(cells)
    claim = severity_pmf(severity)
    pmf = _pmf(counts, claim, cells)
    steps = 8 * (cells + counts.mean)
    return Aggregate(pmf, np.asarray(steps * np.finfo(np.float64).eps * pmf.sum(axis=-1), np.float64))


def _pmf(counts: CountLaw, claim: FloatArray, cells: int) -> FloatArray:
    missed = float(1.0 - claim[0])
    if isinstance(counts, MixedPoisson):
        points = _pmf(Poisson(counts.rates), claim, cells)
        return np.asarray(np.einsum("...ps,p->...s", points, counts.weights), np.float64)
    if isinstance(counts, Poisson):
        rate = counts.rate
        return _recursion(np.zeros_like(rate), rate, -rate * missed, claim, cells)
    if isinstance(counts, NegativeBinomial):
        size, a = counts.size, counts.rate / (counts.size + counts.rate)
        return _recursion(a, (size - 1) * a, -size * np.log1p(counts.rate / size * missed), claim, cells)
    if isinstance(counts, Binomial):
        return _binomial(counts, claim, cells)
    raise DataError(
        f"counts: {type(counts).__name__} has no Panjer recursion; use compound_by_convolution or _by_fft",
        counts=type(counts).__name__,
    )


def _binomial(counts: Binomial, claim: FloatArray, cells: int) -> FloatArray:
    chance = counts.chance
    positive = np.flatnonzero(claim[1:])
    least = 1 + int(positive[0]) if positive.size else cells
    # Beyond (trials + 1) x least claim the terms change sign, and the recursion loses its digits.
    if cells - 1 <= (counts.trials + 1) * least and (chance < 1).all():
        odds = chance / (1 - chance)
        start = counts.trials * np.log1p(-chance * (1.0 - claim[0]))
        return _recursion(-odds, (counts.trials + 1) * odds, start, claim, cells)
    power = on_cells(claim, cells) * chance[..., np.newaxis]
    power[..., 0] += 1 - chance
    total = np.zeros(power.shape)
    total[..., 0] = 1.0
    for bit in range(counts.trials.bit_length()):
        if counts.trials >> bit & 1:
            total = sum_of_independent(total, power)
        power = sum_of_independent(power, power)
    return total


def _recursion(a: FloatArray, b: FloatArray, start: FloatArray, claim: FloatArray, cells: int) -> FloatArray:
    """g(s) = sum_j (a + b j / s) f(j) g(s - j) / (1 - a f(0)), from log g(0) = start."""
    shape = start.shape
    a, b = np.atleast_1d(a), np.atleast_1d(b)
    start = np.atleast_1d(start).astype(np.float64)
    # Counted, not added up: a sum of hundreds of logarithms would lose digits at rates of 100,000.
    scaled = np.zeros(start.shape)
    sizes = np.arange(claim.size, dtype=np.float64)
    # Reversed, so that the terms meet g(s - m), ..., g(s - 1) in memory order.
    terms = np.stack([claim, sizes * claim])[:, :0:-1]
    reach = terms.shape[1]
    divisor = 1.0 - a * claim[0]
    a, b = a / divisor, b / divisor
    g = np.zeros((cells, a.size))
    g[0] = 1.0
    # No cell exceeds exp(-start), because no probability exceeds 1.
    may_grow = start.min(initial=0.0) < -np.log(_LARGE)
    plain = bool(a.any())
    for s in range(1, cells):
        width = min(s, reach)
        before = g[s - width : s]
        g[s] = b / s * (terms[1, reach - width :] @ before)
        if plain:
            g[s] += a * (terms[0, reach - width :] @ before)
        if may_grow and g[s].max() > _LARGE:
            large = g[s] > _LARGE
            g[: s + 1, large] /= _LARGE
            scaled[large] += 1
    return np.ascontiguousarray((g * np.exp(start + scaled * np.log(_LARGE))).T).reshape(*shape, cells)

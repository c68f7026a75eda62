"""The joint law of aggregate losses and of what else a float rule counts: injuries, deaths, severe cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratefloat.errors import DataError, ShapeError
from ratefloat.numeric.counts import CountLaw, MixedPoisson, Poisson, parameter
from ratefloat.numeric.lattice import capped, check_cells
from ratefloat.numeric.panjer import panjer

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_BLOCK_BYTES = 1 << 26
_FEW_AMOUNTS = 16


@dataclass(frozen=True, eq=False, init=False)
class Outcomes:
    """The ways in which one claim can end: what it costs and what it counts as.

    Args:
        amounts: whole steps of the loss lattice, >= 0, shape (outcomes,).
        probabilities: >= 0, sum 1, shape (outcomes,).
        marks: what each outcome adds to each counter, whole and >= 0, shape (outcomes, counters);
            for injuries and deaths, [1, 0] is an injury, [1, 1] a death, [0, 0] a claim that does not count.
    Raises:
        DataError: an amount or mark is negative or not whole, or the probabilities are no law.
        ShapeError: the three do not describe the same outcomes.

    >>> Outcomes([1, 40], [0.98, 0.02], [[1, 0], [1, 1]]).mean_amount
    1.78
    """

    amounts: IntArray
    probabilities: FloatArray
    marks: IntArray

    def __init__(self, amounts: ArrayLike, probabilities: ArrayLike, marks: ArrayLike) -> None:
        steps, counted = _whole("amounts", amounts), _whole("marks", marks)
        chances = parameter("probabilities", probabilities, least=0.0)
        if counted.ndim != 2 or not chances.shape == steps.shape == counted.shape[:1]:
            raise ShapeError(
                f"outcomes: amounts {steps.shape}, probabilities {chances.shape}, marks {counted.shape}; "
                "expected (outcomes,), (outcomes,) and (outcomes, counters)",
                amounts=steps.shape,
                probabilities=chances.shape,
                marks=counted.shape,
            )
        if abs(chances.sum() - 1.0) > 1e-9:
            raise DataError(f"probabilities: sum {chances.sum()}; expected 1", total=float(chances.sum()))
        object.__setattr__(self, "amounts", steps)
        object.__setattr__(self, "probabilities", chances)
        object.__setattr__(self, "marks", counted)

    @property
    def mean_amount(self) -> float:
        """Expected cost of one claim, in steps of the lattice."""
        return float(self.amounts @ self.probabilities)

    @property
    def severity(self) -> FloatArray:
        """Law of the cost of one claim, shape (greatest amount + 1,)."""
        return _weighed(self.amounts, self.probabilities)


@dataclass(frozen=True)
class _Stream:
    """Claims that add the same marks: by thinning, a Poisson stream independent of the others."""

    mark: tuple[int, ...]
    share: float
    severity: FloatArray

    def numbers(self, caps: tuple[int, ...]) -> int:
        """The number of claims from which every counter that they touch is at its cap."""
        return max((-(-cap // mark) for cap, mark in zip(caps, self.mark, strict=True) if mark), default=0)


def joint_law(counts: CountLaw, outcomes: Outcomes, *, cells: int, caps: tuple[int, ...]) -> FloatArray:
    """Joint law of the aggregate loss and the counters of a window, with nothing lost at the ends.

    Claims with different marks are independent Poisson streams; each stream's losses by number of claims are
    joined by direct convolution. The last entry of every axis means "at least". Exact up to rounding of
    about 1e-15, which is absolute for the entries of "at least" that many claims.

    Args:
        counts: Poisson, or MixedPoisson for employers of unknown hazard; shape () or (risks,).
        outcomes: of one claim, with as many counters as caps.
        cells: of the loss lattice, >= 1; the last holds every greater loss.
        caps: of the counters, >= 0 each; the last entry of a counter holds every greater count.
    Returns:
        probabilities, shape (..., cells, caps[0] + 1, caps[1] + 1, ...).
    Raises:
        DataError: the counts are not Poisson, or a cap is negative.
        ShapeError: there are not as many caps as counters.
    Source: thinning and superposition of Poisson streams; theory of compound Poisson sums.

    >>> law = joint_law(Poisson(0.5), Outcomes([1, 2], [0.5, 0.5], [[0], [1]]), cells=3, caps=(1,))
    >>> law.shape, law[0].round(6)
    ((3, 2), array([0.606531, 0.      ]))
    """
    check_cells(cells)
    streams = _streams(outcomes, cells, caps)
    if isinstance(counts, MixedPoisson):
        points = _poisson_law(counts.rates, streams, cells, caps)
        return np.asarray(np.moveaxis(points, counts.rates.ndim - 1, -1) @ counts.weights, np.float64)
    if isinstance(counts, Poisson):
        return _poisson_law(counts.rate, streams, cells, caps)
    raise DataError(
        f"counts: {type(counts).__name__}; expected Poisson or MixedPoisson, whose streams are independent; "
        "a negative binomial is a MixedPoisson over gamma_quadrature",
        counts=type(counts).__name__,
    )


def one_more_claim(law: FloatArray, outcomes: Outcomes) -> FloatArray:
    """The joint law after one more claim, independent of the others; less `law`, its derivative by the rate.

    Args:
        law: of the form of `joint_law`, for the same counters, shape (..., cells, counters...).
        outcomes: of the claim.
    Source: d/dmu E g(S) = E[g(S + X) - g(S)] for a Poisson rate mu.

    >>> one_more_claim(np.array([[1.0], [0.0]]), Outcomes([1], [1.0], [[0]]))
    array([[0.],
           [1.]])
    """
    after = np.zeros(law.shape)
    kinds = (outcomes.amounts.tolist(), outcomes.marks.tolist(), outcomes.probabilities.tolist())
    for amount, mark, chance in zip(*kinds, strict=True):
        after += chance * with_claim(law, amount, tuple(mark))
    return after


def with_claim(law: FloatArray, amount: int, marks: tuple[int, ...]) -> FloatArray:
    """The joint law moved up by one claim of a given amount and marks; the last entries keep "at least".

    Raises:
        ShapeError: the law has fewer axes than the claim has marks.

    >>> with_claim(np.array([[0.5], [0.5]]), 1, (0,))
    array([[0.],
           [1.]])
    """
    if law.ndim < 1 + len(marks):
        raise ShapeError(
            f"law: shape {law.shape}; expected a loss axis and {len(marks)} counters", law=law.shape
        )
    moved = law
    first = law.ndim - 1 - len(marks)
    for axis, by in enumerate((amount, *marks), start=first):
        moved = _shifted(moved, axis, by)
    return moved


def _shifted(law: FloatArray, axis: int, by: int) -> FloatArray:
    if by == 0:
        return law
    source = np.moveaxis(law, axis, -1)
    cells = source.shape[-1]
    moved = np.zeros(law.shape)
    target = np.moveaxis(moved, axis, -1)
    stay = max(0, cells - 1 - by)
    target[..., by : by + stay] = source[..., :stay]
    target[..., -1] += source[..., stay:].sum(axis=-1)
    return moved


def _whole(name: str, values: ArrayLike) -> IntArray:
    array = np.asarray(values)
    if array.dtype.kind not in "iu" or (array < 0).any():
        raise DataError(f"{name}: expected whole numbers >= 0, as integers", name=name)
    whole = array.astype(np.int64)
    whole.setflags(write=False)
    return whole


def _weighed(amounts: IntArray, chances: FloatArray) -> FloatArray:
    return np.asarray(np.bincount(amounts, weights=chances), np.float64)


def _streams(outcomes: Outcomes, cells: int, caps: tuple[int, ...]) -> list[_Stream]:
    marks, chances = outcomes.marks, outcomes.probabilities
    # A claim that alone reaches the last cell may as well end in it.
    amounts = np.minimum(outcomes.amounts, cells - 1)
    if marks.shape[1] != len(caps) or any(cap < 0 for cap in caps):
        raise ShapeError(f"caps: {caps} for {marks.shape[1]} counters; expected one cap >= 0 each", caps=caps)
    streams = []
    for mark in sorted({tuple(row) for row in marks[chances > 0].tolist()}):
        chosen = (marks == mark).all(axis=1)
        share = float(chances[chosen].sum())
        severity = _weighed(amounts[chosen], chances[chosen] / share)
        streams.append(_Stream(mark, share, severity))
    # The stream with the most numbers is laid down first, because that costs no convolution.
    return sorted(streams, key=lambda stream: -stream.numbers(caps))


def _poisson_law(rates: FloatArray, streams: list[_Stream], cells: int, caps: tuple[int, ...]) -> FloatArray:
    shape = tuple(cap + 1 for cap in caps)
    flat = np.ravel(rates)
    law = np.zeros((flat.size, cells, *shape))
    block = max(1, _BLOCK_BYTES // (8 * cells * max(cells, int(np.prod(shape)))))
    for start in range(0, flat.size, block):
        some = flat[start : start + block]
        state: FloatArray | None = None
        for stream in streams:
            numbers = _by_number(some * stream.share, stream.severity, cells, stream.numbers(caps))
            state = _join(state, numbers, stream.mark, shape)
        law[start : start + block] = state
    return law.reshape(*rates.shape, cells, *shape)


def _by_number(rates: FloatArray, severity: FloatArray, cells: int, cap: int) -> FloatArray:
    """Law of a stream's losses with 0, 1, ..., and at least `cap` claims, shape (risks, cap + 1, cells)."""
    from scipy.special import gammainc

    claim = capped(severity, cells)
    out = np.empty((rates.size, cap + 1, cells))
    chances = Poisson(rates).probabilities(max(cap - 1, 0))
    power = np.zeros(cells)
    power[0] = 1.0
    for number in range(cap):
        out[:, number] = chances[:, number, np.newaxis] * power
        full = np.convolve(power, claim)
        power = capped(full, cells)
    rest = panjer(Poisson(rates), severity, cells=cells).pmf if cells > 1 else np.ones((rates.size, 1))
    out[:, cap] = np.maximum(rest - out[:, :cap].sum(axis=1), 0.0)
    more = gammainc(cap, rates) if cap else np.ones(rates.size)
    out[:, cap, -1] = np.maximum(more - out[:, cap, :-1].sum(axis=-1), 0.0)
    return out


def _join(
    state: FloatArray | None, numbers: FloatArray, mark: tuple[int, ...], shape: tuple[int, ...]
) -> FloatArray:
    """The state with an independent stream added: convolved along the loss, moved along the counters."""
    risks, cap, cells = numbers.shape[0], numbers.shape[1] - 1, numbers.shape[2]
    if state is None:
        state = np.zeros((risks, cells, *shape))
        for number in range(cap + 1):
            place = [min(number * by, size - 1) for by, size in zip(mark, shape, strict=True)]
            entry: tuple[Any, ...] = (..., *place)
            state[entry] += numbers[:, number]
        return state
    joined = np.zeros(state.shape)
    for number in range(cap + 1):
        added = _add_loss(state.reshape(risks, cells, -1), numbers[:, number])
        joined += with_claim(added.reshape(state.shape), 0, tuple(number * by for by in mark))
    return joined


def _add_loss(state: FloatArray, loss: FloatArray) -> FloatArray:
    """The state (risks, cells, rest) with an independent loss (risks, cells) added."""
    amounts = np.flatnonzero(loss.any(axis=0)).tolist()
    # Deaths cost one amount, so their sums take few values: moving is then cheaper than multiplying.
    if len(amounts) > _FEW_AMOUNTS:
        return np.asarray(_convolution_matrix(loss) @ state, np.float64)
    added = np.zeros(state.shape)
    for amount in amounts:
        added += loss[:, amount, np.newaxis, np.newaxis] * _shifted(state, 1, amount)
    return added


def _convolution_matrix(laws: FloatArray) -> FloatArray:
    """Matrices that add a loss to a law whose last cell means "at least", shape (risks, cells, cells)."""
    risks, cells = laws.shape
    padded = np.concatenate([np.zeros((risks, cells)), laws], axis=1)
    step = padded.strides[1]
    # Row i, column j holds the chance of i - j: a window that slides back along the padded law.
    matrix = np.lib.stride_tricks.as_strided(
        padded[:, cells:], (risks, cells, cells), (padded.strides[0], step, -step)
    ).copy()
    matrix[:, -1] = np.cumsum(laws[:, ::-1], axis=1)
    return matrix

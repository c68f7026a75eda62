"""A number that is not known: its range, of what kind it is, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf, isfinite

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from ratefloat.errors import DataError, DefinitionError

FloatArray = NDArray[np.float64]

MARKS = ("S", "K", "C", "U", "given")
"""Seen in a source, known, computed, unsure, given by the user."""

_Z95 = 1.6448536269514722


@dataclass(frozen=True)
class Range:
    """A parameter's low, central and high value, with its mark and source.

    Low and high are read as the 5 and 95 % points of a distribution and central as its median: a normal one
    whose spread below and above the median differs, on the scale of `scale`, cut off at `least` and `most`.
    Low is the weak answer; the three may rise or fall. Equal values make a parameter fixed. Parameters that name
    the same `shared` are drawn at one common quantile.

    Raises:
        DefinitionError: values that do not rise or fall, beyond their bounds, or without mark or source.

    >>> Range(0.1, 0.4, 1.0, mark="C", source="several studies").at([0.05, 0.5, 0.95]).round(6).tolist()
    [0.1, 0.4, 1.0]
    """

    low: float
    central: float
    high: float
    mark: str = "given"
    source: str = "the user"
    least: float = -inf
    most: float = inf
    shared: str = ""

    def __post_init__(self) -> None:
        three = (self.low, self.central, self.high)
        text = f"range {self.low}, {self.central}, {self.high}"
        if not all(isfinite(value) for value in three):
            raise DefinitionError(f"{text}: expected finite numbers", values=three)
        if list(three) not in (sorted(three), sorted(three, reverse=True)):
            raise DefinitionError(f"{text}: expected low, central and high in order", values=three)
        if not (self.least <= min(three) and max(three) <= self.most):
            raise DefinitionError(f"{text}: expected values from {self.least:g} to {self.most:g}", values=three)
        if self.mark not in MARKS:
            raise DefinitionError(f"{text}: mark {self.mark!r}; expected one of {', '.join(MARKS)}", mark=self.mark)
        if not self.source.strip():
            raise DefinitionError(f"{text}: no source; say where the numbers come from")

    @property
    def fixed(self) -> bool:
        """Whether there is only one value."""
        return self.low == self.high

    @property
    def scale(self) -> str:
        """The scale of the distribution: "logit" for shares inside 0 to 1, "log" away from 0, else "plain"."""
        three = (self.low, self.central, self.high)
        if (self.least, self.most) == (0, 1) and min(three) > 0 and max(three) < 1:
            return "logit"
        return "log" if min(three) > 0 or max(three) < 0 else "plain"

    def at(self, quantile: ArrayLike) -> FloatArray:
        """The value at some quantiles, 0 < quantile < 1; same shape.

        Raises:
            DataError: a quantile outside 0 to 1.
        """
        asked = np.asarray(quantile, dtype=np.float64)
        if not np.all((asked > 0) & (asked < 1)):
            raise DataError("quantile: expected numbers above 0 and below 1")
        if self.fixed:
            return np.full(asked.shape, self.central)
        to, back = _SCALES[self.scale]
        sign = -1.0 if self.scale == "log" and self.high < 0 else 1.0
        low, central, high = (to(sign * value) for value in (self.low, self.central, self.high))
        z = ndtri(asked) / _Z95
        moved = np.where(z < 0, central + z * (central - low), central + z * (high - central))
        return np.clip(sign * back(moved), self.least, self.most)

    def bounded_like(self, other: Range) -> Range:
        """The same range within the bounds of another one, drawn together with what that one is drawn with."""
        return replace(self, least=other.least, most=other.most, shared=other.shared)


def fixed(value: float) -> Range:
    """A number that the user gives.

    >>> fixed(0.4).fixed
    True
    """
    return Range(float(value), float(value), float(value))


def _logit(value: float) -> float:
    return float(np.log(value / (1 - value)))


def _expit(value: FloatArray) -> FloatArray:
    return np.asarray(1 / (1 + np.exp(-value)))


_SCALES: dict[str, tuple[Callable[[float], float], Callable[[FloatArray], FloatArray]]] = {
    "logit": (_logit, _expit),
    "log": (lambda value: float(np.log(value)), np.exp),
    "plain": (float, np.asarray),
}

"""Whole quotients of 128-bit products: the kernel under multiplying money by rates.

Magnitudes are uint64. Where size x numerator provably fits 63 bits, the quotient is one floor
division. Else it is estimated in float64 and corrected by the remainder of the estimate, which is
small enough to be exact modulo 2^64. So no product is ever held in more than one machine word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratefloat.numeric.arrays import BoolArray, Int64Array, UInt64Array

Codes = NDArray[np.integer[Any]]

# The remainder of an estimate is below 4,096 denominators, which must stay below 2^63.
WIDEST_DENOMINATOR = 2**50
# Stands for every quotient that fits int64 in neither sign, with room to round upward.
_TOO_LARGE = 2**63 + 1


@dataclass(frozen=True, slots=True)
class Multipliers:
    """Rational multipliers over one denominator, as the kernel reads them.

    `low` is |numerator| modulo 2^64; `near` the float64 magnitude, 2^70 at most (every product but
    zero is too large from there on); `largest` the greatest |numerator|.
    """

    low: UInt64Array
    near: NDArray[np.float64]
    negative: BoolArray
    largest: int
    denominator: int

    @classmethod
    def over_common(cls, ratios: Sequence[Fraction]) -> Multipliers | None:
        """The ratios over their least common denominator; None where that is too wide for the kernel."""
        common = lcm(*(ratio.denominator for ratio in ratios))
        if common > WIDEST_DENOMINATOR:
            return None
        sizes = [abs(ratio.numerator) * (common // ratio.denominator) for ratio in ratios]
        return cls(
            low=np.array([size % 2**64 for size in sizes], np.uint64),
            near=np.array([size / common if size < common << 70 else 2.0**70 for size in sizes]),
            negative=np.array([ratio.numerator < 0 for ratio in ratios], np.bool_),
            largest=max(sizes, default=0),
            denominator=common,
        )


def multiply_block(
    values: Int64Array, codes: Codes | None, by: Multipliers, mode: str
) -> tuple[Int64Array, BoolArray]:
    """Rounded products of one block and where they overflow; without codes, by the only multiplier."""
    signed = bool(by.negative.any()) or int(values.min()) < 0
    # abs of the least int64 wraps to itself, whose bits read as uint64 are its magnitude.
    sizes = (np.abs(values) if signed else values).view(np.uint64)
    low = _of_rows(by.low, codes)
    if int(sizes.max()) * by.largest + by.denominator < 2**63:
        whole = _divide_short(sizes * low, by.denominator, mode)
        overflow = np.zeros(whole.size, np.bool_)
        return (_with_sign(whole, values, codes, by) if signed else whole.view(np.int64)), overflow
    whole, rest = divide_wide(sizes, low, _of_rows(by.near, codes), by.denominator)
    _round(whole, rest, by.denominator, mode)
    products = _with_sign(whole, values, codes, by)
    overflow = (whole > 2**63) | ((whole == 2**63) & ~_negative(values, codes, by))
    products[overflow] = 0
    return products, overflow


def divide_wide(
    sizes: UInt64Array, low: UInt64Array, near: NDArray[np.float64], denominator: int
) -> tuple[UInt64Array, Int64Array]:
    """Whole quotient and remainder of size x numerator / denominator, however wide the product.

    With u = 2^-53 the estimate is off by at most 3u relative: 3,073 units up to 2^63. So the remainder
    of the whole estimate is below 4,096 denominators, and its value modulo 2^64 is its value.
    """
    estimate = sizes.astype(np.float64) * near
    too_large = estimate > 2.0**63 * (1 + 2.0**-49)
    estimate[too_large] = 0
    whole = estimate.astype(np.uint64)
    rest = (sizes * low - whole * np.uint64(denominator)).view(np.int64)
    correction = rest // np.int64(denominator)
    rest -= correction * np.int64(denominator)
    whole += correction.view(np.uint64)
    whole[too_large] = _TOO_LARGE
    return whole, rest


def _divide_short(products: UInt64Array, denominator: int, mode: str) -> UInt64Array:
    """Rounded quotients of products that fit, with the denominator on top, in 63 bits; reuses them."""
    divisor = np.uint64(denominator)
    if mode == "half_even":
        whole = products // divisor
        _round(whole, (products - whole * divisor).view(np.int64), denominator, mode)
        return whole
    products += np.uint64(_offset(denominator, mode))
    return np.floor_divide(products, divisor, out=products)


def _offset(denominator: int, mode: str) -> int:
    """What to add to a remainder so that it reaches the denominator exactly where it rounds upward."""
    return {"half_up": denominator // 2, "half_even": denominator // 2, "up": denominator - 1, "down": 0}[
        mode
    ]


def _round(whole: UInt64Array, rest: Int64Array, denominator: int, mode: str) -> None:
    whole += rest + _offset(denominator, mode) >= denominator
    if mode == "half_even":
        whole -= (rest * 2 == denominator) & (whole % 2 == 1)


def _of_rows(table: NDArray[Any], codes: Codes | None) -> NDArray[Any]:
    return table if codes is None else table.take(codes, mode="clip")


def _negative(values: Int64Array, codes: Codes | None, by: Multipliers) -> BoolArray:
    negative: BoolArray = (values < 0) ^ _of_rows(by.negative, codes)
    return negative


def _with_sign(whole: UInt64Array, values: Int64Array, codes: Codes | None, by: Multipliers) -> Int64Array:
    products = whole.view(np.int64)
    return np.where(_negative(values, codes, by), -products, products)

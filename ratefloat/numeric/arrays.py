"""What every exact kernel asks of its inputs: integer columns, exact fractions, blocks that stay in cache."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from numbers import Rational
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratefloat.errors import DataError, DefinitionError

Int64Array = NDArray[np.int64]
UInt64Array = NDArray[np.uint64]
BoolArray = NDArray[np.bool_]

# Measured best: smaller blocks pay for calls, larger ones fall out of the second-level cache.
BLOCK_ROWS = 65_536


def int64_column(name: str, values: ArrayLike) -> Int64Array:
    """The values as int64, shared where they are int64 already; anything that is not whole is refused.

    Raises:
        DataError: the values are not integers, or do not all fit int64.

    >>> int64_column("payroll", [1, 2])
    array([1, 2])
    """
    array: NDArray[Any] = np.asarray(values)
    if array.dtype == np.int64:
        return array
    if array.size == 0 or (array.dtype.kind in "iu" and np.can_cast(array.dtype, np.int64)):
        return array.astype(np.int64)
    raise DataError(
        f"{name}: dtype {array.dtype}; expected integers that fit int64; convert exactly before this call",
        column=name,
        dtype=str(array.dtype),
    )


def exact_fraction(name: str, value: Rational | int) -> Fraction:
    """The value as a Fraction of Python ints.

    A Fraction made of numpy integers keeps them inside and wraps at 64 bits: it is rebuilt.

    Raises:
        DefinitionError: the value is a float or another inexact number.

    >>> exact_fraction("edge", 3)
    Fraction(3, 1)
    """
    if isinstance(value, Fraction) and type(value.numerator) is int and type(value.denominator) is int:
        return value
    if not isinstance(value, Rational):
        raise DefinitionError(
            f"{name}: {value!r} is {type(value).__name__}; expected an int or a Fraction; "
            "write the decimal as Fraction('0.7')",
            name=name,
            value=value,
        )
    return Fraction(int(value.numerator), int(value.denominator))


def blocks(rows: int) -> Iterator[slice]:
    """Consecutive slices that cover so many rows.

    >>> list(blocks(3))
    [slice(0, 3, None)]
    """
    for start in range(0, rows, BLOCK_ROWS):
        yield slice(start, min(start + BLOCK_ROWS, rows))
